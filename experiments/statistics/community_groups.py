"""Changes in groups of communities: those that a lever covers and others, and types.

Values of a group are means over its communities within each run: hours over their paid workers,
days and shares over the issues reported there. Then changes are taken between the runs of a pair.
So groups may have other members in each run, as where types and coverage are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import FREED, FULL, Outcome
from experiments.statistics.paired_differences import LEVEL, paired_row
from experiments.statistics.society_quantiles import SPAN, quantiles

OUTCOMES = (
    Outcome(FREED),
    Outcome("root_closure_share"),
    Outcome("days_to_resolution_restricted_mean", "own_powers"),
    Outcome("days_to_resolution_restricted_mean", "needs_departments"),
)
"""What groups are compared by, in the order of rows."""
WORKERS, ISSUES = "workers", "issues_raised"
MEASURES = (FULL, WORKERS, ISSUES, *dict.fromkeys(one.measure for one in OUTCOMES[1:]))
"""Measures of a run that these are made of."""
GROUP = ["scenario", "lever", "group"]
COLUMNS = [
    *GROUP, "measure", "of", "unit", "communities", "baseline", "change", "low", "high", "over",
    "lacking",
]  # fmt: skip


def community_groups(rows: pd.DataFrame, members: pd.DataFrame, over: str) -> pd.DataFrame:
    """Hours freed, issues solved and days in groups of communities.

    Parameters
    ----------
    rows
        MEASURES of runs, one row a run, community, measure and group.
    members
        One row a run, group and community (`experiments.runs.community_groups`).
    over
        "society": medians, and 5 to 95 % of societies, each the mean of its replications.
        "replication": means, and paired 95 % intervals.

    Returns
    -------
    pandas.DataFrame
        One row a scenario, group and outcome; `of` is the group of the measure. `communities` is
        the mean number in a run. `baseline` is the level there, empty for hours freed. `over`
        counts societies or replications that have the group and a value; `lacking` those that
        have the group and no value, as where nothing is reported there, or days were not followed
        for long enough.
    """
    inside = rows[rows["community"].notna()].astype({"community": "int64"})
    found = [row for one in OUTCOMES for row in _outcome(inside, members, one, over)]
    table = pd.DataFrame(found, columns=COLUMNS)
    names = members[GROUP].drop_duplicates().itertuples(index=False, name=None)
    ranks = {key: number for number, key in enumerate(names)}
    order = [ranks[tuple(key)] for key in table[GROUP].itertuples(index=False, name=None)]
    return table.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)


def _outcome(
    rows: pd.DataFrame, members: pd.DataFrame, outcome: Outcome, over: str
) -> Iterator[tuple[Any, ...]]:
    """Rows of one outcome."""
    freed = outcome.measure == FREED
    measure = FULL if freed else outcome.measure
    weight = Outcome(WORKERS) if freed else Outcome(ISSUES, outcome.group)
    values = rows[(rows["measure"] == measure) & (rows["group"] == outcome.group)]
    if values.empty:
        return
    keys = [name for name in ("society", "replication", "community") if name in rows]
    weights = rows[(rows["measure"] == weight.measure) & (rows["group"] == weight.group)]
    both = values[["scenario", *keys, "value"]].merge(
        weights[["scenario", *keys, "value"]].rename(columns={"value": "weight"}),
        on=["scenario", *keys],
    )
    sides = members.merge(both, on=["scenario", *keys], how="left").merge(
        both[both["scenario"] == BASELINE].drop(columns="scenario"),
        on=keys, how="left", suffixes=("", "_before"),
    )  # fmt: skip
    have = np.isfinite(sides["value"]) & np.isfinite(sides["value_before"])
    have &= (sides["weight"] > 0) & (sides["weight_before"] > 0)
    runs = [name for name in keys if name != "community"]
    for name in ("", "_before"):
        sides[f"share{name}"] = (sides[f"value{name}"] * sides[f"weight{name}"]).where(have)
        sides[f"weight{name}"] = sides[f"weight{name}"].where(have)
    runs_of = sides.groupby([*GROUP, *runs], sort=False)
    sums = runs_of[["share", "share_before", "weight", "weight_before"]].sum()
    after = sums["share"] / sums["weight"].replace(0.0, np.nan)
    before = sums["share_before"] / sums["weight_before"].replace(0.0, np.nan)
    table = pd.DataFrame({"after": after, "before": before, "number": runs_of.size()})
    table = table.reset_index()
    unit = str(values["unit"].iloc[0])
    for key, part in table.groupby(GROUP, sort=False):
        ends = _over_societies(part, freed) if over == "society" else _over_runs(part, freed)
        yield (*key, outcome.measure, outcome.group, unit, part["number"].mean(), *ends)


def _change(part: pd.DataFrame, freed: bool) -> pd.Series:
    return part["before"] - part["after"] if freed else part["after"] - part["before"]


def _over_societies(part: pd.DataFrame, freed: bool) -> tuple[Any, ...]:
    """Baseline, change and its ends, societies with a value, and those without."""
    sides = part.assign(change=_change(part, freed)).groupby("society")[["before", "change"]].mean()
    low, middle, high = quantiles(sides["change"].to_numpy(np.float64), (SPAN[0], 0.5, SPAN[1]))
    level = quantiles(sides["before"].to_numpy(np.float64), 0.5)
    have = int(sides["change"].notna().sum())
    return np.nan if freed else float(level), middle, low, high, have, len(sides) - have


def _over_runs(part: pd.DataFrame, freed: bool) -> tuple[Any, ...]:
    """The same over replications."""
    sides = part["before"].to_numpy(np.float64), part["after"].to_numpy(np.float64)
    effect = paired_row(*(sides[::-1] if freed else sides), LEVEL)
    have = int(effect["replications"])
    ends = (effect[name] for name in ("difference", "ci_low", "ci_high"))
    return np.nan if freed else effect["baseline"], *ends, have, len(part) - have
