"""Entries of the account of freed time, and the lines in which it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.reporting.labels import ACTIVITIES, signed
from experiments.statistics.net_freed import UNDONE
from experiments.statistics.paired_differences import BURDEN

WORLDS = {"with rebound": True, "without rebound": False}
HOURS = "hours_per_worker_week"
NOT_DONE = "upward_work_not_done"
STOCKS = ("obligations", "unlisted_obligations")
LENGTHENED = "longer days"
SHOWN_FROM = 0.005
"""Hours from which an activity has a line."""


def columns(rows: pd.DataFrame) -> list[tuple[str, int]]:
    """Worlds and years, in the order in which they are shown."""
    return [(world, int(year)) for world in WORLDS for year in sorted(rows["year"].unique())]


def lines(rows: pd.DataFrame, scenario: str) -> Iterator[tuple[str, list[str]]]:
    """The account of a scenario: labels, and a cell a world and year."""
    values = rows.set_index(["scenario", "entry", "world", "year"])["value"].to_dict()
    where = columns(rows)

    def levels(entry: str, of: str = scenario) -> list[float]:
        return [float(values.get((of, entry, *place), 0.0)) for place in where]

    def total(entries: Sequence[str]) -> list[float]:
        by_entry = [levels(entry) for entry in entries]
        return [sum(column) for column in zip(*by_entry, strict=True)]

    less = [-value for value in total(BURDEN)]
    others = [name for name in ACTIVITIES if name not in BURDEN]
    undone = total(tuple(UNDONE))
    yield "freed at equal delivery", _cells([a - b for a, b in zip(less, undone, strict=True)])
    for name, label in UNDONE.items():
        yield f"  less {label}", _cells([-value for value in levels(name)])
    yield "  time spent less", _cells(less)
    for name in BURDEN:
        yield f"    {ACTIVITIES[name]}", _cells([-value for value in levels(name)])
    yield "went to", [""] * len(where)
    for name in others:
        if any(abs(value) >= SHOWN_FROM for value in levels(name)):
            yield f"  {ACTIVITIES[name]}", _cells(levels(name))
    longer = levels(LENGTHENED)
    yield "longer days (overtime)", _cells(longer)
    gap = [hours - to + more for hours, to, more in zip(less, total(others), longer, strict=True)]
    yield "balance (spent less, minus used, plus longer days)", _cells(gap)
    labels = ("obligations a community", "  of them unlisted")
    for name, label in zip(STOCKS, labels, strict=True):
        pairs = zip(levels(name), levels(name, BASELINE), strict=True)
        cells = [f"{value:.0f} ({before:.0f})" for value, before in pairs]
        yield f"{label}, year's end (baseline)", cells


def _cells(values: Sequence[float]) -> list[str]:
    return [signed(value, 2) for value in values]
