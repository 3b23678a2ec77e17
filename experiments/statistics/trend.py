"""The trend of yearly means over replications, with an interval that a tolerance is held to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats

LEVEL = 0.9


class Trend(NamedTuple):
    """Change a year as a share of the mean, and the ends of its interval."""

    change: float
    low: float
    high: float

    def within(self, tolerance: float) -> bool:
        """Whether the whole interval is: two one-sided tests of equivalence.

        So noise never hides a trend: too few runs give a wide interval, which is not within.
        """
        return -tolerance < self.low and self.high < tolerance


def trend(years: npt.NDArray[np.float64], level: float = LEVEL) -> Trend:
    """The least-squares slope of each replication, and Student's interval of their mean.

    Slopes of replications are independent, whatever the years of one have in common.

    Parameters: yearly means, shape (runs, years), at least two of each; the level of the interval.
    """
    runs, number = years.shape
    time = np.arange(number) - (number - 1) / 2
    slopes = years @ time / (time @ time) / years.mean()
    half = stats.t.ppf((1 + level) / 2, runs - 1) * slopes.std(ddof=1) / np.sqrt(runs)
    change = float(slopes.mean())
    return Trend(change, change - float(half), change + float(half))
