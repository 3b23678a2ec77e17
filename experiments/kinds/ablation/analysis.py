"""Tables of an ablation: contributions of levers and interactions of pairs, by outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from experiments.config.outcomes import Outcome
from experiments.kinds.ablation.design import AblationDesign
from experiments.statistics import shapley
from experiments.statistics.contributions import contributions
from experiments.statistics.interactions import corrected, interactions

Levels = Mapping[Outcome, pd.DataFrame]
"""By outcome, a row a subset of levers and a column a replication."""


def contribution_table(
    levels: Levels, design: AblationDesign, units: Sequence[str]
) -> pd.DataFrame:
    """`contributions` of all outcomes as one table."""
    levers, parts = design.package.levers, design.parts
    tables = []
    for values in levels.values():
        share = None
        if "shapley" in parts:
            share = (
                shapley.sampled(values, design.orders)
                if design.orders
                else shapley.exact(values, len(levers))
            )
        alone, last = "alone" in parts, "without" in parts
        tables.append(contributions(values, levers, alone=alone, last=last, shapley=share))
    return _by_outcome(tables, list(levels), units, len(design.subsets))


def interaction_table(levels: Levels, design: AblationDesign, units: Sequence[str]) -> pd.DataFrame:
    """`interactions` of all outcomes as one table, with corrected p-values."""
    tables = [interactions(values, design.package.levers) for values in levels.values()]
    return corrected(_by_outcome(tables, list(levels), units, len(design.subsets)))


def _by_outcome(
    tables: Sequence[pd.DataFrame],
    outcomes: Sequence[Outcome],
    units: Sequence[str],
    replications: int,
) -> pd.DataFrame:
    """The tables of all outcomes as one, each row with its outcome, measure, group and unit.

    A quantile of days that some replication lacks has no effect (see `Outcome.censored`).
    """
    tables = [
        _without_partial(table, replications) if outcome.censored else table
        for table, outcome in zip(tables, outcomes, strict=True)
    ]
    head = ["outcome", "measure", "group", "unit"]
    rows = [
        table.assign(outcome=str(outcome), measure=outcome.measure, group=outcome.group, unit=unit)
        for table, outcome, unit in zip(tables, outcomes, units, strict=True)
    ]
    return pd.concat(rows, ignore_index=True)[head + list(tables[0])]


def _without_partial(table: pd.DataFrame, replications: int) -> pd.DataFrame:
    """The table without the numbers of rows that lack some replication."""
    numbers = table.select_dtypes("float").columns
    complete = table["replications"] == replications
    return table.assign(**{name: table[name].where(complete) for name in numbers})
