"""Coverage of intervals over societies that are matched to documents of a known truth.

Truth and societies come from one prior. The documents of a truth are bands of width 1 on the scale
of each pattern. Their lower ends are uniform among those by which its own run is within, so that
all bands around a value are as probable as each other. Societies whose own runs are within the
bands are then draws from the distribution of the truth, given its documents: rejection is exact,
however wide the bands. So it is known beforehand in what share of truths an interval over so many
of them contains what a run of the truth shows. Bands centred on the truth would lack this.

Source: Fearnhead and Prangle, Constructing summary statistics for approximate Bayesian computation
(Journal of the Royal Statistical Society B 74, 2012), who call it noisy; Wilkinson, Approximate
Bayesian computation gives exact results under the assumption of model error (Statistical
Applications in Genetics and Molecular Biology 12, 2013).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from experiments.statistics.paired_differences import LEVEL
from experiments.statistics.society_quantiles import SPAN, quantiles

Array = npt.NDArray[np.float64]
RESAMPLES = 9999


def placed(values: Array, rng: np.random.Generator) -> Array:
    """Lower ends of bands of width 1 around values, (patterns,); NaN where there is no value."""
    return np.asarray(values - rng.random(len(values)))


def within(values: Array, low: Array) -> npt.NDArray[np.bool_]:
    """Which societies are within all bands, (societies,).

    Parameters: `values` of shape (societies, patterns), lower ends (patterns,). Where the truth
    lacks a value, so do those that are like it.
    """
    apart = values - low
    like = ((apart >= 0.0) & (apart <= 1.0)) | (np.isnan(values) & np.isnan(low))
    return np.asarray(like.all(axis=1))


def interval(values: Array) -> Array:
    """Both ends of the interval over societies, as comparisons have it: (2, outcomes).

    Parameters: `values` of shape (societies, outcomes); NaN of an outcome that some society lacks.
    """
    ends = quantiles(values, SPAN)
    ends[:, np.isnan(values).any(axis=0)] = np.nan
    return ends


def expected(societies: int) -> float:
    """Share of draws of a distribution that the interval over so many of its draws contains.

    The k-th smallest of n draws has a share of k / (n + 1) below it, on average. Quantiles between
    draws are taken to be linear in it, as they are for even distributions. Fewer draws than 19 have
    no such quantile, and the outermost ones hold less.
    """
    return min(SPAN[1] - SPAN[0], (societies - 1) / (societies + 1))


def contained(values: Array, ends: Array) -> Array:
    """1 where a value is within the ends, 0 where it is not, NaN where one of them is lacking."""
    inside = (values >= ends[0]) & (values <= ends[1])
    known = np.isfinite(values) & np.isfinite(ends).all(axis=0)
    return np.where(known, inside.astype(np.float64), np.nan)


def overall(found: Array, seed: int) -> tuple[float, float, float]:
    """The share of ones among truths and outcomes, and its interval over truths.

    Outcomes of one truth depend on each other, so that truths are drawn again as a whole
    (bootstrap of clusters, percentiles). Where all are alike there is no interval.

    Parameters: `found` of shape (truths, outcomes), from `contained`.
    """
    from scipy import stats

    ones, known = np.nansum(found, axis=1), np.isfinite(found).sum(axis=1)
    share = float(ones.sum() / known.sum()) if known.sum() else np.nan
    if len(found) < 2 or np.ptp(ones / np.maximum(known, 1)) == 0:
        return share, np.nan, np.nan
    low, high = stats.bootstrap(
        (ones, known), lambda one, of, axis: one.sum(axis=axis) / of.sum(axis=axis), paired=True,
        vectorized=True, n_resamples=RESAMPLES, confidence_level=LEVEL, method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval  # fmt: skip
    return share, float(low), float(high)
