"""The number in an M/M/c queue after a time and in the long run (birth and death process)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import linalg, stats

Array = npt.NDArray[np.float64]
CLOSENESS = 0.005
"""Distance in total variation from the stationary distribution that counts as settled."""


class Remaining(NamedTuple):
    """Number of those waiting in the morning who still wait at the end of the day.

    `probabilities` of that number, from 0; `end_of_day`: joint probabilities that none of them is
    left and of the number in the system.
    """

    probabilities: Array
    end_of_day: Array


class BirthDeath(NamedTuple):
    """M/M/c: arrival and service rates a minute, and the number of servers.

    The state space ends at `most` customers, where arrivals are lost; that must be out of reach.
    """

    arrivals: float
    service: float
    servers: int
    most: int

    def transition_matrix(self, minutes: float) -> Array:
        """Probabilities of the number after a time (columns) given that before it (rows).

        The exponential of the generator (Kolmogorov's forward equations of the birth and death
        process of Erlang).
        """
        numbers = np.arange(self.most + 1)
        deaths = self.service * np.minimum(numbers, self.servers)
        births = np.where(numbers < self.most, self.arrivals, 0.0)
        generator = np.diag(births[:-1], 1) + np.diag(deaths[1:], -1) - np.diag(births + deaths)
        matrix: Array = linalg.expm(generator * minutes)
        return matrix


def poisson(mean: float, most: int) -> Array:
    """Probabilities of 0 to `most` events."""
    probabilities: Array = stats.poisson.pmf(np.arange(most + 1), mean)
    return probabilities


def remaining_waiting(
    end_of_day: Array, begun: Array, come: Array, waiting: int, servers: int
) -> Remaining:
    """Number of those waiting in the morning who still wait at its end (first come first served).

    Parameters: probabilities of the number in the system at the `end_of_day`; of the number of
    services that can begin in the day while all servers are busy (`begun`); of the arrivals of the
    day (`come`); the number `waiting` in the morning; the number of servers. If some of them are
    left, all servers have been busy, and all arrivals wait.
    """
    probabilities = begun[waiting - np.arange(waiting + 1)]
    probabilities[0] = 1.0 - probabilities[1:].sum()
    end_of_day = end_of_day.copy()
    for still in range(1, waiting + 1):
        new = servers + still
        end_of_day[new:] -= probabilities[still] * come[: len(come) - new]
    return Remaining(probabilities, end_of_day)


def stationary(moves: Array) -> Array:
    """Stationary distribution of a chain with these transition probabilities, rows to columns."""
    size = len(moves)
    balance = moves.T - np.eye(size)
    balance[0, :] = 1.0
    distribution: Array = linalg.solve(balance, np.eye(size)[0])
    return distribution


def settling_days(moves: Array) -> int:
    """Steps from an empty start until the distribution is CLOSENESS from the stationary one."""
    limit, now, days = stationary(moves), np.eye(len(moves))[0], 0
    while 0.5 * float(np.abs(now - limit).sum()) > CLOSENESS:
        now = now @ moves
        days += 1
    return days
