"""Yuan for a unit of an effect: ratios with intervals, undefined where the effect may be zero.

A ratio says nothing where its denominator may have either sign: as the effect goes through zero, it
jumps from infinity to minus infinity. There is then no ratio, whatever the point estimate.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats

from experiments.statistics.paired_differences import LEVEL
from experiments.statistics.society_quantiles import SPAN, quantiles

Array = npt.NDArray[np.float64]
ROUNDING = 1e-12


class Sign(StrEnum):
    """On which side of zero an interval is."""

    ABOVE = "above"
    BELOW = "below"
    EITHER = "either"
    """It holds zero, and more than what matters."""
    NOTHING = "nothing"
    """It holds zero, and nothing that matters."""
    UNKNOWN = "unknown"
    """There is no interval."""


class Interval(NamedTuple):
    """A middle value and both ends; NaN where they are not defined."""

    middle: float
    low: float
    high: float

    def sign(self, least: float = 0.0) -> Sign:
        """On which side of zero it is; `least` is the smallest difference that matters."""
        if not (np.isfinite(self.low) and np.isfinite(self.high)):
            return Sign.UNKNOWN
        if self.low > 0.0:
            return Sign.ABOVE
        if self.high < 0.0:
            return Sign.BELOW
        small = max(-self.low, self.high) <= least
        return Sign.NOTHING if small else Sign.EITHER


UNDEFINED = Interval(np.nan, np.nan, np.nan)


def over_societies(values: Array) -> Interval:
    """Median, and 5 to 95 % of societies, of values by society; undefined where one lacks."""
    if not len(values) or not np.isfinite(values).all():
        return UNDEFINED
    low, middle, high = quantiles(values, (SPAN[0], 0.5, SPAN[1]))
    return Interval(float(middle), float(low), float(high))


def ratio_over_societies(cost: Array, effect: Array) -> Interval:
    """Quantiles over societies of cost over effect.

    It is undefined unless the interval of the effect is above zero. A few societies outside of that
    interval may have no effect, or a contrary one: there no money buys it, and the ratio counts as
    larger than any. An end that would be between such a society and another one is infinite.

    Parameters: cost and effect of each society, both of shape (societies,).
    """
    if over_societies(effect).sign() is not Sign.ABOVE or not np.isfinite(cost).all():
        return UNDEFINED
    bought = effect > 0.0
    ratio = np.full(len(cost), np.inf)
    ratio[bought] = cost[bought] / effect[bought]
    return Interval(*(_quantile(ratio, which) for which in (0.5, *SPAN)))


def _quantile(values: Array, which: float) -> float:
    """As `quantiles`, of values that may be infinite."""
    ordered = np.sort(values)
    place = which * (len(ordered) + 1) - 1
    if place <= 0:
        return float(ordered[0])
    if place >= len(ordered) - 1:
        return float(ordered[-1])
    below, above = ordered[int(place)], ordered[int(place) + 1]
    if not np.isfinite(above):
        return float(above if place > int(place) else below)
    return float(below + (place - int(place)) * (above - below))


def of_mean(values: Array, level: float = LEVEL) -> Interval:
    """Mean and Student's interval of it over replications; no interval without any spread.

    Where all values are equal to 0, nothing differs at all, and the interval is 0 as well.
    """
    if not len(values) or not np.isfinite(values).all():
        return UNDEFINED
    mean = float(values.mean())
    if not values.any():
        return Interval(0.0, 0.0, 0.0)
    error = _error(values)
    if not error > 0.0:
        return Interval(mean, np.nan, np.nan)
    half = float(stats.t.ppf((1 + level) / 2, len(values) - 1)) * error
    return Interval(mean, mean - half, mean + half)


def fieller(cost: Array, effect: Array, level: float = LEVEL) -> Interval:
    """Ratio of the means of cost and effect over replications, with Fieller's interval.

    It is undefined unless the interval of the mean effect is above zero, which is when Fieller's
    set is an interval. Source: Fieller, Some problems in interval estimation (Journal of the Royal
    Statistical Society B 16, 1954).

    Parameters: cost and effect of each replication, both of shape (replications,).
    """
    mean = of_mean(effect, level)
    if mean.sign() is not Sign.ABOVE or not np.isfinite(cost).all():
        return UNDEFINED
    number = len(cost)
    t2 = float(stats.t.ppf((1 + level) / 2, number - 1)) ** 2
    (vc, ce), (_, ve) = np.cov(np.stack([cost, effect])) / number
    c, e = float(cost.mean()), mean.middle
    square, cross, free = e * e - t2 * ve, c * e - t2 * ce, c * c - t2 * vc
    root = float(np.sqrt(max(cross * cross - square * free, 0.0)))
    return Interval(c / e, (cross - root) / square, (cross + root) / square)


def _error(values: Array) -> float:
    """Standard error of the mean; 0 of one value, and where only rounding makes a spread."""
    if len(values) < 2:
        return 0.0
    error = float(values.std(ddof=1)) / len(values) ** 0.5
    return error if error > ROUNDING * float(np.abs(values).max()) else 0.0
