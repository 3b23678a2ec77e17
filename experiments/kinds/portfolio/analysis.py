"""Analysis of a portfolio: effects, effort, Pareto front and regret of sets of levers over draws.

`changes` have a row for each set and draw (levels `set` and `draw`), every set at the same draws,
and a column for each outcome and effort: the change against the baseline of the same draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.outcomes import Outcome
from experiments.statistics import pareto, ranking_selection
from experiments.statistics.pareto import Array, Mask
from experiments.statistics.society_quantiles import SPAN, quantiles

SAMPLES = 1000
LABELS = "abcdefghijklmnopqrstuvwxyz"
SHOWN = 10


def evaluate_sets(
    changes: pd.DataFrame,
    outcomes: Sequence[Outcome],
    limits: Mapping[str, float],
    confidence: float,
    scales: Mapping[str, float],
    seed: int,
    samples: int = SAMPLES,
) -> pd.DataFrame:
    """One row a set, in the order of the changes.

    Parameters: `changes` as above; `outcomes`; `limits` of efforts, which a set has to keep in a
    share `confidence` of draws; `scales` of regrets, in units of the outcomes; `seed` and number of
    bootstrap `samples`. Returns columns

    - by outcome and effort: the mean change and its 5 and 95 % quantiles (`_low`, `_high`);
    - `within`: share of draws in which all limits are kept, and `allowed`: in enough of them;
    - `front`: non-dominated in mean changes; `front_draws`, `front_samples`: share of single draws
      and of bootstrap samples in which it is;
    - `regret_OUTCOME`: distance to the best mean in units of the scale; `regret`: the largest;
    - `minimax`: the set of the least regret; `minimax_samples`: share of samples in which it is.

    Columns on fronts and regrets are empty for sets that are not allowed.
    """
    gains, inside = signed_gains(changes, outcomes), within_limits(changes, limits)
    allowed = pareto.feasible(inside, confidence)
    means, sizes = gains.mean(axis=1), scaling(outcomes, scales)
    regret = pareto.regrets(means, allowed, sizes)
    on_front, chosen = pareto.bootstrap_frequencies(gains, inside, confidence, sizes, samples, seed)
    least = np.zeros(len(gains), bool)
    if allowed.any():
        least[pareto.minimax_regret(regret, allowed)] = True
    columns: dict[str, Any] = {"set": changes.index.unique("set")}
    for name in map(str, changes):
        values = by_set_and_draw(changes, name)
        columns[name] = values.mean(axis=1)
        columns[f"{name}_low"], columns[f"{name}_high"] = quantiles(values, SPAN, axis=1)
    by_draw = pareto.non_dominated_by_draw(gains, allowed).mean(axis=1)
    columns |= {
        "within": inside.mean(axis=1),
        "allowed": allowed,
        "front": pareto.non_dominated(means, allowed),
        "front_draws": np.where(allowed, by_draw, np.nan),
        "front_samples": np.where(allowed, on_front, np.nan),
        "regret": regret.max(axis=1),
    }
    columns |= {f"regret_{outcome}": regret[:, k] for k, outcome in enumerate(outcomes)}
    columns |= {"minimax": least, "minimax_samples": np.where(allowed, chosen, np.nan)}
    return pd.DataFrame(columns)


def finalists(rows: pd.DataFrame, outcomes: Sequence[Outcome]) -> list[str]:
    """Sets to rerun on fresh draws, that of the least regret first; empty if none is allowed."""
    if not rows["minimax"].any():
        return []
    allowed = rows["allowed"].to_numpy(bool)
    frequency = rows["minimax_samples"].fillna(0.0).to_numpy(np.float64)
    best = int(rows["minimax"].to_numpy().argmax())
    places = ranking_selection.finalists(_means(rows, outcomes), allowed, best, frequency)
    return [str(rows["set"].iloc[place]) for place in places]


def with_fresh_draws(
    rows: pd.DataFrame,
    changes: pd.DataFrame,
    outcomes: Sequence[Outcome],
    scales: Mapping[str, float],
) -> pd.DataFrame:
    """Rows with the results of the finalists on fresh draws, empty for other sets.

    `changes` are those of the finalists at fresh draws. `OUTCOME_fresh` are mean changes;
    `fresh_regret`, `fresh_regret_low` and `fresh_regret_high` see `ranking_selection.regret`.
    """
    names = list(changes.index.unique("set"))
    allowed = rows["allowed"].to_numpy(bool)
    best = ranking_selection.best_by_outcome(_means(rows, outcomes), allowed)
    rivals = [names.index(rows["set"].iloc[place]) for place in best]
    regret = ranking_selection.regret(
        signed_gains(changes, outcomes), scaling(outcomes, scales), rivals
    )
    columns: dict[str, Any] = {
        f"{outcome}_fresh": by_set_and_draw(changes, str(outcome)).mean(axis=1)
        for outcome in outcomes
    }
    columns |= {"fresh_regret": regret.value}
    columns |= {"fresh_regret_low": regret.low, "fresh_regret_high": regret.high}
    fresh = pd.DataFrame(columns, index=pd.Index(names, name="set"))
    return rows.merge(fresh, on="set", how="left", validate="one_to_one")


def ranked(rows: pd.DataFrame, first: Outcome) -> pd.DataFrame:
    """The front first, by the first outcome, then the other sets by regret, with a `label` ahead.

    Labels go to the sets that are shown: those most often on the front of bootstrap samples, and
    the set of the least regret. Others have none.
    """
    keys = [~rows["front"], rows[str(first)].where(rows["front"]) * -first.better, rows["regret"]]
    columns = [np.nan_to_num(key.to_numpy(np.float64), nan=np.inf) for key in reversed(keys)]
    rows = rows.iloc[np.lexsort(columns)].reset_index(drop=True)
    steady = rows[rows["front"]].sort_values(
        ["front_samples", "front_draws"], ascending=False, kind="stable"
    )
    shown = rows.index.isin(steady.index[:SHOWN]) | rows["minimax"]
    letters = iter(LABELS)
    rows.insert(0, "label", [next(letters) if labelled else None for labelled in shown])
    return rows


def by_draw(
    changes: pd.DataFrame,
    outcomes: Sequence[Outcome],
    limits: Mapping[str, float],
    confidence: float,
) -> pd.DataFrame:
    """One row a set and draw: its changes, whether within limits, whether on the draw's front."""
    gains, inside = signed_gains(changes, outcomes), within_limits(changes, limits)
    allowed = pareto.feasible(inside, confidence)
    return changes.reset_index().assign(
        within=inside.ravel(),
        front=pareto.non_dominated_by_draw(gains, allowed).ravel(),
    )


