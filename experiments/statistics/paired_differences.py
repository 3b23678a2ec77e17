"""Paired differences of scenarios and the baseline, by replication under equal seeds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from experiments.config.outcomes import STANDARD, Outcome
from experiments.statistics.bootstrap import bca
from experiments.statistics.matched_values import ROW, Matched, matched
from experiments.statistics.multiplicity import families
from sim.measures.activities import FREED_FROM

Array = npt.NDArray[np.float64]
COLUMNS = [
    "baseline", "value", "difference", "ci_low", "ci_high", "replications",
    "p_holm", "q_fdr", "family", "correlation", "variance_reduction", "differing", "lacking",
]  # fmt: skip
LEVEL = 0.95
ROUNDING = 1e-12
FEWEST_CORRELATED = 3
"""Of two pairs the correlation is always 1 or -1."""
BURDEN = FREED_FROM
"""Activities that hours freed are counted over: what goes upward, and chasing departments."""


def comparison(
    measures: pd.DataFrame,
    baseline: str,
    *,
    primary: Collection[Outcome] = STANDARD,
    level: float = LEVEL,
    bootstrap_seed: int | None = None,
) -> pd.DataFrame:
    """Paired differences of every measure of the whole place, with intervals at a level.

    One row a scenario, measure and group. A pair in which either side is empty is left out:
    `replications` counts the pairs, `lacking` those of finished runs that were left out, and
    `differing` the pairs whose difference is not 0. Where a quantile of days is lacking in some
    pair (see `Outcome.censored`), its row has no effect at all: the pairs that lack it are those
    with the longest waits, and the mean over the others would be biased.

    Intervals are paired t, or BCa bootstrap if that has a seed. They are empty for a single pair,
    and where all differences are equal: without variance nothing can be said of the error of the
    mean. Of n pairs without a difference it can be said only that, with 95 % confidence, at most a
    share 1 - 0.05^(1/n) of all pairs differs, about 3 / n.

    p-values are of the paired t test, and empty wherever its interval is. They are scaled by
    0.05 / (1 - level), so that before any correction a p-value below 0.05 is an interval (paired t)
    without 0. `p_holm`, `q_fdr` and `family` are those of `multiplicity.families`: Holm over all
    scenarios and primary outcomes, false discovery rate over all else. `correlation` and
    `variance_reduction` are those of `paired`.
    """
    return compared(
        matched(measures, baseline), primary=primary, level=level, bootstrap_seed=bootstrap_seed
    )


def compared(
    matched: Matched,
    *,
    primary: Collection[Outcome] = STANDARD,
    level: float = LEVEL,
    bootstrap_seed: int | None = None,
) -> pd.DataFrame:
    """As `comparison`, of values that are matched already; one scenario in memory at a time."""
    outcomes = [Outcome(measure, group) for measure, group, _ in matched.rows]
    parts = [_effects(matched, name, outcomes, level, bootstrap_seed) for name in matched.scenarios]
    parts = parts or [_effects(matched, None, outcomes[:0], level, bootstrap_seed)]
    columns: dict[str, Any] = {
        name: np.concatenate([part[name] for part in parts]) for name in parts[0]
    }
    p = np.minimum(columns.pop("p") * ((1 - LEVEL) / (1 - level)), 1.0)
    columns |= families(p, [outcome in primary for outcome in outcomes] * len(matched.scenarios))
    labels = {"scenario": [name for name in matched.scenarios for _ in matched.rows]}
    labels |= {
        name: [row[place] for row in matched.rows] * len(matched.scenarios)
        for place, name in enumerate(ROW)
    }
    result = pd.DataFrame(labels, dtype="object").assign(**columns)
    return result[["scenario", *ROW, *COLUMNS]]


def _effects(
    matched: Matched,
    scenario: str | None,
    outcomes: Sequence[Outcome],
    level: float,
    bootstrap_seed: int | None,
) -> dict[str, Any]:
    """Columns of one scenario before tests are corrected; empty ones without a scenario."""
    before = matched.baseline[: len(outcomes)]
    after = before if scenario is None else matched.scenarios[scenario]
    apart = differences(before, after)
    finished = np.isfinite(before).any(axis=0) & np.isfinite(after).any(axis=0)
    lacking = int(finished.sum()) - np.isfinite(apart).sum(axis=1)
    censored = np.array([outcome.censored for outcome in outcomes], bool) & (lacking > 0)
    columns = paired(before, after, level)
    if bootstrap_seed is not None:
        columns["ci_low"], columns["ci_high"] = bca(apart, level, bootstrap_seed)
    for name in columns.keys() - {"replications", "differing"}:
        columns[name] = np.where(censored, np.nan, columns[name])
    return columns | {"lacking": lacking}


def differences(baseline: Array, value: Array) -> Array:
    """Scenario minus baseline, NaN where either side is empty, 0 where rounding made it."""
    both = np.isfinite(baseline) & np.isfinite(value)
    baseline, value = np.where(both, baseline, 0.0), np.where(both, value, 0.0)
    difference = value - baseline
    scale = np.maximum(np.abs(baseline), np.abs(value))
    difference[np.abs(difference) <= ROUNDING * scale] = 0.0
    return np.where(both, difference, np.nan)


def paired(baseline: Array, value: Array, level: float = LEVEL) -> dict[str, Any]:
    """Columns of a comparison from two arrays of shape (rows, replications) that may have gaps.

    `ci_low`, `ci_high` and `p` are NaN for a single pair, and where all differences are equal:
    there is no spread to judge the error of the mean by. `differing` counts pairs that differ.
    `variance_reduction` is (var(baseline) + var(value)) / var(difference): by how many times equal
    seeds cut the variance that independent ones would give. It and `correlation` are NaN for less
    than three pairs and where a side, or the difference, does not vary.
    """
    difference = differences(baseline, value)
    both = np.isfinite(difference)
    pairs = both.sum(axis=1)
    baseline, value, difference = (
        np.where(both, sample, 0.0) for sample in (baseline, value, difference)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = difference.sum(axis=1) / pairs
        error = np.sqrt(_covariance(difference, difference, both) / pairs)
        error = np.where(error > 0, error, np.nan)
        half = stats.t.ppf((1 + level) / 2, pairs - 1) * error
        p = 2 * stats.t.sf(np.abs(mean / error), pairs - 1)
        return {
            "baseline": baseline.sum(axis=1) / pairs,
            "value": value.sum(axis=1) / pairs,
            "difference": mean,
            "ci_low": mean - half,
            "ci_high": mean + half,
            "replications": pairs,
            "differing": (both & (difference != 0)).sum(axis=1),
            **_pairing(baseline, value, difference, both),
            "p": p,
        }


def paired_row(baseline: Array, value: Array, level: float = LEVEL) -> dict[str, float]:
    """`paired` of one row: arrays by replication in, a number a column out."""
    columns = paired(baseline[None], value[None], level)
    return {name: float(column[0]) for name, column in columns.items()}


def _pairing(baseline: Array, value: Array, difference: Array, both: Array) -> dict[str, Array]:
    """The gain of equal seeds: correlation of both sides, and the variance reduction."""
    before, after, apart = (
        _covariance(sample, sample, both) for sample in (baseline, value, difference)
    )
    known = (both.sum(axis=1) >= FEWEST_CORRELATED) & (before > 0) & (after > 0)
    correlation = _covariance(baseline, value, both) / np.sqrt(before * after)
    return {
        "correlation": np.where(known, np.clip(correlation, -1.0, 1.0), np.nan),
        "variance_reduction": np.where(known & (apart > 0), (before + after) / apart, np.nan),
    }


def _covariance(first: Array, second: Array, both: Array) -> Array:
    """Covariance of each row over complete pairs; 0 where only rounding makes a spread."""
    pairs = both.sum(axis=1)
    apart = [sample - (sample.sum(axis=1) / pairs)[:, None] for sample in (first, second)]
    covariance = np.where(both, apart[0] * apart[1], 0.0).sum(axis=1) / (pairs - 1)
    scale = np.abs(first).max(axis=1, initial=0.0) * np.abs(second).max(axis=1, initial=0.0)
    return np.where(np.abs(covariance) <= pairs * ROUNDING**2 * scale, 0.0, covariance)
