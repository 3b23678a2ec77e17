"""M/M/c from one morning to the next: chances of its numbers after a time, and in the long run."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import linalg, stats

Array = npt.NDArray[np.float64]
CLOSENESS = 0.005
"""Distance (total variation) from the stationary law that counts as settled."""


class Left(NamedTuple):
    """Chances of the number left, from none; of the number in all on the evening and none left."""

    chances: Array
    evening: Array


class Station(NamedTuple):
    """Poisson arrivals and exponential service, both per minute, with so many servers.

    Its numbers go up to `most`, at which arrivals are lost; that must be out of reach.
    """

    arrivals: float
    service: float
    servers: int
    most: int

    def after(self, minutes: float) -> Array:
        """Chances of the number after a time (columns) from that before it (rows).

        The exponential of the generator (Kolmogorov's forward equations of the birth and death
        process of Erlang).
        """
        numbers = np.arange(self.most + 1)
        deaths = self.service * np.minimum(numbers, self.servers)
        births = np.where(numbers < self.most, self.arrivals, 0.0)
        generator = np.diag(births[:-1], 1) + np.diag(deaths[1:], -1) - np.diag(births + deaths)
        found: Array = linalg.expm(generator * minutes)
        return found


def poisson(mean: float, most: int) -> Array:
    """Chances of 0 to `most` events."""
    found: Array = stats.poisson.pmf(np.arange(most + 1), mean)
    return found


def left_over(evening: Array, begun: Array, come: Array, waiting: int, servers: int) -> Left:
    """Splits a day by how many of those who waited in its morning still do: the first go first.

    Parameters: chances of the number on the `evening`, whatever waits; of the number that all
    servers can begin with, as long as there are any, in the day; of arrivals of the day; how many
    were waiting. If some are left, all servers have been busy, and all arrivals wait.
    """
    chances = begun[waiting - np.arange(waiting + 1)]
    chances[0] = 1.0 - chances[1:].sum()
    evening = evening.copy()
    for still in range(1, waiting + 1):
        new = servers + still
        evening[new:] -= chances[still] * come[: len(come) - new]
    return Left(chances, evening)


def stationary(moves: Array) -> Array:
    """Stationary chances of a chain with these chances to go from rows to columns."""
    size = len(moves)
    balance = moves.T - np.eye(size)
    balance[0, :] = 1.0
    found: Array = linalg.solve(balance, np.eye(size)[0])
    return found


def settling_days(moves: Array) -> int:
    """Steps until an empty start is nearly forgotten."""
    law, chances, days = stationary(moves), np.eye(len(moves))[0], 0
    while 0.5 * float(np.abs(chances - law).sum()) > CLOSENESS:
        chances = chances @ moves
        days += 1
    return days
