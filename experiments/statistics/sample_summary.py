"""What draws of the assumptions say together: quantiles, chances of helping, pairwise, leaders.

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

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST = 10
Array = npt.NDArray[np.float64]


def quantiles(values: pd.DataFrame, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """One row a scenario and outcome: quantiles of the level and of the paired difference.

    `draws` counts those in which scenario and baseline both have the outcome, `lacking` the others.
    `helps` is the share
    of them in which the difference goes the better way, with a 95 % interval (`helps_low`,
    `helps_high`) for their limited number, empty where no direction is the better one; `unchanged`
    is the share without a difference. The baseline has levels alone.
    """
    rows: list[dict[str, Any]] = []
    for one in outcomes:
        for scenario, change in changes(values, one).items():
            both = np.isfinite(change)
            count, lacking = int(both.sum()), int((~both).sum())
            both &= not (one.censored and lacking)
            level = values[str(one)].xs(scenario, level="scenario")[both].to_numpy(np.float64)
            own = change[both].to_numpy() if scenario != BASELINE else np.zeros(0)
            gains = own * one.better
            row = {"scenario": scenario, "measure": one.measure, "group": one.group}
            row |= {"draws": count, "lacking": lacking}
            row |= _spread("level", level) | _spread("difference", own)
            row |= dict(
                zip(
                    ("helps", "helps_low", "helps_high"),
                    share(int((gains > 0).sum()), len(gains) * abs(one.better)),
                    strict=True,
                )
            )
            row["unchanged"] = float(np.mean(own == 0)) if len(own) else np.nan
            rows.append(row)
    return pd.DataFrame(rows)


def pairwise(values: pd.DataFrame, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """One row an outcome that has a better direction and an ordered pair of scenarios.

    `beats` is the share of draws in which `scenario` does better than `other`, with a 95 % interval
    for their limited number; `ties` the share in which they are equal.
    """
    rows = []
    for one in outcomes:
        if not one.better:
            continue
        wide = _wide(values, one)
        for scenario, other in permutations(wide, 2):
            ahead = _known(_minus(wide[scenario], wide[other]), one) * one.better
            ties = float(np.mean(ahead == 0)) if len(ahead) else np.nan
            pair = (one.measure, one.group, scenario, other)
            rows.append((*pair, len(ahead), *share(int((ahead > 0).sum()), len(ahead)), ties))
    names = ["measure", "group", "scenario", "other", "draws"]
    return pd.DataFrame(rows, columns=[*names, "beats", "beats_low", "beats_high", "ties"])


def leaders(
    values: pd.DataFrame, points: pd.DataFrame, outcomes: Sequence[Outcome], most: int = MOST
) -> pd.DataFrame:
    """The assumptions that go most with the paired difference, by Spearman's rank correlation.

    `points` has one row a draw and one column an assumption. One row a scenario, outcome and rank;
    `noise` is what the largest of so many correlations exceeds by chance in 5 of 100 cases.
    """
    rows = []
    for one in outcomes:
        for scenario, change in changes(values, one).drop(columns=BASELINE).items():
            known = change[np.isfinite(change)]
            if one.censored and len(known) < len(change):
                continue
            limit = noise(len(known), points.shape[1])
            if np.isnan(limit):
                continue
            rho = correlations(points, known)
            order = rho.abs().sort_values(ascending=False, kind="stable").index[:most]
            for rank, name in enumerate(order, 1):
                beyond = bool(abs(rho[name]) > limit)
                place = (scenario, one.measure, one.group, rank)
                rows.append((*place, name, float(rho[name]), limit, beyond))
    names = ["scenario", "measure", "group", "rank", "assumption", "rank_correlation"]
    return pd.DataFrame(rows, columns=[*names, "noise", "beyond_noise"])


def correlations(points: pd.DataFrame, values: pd.Series) -> pd.Series:
    """Spearman's rank correlation of each column with the values that are there.

    `points` has one row a draw; constant columns have none.
    """
    values = values.dropna()
    ranks = points.loc[values.index].rank()
    ranks = ranks.loc[:, ranks.nunique() > 1] if values.nunique() > 1 else ranks.iloc[:, :0]
    other = values.rank().to_numpy()[:, None]
    rho = stats.pearsonr(ranks.to_numpy(), other, axis=0).statistic if len(ranks.columns) else []
    return pd.Series(rho, ranks.columns, dtype=np.float64)


def noise(draws: int, among: int) -> float:
    """The rank correlation that the largest of so many exceeds in 5 of 100 cases without any."""
    freedom = draws - 2
    if freedom < 1:
        return np.nan
    t = float(stats.t.ppf(1 - (1 - LEVEL) / 2 / among, freedom))
    return t / float(np.sqrt(freedom + t * t))


def share(count: int, of: int) -> tuple[float, float, float]:
    """A share with its Clopper-Pearson 95 % interval; empty where there is nothing to count."""
    if not of:
        return np.nan, np.nan, np.nan
    low, high = proportion_confint(count, of, 1 - LEVEL, method="beta")
    return count / of, float(low), float(high)


def changes(values: pd.DataFrame, one: Outcome) -> pd.DataFrame:
    """Draws x scenarios: the outcome less that of the baseline in the same draw."""
    wide = _wide(values, one)
    return wide.apply(lambda here: _minus(here, wide[BASELINE]))


def _wide(values: pd.DataFrame, one: Outcome) -> pd.DataFrame:
    """Draws x scenarios of an outcome, scenarios in their order."""
    scenarios = values.index.unique("scenario")
    return values[str(one)].unstack("scenario")[scenarios]


def _minus(value: pd.Series, other: pd.Series) -> Array:
    """The difference; none where rounding alone makes it."""
    here, there = value.to_numpy(np.float64), other.to_numpy(np.float64)
    with np.errstate(invalid="ignore"):
        difference: Array = here - there
        scale = np.maximum(np.abs(here), np.abs(there))
        difference[np.abs(difference) <= ROUNDING * scale] = 0.0
    return difference


def _known(values: Array, one: Outcome) -> Array:
    """Those that are finite; none of a quantile of days of which one is not."""
    there = np.isfinite(values)
    return values[there & (not one.censored or bool(there.all()))]


def _spread(name: str, values: Array) -> dict[str, float]:
    found = np.quantile(values, QUANTILES) if len(values) else np.full(len(QUANTILES), np.nan)
    return {f"{name}_{q * 100:02.0f}": float(v) for q, v in zip(QUANTILES, found, strict=True)}
