"""Outcomes over the points of a sweep: levels, paired differences, and trends along one factor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.outcomes import Outcome
from experiments.config.outcomes import outcome as outcome_of
from experiments.statistics.over_societies import EFFECT, of_values
from experiments.statistics.paired_differences import paired
from experiments.statistics.society_quantiles import SPAN, quantiles

Array = npt.NDArray[np.float64]
NUMBERS = (
    "value", "value_low", "value_high", "baseline", "difference", "ci_low", "ci_high",
    "replications",
)  # fmt: skip
NUMBERS_OVER_SOCIETIES = ("level", "level_low", "level_high", "baseline", *EFFECT)
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
    return _sorted(rows, scenarios, list(map(str, values)), NUMBERS)


def surface_over_societies(
    values: pd.DataFrame, scenarios: Sequence[str], baseline: str, units: Mapping[Outcome, str]
) -> pd.DataFrame:
    """One row a scenario, point and outcome: those three, and NUMBERS_OVER_SOCIETIES.

    Parameters: a row a run (scenario, society, point, replication) and a column an outcome; the
    scenarios and the one that is the baseline; the unit of each outcome.

    `level`, `level_low` and `level_high` are the median and 5 to 95 % over the means of societies;
    changes against the baseline of the same society, point and seed are those of `over_societies`.
    """
    outcomes = list(units)
    parts: list[pd.DataFrame] = []
    point: Any
    for point, at in values.groupby(level="point"):
        here = at.droplevel("point")
        for name in scenarios:
            selected: Any = here.xs(name, level="scenario")
            part = _levels(selected, outcomes)
            parts.append(part.assign(scenario=name, point=point))
    levels = pd.concat(parts, ignore_index=True)
    keys = ["scenario", "point", "outcome"]
    if len(scenarios) > 1:
        found = []
        for point, at in values.groupby(level="point"):
            rows = of_values(at.droplevel("point"), outcomes, list(units.values()))
            names = [
                str(Outcome(*pair)) for pair in zip(rows["measure"], rows["group"], strict=True)
            ]
            found.append(rows.assign(point=point, outcome=names)[[*keys, "baseline", *EFFECT]])
        changes = pd.concat(found, ignore_index=True)
        levels = levels.drop(columns="societies").merge(changes, "left", keys).combine_first(levels)
    return _sorted(levels, scenarios, list(map(str, outcomes)), NUMBERS_OVER_SOCIETIES)


def _levels(runs: pd.DataFrame, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Median and 5 to 95 % of the means of societies; none of a quantile that some run lacks."""
    names = [str(outcome) for outcome in outcomes]
    means = runs[names].groupby(level="society").mean()
    short = [outcome.censored and bool(runs[str(outcome)].isna().any()) for outcome in outcomes]
    low, middle, high = quantiles(means.to_numpy(np.float64), (SPAN[0], 0.5, SPAN[1]))
    columns = {"level": middle, "level_low": low, "level_high": high}
    numbers = {name: np.where(short, np.nan, column) for name, column in columns.items()}
    return pd.DataFrame({"outcome": names, **numbers, "societies": means.count().to_numpy()})


def _sorted(
    rows: pd.DataFrame, scenarios: Sequence[str], outcomes: Sequence[str], columns: Sequence[str]
) -> pd.DataFrame:
    """Rows by scenario, point and outcome, in the order in which these are given."""
    order = {name: place for place, name in enumerate([*scenarios, *outcomes])}
    keys = ["scenario", "point", "outcome"]
    rows = rows.sort_values(
        keys, kind="stable", ignore_index=True,
        key=lambda column: column if column.name == "point" else column.map(order),
    )  # fmt: skip
    return rows.reindex(columns=[*keys, *columns])


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
