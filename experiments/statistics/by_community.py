"""Outcomes of single communities: levels of the baseline, and changes against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import FREED, FULL, Outcome
from experiments.statistics.paired_differences import differences
from experiments.statistics.society_quantiles import SPAN, quantiles

COLUMNS = (
    "scenario", "community", "measure", "group", "unit", "baseline", "median", "low", "high",
    "lacking",
)  # fmt: skip


def measures_of(outcomes: Sequence[Outcome]) -> list[str]:
    """Measures of a run that these outcomes are made of."""
    return sorted({FULL if each.measure == FREED else each.measure for each in outcomes})


def by_community(rows: pd.DataFrame, outcomes: Sequence[Outcome], over: str) -> pd.DataFrame:
    """Changes of outcomes in each community.

    Parameters
    ----------
    rows
        Measures of runs, one row a run, community, measure and group; the column `community` is
        empty in rows of the whole place, which are left out.
    outcomes
        Those that are wanted; what communities do not have is left out.
    over
        "society" or "replication": what medians and intervals are over.

    Returns
    -------
    pandas.DataFrame
        One row a scenario, community and outcome. `baseline` is the median of the level in the
        baseline, empty for hours freed; `median`, `low` and `high` are of the change, 5 to 95 %
        over the means of societies, or over replications. `lacking` counts societies or
        replications without a value; of days that are censored there are then no numbers.
    """
    inside = rows[rows["community"].notna()]
    parts = [part for each in outcomes for part in _outcome(inside, each, over)]
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    together = pd.concat(parts, ignore_index=True)
    order = {str(each): number for number, each in enumerate(outcomes)}
    names = {name: number for number, name in enumerate(dict.fromkeys(rows["scenario"]))}
    rank = pd.DataFrame(
        {
            "scenario": together["scenario"].map(names),
            "outcome": [
                order[str(Outcome(measure, group))]
                for measure, group in zip(together["measure"], together["group"], strict=True)
            ],
            "community": together["community"],
        }
    )
    ranked = rank.sort_values(["scenario", "outcome", "community"], kind="stable").index
    return together.loc[ranked, list(COLUMNS)].reset_index(drop=True)


def _outcome(rows: pd.DataFrame, outcome: Outcome, over: str) -> Iterator[pd.DataFrame]:
    """The rows of one outcome, a frame a scenario."""
    freed = outcome.measure == FREED
    measure = FULL if freed else outcome.measure
    mine = rows[(rows["measure"] == measure) & (rows["group"] == outcome.group)]
    if mine.empty:
        return
    run = [name for name in ("society", "point", "replication") if name in mine]
    wide = mine.pivot(index=["community", *run], columns="scenario", values="value")
    if BASELINE not in wide:
        return
    before = wide[BASELINE].to_numpy(np.float64)
    levels = _means(wide[BASELINE], outcome, over)
    for name in wide.columns.drop(BASELINE):
        after = wide[name].to_numpy(np.float64)
        change = differences(after, before) if freed else differences(before, after)
        values = _means(pd.Series(change, wide.index), outcome, over)
        low, middle, high = _ends(values, outcome)
        yield pd.DataFrame({
            "scenario": str(name),
            "community": values.index.astype("int64"),
            "measure": outcome.measure,
            "group": outcome.group,
            "unit": str(mine["unit"].iloc[0]),
            "baseline": np.nan if freed else _ends(levels, outcome)[1],
            "median": middle, "low": low, "high": high,
            "lacking": values.isna().sum(axis=1).to_numpy(),
        })  # fmt: skip


def _means(values: pd.Series, outcome: Outcome, over: str) -> pd.DataFrame:
    """Means of replications, communities x societies (or replications).

    Of days that are censored there is none where a replication has none.
    """
    groups = values.groupby(level=["community", over])
    means = groups.mean()
    if outcome.censored:
        means = means.where(groups.count() == groups.size())
    return means.unstack(over)


def _ends(values: pd.DataFrame, outcome: Outcome) -> Any:
    """5 %, median and 95 % of each community."""
    array = values.to_numpy(np.float64)
    found = quantiles(array, (SPAN[0], 0.5, SPAN[1]), axis=1)
    if outcome.censored:
        found[:, np.isnan(array).any(axis=1)] = np.nan
    return found
