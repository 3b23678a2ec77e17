"""A row of the table: what it measures, its unit, target and bound, and how much of it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Missing(Exception):
    """A row cannot be measured here; the message says why."""


class Size(NamedTuple):
    """How much is measured."""

    rounds: int
    """Repetitions, of which the median is told."""
    communities: int
    """Of a street."""
    residents: int
    """Of a community."""
    warmup_days: int
    horizon_days: int
    ladder: tuple[int, ...]
    """Communities of the societies whose time should grow with their number."""
    runs: int
    """Runs of a laboratory: short ones twice as many, less as many."""
    points: int
    """Points of a plan."""
    queue_days: int
    """Days of the queue M/M/10."""


FULL = Size(5, 12, 5000, 60, 250, (1, 4, 16, 64, 256), 200, 10_000, 250)
QUICK = Size(3, 12, 5000, 60, 250, (1, 16, 64), 60, 1_000, 60)
TINY = Size(1, 2, 400, 2, 5, (1, 2), 4, 20, 3)


class Measured(NamedTuple):
    """A figure, a line about it, and the figures behind it."""

    value: float
    note: str = ""
    detail: Any = None


class Row(NamedTuple):
    """A row of the table.

    `key` names it in the file and on the command line; `before` is the figure before work on speed
    began, `target` what was to be reached, `bound` what keeps it from being smaller. `slow` rows
    take minutes and are left out of a quick table.
    """

    key: str
    title: str
    unit: str
    before: str
    target: str
    bound: str
    measure: Callable[[Size], Measured]
    slow: bool = False
