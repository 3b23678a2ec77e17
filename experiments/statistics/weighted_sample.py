"""Weighted draws: their quantiles, and how their columns depend on each other."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
QUANTILES = (0.05, 0.5, 0.95)


def quantiles(values: pd.Series, weights: pd.Series | None = None) -> Array:
    """The 5, 50 and 95 % quantiles of finite values, weighted by the index; empty of nothing.

    Without weights they are interpolated; with weights they are the inverse of the weighted
    distribution function.
    """
    finite = values[np.isfinite(values)]
    if finite.empty:
        return np.full(len(QUANTILES), np.nan)
    if weights is None:
        return np.asarray(np.quantile(finite, QUANTILES), np.float64)
    share = weights.reindex(finite.index).to_numpy(np.float64)
    ends = np.quantile(finite, QUANTILES, weights=share, method="inverted_cdf")
    return np.asarray(ends, np.float64)


def dependence(drawn: pd.DataFrame, weights: pd.Series) -> list[dict[str, object]]:
    """Weighted rank correlation (Spearman) of each pair of columns, strongest first.

    Parameters: `drawn` has draws x columns; `weights` one value a draw, in the same order.
    """
    share = weights.to_numpy(np.float64) / float(weights.sum())
    ranks = {str(name): _ranks(drawn[name].to_numpy(np.float64), share) for name in drawn}
    rows = []
    for first, second in combinations(ranks, 2):
        left, right = ranks[first], ranks[second]
        spread = float(np.sqrt((share * left**2).sum() * (share * right**2).sum()))
        rho = float((share * left * right).sum()) / spread if spread else 0.0
        rows.append((first, second, rho))
    rows.sort(key=lambda row: -abs(row[2]))
    return [dict(zip(("first", "second", "rank_correlation"), row, strict=True)) for row in rows]


def _ranks(values: Array, share: Array) -> Array:
    """Weighted ranks, from 0 to 1 and less their mean; ties have the middle of theirs."""
    _, place = np.unique(values, return_inverse=True)
    mass = np.bincount(place, share)
    ranks = (np.cumsum(mass) - mass / 2)[place]
    return np.asarray(ranks - (share * ranks).sum(), np.float64)
