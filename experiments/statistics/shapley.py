"""Shapley values: the mean marginal contribution of a lever over orders of introduction.

L. S. Shapley, A value for n-person games, 1953. A subset of levers is a whole number: bit `i` says
whether lever `i` is on. In each replication the values of all levers add up to the difference
between all levers and none (efficiency).
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
    """Shapley values over all orders, from every subset.

    Parameters: `levels` of an outcome, a row for every subset, a column a replication; the number
    of `levers`. Returns shape (levers, replications), in the unit of the outcome.
    """
    subsets = np.arange(1 << levers)
    values = levels.loc[subsets].to_numpy(np.float64)
    sizes = np.bitwise_count(subsets)
    weight = np.array([1 / (levers * comb(levers - 1, size)) for size in range(levers)])
    shapley = np.empty((levers, values.shape[1]))
    for lever in range(levers):
        without = subsets[subsets >> lever & 1 == 0]
        marginal = values[without | 1 << lever] - values[without]
        shapley[lever] = weight[sizes[without]] @ marginal
    return shapley


def random_orders(levers: int, count: int, seed: int, *replication: int) -> Orders:
    """Orders of introduction for one replication, of a society: antithetic random permutations.

    Each permutation is followed by its reverse (Mitchell, Cooper, Frank and Holmes, Sampling
    permutations for Shapley value estimation, Journal of Machine Learning Research 23, 2022).
    `count` is even; a larger number begins with the orders of a smaller one. `replication` is its
    number, and that of the society where there are several. Returns shape (count, levers).
    """
    generator = np.random.default_rng([seed, *replication])
    drawn = np.array([generator.permutation(levers) for _ in range(count // 2)])
    return np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(count, levers)


def nested_subsets(orders: Orders) -> Orders:
    """The growing subsets of each order, from no lever to all: shape (orders, levers + 1)."""
    none = np.zeros((len(orders), 1), np.int64)
    return np.hstack([none, np.cumsum(np.int64(1) << orders, axis=1)])


def sampled(levels: pd.DataFrame, orders: Sequence[Orders]) -> Array:
    """Shapley values estimated over sampled orders of introduction.

    Parameters: `levels` as in `exact`, with rows for the subsets that the orders need; `orders` of
    each replication. Returns shape (levers, replications). If each replication has its own random
    orders, columns are independent unbiased estimates (Castro, Gomez and Tejada, Polynomial
    calculation of the Shapley value based on sampling, 2009). An interval over columns then covers
    the sampling of orders as well as that of seeds.
    """
    shapley = np.empty((orders[0].shape[1], len(orders)))
    for column, own in enumerate(orders):
        values = levels.iloc[:, column].reindex(nested_subsets(own).ravel()).to_numpy(np.float64)
        marginal = np.diff(values.reshape(len(own), -1), axis=1)
        by_lever = np.take_along_axis(marginal, np.argsort(own, axis=1), axis=1)
        shapley[:, column] = by_lever.mean(axis=0)
    return shapley
