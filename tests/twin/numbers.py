"""Ticks, keys of tasks, and draws."""

from __future__ import annotations

import math

import numpy as np

from sim.streams import STREAMS, draw, stream_key
from sim.terms import DAY_TICKS


def ticks(minutes: float) -> int:
    """A duration in ticks, rounded once."""
    return math.floor(1000.0 * minutes + 0.5)


def morning(day: int) -> int:
    """The first moment of a day."""
    return day * DAY_TICKS


def dealt(total: int, parts: int, part: int) -> int:
    """How many of `total` part number `part` gets."""
    return (part + 1) * total // parts - part * total // parts


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
