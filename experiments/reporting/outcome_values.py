"""Values of outcomes by run: one row a run, one column an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import FREED, Outcome
from experiments.reporting.row_shape import HOURS
from experiments.reporting.tidy import Reading
from experiments.runs.plan import Plan
from experiments.runs.storage.store import Store
from experiments.statistics.paired_differences import BURDEN
from sim.measures.measure import in_year, of_year

CASE = ["scenario", "point", "replication"]


def outcome_values(store: Store, plan: Plan, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Values of outcomes by scenario, point and replication, with freed hours.

    Over societies the index has `society` in place of `point`, or both for points at societies.
    All runs of the plan must be in the store in totals. A value that a run does not have is NaN.
    """
    wanted = dict.fromkeys(outcome for outcome in outcomes if outcome.measure != FREED)
    freed = [outcome for outcome in outcomes if outcome.measure == FREED]
    wanted |= dict.fromkeys(part for outcome in freed for part in _burden(outcome))
    values = _stored_values(store, plan, list(wanted))
    for outcome in freed:
        values[str(outcome)] = _freed_hours(values, outcome)
    return _by_society(values[[str(outcome) for outcome in outcomes]], plan.design.labels)


def _by_society(values: pd.DataFrame, labels: pd.DataFrame | None) -> pd.DataFrame:
    """The same values, with societies by their names in the file."""
    if labels is None:
        return values
    index = values.index.to_frame(index=False)
    levels = {"scenario": index["scenario"]}
    levels |= {str(name): index["point"].map(labels[name]) for name in labels}
    levels["replication"] = index["replication"]
    return values.set_axis(pd.MultiIndex.from_frame(pd.DataFrame(levels)))


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


def _burden(freed: Outcome) -> list[Outcome]:
    """The hours that freed ones are counted over, of the window or of its year."""
    _, year = of_year(freed.group)
    groups = BURDEN if year is None else [in_year(activity, year) for activity in BURDEN]
    return [Outcome(HOURS, group) for group in groups]


def _freed_hours(values: pd.DataFrame, freed: Outcome) -> pd.Series:
    """Hours of burden less than in the baseline of the same point and replication."""
    parts = [str(part) for part in _burden(freed)]
    burden = values[parts].sum(axis=1, min_count=len(parts))
    baseline = burden.xs(BASELINE, level="scenario")
    index: Any = values.index
    same = baseline.reindex(index.droplevel("scenario"))
    return pd.Series(same.to_numpy() - burden.to_numpy(), values.index)