def sets_within(
    changes: pd.DataFrame, limits: Mapping[str, float], confidence: float
) -> dict[str, dict[str, float]]:
    """Each limit, and how many sets keep it if it is the only one."""
    return {
        name: {
            "limit": limit,
            "sets": int(pareto.feasible(within_limits(changes, {name: limit}), confidence).sum()),
        }
        for name, limit in limits.items()
    }


def signed_gains(changes: pd.DataFrame, outcomes: Sequence[Outcome]) -> Array:
    """Changes signed so that more is better: (sets, draws, outcomes)."""
    columns = [by_set_and_draw(changes, str(outcome)) * outcome.better for outcome in outcomes]
    return np.stack(columns, axis=2)


def within_limits(changes: pd.DataFrame, limits: Mapping[str, float]) -> Mask:
    """Whether no effort exceeds its limit: (sets, draws)."""
    within = np.ones(by_set_and_draw(changes, str(changes.columns[0])).shape, bool)
    for name, limit in limits.items():
        within &= by_set_and_draw(changes, name) <= limit
    return within


def by_set_and_draw(changes: pd.DataFrame, name: str) -> Array:
    """A column as an array of shape (sets, draws)."""
    sets = len(changes.index.unique("set"))
    return changes[name].to_numpy(np.float64).reshape(sets, -1)


def scaling(outcomes: Sequence[Outcome], scales: Mapping[str, float]) -> Array:
    """Scales in the order of the outcomes."""
    return np.array([scales[str(outcome)] for outcome in outcomes])


def _means(rows: pd.DataFrame, outcomes: Sequence[Outcome]) -> Array:
    """Mean gains, more being better: (sets, outcomes)."""
    columns = [rows[str(outcome)].to_numpy(np.float64) * outcome.better for outcome in outcomes]
    return np.stack(columns, axis=1)
