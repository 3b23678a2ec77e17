"""The section on costs of a report."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.costs import tables
from experiments.language import _, counted
from experiments.reporting.meanings import meaning, unit
from experiments.reporting.page import appendix, heading, paragraph
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table, number


def section(results: Results, shown: Iterable[Table], notes: Iterable[str] = ()) -> list[str]:
    """What scenarios cost and buy, further tables, notes, and prices; nothing without costs.

    Parameters: results; tables of who pays; notes besides those on costs.
    """
    if tables.costs(results).empty:
        return []
    return [
        heading(_("Costs")),
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
        span = ""
        if row["low"] is not None:
            ends = _("{low} to {high}")
            span = ends.format(low=number(row["low"]), high=number(row["high"]))
        table.add(
            row["id"], row["value"], span, unit(row["unit"]), meaning(row["meaning"]),
            row["why"] or row["formula"],
        )  # fmt: skip
    prices = counted(len(table), "price")
    summary = _("{prices}, with ranges and reasons").format(prices=prices)
    return appendix(summary, table.html(), _("they are under prices in manifest.json"))
