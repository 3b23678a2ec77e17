"""Scenarios against the baseline, replication by replication under the same seeds."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from sim.terms import UPWARD

Array = npt.NDArray[np.float64]
ROW = ["measure", "group", "unit"]
LEVEL = 0.95
ROUNDING = 1e-12
BURDEN = (*UPWARD, "chasing")
"""Activities that freed hours are counted over: what goes upward, and chasing departments."""


def freed(measures: pd.DataFrame, baseline: str) -> pd.DataFrame:
    """Hours freed per worker and week: baseline minus scenario of the same replication.

    Rows like those of `measures`, for the whole and each community; groups are the activities, and
    `all` is the sum over BURDEN. Positive means freed; the baseline's own are 0.
    """
    hours = measures[measures["measure"] == "hours_per_worker_week"]
    hours = hours[hours["group"] != "all"].astype({"group": "object"})
    total = hours[hours["group"].isin(BURDEN)].assign(group="all")
    point = ["point"] if "point" in hours else []
    keys = ["scenario", *point, "replication", "seed", "community", "unit"]
    summed = total.groupby([*keys, "group"], dropna=False, observed=True, sort=False)
    hours = pd.concat([hours, summed["value"].sum(min_count=1).reset_index()], ignore_index=True)
    pair = [*point, "replication", "community", "group"]
    at_baseline = hours.loc[hours["scenario"] == baseline, [*pair, "value"]]
    both = hours.merge(at_baseline, on=pair, how="left", suffixes=("", "_baseline"))
    both["value"] = both["value_baseline"] - both["value"]
    return both.drop(columns="value_baseline").assign(measure="hours_freed_per_worker_week")


def comparison(measures: pd.DataFrame, baseline: str) -> pd.DataFrame:
    """Paired differences of every measure of the whole place, with paired-t 95 % intervals.

    One row a scenario, measure and group. A pair in which either side is empty is left out, and
    `replications` counts the pairs. Intervals and p-values are empty for a single pair; without
    variance the interval is [d, d]. `p_holm` is corrected over the scenarios of a row.
    """
    whole = measures[measures["community"].isna()]
    wide = whole.set_index(["scenario", *ROW, "replication"])["value"].unstack("replication")
    parts: list[pd.DataFrame] = []
    base = wide.xs(baseline, level="scenario")
    for scenario in wide.index.unique("scenario"):
        if scenario == baseline:
            continue
        value = wide.xs(scenario, level="scenario")
        rows = value.index.union(base.index, sort=False)
        columns = paired(
            base.reindex(rows).to_numpy(np.float64), value.reindex(rows).to_numpy(np.float64)
        )
        frame = pd.DataFrame(columns, index=rows).reset_index()
        frame.insert(0, "scenario", str(scenario))
        parts.append(frame)
    if not parts:
        numbers = ["baseline", "value", "difference", "ci_low", "ci_high", "replications", "p_holm"]
        empty = pd.DataFrame(columns=["scenario", *ROW, *numbers])
        return empty.astype(dict.fromkeys(numbers, "float64"))
    result = pd.concat(parts, ignore_index=True)
    p = result.pivot(index=ROW, columns="scenario", values="p")
    corrected = pd.DataFrame(holm(p.to_numpy()), p.index, p.columns)
    column = corrected.melt(ignore_index=False, value_name="p_holm").reset_index()
    return result.drop(columns="p").merge(column, on=["scenario", *ROW], how="left")


def paired(baseline: Array, value: Array) -> dict[str, Any]:
    """Columns of a comparison from two arrays of shape (rows, replications) that may have gaps."""
    both = np.isfinite(baseline) & np.isfinite(value)
    pairs = both.sum(axis=1)
    baseline, value = np.where(both, baseline, 0.0), np.where(both, value, 0.0)
    difference = value - baseline
    scale = np.maximum(np.abs(baseline), np.abs(value))
    difference[np.abs(difference) <= ROUNDING * scale] = 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = difference.sum(axis=1) / pairs
        squares = np.where(both, (difference - mean[:, None]) ** 2, 0.0).sum(axis=1)
        error = np.sqrt(squares / (pairs - 1) / pairs)
        largest = np.abs(difference).max(axis=1, initial=0.0)
        error = np.where(error <= ROUNDING * largest, 0.0, error)
        half = stats.t.ppf((1 + LEVEL) / 2, pairs - 1) * error
        p = 2 * stats.t.sf(np.abs(mean / error), pairs - 1)
        p = np.where(error == 0, np.where(mean == 0, 1.0, 0.0), p)
        several = pairs > 1
        half, p = np.where(several, half, np.nan), np.where(several, p, np.nan)
        return {
            "baseline": baseline.sum(axis=1) / pairs,
            "value": value.sum(axis=1) / pairs,
            "difference": mean,
            "ci_low": mean - half,
            "ci_high": mean + half,
            "replications": pairs,
            "p": p,
        }


def holm(p: Array) -> Array:
    """Holm's step-down correction along the last axis, over the p-values that are there."""
    order = np.argsort(p, axis=-1)
    stepped = np.take_along_axis(p, order, axis=-1)
    left = np.isfinite(p).sum(axis=-1, keepdims=True) - np.arange(p.shape[-1])
    stepped = np.minimum(np.maximum.accumulate(stepped * left, axis=-1), 1.0)
    corrected = np.empty_like(p)
    np.put_along_axis(corrected, order, stepped, axis=-1)
    return corrected
