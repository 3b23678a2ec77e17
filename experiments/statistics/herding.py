"""Kernel herding: an order of points in which the first ones represent all, for any number.

Each next point is the one that brings the energy distance between the points so far and all points
lowest. This is herding with the kernel -|x - y|, which needs no parameter and tells any two
distributions apart.

Sources: Chen, Welling and Smola, Super-samples from kernel herding (UAI 2010); Szekely and Rizzo,
Energy statistics (Journal of Statistical Planning and Inference 143, 2013); Mak and Joseph, Support
points (Annals of Statistics 46, 2018).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def herded(points: Array) -> npt.NDArray[np.int64]:
    """Positions of points in herding order, each once.

    Parameters: `points` of shape (points, dimensions), on scales that make distances comparable.
    """
    order = np.empty(len(points), np.int64)
    if not len(points):
        return order
    distances = _distances(points, points)
    mean = distances.mean(axis=1)
    nearby = np.zeros(len(points))
    free = np.ones(len(points), np.bool_)
    for turn in range(len(points)):
        # The kernel of a point with itself is 0, so that a point counts among those so far.
        score = np.where(free, mean - nearby / (turn + 1), np.inf)
        order[turn] = at = int(np.argmin(score))
        free[at] = False
        nearby += distances[at]
    return order


def energy_distance(some: Array, points: Array) -> float:
    """Energy distance between two sets of points, (some, dimensions) and (points, dimensions)."""
    across = 2.0 * _distances(some, points).mean()
    return float(across - _distances(some, some).mean() - _distances(points, points).mean())


def _distances(left: Array, right: Array) -> Array:
    from scipy.spatial.distance import cdist

    return np.asarray(cdist(left, right), np.float64)
