"""Values of outcomes by run: one row a run, one column an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import Outcome
from experiments.reporting.tidy import Reading
from experiments.runs.plan import Plan
from experiments.runs.storage.store import Store

CASE = ["scenario", "point", "replication"]


def outcome_values(store: Store, plan: Plan, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Values of outcomes by scenario, point and replication, with comparisons.

    All runs of the plan must be in the store in totals. A value that a run does not have is NaN.
    """
    wanted = dict.fromkeys(part for one in outcomes for part in one.parts or (one,))
    values = _stored_values(store, plan, list(wanted))
    for outcome in outcomes:
        if outcome.parts:
            values[str(outcome)] = _fall(values, outcome)
    return values[[str(outcome) for outcome in outcomes]]


def _stored_values(store: Store, plan: Plan, outcomes: list[Outcome]) -> pd.DataFrame:
    """Measured values, filled in run by run: eight bytes each, whatever else the runs hold."""
    index = pd.MultiIndex.from_frame(plan.table[CASE])
    row_of = {case: row for row, case in enumerate(index)}
    column_of = {(outcome.measure, outcome.group): at for at, outcome in enumerate(outcomes)}
    values = np.full((len(row_of), len(outcomes)), np.nan)
    measures = {outcome.measure for outcome in outcomes}
    for run in Reading(store, "measures", plan, "totals", only=measures):
        row = values[row_of[run.scenario, run.point, run.replication]]
        for (measure, group, _), value in zip(run.shape.outcomes, run.values, strict=True):
            if (column := column_of.get((measure, group))) is not None:
                row[column] = value
    return pd.DataFrame(values, index, [str(outcome) for outcome in outcomes]).sort_index()


def _fall(values: pd.DataFrame, outcome: Outcome) -> pd.Series:
    """Less of its parts than in the baseline of the same point and replication."""
    parts = [str(part) for part in outcome.parts]
    total = values[parts].sum(axis=1, min_count=len(parts))
    baseline = total.xs(BASELINE, level="scenario")
    index: Any = values.index
    same = baseline.reindex(index.droplevel("scenario"))
    return pd.Series(same.to_numpy() - total.to_numpy(), values.index)
