"""Implausibility: how far a prediction is from a band, in its own standard deviations.

I = distance of the mean from the band, over the square root of the variance. The variance is all of
what the prediction does not know: the emulator's, and that of chance between runs. A point is ruled
out if the largest I over all outputs exceeds 3, which holds for 95 % of any unimodal error
(Pukelsheim, The three sigma rule, American Statistician 48, 1994).

Source: Vernon, Goldstein and Bower, Galaxy formation: a Bayesian uncertainty analysis (Bayesian
Analysis 5, 2010).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

CUT = 3.0
"""Implausibility above which a point is ruled out."""
Array = npt.NDArray[np.float64]


def implausibility(mean: Array, variance: Array, low: float, high: float) -> Array:
    """Distance to a band in standard deviations; 0 within it.

    Parameters: `mean` and `variance` of shape (points,); the band from `low` to `high`. Where there
    is no variance any distance is infinite.
    """
    distance = np.maximum(mean - high, 0.0) + np.maximum(low - mean, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.asarray(distance / np.sqrt(variance), np.float64)
    size[distance == 0.0] = 0.0
    return size


def variance_of_chance(values: pd.DataFrame, by: str) -> pd.Series:
    """Variance of each column between runs that differ by their seed alone.

    Parameters: `values` has a row a run; runs of one point share the level `by` of the index. The
    variance is pooled over points that have more than one run.
    """
    runs = values.groupby(level=by).count()
    squares = values.groupby(level=by).var(ddof=1).mul(runs - 1).where(runs > 1)
    return squares.sum() / (runs - 1).where(runs > 1).sum()
