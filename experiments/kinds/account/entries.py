"""Entries of the account of freed time, and the lines in which it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.language import _, marked
from experiments.reporting.labels import ACTIVITIES, signed
from experiments.reporting.society_cells import interval
from experiments.reporting.table import Cell
from experiments.statistics.net_freed import NET, SPENT, UNDONE
from experiments.statistics.paired_differences import BURDEN

WORLDS = {marked("with rebound"): True, marked("without rebound"): False}
HOURS = "hours_per_worker_week"
NOT_DONE = "upward_work_not_done"
STOCKS = ("obligations", "unlisted_obligations")
LENGTHENED = "longer days"
SHOWN_FROM = 0.005
"""Hours from which an activity has a line."""


def columns(rows: pd.DataFrame) -> list[tuple[str, int]]:
    """Worlds and years, in the order in which they are shown."""
    return [(world, int(year)) for world in WORLDS for year in sorted(rows["year"].unique())]


def lines(rows: pd.DataFrame, scenario: str) -> Iterator[tuple[str, list[str | Cell]]]:
    """The account of a scenario: labels, and a cell a world and year.

    Over societies a cell has the median and [5 %, 95 %]. Medians do not add up: the balance is that
    of means.
    """
    values: Any = rows.set_index(["scenario", "entry", "world", "year"]).to_dict("index")
    where = columns(rows)
    several = "median" in rows

    def levels(entry: str, of: str = scenario, column: str = "value") -> list[float]:
        found = (values.get((of, entry, *place), {}) for place in where)
        return [float(row.get(column, 0.0)) for row in found]

    def cells(entry: str, sign: int = 1) -> list[str | Cell]:
        if not several:
            return [signed(sign * value, 2) for value in levels(entry)]
        middle, *ends = (levels(entry, column=name) for name in ("median", "low", "high"))
        low, high = ends[::sign]
        return [
            Cell(signed(sign * value, 2), interval(sign * start, sign * end, 2))
            for value, start, end in zip(middle, low, high, strict=True)
        ]

    others = [name for name in ACTIVITIES if name not in BURDEN]
    yield _("freed at equal delivery"), cells(NET)
    for name, label in UNDONE.items():
        yield "  " + _("less {label}").format(label=_(label)), cells(name, -1)
    yield "  " + _("time spent less"), cells(SPENT)
    for name in BURDEN:
        yield f"    {ACTIVITIES[name]}", cells(name, -1)
    yield _("went to"), [""] * len(where)
    for name in others:
        if any(abs(value) >= SHOWN_FROM for value in levels(name)):
            yield f"  {ACTIVITIES[name]}", cells(name)
    yield _("longer days (overtime)"), cells(LENGTHENED)
    used = [sum(each) for each in zip(*map(levels, others), strict=True)]
    balance = zip(levels(SPENT), used, levels(LENGTHENED), strict=True)
    yield (
        _("balance of means (spent less, minus used, plus longer days)")
        if several
        else _("balance (spent less, minus used, plus longer days)"),
        [signed(hours - to + more, 2) for hours, to, more in balance],
    )
    labels = (
        _("obligations a community, year's end (baseline)"),
        "  " + _("of them unlisted, year's end (baseline)"),
    )
    column = "median" if several else "value"
    for name, label in zip(STOCKS, labels, strict=True):
        pairs = zip(levels(name, scenario, column), levels(name, BASELINE, column), strict=True)
        stock = [f"{value:.0f} ({before:.0f})" for value, before in pairs]
        yield label, [*stock]
