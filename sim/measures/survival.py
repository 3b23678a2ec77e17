"""Days until issues are solved, where some are not solved by the end of a run."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RESTRICTED_DAYS = 60


def survival(
    days: npt.NDArray[np.float64], resolved: npt.NDArray[np.bool_]
) -> tuple[float, float, float]:
    """Kaplan-Meier median, 90 % quantile and mean restricted to 60 days; NaN if not reached.

    Parameters: days until each issue is resolved or no longer watched, shape (issues,); whether
    it was resolved.
    """
    from scipy import stats  # only runs need it: listing measures should not wait for it

    if not len(days):
        return np.nan, np.nan, np.nan
    if not resolved.any():
        watched = days.max() >= RESTRICTED_DAYS
        return np.nan, np.nan, float(RESTRICTED_DAYS) if watched else np.nan
    curve = stats.ecdf(stats.CensoredData.right_censored(days, ~resolved)).sf
    times, alive = curve.quantiles, curve.probabilities
    quantiles = []
    for share in (0.5, 0.1):
        reached = np.flatnonzero(alive <= share)
        quantiles.append(float(times[reached[0]]) if len(reached) else np.nan)
    steps = np.concatenate([[0.0], times[times < RESTRICTED_DAYS], [RESTRICTED_DAYS]])
    heights = np.concatenate([[1.0], alive[times < RESTRICTED_DAYS]])
    watched = alive[-1] == 0 or days.max() >= RESTRICTED_DAYS
    mean = float((np.diff(steps) * heights).sum()) if watched else np.nan
    return quantiles[0], quantiles[1], mean
