"""Likelihood of documented outcomes, given their simulated values.

A documented number is modelled as the run's outcome plus a normal error of observation and
discrepancy. A single number then has a normal density. A range from low to high, or a bound, which
is open at one end, says only that the number with its error lies there: its likelihood is the
probability of that, as for a censored observation (Tobin 1958). Monte Carlo noise of the run is not
part of the error, as the run has it already: with this as its acceptance probability approximate
Bayesian computation is exact for the model with its error (Wilkinson 2013).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import log_ndtr

NARROW = 1e-6
"""Standard deviations below which a range counts as its middle: its probability rounds to zero."""
Array = npt.NDArray[np.float64]


def log_likelihood(simulated: pd.DataFrame, documented: pd.DataFrame) -> pd.DataFrame:
    """Natural logarithm of the likelihood, relative to its largest over all outcomes.

    Parameters: `simulated` has draws x targets; `documented` has a row a target with low, high and
    variance (of observation and discrepancy alone). Returns draws x targets, 0 at most, so that the
    exponential is a probability of acceptance. An empty value has minus infinity; without
    variance only values inside have a likelihood.
    """
    rows = documented.loc[simulated.columns, ["low", "high", "variance"]].to_numpy(np.float64)
    values = simulated.to_numpy(np.float64)
    logs = np.empty_like(values)
    for column, (low, high, variance) in enumerate(rows):
        level = values[:, column]
        if variance > 0:
            logs[:, column] = _censored(level, low, high, float(np.sqrt(variance)))
        else:
            logs[:, column] = np.where((level >= low) & (level <= high), 0.0, -np.inf)
    logs[np.isnan(values)] = -np.inf
    return pd.DataFrame(logs, simulated.index, simulated.columns)


def _censored(values: Array, low: float, high: float, deviation: float) -> Array:
    """Of an interval, relative to its middle; of a bound, relative to far beyond it."""
    if np.isinf(low) and np.isinf(high):
        return np.zeros(len(values))
    if np.isinf(high):
        return np.asarray(log_ndtr((values - low) / deviation), np.float64)
    if np.isinf(low):
        return np.asarray(log_ndtr((high - values) / deviation), np.float64)
    away = np.abs(values - (low + high) / 2) / deviation
    half = (high - low) / 2 / deviation
    if half < NARROW:
        return np.asarray(-0.5 * away**2, np.float64)
    return _between(half, away) - _between(half, np.zeros(1))


def _between(half: float, away: Array) -> Array:
    """Log-probability that a standard normal number is within `half` of a point so far `away`."""
    upper, lower = log_ndtr(half - away), log_ndtr(-half - away)
    return np.asarray(upper + np.log(-np.expm1(lower - upper)), np.float64)
