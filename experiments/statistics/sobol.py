"""Sobol' indices: shares of an outcome's variance that factors, or groups of them, account for.

Two independent points A and B of [0, 1]^factors make a block, with A again for each group, its
factors taken from B. Variance is that over all factors together.
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
    """Numbers from 0 to 1, of shape (count, distinct groups + 2, factors).

    `groups` names the group of each factor. A and B are a Latin hypercube in twice as many
    dimensions. A Sobol' sequence of so few points in so many dimensions has errors that no
    resampling of blocks sees: intervals of S1 then miss a known truth far too often.
    """
    uniforms = qmc.LatinHypercube(2 * len(groups), rng=np.random.default_rng(seed)).random(count)
    first, second = uniforms[:, None, : len(groups)], uniforms[:, None, len(groups) :]
    mixed = np.where(_members(groups), second, first)
    return np.concatenate([first, mixed, second], axis=1)


def indices(groups: Sequence[str], drawn: Array, values: Array, seed: int) -> pd.DataFrame:
    """One row a group: S1 and ST with 95 % intervals by bootstrap over blocks (normal).

    `drawn` are blocks, any number of them, `values` the outcome at each of their points, without
    gaps. S1 is the share of the variance that would go, in the mean, if the group alone were known;
    ST the share that would stay if all but it were known. The row SUM has the sums over all groups
    but OTHERS. Estimates and intervals may leave 0 to 1; all are empty where the outcome does not
    vary. Raises ValueError for what are no such blocks.
    """
    from SALib.analyze import sobol

    _refuse_others(groups, drawn, values)
    names = list(dict.fromkeys(groups))
    rows = pd.DataFrame({"assumption": [*names, SUM]})
    summed = [name != OTHERS for name in names]
    found: Any = None
    if np.ptp(values) > 0:
        # seed 0 would be none to SALib
        found = sobol.analyze(
            _problem(groups), values.ravel(), calc_second_order=False, num_resamples=RESAMPLES,
            conf_level=LEVEL, keep_resamples=True, seed=seed + 1,
        )  # fmt: skip
    for index in ("S1", "ST"):
        share = half = np.full(len(rows), np.nan)
        if found is not None:
            share = np.append(found[index], found[index][summed].sum())
            again = found[f"{index}_conf_all"][:, summed].sum(axis=1)
            half = np.append(found[f"{index}_conf"], norm.ppf((1 + LEVEL) / 2) * again.std(ddof=1))
        rows[index], rows[f"{index}_low"], rows[f"{index}_high"] = share, share - half, share + half
    return rows


def noise(repeated: Array) -> tuple[float, float]:
    """Variance of an answer under one seed against another at the same point, and its worth.

    `repeated` are answers at some points under the same seeds, of shape (points, seeds). What all
    points share cancels in differences of points and is left out. The worth is a number of points:
    as many points with equal, normal noise would know the variance as well (Satterthwaite, by the
    spread of the points' own variances).
    """
    points, seeds = repeated.shape
    residual = repeated - repeated.mean(axis=1, keepdims=True)
    residual -= residual.mean(axis=0)
    own = (residual**2).sum(axis=1) / (seeds - 1)
    if not own.any():
        return 0.0, float(points)
    worth = (1 + 2 / (seeds - 1)) * own.sum() ** 2 / (own**2).sum()
    return float(own.sum() / (points - 1)), float(np.clip(worth, 1, points))


def chance(repeated: Array, count: int, among: int) -> float:
    """What the largest of so many ST, times the variance, exceeds in 5 of 100 null analyses.

    Null: no group does a thing, and each point has Monte Carlo noise of its own. `repeated` are
    answers at first points of blocks as `noise` takes them, `count` blocks. By simulation: ST takes
    half of the mean squared difference of two points of a block. Given the first points
    (chi-squared) its sum is noncentral chi-squared; all groups share first points and estimate.
    """
    variance, worth = noise(repeated)
    points, seeds = repeated.shape
    blocks, freedom = count * worth / points, worth * (seeds - 1)
    generator = np.random.default_rng(0)
    first = generator.chisquare(blocks, TRIALS)
    largest = np.zeros(TRIALS)
    for _ in range(among):
        largest = np.maximum(largest, generator.noncentral_chisquare(blocks, first))
    estimated = generator.chisquare(freedom, TRIALS) / freedom
    return variance * float(np.quantile(largest / (2 * blocks) / estimated, LEVEL))


def variance(values: Array) -> float:
    """The variance that indices are shares of, from values at the points of blocks."""
    return float(values[:, [0, -1]].var())


def _problem(groups: Sequence[str]) -> dict[str, Any]:
    count = len(groups)
    names = [str(number) for number in range(count)]
    bounds = [[0, 1]] * count
    return {"num_vars": count, "names": names, "bounds": bounds, "groups": list(groups)}


def _members(groups: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which factors a group has: shape (distinct groups, factors)."""
    return np.array([[name == group for group in groups] for name in dict.fromkeys(groups)])


def _refuse_others(groups: Sequence[str], drawn: Array, values: Array) -> None:
    names = list(dict.fromkeys(groups))
    if drawn.ndim != 3 or drawn.shape[1:] != (len(names) + 2, len(groups)):
        raise ValueError(f"no blocks of {len(names)} groups of {len(groups)} factors")
    mixed = np.where(_members(groups), drawn[:, -1:], drawn[:, :1])
    if not (mixed == drawn[:, 1:-1]).all():
        raise ValueError("the points of a block should be A, A with each group from B, and B")
    if values.shape != drawn.shape[:2] or not np.isfinite(values).all():
        raise ValueError("there should be a value at each point of the blocks")
