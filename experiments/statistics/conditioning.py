"""What a condition does to independent quantities: shifts of each, and dependence of pairs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
LEVEL = 0.05
"""Chance that any pair of independent quantities is listed."""


def shifts(uniforms: pd.DataFrame) -> pd.DataFrame:
    """How far each quantity moved, as normal scores of its quantiles; largest first.

    Parameters:
        uniforms: quantile of each quantity (a column) in its distribution without the condition.

    Returns:
        `name`; `shift`, the mean score, which is 0 without the condition; `spread`, its standard
        deviation, which is 1 without; `error`, the standard error of a shift by chance.
    """
    from scipy.special import ndtri

    scores = ndtri(uniforms.to_numpy(np.float64))
    rows = pd.DataFrame({
        "name": [str(name) for name in uniforms],
        "shift": scores.mean(axis=0),
        "spread": scores.std(axis=0),
        "error": 1.0 / np.sqrt(len(uniforms)),
    })  # fmt: skip
    return rows.sort_values("shift", key=np.abs, ascending=False, ignore_index=True)


def dependence(uniforms: pd.DataFrame) -> pd.DataFrame:
    """Pairs that depend on each other beyond chance, by rank correlation; strongest first.

    A pair is listed if its correlation exceeds what independent quantities exceed in any pair with
    a probability of LEVEL (Bonferroni's bound on the normal limit).

    Returns:
        `first`, `second`, `rank_correlation` (Spearman), and `bound`.
    """
    from scipy.special import ndtri
    from scipy.stats import rankdata

    count, width = uniforms.shape
    ranks = rankdata(uniforms.to_numpy(np.float64), axis=0)
    strength: Array = np.atleast_2d(np.corrcoef(ranks, rowvar=False))
    first, second = np.triu_indices(width, 1)
    pairs = strength[first, second]
    bound = float(-ndtri(LEVEL / 2.0 / max(1, len(pairs))) / np.sqrt(count - 1))
    names = np.array([str(name) for name in uniforms])
    listed = np.flatnonzero(np.abs(pairs) > bound)
    listed = listed[np.argsort(-np.abs(pairs[listed]), kind="stable")]
    return pd.DataFrame({
        "first": names[first[listed]],
        "second": names[second[listed]],
        "rank_correlation": pairs[listed],
        "bound": bound,
    })  # fmt: skip
