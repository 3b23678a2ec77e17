"""A queue of a few lines, simulated apart from the model: in any order, with impatience."""

from __future__ import annotations

import heapq
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
DAY = 480.0


class Simulated(NamedTuple):
    """When each was begun and ended, NaN if given up; mornings of those who asked again."""

    begun: Array
    ended: Array
    asked_again: list[float]


def simulate(
    came: Array,
    service: Array,
    servers: int,
    key: Array,
    leaves: Array | None = None,
    again: float = 0.0,
    minutes: float = 0.0,
    seed: int = 0,
) -> Simulated:
    """Who is free takes whoever waits with the smallest key; nobody is interrupted.

    Parameters: moments of arrival in order, times of service, number of servers, keys; moments at
    which each leaves if not begun. With `again` (one server), all who are there in the morning of a
    day ask again with that chance, for so many minutes each, before the others. All in minutes.
    """
    begun, ended = np.full(len(came), np.nan), np.full(len(came), np.nan)
    leaves = np.full(len(came), np.inf) if leaves is None else leaves
    rng = np.random.default_rng(seed)
    free, waiting = [0.0] * servers, list[tuple[float, int]]()
    following, in_hand, morning = 0, -1, DAY
    asked_again: list[float] = []
    while following < len(came) or waiting:
        now = heapq.heappop(free)
        if not waiting and following < len(came):
            now = max(now, came[following])
        while following < len(came) and came[following] <= now:
            heapq.heappush(waiting, (key[following], following))
            following += 1
        while again and morning <= now:
            there = [one for _, one in waiting if came[one] < morning and leaves[one] > morning]
            count = len(there) + (in_hand >= 0 and ended[in_hand] > morning)
            asking = int(rng.binomial(count, again))
            asked_again += [morning] * asking
            now += asking * minutes
            while following < len(came) and came[following] <= now:
                heapq.heappush(waiting, (key[following], following))
                following += 1
            morning += DAY
        while waiting and leaves[waiting[0][1]] <= now:
            heapq.heappop(waiting)
        if not waiting:
            heapq.heappush(free, now)
            if following == len(came):
                break
            continue
        in_hand = heapq.heappop(waiting)[1]
        begun[in_hand], ended[in_hand] = now, now + service[in_hand]
        heapq.heappush(free, ended[in_hand])
    return Simulated(begun, ended, asked_again)
