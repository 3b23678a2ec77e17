"""Which assumptions an outcome goes with over societies: rank correlations beyond a family's noise.

The limit is that of the largest correlation of all assumptions together, if values are given to
societies by lot (Westfall and Young 1993). So in 5 of 100 cases at most any assumption is found
where none matters, however many there are and however they are correlated with each other.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from experiments.statistics.matched_values import Matched
from experiments.statistics.over_societies import by_society
from experiments.statistics.paired_differences import LEVEL, differences
from experiments.statistics.sample_summary import correlations

PERMUTATIONS = 999
COLUMNS = [
    "assumption", "correlation", "threshold", "societies", "among", "where_low", "where_high",
]  # fmt: skip
Array = npt.NDArray[np.float64]


def society_changes(matched: Matched, measure: str, group: str = "all") -> pd.DataFrame:
    """Mean change of an outcome against the baseline: societies x scenarios; NaN where none has it.

    Parameters: values whose runs have a society each; measure and group of the outcome.
    """
    assert matched.societies is not None
    place = [row[:2] for row in matched.rows].index((measure, group))
    before = by_society(matched.baseline[[place]], matched.societies)
    columns = {}
    for name, values in matched.scenarios.items():
        change = differences(before, by_society(values[[place]], matched.societies))[0]
        columns[name] = pd.DataFrame(change).mean(axis=1).to_numpy(np.float64)
    return pd.DataFrame(columns, pd.Index(np.unique(matched.societies), name="society"))


def dependences(
    points: pd.DataFrame, values: pd.Series, seed: int, permutations: int = PERMUTATIONS
) -> pd.DataFrame:
    """Assumptions whose rank correlation with the values is beyond noise, the largest first.

    Parameters
    ----------
    points
        One row a society, one column an assumption.
    values
        One value a society, by the index of `points`; empty ones are left out.
    seed
        Of permutations: the same for the same arguments.
    permutations
        How often values are given to societies by lot, for the threshold.

    Returns
    -------
    pandas.DataFrame
        COLUMNS, one row an assumption whose correlation is above the threshold in size.
        `correlation` is Spearman's. `threshold` is what the largest of `among` assumptions
        exceeds in 5 of 100 cases if none matters. `where_low` and `where_high` are medians of
        the values in the third of societies where the assumption is lowest and highest, by rank.
        If no assumption is above it, there is one row with the threshold alone, which is empty
        too where values or assumptions do not vary.
    """
    values = values.dropna()
    rho = correlations(points, values)
    limit = correlation_threshold(points.loc[values.index, rho.index], values, seed, permutations)
    found = rho[rho.abs() > limit]
    found = found.loc[found.abs().sort_values(ascending=False, kind="stable").index]
    rows = [
        (name, float(value), *_thirds(points.loc[values.index, str(name)], values))
        for name, value in found.items()
    ] or [(None, np.nan, np.nan, np.nan)]
    frame = pd.DataFrame(rows, columns=["assumption", "correlation", "where_low", "where_high"])
    frame = frame.astype({"assumption": "object"})
    return frame.assign(threshold=limit, societies=len(values), among=len(rho))[COLUMNS]


def correlation_threshold(
    points: pd.DataFrame, values: pd.Series, seed: int, permutations: int = PERMUTATIONS
) -> float:
    """The rank correlation that the largest of all columns exceeds by noise in 5 of 100 cases.

    It is exact for a finite number of permutations: the order given counts as one of them. NaN
    where nothing varies. Parameters: as `dependences`; columns that vary.
    """
    if not len(points.columns) or values.nunique() < 2:
        return np.nan
    columns = _unit(stats.rankdata(points.to_numpy(np.float64), axis=0))
    ranks = _unit(stats.rankdata(values.to_numpy(np.float64))[:, None])[:, 0]
    random = np.random.default_rng(seed)
    lots = np.array([random.permutation(ranks) for _ in range(permutations)])
    largest = np.sort(np.abs(lots @ columns).max(axis=1))[::-1]
    beyond = int((1 - LEVEL) * (permutations + 1) + 1e-9)
    # Rounding must not put an order that is as good as the best of lots above it.
    return float(min(largest[beyond - 1] + 1e-12, 1.0)) if beyond else 1.0


def _unit(ranks: Array) -> Array:
    """Columns of mean 0 and length 1, so that products are correlations."""
    middle = ranks - ranks.mean(axis=0)
    unit: Array = middle / np.sqrt((middle**2).sum(axis=0))
    return unit


def _thirds(assumption: pd.Series, values: pd.Series) -> tuple[float, float]:
    """Medians of the values where the assumption is in its lowest and its highest third."""
    share = (assumption.rank() - 0.5) / len(assumption)
    low, high = values[share <= 1 / 3], values[share >= 2 / 3]
    return float(low.median()), float(high.median())
