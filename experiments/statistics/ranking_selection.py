"""Ranking and selection: which choices are rerun on fresh draws, and what these say of regret.

The best of many choices looks better than it is, for it was chosen by the same draws that praise
it. Those that may be the best are therefore rerun, and the regret that is reported comes from the
fresh draws alone. Its interval is that of multiple comparisons with the best (Hsu, Annals of
Statistics 12, 1984), with the quantile of Bonferroni.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats

from experiments.statistics.paired_differences import LEVEL
from experiments.statistics.pareto import Array, Mask

MOST = 8


class Regret(NamedTuple):
    """What each finalist misses of the best of them, with the ends of its interval."""

    value: Array
    low: Array
    high: Array


def rivals(means: Array, allowed: Mask) -> list[int]:
    """For each outcome the allowed choice with the best mean: (choices, outcomes)."""
    return [int(np.where(allowed, column, -np.inf).argmax()) for column in means.T]


def finalists(means: Array, allowed: Mask, best: int, chosen: Array, most: int = MOST) -> list[int]:
    """Options that may be the best: the one that is, the rivals, and those often chosen.

    `chosen` is the share of bootstrap samples in which a choice is the best; those that never are
    stay out. In that order and without repetition, at most `most` or the best and its rivals.
    """
    found = dict.fromkeys([best, *rivals(means, allowed)])
    for one in np.argsort(-chosen, kind="stable"):
        if len(found) < most and chosen[one] > 0:
            found[int(one)] = None
    return list(found)


def regret(gains: Array, scales: Array, rivals: Sequence[int], level: float = LEVEL) -> Regret:
    """Regret of each finalist, from draws that had no part in choosing them.

    Parameters: `gains` of shape (finalists, draws, outcomes); `scales` of the outcomes; `rivals`,
    for each outcome the finalist that was the best of it before. The value is what the rivals are
    ahead by, in the outcome in which that is most, and never below 0. The interval holds the
    distance to whichever finalist is really the best, in the outcome in which that is most, with at
    least the level; it is empty for a single draw.
    """
    count, draws, outcomes = gains.shape
    if draws < 2:
        empty = np.full(count, np.nan)
        return Regret(empty, empty, empty)
    ahead = (gains[None] - gains[:, None]) / scales
    means = ahead.mean(axis=2)
    tests = max(count - 1, 1) * outcomes
    quantile = stats.t.ppf(1 - (1 - level) / 2 / tests, draws - 1)
    half = quantile * ahead.std(axis=2, ddof=1) / np.sqrt(draws)
    value = np.stack([means[:, one, k] for k, one in enumerate(rivals)], axis=1)
    low, high = ((means + sign * half).max(axis=(1, 2)) for sign in (-1, 1))
    return Regret(*(np.maximum(ends, 0.0) for ends in (value.max(axis=1), low, high)))
