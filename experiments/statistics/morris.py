"""Morris screening: elementary effects of many factors on an outcome (Morris 1991).

A trajectory starts at a point of a grid over [0, 1]^factors and moves one factor after another,
each once, by the same step. The change of the outcome at a move, scaled to the whole range from 0
to 1, is an elementary effect of that factor. `mu_star` is the measure of Campolongo, Cariboni and
Saltelli (2007). Design and analysis are SALib's.
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
    """Random trajectories on a grid of so many levels.

    Returns numbers from 0 to 1, of shape (count, names + 1, names). A larger count begins with the
    trajectories of a smaller one.
    """
    from SALib.sample import morris

    drawn: Array = morris.sample(_problem(names), count, num_levels=levels, seed=seed)
    return drawn.reshape(count, len(names) + 1, len(names))


def screening(
    names: Sequence[str], drawn: Array, values: Array, levels: int, seed: int
) -> pd.DataFrame:
    """Elementary effects of each factor, ranked by their mean size.

    Parameters: `drawn` are trajectories, shape (trajectories, names + 1, names); `values` the
    outcome at each of their points, shape (trajectories, names + 1), without gaps. Returns one row
    a factor, rank 1 first: `mu_star`, the mean size of its elementary effects, in units of the
    outcome; `mu_star_conf`, half of its 95 % interval (bootstrap over trajectories); `sigma`, their
    standard deviation; `mu`, their mean. Raises ValueError unless `drawn` are trajectories of these
    levels with a value at each point.
    """
    from SALib.analyze import morris

    _check_trajectories(names, drawn, values, levels)
    effects: Any = morris.analyze(
        _problem(names), drawn.reshape(-1, len(names)), values.ravel(), num_levels=levels,
        num_resamples=RESAMPLES, conf_level=LEVEL, seed=seed,
    )  # fmt: skip
    columns = ("mu_star", "mu_star_conf", "sigma", "mu")
    rows = pd.DataFrame({name: np.asarray(effects[name], np.float64) for name in columns})
    rows.insert(0, "assumption", list(names))
    rows = rows.sort_values("mu_star", ascending=False, kind="stable", ignore_index=True)
    rows.insert(0, "rank", np.arange(1, len(rows) + 1))
    return rows


def seed_noise(values: Array) -> dict[str, float]:
    """Monte Carlo noise of a value, from some points under the same seeds.

    Parameters: `values` of shape (points, seeds). Returns `over_seeds`, the standard deviation over
    seeds, pooled over points; `unshared`, the part of it that differs from point to point (the
    residual of points and seeds in a two-way layout), as only that is in the difference of two
    points under one seed; its degrees of `freedom`.
    """
    points, seeds = values.shape
    freedom = (points - 1) * (seeds - 1)
    residual = values - values.mean(axis=1, keepdims=True)
    over_seeds = np.sqrt((residual**2).sum() / (points * (seeds - 1)))
    residual -= residual.mean(axis=0)
    unshared = np.sqrt((residual**2).sum() / freedom)
    return {"over_seeds": float(over_seeds), "unshared": float(unshared), "freedom": freedom}


def noise_limit(deviation: float, freedom: float, count: int, levels: int, among: int) -> float:
    """A limit that the largest `mu_star` of idle factors exceeds in 5 of 100 cases.

    Parameters: the standard deviation of the noise that each point has, independent of the others,
    and the degrees of freedom of its estimate; the number of trajectories; levels; the number of
    factors among which `mu_star` is largest. By simulation, Bonferroni over factors.
    """
    generator = np.random.default_rng(0)
    size = np.zeros(TRIALS)
    for _ in range(count):
        size += np.abs(generator.standard_normal(TRIALS))
    estimated = np.sqrt(generator.chisquare(freedom, TRIALS) / freedom)
    limit = float(np.quantile(size / count / estimated, 1 - (1 - LEVEL) / among))
    return limit * deviation * float(np.sqrt(2)) / step(levels)


def step(levels: int) -> float:
    """Step of a factor on a grid of so many levels."""
    return levels / (2 * (levels - 1))


def leading(rankings: Sequence[pd.DataFrame], count: int) -> tuple[str, ...]:
    """At most `count` factors, those of rank 1 first, in turn from each ranking; no idle one.

    Parameters: rankings as `screening` returns them.
    """
    moving = [ranking[ranking["mu_star"] > 0] for ranking in rankings]
    together = pd.concat(moving).sort_values("rank", kind="stable")
    return tuple(together["assumption"].unique()[:count])


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0, 1]] * len(names)}


def _check_trajectories(names: Sequence[str], drawn: Array, values: Array, levels: int) -> None:
    moved = np.abs(np.diff(drawn, axis=1))
    steps = np.abs(moved - step(levels)) < ROUNDING
    once = (steps.sum(axis=1) == 1).all() and (steps.sum(axis=2) == 1).all()
    if drawn.shape[1:] != (len(names) + 1, len(names)) or not once or moved[~steps].any():
        raise ValueError(f"not trajectories of {len(names)} factors on {levels} levels")
    if values.shape != drawn.shape[:2] or not np.isfinite(values).all():
        raise ValueError("there should be a value at each point of the trajectories")
