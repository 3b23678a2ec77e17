"""Rows of a tidy frame by outcome."""

from __future__ import annotations

import pandas as pd

from experiments.config.outcomes import Outcome


def outcomes(rows: pd.DataFrame) -> dict[Outcome, str]:
    """The outcomes of the rows, in their order, with their units."""
    once = rows[["measure", "group", "unit"]].drop_duplicates().astype(str).to_numpy().tolist()
    return {Outcome(measure, group): unit for measure, group, unit in once}


def rows_of(rows: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """The rows of one outcome."""
    return rows[(rows["measure"] == outcome.measure) & (rows["group"] == outcome.group)]
