"""Outcomes over the points of a sweep: levels, paired differences, and trends along one factor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.outcomes import outcome as outcome_of
from experiments.statistics.paired_differences import paired

Array = npt.NDArray[np.float64]
NUMBERS = (
    "value", "value_low", "value_high", "baseline", "difference", "ci_low", "ci_high",
    "replications",
)  # fmt: skip
FEW_LEVELS = 12
BINS = 8
LEAST_IN_BIN = 6


def surface(values: pd.DataFrame, scenarios: Sequence[str], baseline: str) -> pd.DataFrame:
    """One row a scenario, point and outcome: those three, and NUMBERS.

    `values` has a row a run (scenario, point, replication) and a column an outcome. Differences are
    against the baseline at the same point, pair by pair, with 95 % intervals of paired t; the
    baseline has none. `value` is the mean over the runs that have one, with its own interval, and
    `baseline` that of the pairs. `replications` counts pairs; of the baseline, runs.
    A quantile of days that some run lacks has no numbers (see `Outcome.censored`).
    """
    parts: list[pd.DataFrame] = []
    points = values.index.unique("point").sort_values()
    for outcome in values:
        wide = values[outcome].unstack("replication")
        runs = {name: _runs(wide, name, points) for name in scenarios}
        for name in scenarios:
            level = paired(np.zeros_like(runs[name]), runs[name])
            columns = {
                "value": level["difference"],
                "value_low": level["ci_low"],
                "value_high": level["ci_high"],
            }
            if name == baseline:
                columns["replications"] = level["replications"]
            else:
                pairs = paired(runs[baseline], runs[name])
                kept = ("baseline", "difference", "ci_low", "ci_high", "replications")
                columns |= {column: pairs[column] for column in kept}
            if outcome_of(str(outcome)).censored:
                whole = columns["replications"] == wide.shape[1]
                columns |= {
                    column: np.where(whole, numbers, np.nan)
                    for column, numbers in columns.items() if column != "replications"
                }  # fmt: skip
            part = pd.DataFrame(columns, index=points).reset_index()
            parts.append(part.assign(scenario=name, outcome=str(outcome)))
    rows = pd.concat(parts, ignore_index=True)
    order = {name: place for place, name in enumerate([*scenarios, *map(str, values)])}
    keys = ["scenario", "point", "outcome"]
    rows = rows.sort_values(
        keys, kind="stable", ignore_index=True,
        key=lambda column: column if column.name == "point" else column.map(order),
    )  # fmt: skip
    return rows.reindex(columns=[*keys, *NUMBERS])


def _runs(wide: pd.DataFrame, scenario: str, points: pd.Index) -> Array:
    """Values of shape (points, replications), NaN where there is no run."""
    rows = pd.MultiIndex.from_product([[scenario], points], names=["scenario", "point"])
    return wide.reindex(rows).to_numpy(np.float64)


def trend(levels: pd.Series, values: pd.Series) -> pd.DataFrame:
    """Values by the levels of one factor, over all levels of the others.

    One row a level, or where there are many, one of up to BINS classes of equal size: `level` (mean
    of the class), `mean`, `low` and `high` (10 and 90 % of its points), `points`. Points without a
    value are left out.
    """
    present = values.notna().to_numpy()
    levels, values = levels[present].reset_index(drop=True), values[present].reset_index(drop=True)
    classes = levels
    if levels.nunique() > FEW_LEVELS:
        ranks = levels.rank(method="first") - 1
        count = max(1, min(BINS, len(levels) // LEAST_IN_BIN))
        classes = (ranks * count // len(levels)).astype(int)
    grouped = values.groupby(classes)
    summary = pd.DataFrame(
        {
            "mean": grouped.mean(),
            "low": grouped.quantile(0.1),
            "high": grouped.quantile(0.9),
            "points": grouped.size(),
        }
    )
    middle = summary.index if classes is levels else levels.groupby(classes).mean()
    summary.insert(0, "level", np.asarray(middle))
    return summary.reset_index(drop=True)


def span(trend: pd.DataFrame) -> float:
    """Range of a trend, from its lowest mean to its highest."""
    return float(np.nan_to_num(trend["mean"].max() - trend["mean"].min()))
