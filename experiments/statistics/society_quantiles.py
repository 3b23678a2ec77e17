"""Quantiles over societies, such that 5 to 95 % of them hold a further one in 90 of 100 cases.

The k-th smallest of n values is taken as the quantile k / (n + 1), which a further value from the
same distribution is below with just that probability. With the usual interpolation 5 to 95 % would
hold a further value in 86 % of cases for 40 societies, and in 82 % for 20. Beyond the outermost
values, so with fewer than 19 societies, the ends are these values, and hold less.

Source: Hyndman and Fan, Sample quantiles in statistical packages (The American Statistician 50,
1996), type 6.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
SPAN = 0.05, 0.95
"""Quantiles over societies that an interval goes between."""


def quantiles(values: Array, which: float | Collection[float], axis: int = 0) -> Array:
    """Quantiles along an axis over what is finite, which come first; NaN of nothing.

    Parameters: values of any shape; probabilities from 0 to 1.
    """
    asked = np.asarray(which, np.float64)
    moved = np.moveaxis(np.where(np.isfinite(values), values, np.nan), axis, -1)
    found = np.full(asked.shape + moved.shape[:-1], np.nan)
    some = np.isfinite(moved).any(axis=-1)
    if some.any():
        found[..., some] = np.nanquantile(moved[some], asked, axis=-1, method="weibull")
    return found
