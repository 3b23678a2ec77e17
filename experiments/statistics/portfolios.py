"""How sets of levers stand against each other over draws: effects, effort, front, regret.

`changes` have one row a set and draw (levels `set` and `draw`), every set at the same draws, and
columns: changes against the baseline of the draw in outcomes (by their words) and in efforts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.outcomes import Outcome
from experiments.statistics import pareto, ranking_selection
from experiments.statistics.pareto import Array, Mask

SAMPLES = 1000
LOW, HIGH = 0.05, 0.95
LABELS = "abcdefghijklmnopqrstuvwxyz"
SHOWN = 10


def standing(
    changes: pd.DataFrame,
    outcomes: Sequence[Outcome],
    limits: Mapping[str, float],
    confidence: float,
    scales: Mapping[str, float],
    seed: int,
    samples: int = SAMPLES,
) -> pd.DataFrame:
    """One row a set, in the order of the changes.

    By outcome and effort the mean change and its 5 and 95 % quantiles over draws (`_low`, `_high`);
    `within`: share of draws in which no effort passes its limit, and `allowed`: in enough of them;
    `front`: no allowed set has means that are as good and in one outcome better, `front_draws`:
    share of draws in which that holds of the draw, `front_samples`: of bootstrap samples of draws;
    `regret_OUTCOME`: what the mean falls short of the best mean, in scales of the outcome, and
    `regret` the largest over outcomes; `minimax`: the set of the least regret, `minimax_samples`:
    share of samples in which it is that. What is about fronts and regrets is empty for sets that
    are not allowed.
    """
    gains, inside = gained(changes, outcomes), within(changes, limits)
    allowed = pareto.feasible(inside, confidence)
    means, sizes = gains.mean(axis=1), scaling(outcomes, scales)
    regret = pareto.regrets(means, allowed, sizes)
    on_front, chosen = pareto.resampled(gains, inside, confidence, sizes, samples, seed)
    least = np.zeros(len(gains), bool)
    if allowed.any():
        least[pareto.minimax(regret, allowed)] = True
    found: dict[str, Any] = {"set": changes.index.unique("set")}
    for name in map(str, changes):
        values = table(changes, name)
        found[name] = values.mean(axis=1)
        found[f"{name}_low"] = np.quantile(values, LOW, axis=1)
        found[f"{name}_high"] = np.quantile(values, HIGH, axis=1)
    found |= {
        "within": inside.mean(axis=1),
        "allowed": allowed,
        "front": pareto.front(means, allowed),
        "front_draws": np.where(allowed, pareto.by_draw(gains, allowed).mean(axis=1), np.nan),
        "front_samples": np.where(allowed, on_front, np.nan),
        "regret": regret.max(axis=1),
    }
    found |= {f"regret_{one}": regret[:, k] for k, one in enumerate(outcomes)}
    found |= {"minimax": least, "minimax_samples": np.where(allowed, chosen, np.nan)}
    return pd.DataFrame(found)


def selected(rows: pd.DataFrame, outcomes: Sequence[Outcome]) -> list[str]:
    """Sets to be rerun on fresh draws, the one of the least regret first; none without any."""
    if not rows["minimax"].any():
        return []
    allowed = rows["allowed"].to_numpy(bool)
    chosen = rows["minimax_samples"].fillna(0.0).to_numpy(np.float64)
    best = int(rows["minimax"].to_numpy().argmax())
    places = ranking_selection.finalists(_means(rows, outcomes), allowed, best, chosen)
    return [str(rows["set"].iloc[place]) for place in places]


def confirmed(
    rows: pd.DataFrame,
    changes: pd.DataFrame,
    outcomes: Sequence[Outcome],
    scales: Mapping[str, float],
) -> pd.DataFrame:
    """Rows with what fresh draws say of the finalists, empty for other sets.

    `changes` are those of the finalists at fresh draws. `OUTCOME_fresh` are mean changes;
    `fresh_regret`, `fresh_regret_low` and `fresh_regret_high` see `ranking_selection.regret`.
    """
    names = list(changes.index.unique("set"))
    rivals = ranking_selection.rivals(_means(rows, outcomes), rows["allowed"].to_numpy(bool))
    places = [names.index(rows["set"].iloc[place]) for place in rivals]
    found = ranking_selection.regret(gained(changes, outcomes), scaling(outcomes, scales), places)
    columns: dict[str, Any] = {
        f"{one}_fresh": table(changes, str(one)).mean(axis=1) for one in outcomes
    }
    columns |= {"fresh_regret": found.value}
    columns |= {"fresh_regret_low": found.low, "fresh_regret_high": found.high}
    fresh = pd.DataFrame(columns, index=pd.Index(names, name="set"))
    return rows.merge(fresh, on="set", how="left", validate="one_to_one")


def scaling(outcomes: Sequence[Outcome], scales: Mapping[str, float]) -> Array:
    """Scales in the order of the outcomes."""
    return np.array([scales[str(one)] for one in outcomes])


def _means(rows: pd.DataFrame, outcomes: Sequence[Outcome]) -> Array:
    """Mean gains, more being better: (sets, outcomes)."""
    return np.stack([rows[str(one)].to_numpy(np.float64) * one.better for one in outcomes], axis=1)


def ranked(rows: pd.DataFrame, first: Outcome) -> pd.DataFrame:
    """The front first, by the first outcome, then the other sets by regret, with a `label` ahead.

    Labels go to what a reader is shown: of the front what is on it in most bootstrap samples, and
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
    rows.insert(0, "label", [next(letters) if one else None for one in shown])
    return rows


def by_draw(
    changes: pd.DataFrame,
    outcomes: Sequence[Outcome],
    limits: Mapping[str, float],
    confidence: float,
) -> pd.DataFrame:
    """One row a set and draw: its changes, whether within limits, on the draw's front."""
    gains, inside = gained(changes, outcomes), within(changes, limits)
    allowed = pareto.feasible(inside, confidence)
    return changes.reset_index().assign(
        within=inside.ravel(),
        front=pareto.by_draw(gains, allowed).ravel(),
    )


def gained(changes: pd.DataFrame, outcomes: Sequence[Outcome]) -> Array:
    """Changes counted such that more is better: (sets, draws, outcomes)."""
    return np.stack([table(changes, str(one)) * one.better for one in outcomes], axis=2)


def within(changes: pd.DataFrame, limits: Mapping[str, float]) -> Mask:
    """Whether no effort passes its limit: (sets, draws)."""
    found = np.ones(table(changes, str(changes.columns[0])).shape, bool)
    for name, limit in limits.items():
        found &= table(changes, name) <= limit
    return found


def table(changes: pd.DataFrame, name: str) -> Array:
    """A column as an array of shape (sets, draws)."""
    sets = len(changes.index.unique("set"))
    return changes[name].to_numpy(np.float64).reshape(sets, -1)
