"""The section on costs of a report."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.config.messages import counted
from experiments.costs import tables
from experiments.reporting.meanings import meaning, unit
from experiments.reporting.page import appendix, paragraph
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table, number


def section(results: Results, shown: Iterable[Table], notes: Iterable[str] = ()) -> list[str]:
    """What scenarios cost and buy, further tables, notes, and prices; nothing without costs.

    Parameters: results; tables of who pays; notes besides those on costs.
    """
    if tables.costs(results).empty:
        return []
    return [
        "<h2>Costs</h2>",
        tables.ranked(results).html(),
        *(table.html() for table in shown),
        *(paragraph(note, "quiet") for note in (*tables.notes(results), *notes)),
        _prices(results),
    ]


def _prices(results: Results) -> str:
    """Prices with their ranges and reasons."""
    table = Table([
        Column("id", "name"), Column("value", "number"), Column("range"), Column("unit"),
        Column("meaning", "prose"), Column("why", "prose"),
    ])  # fmt: skip
    for row in results.manifest["prices"]:
        span = "" if row["low"] is None else f"{number(row['low'])} to {number(row['high'])}"
        table.add(
            row["id"], row["value"], span, unit(row["unit"]), meaning(row["meaning"]),
            row["why"] or row["formula"],
        )  # fmt: skip
    summary = f"{counted(len(table), 'price')}, with ranges and reasons"
    return appendix(summary, table.html(), "they are under prices in manifest.json")
