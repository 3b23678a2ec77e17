"""Shapley values: what each lever adds to those before it, averaged over orders of introduction.

A subset of levers is a whole number: bit `i` says whether lever `i` is on. In each replication the
values of all levers add up to the difference between all levers and none.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
Orders = npt.NDArray[np.int64]


def exact(levels: pd.DataFrame, levers: int) -> Array:
    """Over all orders; `levels` has a row for every subset, a column for each replication.

    Returns shape (levers, replications).
    """
    subsets = np.arange(1 << levers)
    values = levels.loc[subsets].to_numpy(np.float64)
    sizes = np.bitwise_count(subsets)
    weight = np.array([1 / (levers * comb(levers - 1, size)) for size in range(levers)])
    found = np.empty((levers, values.shape[1]))
    for lever in range(levers):
        without = subsets[subsets >> lever & 1 == 0]
        added = values[without | 1 << lever] - values[without]
        found[lever] = weight[sizes[without]] @ added
    return found


def orders(levers: int, count: int, seed: int, replication: int) -> Orders:
    """Orders for one replication, drawn evenly, each followed by its reverse: (count, levers).

    `count` is even. More of them begin with those that fewer of them are.
    """
    generator = np.random.default_rng([seed, replication])
    drawn = np.array([generator.permutation(levers) for _ in range(count // 2)])
    return np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(count, levers)


def paths(chosen: Orders) -> Orders:
    """The subsets on the way from no lever to all of them: shape (orders, levers + 1)."""
    none = np.zeros((len(chosen), 1), np.int64)
    return np.hstack([none, np.cumsum(np.int64(1) << chosen, axis=1)])


def sampled(levels: pd.DataFrame, chosen: Sequence[Orders]) -> Array:
    """Over the orders chosen for each replication; `levels` has a row a subset, as in `exact`.

    Returns shape (levers, replications). Where orders are drawn anew for each replication, each
    column is an unbiased estimate independent of the others, so that an interval over columns
    covers the draw of orders as well as that of seeds.
    """
    found = np.empty((chosen[0].shape[1], len(chosen)))
    for column, here in enumerate(chosen):
        values = levels.iloc[:, column].reindex(paths(here).ravel()).to_numpy(np.float64)
        added = np.diff(values.reshape(len(here), -1), axis=1)
        by_lever = np.take_along_axis(added, np.argsort(here, axis=1), axis=1)
        found[:, column] = by_lever.mean(axis=0)
    return found
