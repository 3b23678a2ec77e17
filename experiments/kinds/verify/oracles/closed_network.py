"""A closed network in discrete time (days), solved exactly as a finite Markov chain."""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse, stats
from scipy.sparse.linalg import spsolve

Array = npt.NDArray[np.float64]
LATE = 1
"""Days that a visit to a station lasts at most, unless it is late."""


class Network(NamedTuple):
    """Issues that circulate: workers, an answer, the department, and back the morning after.

    Workers ask for `asks` issues a day at most. Of those asked, each is answered on any later day
    with probability `answered`; the department accepts it with probability `accepted`, else it
    goes back to the workers. The department does `jobs` a day at most, including what it accepted
    today. What it has done comes back tomorrow and is asked for from the day after.
    """

    asks: int
    jobs: int
    answered: float
    accepted: float


class Means(NamedTuple):
    """Stationary means: end-of-day numbers at workers and department, asks and jobs a day.

    `asked_late` and `done_late` are visits a day to workers and department that last for more than
    `LATE` days, first come first served. A station then serves the n-th in line after n divided by
    its capacity a day, rounded up, whatever comes later.
    """

    waiting: float
    at_department: float
    asked: float
    done: float
    asked_late: float
    done_late: float


State = tuple[int, int, int]
"""Issues with an answer due, at the department, and done today; all others wait for workers."""


def states(network: Network, issues: int) -> list[State]:
    """All states of so many issues at the end of a day."""
    return [
        (answer, department, done)
        for answer in range(issues + 1)
        for department in range(issues + 1 - answer)
        for done in range(min(network.jobs, issues - answer - department) + 1)
    ]


def transition_matrix(network: Network, issues: int) -> sparse.csr_array:
    """Transition probabilities from one end of day (rows) to the next, ordered as `states`."""
    places = {state: place for place, state in enumerate(states(network, issues))}
    rows: list[int] = []
    columns: list[int] = []
    probabilities: list[float] = []
    for state, place in places.items():
        answer, department, done = state
        asked = min(issues - answer - department - done, network.asks)
        for came, taken, probability in _answers(network, answer):
            served = min(department + taken, network.jobs)
            after = (answer - came + asked, department + taken - served, served)
            rows.append(place)
            columns.append(places[after])
            probabilities.append(probability)
    shape = (len(places), len(places))
    return sparse.coo_array((probabilities, (rows, columns)), shape=shape).tocsr()


@functools.cache
def _answers(network: Network, answer: int) -> list[tuple[int, int, float]]:
    """Answers of a day among those due, how many of them accept, and the probability."""
    return [
        (came, taken, float(of_coming * of_taking))
        for came, of_coming in enumerate(_binomial(answer, network.answered))
        for taken, of_taking in enumerate(_binomial(came, network.accepted))
    ]


def _binomial(count: int, probability: float) -> Array:
    probabilities: Array = stats.binom.pmf(np.arange(count + 1), count, probability)
    return probabilities


@functools.cache
def stationary_distribution(network: Network, issues: int) -> Array:
    """Stationary distribution over `states`: the solution of the balance equations."""
    moves = transition_matrix(network, issues)
    size = moves.shape[0]
    balance = (moves.T - sparse.eye_array(size)).tolil()
    balance[0, :] = 1.0
    whole = np.zeros(size)
    whole[0] = 1.0
    distribution: Array = np.atleast_1d(spsolve(balance.tocsc(), whole))
    return distribution


@functools.cache
def means(network: Network, issues: int) -> Means:
    """Stationary means with so many issues."""
    distribution = stationary_distribution(network, issues)
    table = np.array(states(network, issues))
    waiting = issues - table.sum(axis=1)
    moves = transition_matrix(network, issues).tocoo()
    at, to = moves.row, moves.col
    flow = distribution[at] * moves.data
    asked = np.minimum(waiting, network.asks)
    left = waiting - asked
    late = np.maximum(0, waiting[to] - np.maximum(left[at], LATE * network.asks))
    before = table[at, 1]
    after = table[to, 1] + table[to, 2]
    slow = np.maximum(0, after - np.maximum(before, (LATE + 1) * network.jobs))
    return Means(
        waiting=float(distribution @ waiting),
        at_department=float(distribution @ table[:, 1]),
        asked=float(distribution @ asked),
        done=float(distribution @ table[:, 2]),
        asked_late=float(flow @ late),
        done_late=float(flow @ slow),
    )


def settling_days(network: Network, issues: int, closeness: float) -> int:
    """Days until the distribution is that close to the stationary one (total variation).

    All issues begin before the workers.
    """
    moves = transition_matrix(network, issues).T.tocsr()
    now = np.zeros(moves.shape[0])
    now[0] = 1.0
    days = 0
    limit = stationary_distribution(network, issues)
    while 0.5 * np.abs(now - limit).sum() > closeness:
        now = moves @ now
        days += 1
    return days
