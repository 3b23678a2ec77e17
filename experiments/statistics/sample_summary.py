"""Summaries of scenarios over draws of the assumptions: quantiles, pairwise comparison, leaders.

`values` have one row a scenario and draw (levels `scenario` and `point`), the baseline's first, and
one column an outcome, named by its word. Whatever is not finite is left out, pair by pair, and
counted as `lacking`. A quantile of days that some pair lacks has no numbers at all: those are the
draws with the longest waits (see `Outcome.censored`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import Outcome
from experiments.statistics.paired_differences import LEVEL, ROUNDING
from experiments.statistics.society_quantiles import quantiles as over_societies

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST = 10
"""Assumptions listed for a scenario and outcome."""
Array = npt.NDArray[np.float64]


def quantiles(values: pd.DataFrame, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Quantiles of each outcome's level and of its paired difference against the baseline.

    Returns one row a scenario and outcome. `draws` counts those in which scenario and baseline both
    have the outcome, `lacking` the others. `helps` is the share of draws in which the difference is
    in the better direction, with a 95 % interval (`helps_low`, `helps_high`) for their limited
    number; empty where no direction is better. `unchanged` is the share without a difference. The
    baseline has levels alone.
    """
    rows: list[dict[str, Any]] = []
    for outcome in outcomes:
        for scenario, change in changes(values, outcome).items():
            both = np.isfinite(change)
            count, lacking = int(both.sum()), int((~both).sum())
            both &= not (outcome.censored and lacking)
            level = values[str(outcome)].xs(scenario, level="scenario")[both].to_numpy(np.float64)
            difference = change[both].to_numpy() if scenario != BASELINE else np.zeros(0)
            gains = difference * outcome.better
            helps = share(int((gains > 0).sum()), len(gains) * abs(outcome.better))
            row = {"scenario": scenario, "measure": outcome.measure, "group": outcome.group}
            row |= {"draws": count, "lacking": lacking}
            row |= _quantiles("level", level) | _quantiles("difference", difference)
            row |= dict(zip(("helps", "helps_low", "helps_high"), helps, strict=True))
            row["unchanged"] = float(np.mean(difference == 0)) if len(difference) else np.nan
            rows.append(row)
    return pd.DataFrame(rows)


def pairwise(values: pd.DataFrame, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Pairwise comparison: the share of draws in which one scenario does better than another.

    Returns one row an outcome that has a better direction and an ordered pair of scenarios.
    `better` is the share of draws in which `scenario` does better than `other`, with a 95 %
    interval for their limited number; `ties` the share in which they are equal.
    """
    rows = []
    for outcome in outcomes:
        if not outcome.better:
            continue
        wide = _wide(values, outcome)
        for scenario, other in permutations(wide, 2):
            gain = _finite(_difference(wide[scenario], wide[other]), outcome) * outcome.better
            ties = float(np.mean(gain == 0)) if len(gain) else np.nan
            pair = (outcome.measure, outcome.group, scenario, other)
            rows.append((*pair, len(gain), *share(int((gain > 0).sum()), len(gain)), ties))
    names = ["measure", "group", "scenario", "other", "draws"]
    return pd.DataFrame(rows, columns=[*names, "better", "better_low", "better_high", "ties"])


def leaders(
    values: pd.DataFrame, points: pd.DataFrame, outcomes: Sequence[Outcome], most: int = MOST
) -> pd.DataFrame:
    """The assumptions most strongly correlated with the paired difference (Spearman, by rank).

    Parameters: `points` has one row a draw and one column an assumption. Returns one row a
    scenario, outcome and rank; `noise_limit` is that of `correlation_limit`.
    """
    rows = []
    for outcome in outcomes:
        for scenario, change in changes(values, outcome).drop(columns=BASELINE).items():
            finite = change[np.isfinite(change)]
            if outcome.censored and len(finite) < len(change):
                continue
            limit = correlation_limit(len(finite), points.shape[1])
            if np.isnan(limit):
                continue
            rho = correlations(points, finite)
            order = rho.abs().sort_values(ascending=False, kind="stable").index[:most]
            for rank, name in enumerate(order, 1):
                beyond = bool(abs(rho[name]) > limit)
                head = (scenario, outcome.measure, outcome.group, rank)
                rows.append((*head, name, float(rho[name]), limit, beyond))
    names = ["scenario", "measure", "group", "rank", "assumption", "rank_correlation"]
    return pd.DataFrame(rows, columns=[*names, "noise_limit", "beyond_noise"])


def correlations(points: pd.DataFrame, values: pd.Series) -> pd.Series:
    """Spearman's rank correlation of each column with the values that are not empty.

    Parameters: `points` has one row a draw, by the index of `values`. Constant columns have none.
    """
    values = values.dropna()
    ranks = points.loc[values.index].rank()
    ranks = ranks.loc[:, ranks.nunique() > 1] if values.nunique() > 1 else ranks.iloc[:, :0]
    other = values.rank().to_numpy()[:, None]
    rho = stats.pearsonr(ranks.to_numpy(), other, axis=0).statistic if len(ranks.columns) else []
    return pd.Series(rho, ranks.columns, dtype=np.float64)


def correlation_limit(draws: int, among: int) -> float:
    """The rank correlation that noise alone exceeds in 5 of 100 cases, as the largest of `among`.

    By Student's t of a correlation over `draws`, Bonferroni over those among which it is largest.
    """
    freedom = draws - 2
    if freedom < 1:
        return np.nan
    t = float(stats.t.ppf(1 - (1 - LEVEL) / 2 / among, freedom))
    return t / float(np.sqrt(freedom + t * t))


def share(count: int, of: int) -> tuple[float, float, float]:
    """A share with its 95 % interval (Clopper and Pearson 1934); empty of nothing."""
    if not of:
        return np.nan, np.nan, np.nan
    low, high = proportion_confint(count, of, 1 - LEVEL, method="beta")
    return count / of, float(low), float(high)


def changes(values: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """Draws x scenarios: the outcome less that of the baseline in the same draw."""
    wide = _wide(values, outcome)
    return wide.apply(lambda levels: _difference(levels, wide[BASELINE]))


def _wide(values: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """Draws x scenarios of an outcome, scenarios in their order."""
    scenarios = values.index.unique("scenario")
    return values[str(outcome)].unstack("scenario")[scenarios]


def _difference(value: pd.Series, other: pd.Series) -> Array:
    """The difference; zero where rounding alone makes it."""
    left, right = value.to_numpy(np.float64), other.to_numpy(np.float64)
    with np.errstate(invalid="ignore"):
        difference: Array = left - right
        scale = np.maximum(np.abs(left), np.abs(right))
        difference[np.abs(difference) <= ROUNDING * scale] = 0.0
    return difference


def _finite(values: Array, outcome: Outcome) -> Array:
    """Finite values; none at all of a censored outcome of which one is not finite."""
    finite = np.isfinite(values)
    return values[finite & (not outcome.censored or bool(finite.all()))]


def _quantiles(name: str, values: Array) -> dict[str, float]:
    ends = zip(QUANTILES, over_societies(values, QUANTILES), strict=True)
    return {f"{name}_{q * 100:02.0f}": float(end) for q, end in ends}
