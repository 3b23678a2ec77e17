"""Ranking and selection: which alternatives to rerun on fresh draws, and their regret there.

The best of many alternatives looks better than it is on the draws that selected it (winner's
curse). Those that may be the best are therefore rerun, and the reported regret comes from fresh
draws alone. Its interval is that of multiple comparisons with the best (Hsu, Annals of Statistics
12, 1984), with Bonferroni's quantile.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats

from experiments.statistics.paired_differences import LEVEL
from experiments.statistics.pareto import Array, Mask

MOST = 8
"""Finalists, unless the best and its rivals are more."""


class Regret(NamedTuple):
    """Regret of each finalist against the best of them, and its interval: shape (finalists,)."""

    value: Array
    low: Array
    high: Array


def best_by_outcome(means: Array, feasible: Mask) -> list[int]:
    """For each outcome the feasible alternative with the best mean: (alternatives, outcomes)."""
    return [int(np.where(feasible, column, -np.inf).argmax()) for column in means.T]


def finalists(
    means: Array, feasible: Mask, best: int, frequency: Array, most: int = MOST
) -> list[int]:
    """Alternatives that may be the best: the selected one, its rivals, and those often selected.

    `frequency` is the share of bootstrap samples in which an alternative is selected; those that
    never are stay out. In that order and without repetition, at most `most` or the best and its
    rivals.
    """
    chosen = dict.fromkeys([best, *best_by_outcome(means, feasible)])
    for alternative in np.argsort(-frequency, kind="stable"):
        if len(chosen) < most and frequency[alternative] > 0:
            chosen[int(alternative)] = None
    return list(chosen)


def regret(gains: Array, scales: Array, rivals: Sequence[int], level: float = LEVEL) -> Regret:
    """Regret of each finalist, from draws that had no part in selecting them.

    Parameters: `gains` of shape (finalists, draws, outcomes), more being better; `scales` of the
    outcomes, in their units; `rivals`, for each outcome the finalist that was best before. The
    value is the largest lead of a rival over outcomes, and never below 0. The interval covers the
    distance to whichever finalist is truly the best, in the outcome where it is largest, with at
    least the `level`; it is NaN for a single draw.
    """
    count, draws, outcomes = gains.shape
    if draws < 2:
        empty = np.full(count, np.nan)
        return Regret(empty, empty, empty)
    lead = (gains[None] - gains[:, None]) / scales
    means = lead.mean(axis=2)
    tests = max(count - 1, 1) * outcomes
    quantile = stats.t.ppf(1 - (1 - level) / 2 / tests, draws - 1)
    half = quantile * lead.std(axis=2, ddof=1) / np.sqrt(draws)
    value = np.stack([means[:, rival, k] for k, rival in enumerate(rivals)], axis=1)
    low, high = ((means + sign * half).max(axis=(1, 2)) for sign in (-1, 1))
    return Regret(*(np.maximum(ends, 0.0) for ends in (value.max(axis=1), low, high)))
