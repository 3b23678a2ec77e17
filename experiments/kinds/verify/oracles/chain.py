"""A closed network that moves once a day, solved exactly."""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse, stats
from scipy.sparse.linalg import spsolve

Array = npt.NDArray[np.float64]
LATE = 1
"""Evenings that a visit to a station lasts at most, unless it is late."""


class Network(NamedTuple):
    """Issues that go round: workers, an answer, the department, and back the morning after.

    Workers ask for `asks` issues a day at most. Of those asked, each is answered on any later day
    with chance `answered`; the department takes it on with chance `accepted`, else it goes back to
    the workers. The department does `jobs` a day at most, of what it took on today too. What it has
    done comes back tomorrow and is asked for from the day after.
    """

    asks: int
    jobs: int
    answered: float
    accepted: float


class Means(NamedTuple):
    """In the long run: evening numbers at workers and department, asks and jobs a day.

    `asked_late` and `done_late` are visits a day to workers and department that last for more than
    `LATE` evenings if those who came first are served first. A station then serves whom it finds at
    its n-th place after n divided by its number a day, rounded up, whatever comes later.
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
    """Every state of so many issues on an evening."""
    return [
        (answer, department, done)
        for answer in range(issues + 1)
        for department in range(issues + 1 - answer)
        for done in range(min(network.jobs, issues - answer - department) + 1)
    ]


def transitions(network: Network, issues: int) -> sparse.csr_array:
    """Chances from each evening (rows) to the next one (columns), in the order of `states`."""
    places = {state: place for place, state in enumerate(states(network, issues))}
    rows: list[int] = []
    columns: list[int] = []
    chances: list[float] = []
    for state, place in places.items():
        answer, department, done = state
        asked = min(issues - answer - department - done, network.asks)
        for came, taken, chance in _answers(network, answer):
            served = min(department + taken, network.jobs)
            after = (answer - came + asked, department + taken - served, served)
            rows.append(place)
            columns.append(places[after])
            chances.append(chance)
    shape = (len(places), len(places))
    return sparse.coo_array((chances, (rows, columns)), shape=shape).tocsr()


@functools.cache
def _answers(network: Network, answer: int) -> list[tuple[int, int, float]]:
    """Answers of a day among those due, how many of them take an issue on, and the chance."""
    return [
        (came, taken, float(of_coming * of_taking))
        for came, of_coming in enumerate(_binomial(answer, network.answered))
        for taken, of_taking in enumerate(_binomial(came, network.accepted))
    ]


def _binomial(count: int, chance: float) -> Array:
    found: Array = stats.binom.pmf(np.arange(count + 1), count, chance)
    return found


@functools.cache
def law(network: Network, issues: int) -> Array:
    """Stationary chances of the states: the solution of the balance equations."""
    moves = transitions(network, issues)
    size = moves.shape[0]
    balance = (moves.T - sparse.eye_array(size)).tolil()
    balance[0, :] = 1.0
    whole = np.zeros(size)
    whole[0] = 1.0
    found: Array = np.atleast_1d(spsolve(balance.tocsc(), whole))
    return found


@functools.cache
def means(network: Network, issues: int) -> Means:
    """Long-run means of so many issues."""
    chances = law(network, issues)
    table = np.array(states(network, issues))
    waiting = issues - table.sum(axis=1)
    moves = transitions(network, issues).tocoo()
    at, to = moves.row, moves.col
    flow = chances[at] * moves.data
    asked = np.minimum(waiting, network.asks)
    left = waiting - asked
    late = np.maximum(0, waiting[to] - np.maximum(left[at], LATE * network.asks))
    before = table[at, 1]
    after = table[to, 1] + table[to, 2]
    slow = np.maximum(0, after - np.maximum(before, (LATE + 1) * network.jobs))
    return Means(
        waiting=float(chances @ waiting),
        at_department=float(chances @ table[:, 1]),
        asked=float(chances @ asked),
        done=float(chances @ table[:, 2]),
        asked_late=float(flow @ late),
        done_late=float(flow @ slow),
    )


def settling_days(network: Network, issues: int, closeness: float) -> int:
    """Days until the law is that close (total variation), from all issues before the workers."""
    moves = transitions(network, issues).T.tocsr()
    chances = np.zeros(moves.shape[0])
    chances[0] = 1.0
    days = 0
    while 0.5 * np.abs(chances - law(network, issues)).sum() > closeness:
        chances = moves @ chances
        days += 1
    return days
