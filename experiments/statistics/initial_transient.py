"""The initial transient of a simulated series: where to cut it, and its moving mean.

White, K. P. (1997). An effective truncation heuristic for bias reduction in simulation output.
*Simulation* 69(6), 323-334 (MSER-5, with Spratt). Welch, P. D. (1983). The statistical analysis of
simulation results. In *The Computer Performance Modeling Handbook*, 268-328.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
BATCH = 5


def truncation(series: Array, batch: int = BATCH) -> int | None:
    """Observations to cut off the start of a series, by the marginal standard error rule.

    Means of `batch` observations are taken. The cut d minimises the squared standard error of the
    mean of what is left, the sum of squares over (n - d)^2. A cut in the second half says that the
    series is too short, or has a trend.

    Parameters: series, shape (observations,); the size of a batch.
    Returns: the number of observations, a multiple of `batch`; None if no cut can be trusted.
    """
    batches = len(series) // batch
    means = np.asarray(series[: batches * batch], np.float64).reshape(batches, batch).mean(axis=1)
    cuts = np.arange(max(batches - 1, 0))
    if not len(cuts):
        return None
    errors = np.array([means[cut:].var() / (batches - cut) for cut in cuts])
    best = int(cuts[np.argmin(errors)])
    return None if 2 * best > batches else best * batch


def moving_mean(runs: Array, half: int) -> Array:
    """Welch's moving mean over replications: each day with `half` days on both sides.

    At the start there are as many days on both sides as there are before. The last `half` days
    have none.

    Parameters: series of all replications, shape (runs, days).
    Returns: shape (days - half,).
    """
    mean = np.asarray(runs, np.float64).mean(axis=0)
    sums = np.concatenate([[0.0], np.cumsum(mean)])
    days = np.arange(len(mean) - half)
    wide = np.minimum(days, half)
    smooth: Array = (sums[days + wide + 1] - sums[days - wide]) / (2 * wide + 1)
    return smooth
