"""Tables of an ablation: contributions of levers and interactions of pairs, by outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.config.outcomes import Outcome
from experiments.kinds.ablation.design import AblationDesign
from experiments.statistics import shapley
from experiments.statistics.contributions import contributions, contributions_over_societies
from experiments.statistics.interactions import (
    corrected,
    interactions,
    interactions_over_societies,
)

Levels = Mapping[Outcome, pd.DataFrame]
"""By outcome, a row a subset of levers and a column a replication, of a society if several."""
HEAD = ["outcome", "measure", "group", "unit"]


def contribution_table(
    levels: Levels, design: AblationDesign, units: Sequence[str]
) -> pd.DataFrame:
    """`contributions` of all outcomes as one table."""
    levers, parts = design.package.levers, design.parts
    tables = []
    for (outcome, values), unit in zip(levels.items(), units, strict=True):
        share = None
        if "shapley" in parts:
            share = (
                shapley.sampled(values, design.orders)
                if design.orders
                else shapley.exact(values, len(levers))
            )
        chosen: dict[str, Any] = {"alone": "alone" in parts, "last": "without" in parts}
        chosen["shapley"] = share
        tables.append(
            contributions_over_societies(values, levers, outcome, unit, **chosen)
            if design.over_societies
            else contributions(values, levers, **chosen)
        )
    return _by_outcome(tables, list(levels), units, design)


def interaction_table(levels: Levels, design: AblationDesign, units: Sequence[str]) -> pd.DataFrame:
    """`interactions` of all outcomes as one table, with corrected p-values."""
    levers = design.package.levers
    tables = [
        interactions_over_societies(values, levers, outcome, unit)
        if design.over_societies
        else interactions(values, levers)
        for (outcome, values), unit in zip(levels.items(), units, strict=True)
    ]
    return corrected(_by_outcome(tables, list(levels), units, design))


def _by_outcome(
    tables: Sequence[pd.DataFrame],
    outcomes: Sequence[Outcome],
    units: Sequence[str],
    design: AblationDesign,
) -> pd.DataFrame:
    """The tables of all outcomes as one, each row with its outcome, measure, group and unit.

    A quantile of days that some replication lacks has no effect (see `Outcome.censored`).
    """
    if not design.over_societies:
        tables = [
            _without_partial(table, len(design.subsets)) if outcome.censored else table
            for table, outcome in zip(tables, outcomes, strict=True)
        ]
    rows = [
        table.assign(outcome=str(outcome), measure=outcome.measure, group=outcome.group, unit=unit)
        for table, outcome, unit in zip(tables, outcomes, units, strict=True)
    ]
    return pd.concat(rows, ignore_index=True)[HEAD + list(tables[0])]


def _without_partial(table: pd.DataFrame, replications: int) -> pd.DataFrame:
    """The table without the numbers of rows that lack some replication."""
    numbers = table.select_dtypes("float").columns
    complete = table["replications"] == replications
    return table.assign(**{name: table[name].where(complete) for name in numbers})
