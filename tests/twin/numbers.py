"""Ticks, keys of tasks, shares of a whole, and draws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from sim.enums import DAY_TICKS, MONTHS, YEAR_DAYS
from sim.streams import STREAMS, draw, stream_key

CALLERS_FIRST = 10**15
EMERGENCIES_FIRST = 2 * 10**15
PURSUED_FIRST = 5 * 10**14
"""How much earlier than others' their keys are."""


def ticks(minutes: float) -> int:
    """A duration in ticks, rounded once."""
    return math.floor(1000.0 * minutes + 0.5)


def morning(day: int) -> int:
    """The first moment of a day."""
    return day * DAY_TICKS


def ends_month(day: int) -> bool:
    """Whether a month ends with this day."""
    month = (day + 1) * MONTHS // YEAR_DAYS
    return day + 1 in (YEAR_DAYS * month // MONTHS, YEAR_DAYS * (month + 1) // MONTHS)


def month_of(day: int) -> int:
    """The month to which a day belongs, 1 for the first."""
    month = 1
    while months_last_day(month) < day:
        month += 1
    return month


def months_last_day(month: int) -> int:
    """The last day of a month."""
    return YEAR_DAYS * month // MONTHS - 1


def dealt(total: int, parts: int) -> list[int]:
    """A total dealt out evenly."""
    return [(part + 1) * total // parts - part * total // parts for part in range(parts)]


def dealt_by_weight(total: int, weights: Sequence[float]) -> list[int]:
    """A total dealt out by weight."""
    sums = list(accumulate(weights, initial=0.0))
    bounds = [math.floor(total * part / sums[-1]) for part in sums[:-1]] + [total]
    return [above - below for below, above in pairwise(bounds)]


def upward_key(arrival: int, span: float, weight: float) -> int:
    """Key of a task for those above."""
    return arrival + math.floor(span * (1.0 - weight) * DAY_TICKS + 0.5)


def residents_key(arrival: int, promise: float, weight: float) -> int:
    """Key of a task for residents."""
    return arrival + math.floor(promise * weight * DAY_TICKS + 0.5)


class Draws:
    """Two uniforms for a stream, entity, day and ordinal of this run."""

    def __init__(self, seed: int) -> None:
        self.keys = {name: np.uint64(stream_key(seed, name)) for name in STREAMS}

    def __call__(
        self, stream: str, entity: int, day: int = 0, ordinal: int = 0
    ) -> tuple[float, float]:
        u, v = draw(self.keys[stream], entity, day, ordinal)
        return u, v
