"""Changes over plausible societies: medians, intervals, shares, and what the spread comes from.

Every society has the same number of replications, or nearly. The change of a run is against the
baseline of the same society under the same seed. Its variance is that between societies (their
assumptions) and that within them (chance): the law of total variance, as a one-way layout with
random effects.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from experiments.config.catalogue import BASELINE
from experiments.config.least_difference import least_difference
from experiments.config.outcomes import Outcome
from experiments.statistics.matched_values import ROW, Matched
from experiments.statistics.paired_differences import LEVEL, ROUNDING, differences
from experiments.statistics.society_quantiles import SPAN, quantiles
from sim.enums import RESTRICTED_DAYS

Array = npt.NDArray[np.float64]
EFFECT = [
    "median", "low", "high", "mean", "share_helped", "share_helped_low", "share_helped_high",
    "share_hurt", "least", "share_assumptions", "share_assumptions_low", "share_assumptions_high",
    "chance", "societies", "lacking", "differing",
]  # fmt: skip
"""Columns of the change of an outcome."""
COLUMNS = ["scenario", *ROW, "baseline", "level", *EFFECT, "at_ceiling"]
FINISHED = "finished"
"""An outcome that all finished runs have: so one without a value is told from one that failed."""
RESTRICTED = ("days_to_resolution_restricted_mean", "days_from_onset_restricted_mean")
"""Measures that cannot be above RESTRICTED_DAYS."""


def over_societies(matched: Matched) -> pd.DataFrame:
    """Changes of every outcome over societies.

    Parameters: values whose runs have a society each (`Matched.societies`).

    Returns
    -------
    pandas.DataFrame
        One row a scenario and outcome. `baseline` and `level` are medians over societies; `median`,
        `low` and `high` are of the change, 5 to 95 % over the means of societies; `mean` is its
        mean. `share_helped` is the share of societies whose mean change is better by more than
        `least`, with a 95 % interval for their number (Clopper and Pearson 1934), `share_hurt` that
        of those where it is worse by more; empty where no direction is better.
        `share_assumptions` and `chance` are those of `variance_shares`. `societies` have a value,
        `lacking` ran and have none, in `differing` some run differs from the baseline. `at_ceiling`
        is the share of societies whose baseline is within the least difference of the most days
        that a restricted mean can have.

    A society lacks a mean or quantile of days if one of its pairs lacks it. Where any society does,
    the row has no numbers: those are the societies with the longest waits.
    """
    assert matched.societies is not None
    outcomes = [Outcome(measure, group) for measure, group, _ in matched.rows]
    units = [unit for *_, unit in matched.rows]
    before = by_society(matched.baseline, matched.societies)
    parts = []
    for name, values in matched.scenarios.items():
        after = by_society(values, matched.societies)
        labels = pd.DataFrame(list(matched.rows), columns=ROW, dtype="object")
        labels.insert(0, "scenario", name)
        columns = effects(before, after, outcomes, units)
        parts.append(labels.assign(**columns)[COLUMNS])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def of_values(
    values: pd.DataFrame, outcomes: Sequence[Outcome], units: Sequence[str]
) -> pd.DataFrame:
    """As `over_societies`, of `Laboratory.values`.

    Parameters: a row for each scenario, society and replication that finished (levels of the
    index), a column for each outcome, named by its word; the outcomes that are wanted, and their
    units.
    """
    names = [*map(str, outcomes), FINISHED]
    runs: Any = values.assign(**{FINISHED: 1.0})[names].unstack("scenario")
    societies = runs.index.get_level_values("society").to_numpy(np.int64)
    scenarios = list(values.index.unique("scenario"))
    arrays = {
        str(name): runs.xs(name, axis=1, level="scenario")[names].to_numpy(np.float64).T
        for name in scenarios
    }
    baseline = arrays.pop(BASELINE)
    rows = [(*outcome, unit) for outcome, unit in zip(outcomes, units, strict=True)]
    rows.append((FINISHED, "all", "runs"))
    found = over_societies(Matched(rows, baseline, arrays, societies))
    return found[found["measure"] != FINISHED].reset_index(drop=True)


def by_society(values: Array, societies: npt.NDArray[np.int64]) -> Array:
    """Values of shape (rows, runs) as (rows, societies, replications), NaN where there is none."""
    names, place = np.unique(societies, return_inverse=True)
    order = np.argsort(place, kind="stable")
    counts = np.bincount(place)
    turn = np.empty(len(place), np.int64)
    turn[order] = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
    cube = np.full((len(values), len(names), max(counts, default=0)), np.nan)
    cube[:, place, turn] = values
    return cube


def effects(
    before: Array, after: Array, outcomes: Sequence[Outcome], units: Sequence[str]
) -> dict[str, Any]:
    """Columns of `over_societies` for one scenario.

    Parameters: values of baseline and scenario, of shape (outcomes, societies, replications);
    outcomes and their units.
    """
    change = differences(before, after)
    ran = (np.isfinite(before).any(axis=0) & np.isfinite(after).any(axis=0)).reshape(
        1, *change.shape[1:]
    )
    have = np.isfinite(change)
    censored = np.array([outcome.censored for outcome in outcomes], bool)
    short = censored[:, None] & (ran & ~have).any(axis=2)
    change = np.where(short[:, :, None], np.nan, change)
    have = np.isfinite(change)
    lacking = (ran.any(axis=2) & ~have.any(axis=2)).sum(axis=1)
    change = np.where((censored & (lacking > 0))[:, None, None], np.nan, change)
    kept = np.isfinite(change)
    baseline = _mean(np.where(kept, before, np.nan))
    middle = _median(baseline)
    least = np.array([
        least_difference(unit, level) for unit, level in zip(units, middle, strict=True)
    ])  # fmt: skip
    better = np.array([outcome.better for outcome in outcomes], np.int64)
    ceiling = np.array([outcome.measure in RESTRICTED for outcome in outcomes], bool)
    near = (baseline >= RESTRICTED_DAYS - least[:, None]).sum(axis=1) / _count(baseline)
    return {
        "baseline": middle,
        "level": _median(_mean(np.where(kept, after, np.nan))),
        **changes(change, better, least),
        "societies": have.any(axis=2).sum(axis=1),
        "lacking": lacking,
        "differing": (have & (change != 0)).any(axis=2).sum(axis=1),
        "at_ceiling": np.where(ceiling, near, np.nan),
    }


def of_changes(
    change: Array, societies: npt.NDArray[np.int64], outcome: Outcome, least: float
) -> dict[str, Any]:
    """Columns EFFECT of changes of one outcome, such as parts of an effect.

    Societies that lack a value, and days that some society lacks, are as in `over_societies`.

    Parameters: changes of shape (rows, runs), NaN where a run that finished has none; the society
    of each run; the outcome, and the least difference of it that matters.
    """
    cube = by_society(change, societies)
    ran = np.isfinite(by_society(np.ones((1, len(societies))), societies))
    have = np.isfinite(cube)
    rows = len(change)
    censored = np.full(rows, outcome.censored)
    short = censored[:, None] & (ran & ~have).any(axis=2)
    have = have & ~short[:, :, None]
    lacking = (~have.any(axis=2)).sum(axis=1)
    biased = censored & (lacking > 0)
    kept = np.where(have & ~biased[:, None, None], cube, np.nan)
    found = changes(kept, np.full(rows, outcome.better), np.full(rows, least))
    return found | {"societies": cube.shape[1] - lacking, "lacking": lacking}


def usual_least(baseline: Array, societies: npt.NDArray[np.int64], unit: str) -> float:
    """The least difference that matters at the median over societies.

    Parameters: the baseline of each run, shape (runs,); the society of each run; the unit.
    """
    middle = _median(_mean(by_society(baseline[None], societies)))
    return least_difference(unit, float(middle[0]))


def changes(change: Array, better: npt.NDArray[np.int64], least: Array) -> dict[str, Any]:
    """Columns EFFECT of changes.

    Parameters: changes of shape (rows, societies, replications), NaN where there is none; by row,
    the better direction (1, -1 or 0) and the least difference that matters.
    """
    means = _mean(change)
    count = np.isfinite(means).sum(axis=1)
    low, high = quantiles(means, SPAN, axis=1)
    gains = means * better[:, None]
    directed = (count > 0) & (better != 0)
    helped, hurt = (gains > least[:, None]).sum(axis=1), (gains < -least[:, None]).sum(axis=1)
    ends = proportion_confint(helped, np.maximum(count, 1), 1 - LEVEL, method="beta")
    share, share_low, share_high, chance = variance_shares(change)
    shares = {
        "share_helped": helped / np.maximum(count, 1),
        "share_helped_low": ends[0],
        "share_helped_high": ends[1],
        "share_hurt": hurt / np.maximum(count, 1),
        "least": least,
    }
    return {
        "median": _median(means),
        "low": low,
        "high": high,
        "mean": _mean(means[:, None])[:, 0],
        **{name: np.where(directed, column, np.nan) for name, column in shares.items()},
        "share_assumptions": share,
        "share_assumptions_low": share_low,
        "share_assumptions_high": share_high,
        "chance": chance,
        "societies": count,
        "lacking": change.shape[1] - count,
        "differing": (np.isfinite(change) & (change != 0)).any(axis=2).sum(axis=1),
    }


def variance_shares(change: Array, level: float = LEVEL) -> tuple[Array, Array, Array, Array]:
    """How much of the variance of a run's change is between societies, and how much is chance.

    One-way layout with random effects (Searle, Casella and McCulloch 1992). Between societies it is
    the variance of their means less that of chance in them; the interval is that of the F ratio,
    with the harmonic mean of replications where their numbers differ (Thomas and Hultquist 1978).
    Both assume normal effects. Shares are cut off at 0 and 1.

    Parameters: changes of shape (rows, societies, replications), NaN where there is none.

    Returns
    -------
    tuple of four arrays of shape (rows,)
        The share between societies, both ends of its interval, and the standard deviation of the
        mean change of one society from chance alone. Empty without two societies, or where no
        society has two replications. Where runs of a society never differ the share is 1 and has no
        interval; without any difference it is empty.
    """
    finite = np.isfinite(change)
    numbers = finite.sum(axis=2)
    means = _mean(change)
    societies = (numbers > 0).sum(axis=1)
    apart = np.where(finite, change - means[:, :, None], 0.0)
    freedom = numbers.sum(axis=1) - societies
    with np.errstate(invalid="ignore", divide="ignore"):
        each = societies / np.where(numbers > 0, 1 / numbers, 0.0).sum(axis=1)
        within = _cleared((apart**2).sum(axis=(1, 2)) / freedom, change)
        middle = _mean(means[:, None])
        off = np.where(numbers > 0, means - middle, 0.0)
        between = _cleared((off**2).sum(axis=1) / (societies - 1), change)
        ratio = each * between / within
        tail = (1 - level) / 2
        ends = [
            ratio / stats.f.ppf(1 - tail, societies - 1, freedom),
            ratio / stats.f.ppf(tail, societies - 1, freedom),
        ]
        share, low, high = (
            np.clip((each_ratio - 1) / (each_ratio - 1 + each), 0.0, 1.0)
            for each_ratio in (ratio, *ends)
        )
        chance = np.sqrt(within / each)
    sure = (within == 0) & (between > 0)
    return np.where(sure, 1.0, share), low, high, chance


def _cleared(variance: Array, values: Array) -> Array:
    """Variances, 0 where only rounding makes them."""
    scale = np.abs(np.where(np.isfinite(values), values, 0.0)).max(axis=(1, 2), initial=0.0)
    cleared: Array = np.where(variance <= (10 * ROUNDING * scale) ** 2, 0.0, variance)
    return cleared


def _count(values: Array) -> Array:
    count: Array = np.isfinite(values).sum(axis=-1).astype(np.float64)
    return np.where(count > 0, count, np.nan)


def _mean(values: Array) -> Array:
    """Means over the last axis of what is finite; NaN of nothing."""
    finite = np.isfinite(values)
    total: Array = np.where(finite, values, 0.0).sum(axis=-1) / _count(values)
    return total


def _median(values: Array) -> Array:
    return quantiles(values, 0.5, axis=1)
