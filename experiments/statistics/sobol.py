"""Sobol' indices: shares of an outcome's variance that factors, or groups of them, account for.

Two independent points A and B of [0, 1]^factors make a block, with A again for each group, its
factors taken from B (Saltelli and others 2010). Variance is that over all factors together.
Estimates are SALib's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm, qmc

from experiments.statistics.paired_differences import LEVEL

FEWEST = 128
"""Blocks below which intervals would be as wide as what they are about, and cover too seldom."""
RESAMPLES = 1000
TRIALS = 1 << 16
OTHERS = "all others"
SUM = "sum"
Array = npt.NDArray[np.float64]


def blocks(groups: Sequence[str], count: int, seed: int) -> Array:
    """Random blocks of points: A, A with each group from B, and B.

    Parameters: `groups` names the group of each factor. Returns numbers from 0 to 1, of shape
    (count, distinct groups + 2, factors). A and B are a Latin hypercube in twice as many
    dimensions. A Sobol' sequence of so few points in so many dimensions has errors that no
    resampling of blocks sees: intervals of S1 then miss a known truth far too often.
    """
    uniforms = qmc.LatinHypercube(2 * len(groups), rng=np.random.default_rng(seed)).random(count)
    first, second = uniforms[:, None, : len(groups)], uniforms[:, None, len(groups) :]
    mixed = np.where(_members(groups), second, first)
    return np.concatenate([first, mixed, second], axis=1)


def indices(groups: Sequence[str], drawn: Array, values: Array, seed: int) -> pd.DataFrame:
    """First-order (S1) and total (ST) index of each group, with 95 % intervals.

    Parameters: `drawn` are blocks, any number of them, shape (blocks, groups + 2, factors);
    `values` the outcome at each of their points, shape (blocks, groups + 2), without gaps. Returns
    one row a group: S1 is the share of the variance that would go, in the mean, if the group alone
    were known; ST the share that would stay if all but it were known. Intervals are normal, by
    bootstrap over blocks. The row SUM has the sums over all groups but OTHERS. Estimates and
    intervals may leave 0 to 1; all are empty where the outcome does not vary. Raises ValueError
    unless `drawn` are such blocks.
    """
    from SALib.analyze import sobol

    _check_blocks(groups, drawn, values)
    names = list(dict.fromkeys(groups))
    rows = pd.DataFrame({"assumption": [*names, SUM]})
    summed = [name != OTHERS for name in names]
    analysis: Any = None
    if np.ptp(values) > 0:
        # SALib takes seed 0 for none.
        analysis = sobol.analyze(
            _problem(groups), values.ravel(), calc_second_order=False, num_resamples=RESAMPLES,
            conf_level=LEVEL, keep_resamples=True, seed=seed + 1,
        )  # fmt: skip
    for index in ("S1", "ST"):
        share = half = np.full(len(rows), np.nan)
        if analysis is not None:
            share = np.append(analysis[index], analysis[index][summed].sum())
            resampled = analysis[f"{index}_conf_all"][:, summed].sum(axis=1)
            spread = norm.ppf((1 + LEVEL) / 2) * resampled.std(ddof=1)
            half = np.append(analysis[f"{index}_conf"], spread)
        rows[index], rows[f"{index}_low"], rows[f"{index}_high"] = share, share - half, share + half
    return rows


def noise_variance(repeated: Array) -> tuple[float, float]:
    """Variance of an outcome between seeds at the same point, and the effective number of points.

    Parameters: `repeated` are values at some points under the same seeds, shape (points, seeds).
    What all points share cancels in differences of points and is left out. As many points with
    equal, normal noise as the second number says would estimate the variance as precisely
    (Satterthwaite 1946, by the spread of the points' own variances).
    """
    points, seeds = repeated.shape
    residual = repeated - repeated.mean(axis=1, keepdims=True)
    residual -= residual.mean(axis=0)
    own = (residual**2).sum(axis=1) / (seeds - 1)
    if not own.any():
        return 0.0, float(points)
    effective = (1 + 2 / (seeds - 1)) * own.sum() ** 2 / (own**2).sum()
    return float(own.sum() / (points - 1)), float(np.clip(effective, 1, points))


def noise_limit(repeated: Array, count: int, among: int) -> float:
    """A limit that the largest ST of idle groups, times the variance, exceeds in 5 of 100 cases.

    Null: no group has an effect, and each point has independent Monte Carlo noise. Parameters:
    `repeated` are values at first points of blocks as `noise_variance` takes them; the number of
    blocks; the number of groups among which ST is largest. By simulation: ST takes half of the mean
    squared difference of two points of a block. Given the first points (chi-squared) its sum is
    noncentral chi-squared; all groups share first points and estimate.
    """
    variance, effective = noise_variance(repeated)
    points, seeds = repeated.shape
    blocks, freedom = count * effective / points, effective * (seeds - 1)
    generator = np.random.default_rng(0)
    first = generator.chisquare(blocks, TRIALS)
    largest = np.zeros(TRIALS)
    for _ in range(among):
        largest = np.maximum(largest, generator.noncentral_chisquare(blocks, first))
    estimated = generator.chisquare(freedom, TRIALS) / freedom
    return variance * float(np.quantile(largest / (2 * blocks) / estimated, LEVEL))


def variance(values: Array) -> float:
    """The variance that indices are shares of; `values` of shape (blocks, groups + 2)."""
    return float(values[:, [0, -1]].var())


def _problem(groups: Sequence[str]) -> dict[str, Any]:
    count = len(groups)
    names = [str(number) for number in range(count)]
    bounds = [[0, 1]] * count
    return {"num_vars": count, "names": names, "bounds": bounds, "groups": list(groups)}


def _members(groups: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which factors a group has: shape (distinct groups, factors)."""
    return np.array([[name == group for group in groups] for name in dict.fromkeys(groups)])


def _check_blocks(groups: Sequence[str], drawn: Array, values: Array) -> None:
    names = list(dict.fromkeys(groups))
    if drawn.ndim != 3 or drawn.shape[1:] != (len(names) + 2, len(groups)):
        raise ValueError(f"not blocks of {len(names)} groups of {len(groups)} factors")
    mixed = np.where(_members(groups), drawn[:, -1:], drawn[:, :1])
    if not (mixed == drawn[:, 1:-1]).all():
        raise ValueError("the points of a block should be A, A with each group from B, and B")
    if values.shape != drawn.shape[:2] or not np.isfinite(values).all():
        raise ValueError("there should be a value at each point of the blocks")
