"""Tables of the evidence for the terminal and the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.reporting import page
from experiments.reporting.meanings import meaning, unit
from experiments.reporting.table import Column, Kind, Table, filled, number

SHOWN = ("id", "value", "range", "unit", "grade", "role", "where", "meaning")
KINDS: dict[str, Kind] = {
    "id": "name", "value": "number", "grade": "name", "used": "name", "meaning": "prose",
    "why": "prose", "lever": "name", "what": "prose",
}  # fmt: skip

IN_WORDS: dict[str, Callable[[str], str]] = {"unit": unit, "meaning": meaning}
"""Columns that are shown in the language in use, and how."""


def entry_table(rows: pd.DataFrame, more: Sequence[str] = ()) -> Table:
    """A row an entry, with the columns SHOWN and `more` of them."""
    table = Table([Column(name, KINDS.get(name, "text")) for name in (*SHOWN, *more)])
    for row in rows.to_dict("records"):
        cells = {str(name): text(value) for name, value in row.items()}
        low, high = cells["low"], cells["high"]
        cells["range"] = f"{low} to {high}" if low else ""
        cells["where"] = cells["place"] or cells["source"]
        cells["why"] = cells["why"] or cells["formula"]
        cells |= {name: shown(cells[name]) for name, shown in IN_WORDS.items()}
        table.add(*(cells[name] for name in (*SHOWN, *more)))
    return table


def lever_table(levers: pd.DataFrame, left_out: Sequence[str] = ()) -> Table:
    """The catalogue of levers and shocks, a row each."""
    names = [str(name) for name in levers if name not in left_out]
    columns = [Column(name, KINDS.get(name, "text")) for name in names]
    return filled(columns, levers[names].itertuples(index=False))


def detail_table(row: Mapping[str, Any], documents: Mapping[str, str]) -> Table:
    """One entry in full, a row a field, and the documents that it is quoted from."""
    table = Table([Column("", "name"), Column("")])
    table.add("reference", row["reference"])
    for name, value in row.items():
        if name not in ("id", "class", "reference") and text(value):
            table.add(name, IN_WORDS.get(str(name), str)(text(value)))
    for name, title in documents.items():
        table.add(f"document {name}", title)
    return table


def checked_table(rows: pd.DataFrame) -> Table:
    """The entries of a file of the user: a row each, what it replaces and what uses it."""
    shown = [Column("id", "name"), Column("class"), Column("value", "number"), Column("range"),
             Column("unit"), Column("replaces"), Column("used by")]  # fmt: skip
    table = Table(shown)
    for row in rows.to_dict("records"):
        cells = {str(name): text(value) for name, value in row.items()}
        span = f"{cells['low']} to {cells['high']}" if cells["low"] else ""
        table.add(cells["id"], cells["class"], cells["value"], span, cells["unit"],
                  cells["replaces"], cells["used"] or "nothing")  # fmt: skip
    return table


def evidence_page(rows: pd.DataFrame, levers: pd.DataFrame, own: Sequence[str]) -> str:
    """All entries and the catalogue of levers as an HTML page.

    `own` are sections on evidence of the user, as HTML.
    """
    parts = [
        "<h1>What the numbers are based on</h1>",
        page.paragraph(
            "Facts are quoted from a document at that character; assumptions are declared with a "
            "range and a reason. 'Used' names the settings that use an entry.",
            "quiet",
        ),
        *([*own, "<h2>All entries</h2>"] if own else []),
        entry_table(rows, ("why", "used", "file")).html(),
        "<h1>Levers and shocks</h1>",
        lever_table(levers).html(),
    ]
    return page.page("unburden: evidence", parts, wide=True)


def text(value: object) -> str:
    """A cell as text; empty where there is no value, whole numbers without a point."""
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return number(int(value))
    return number(value)
