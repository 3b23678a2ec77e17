"""Morris screening: how far an outcome moves with each of many factors, over paths through all.

A trajectory starts at a point of a grid over [0, 1]^factors and moves one factor after another,
each once, by the same step. What the outcome does at a move, taken for the whole way from 0 to 1,
is an elementary effect of that factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.statistics.paired_differences import LEVEL

FEWEST = 4
"""Trajectories below which the spread of effects would say nothing."""
RESAMPLES = 1000
TRIALS = 1 << 18
ROUNDING = 1e-9
Array = npt.NDArray[np.float64]


def trajectories(names: Sequence[str], count: int, levels: int, seed: int) -> Array:
    """Numbers from 0 to 1, of shape (count, names + 1, names); more begin with those of fewer."""
    from SALib.sample import morris

    drawn: Array = morris.sample(_problem(names), count, num_levels=levels, seed=seed)
    return drawn.reshape(count, len(names) + 1, len(names))


def screening(
    names: Sequence[str], drawn: Array, values: Array, levels: int, seed: int
) -> pd.DataFrame:
    """One row a factor, the one that moves the outcome most first, ranked from 1.

    `drawn` are trajectories, `values` the outcome at each of their points, without gaps. `mu_star`
    is the mean size of the elementary effects, in units of the outcome, `mu` their mean, `sigma`
    their standard deviation, `mu_star_conf` half of a 95 % interval by bootstrap over trajectories.
    Raises ValueError for what are no trajectories of these levels with a value at each point.
    """
    from SALib.analyze import morris

    _refuse_others(names, drawn, values, levels)
    found: Any = morris.analyze(
        _problem(names), drawn.reshape(-1, len(names)), values.ravel(), num_levels=levels,
        num_resamples=RESAMPLES, conf_level=LEVEL, seed=seed,
    )  # fmt: skip
    columns = ("mu_star", "mu_star_conf", "sigma", "mu")
    rows = pd.DataFrame({name: np.asarray(found[name], np.float64) for name in columns})
    rows.insert(0, "assumption", list(names))
    rows = rows.sort_values("mu_star", ascending=False, kind="stable", ignore_index=True)
    rows.insert(0, "rank", np.arange(1, len(rows) + 1))
    return rows


def luck(values: Array) -> dict[str, float]:
    """What chance does to a value, from some points under the same seeds: shape (points, seeds).

    `over_seeds` is the standard deviation over seeds, pooled over points. `unshared` is what of it
    differs from point to point (the residual of points and seeds in a two-way layout), as only that
    is in the difference of two points under one seed, with `freedom` degrees of freedom.
    """
    points, seeds = values.shape
    freedom = (points - 1) * (seeds - 1)
    residual = values - values.mean(axis=1, keepdims=True)
    over_seeds = np.sqrt((residual**2).sum() / (points * (seeds - 1)))
    residual -= residual.mean(axis=0)
    unshared = np.sqrt((residual**2).sum() / freedom)
    return {"over_seeds": float(over_seeds), "unshared": float(unshared), "freedom": freedom}


def chance(deviation: float, freedom: float, count: int, levels: int, among: int) -> float:
    """What the largest `mu_star` of so many factors exceeds in 5 of 100 cases if none does a thing.

    Each point then has luck of its own, with this standard deviation, estimated with so many
    degrees of freedom; `count` trajectories. By simulation, Bonferroni over factors.
    """
    generator = np.random.default_rng(0)
    size = np.zeros(TRIALS)
    for _ in range(count):
        size += np.abs(generator.standard_normal(TRIALS))
    estimated = np.sqrt(generator.chisquare(freedom, TRIALS) / freedom)
    limit = float(np.quantile(size / count / estimated, 1 - (1 - LEVEL) / among))
    return limit * deviation * float(np.sqrt(2)) / step(levels)


def step(levels: int) -> float:
    """How far a factor moves at once on a grid of so many levels."""
    return levels / (2 * (levels - 1))


def leading(rankings: Sequence[pd.DataFrame], count: int) -> tuple[str, ...]:
    """So many factors at most, those of rank 1 first, in turn from each ranking; none that is idle.

    Rankings are as `screening` gives them.
    """
    moving = [ranking[ranking["mu_star"] > 0] for ranking in rankings]
    together = pd.concat(moving).sort_values("rank", kind="stable")
    return tuple(together["assumption"].unique()[:count])


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0, 1]] * len(names)}


def _refuse_others(names: Sequence[str], drawn: Array, values: Array, levels: int) -> None:
    moved = np.abs(np.diff(drawn, axis=1))
    one_step = np.abs(moved - step(levels)) < ROUNDING
    once = (one_step.sum(axis=1) == 1).all() and (one_step.sum(axis=2) == 1).all()
    if drawn.shape[1:] != (len(names) + 1, len(names)) or not once or moved[~one_step].any():
        raise ValueError(f"no trajectories of {len(names)} factors on {levels} levels")
    if values.shape != drawn.shape[:2] or not np.isfinite(values).all():
        raise ValueError("there should be a value at each point of the trajectories")
