"""Tables of the evidence for the terminal and the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from experiments.kinds.evidence.lever_catalogue import HEAD
from experiments.language import _, joined, marked
from experiments.reporting import page
from experiments.reporting.meanings import meaning, unit
from experiments.reporting.table import Column, Kind, Table, filled, number

SHOWN = (
    marked("id"), marked("value"), marked("range"), marked("unit"), marked("grade"),
    marked("role"), marked("where"), marked("meaning"),
)  # fmt: skip
MORE = marked("why"), marked("used"), marked("file")
FIELDS = (
    marked("low"), marked("high"), marked("distribution"), marked("formula"), marked("printed"),
    marked("precision"), marked("place"), marked("source"), marked("replaces"), marked("reference"),
    marked("scale"),
)  # fmt: skip
"""What an entry has besides; titles of rows of one entry in full."""
KINDS: dict[str, Kind] = {
    "id": "name", "value": "number", "grade": "name", "used": "name", "meaning": "prose",
    "why": "prose", "lever": "name", "what": "prose",
}  # fmt: skip

IN_WORDS: dict[str, Callable[[str], str]] = {
    "unit": unit, "meaning": meaning, "grade": _, "role": _, "why": _, "distribution": _,
    "class": _,
}  # fmt: skip
"""Columns that are shown in the language in use, and how."""


ROLES = (
    marked("structure"), marked("lever"), marked("shock"), marked("context"), marked("target"),
    marked("baseline"),
)  # fmt: skip
DISTRIBUTIONS = (
    marked("uniform"), marked("loguniform"), marked("triangular"), marked("integer"),
)  # fmt: skip
CLASSES = marked("fact"), marked("assumption")
ACTED_ON = (
    marked("departments"), marked("merchants"), marked("obligations"), marked("others"),
    marked("residents"), marked("streets"), marked("volunteers"), marked("workers"),
)  # fmt: skip
"""Words of the tables of data that are shown."""


def _people(cell: str) -> str:
    """Whom a lever acts on."""
    return joined(map(_, cell.split(", ")))


def _numbers(cell: str) -> str:
    """How many numbers of a lever rest on evidence of each grade."""
    parts = [part.partition(" ") for part in cell.split(", ")]
    if not all(number.isdecimal() for number, _space, _grade in parts):
        return _(cell)
    text = _("{number} {grade}")
    return joined(text.format(number=number, grade=_(grade)) for number, _space, grade in parts)


LEVERS_IN_WORDS: dict[str, Callable[[str], str]] = {
    "what": _, "acts on": _people, "its own numbers": _numbers,
}  # fmt: skip
"""Columns of the catalogue of levers that are shown in the language in use, and how."""


def entry_table(rows: pd.DataFrame, more: Sequence[str] = ()) -> Table:
    """A row an entry, with the columns SHOWN and `more` of them."""
    table = Table([Column(name, KINDS.get(name, "text")) for name in (*SHOWN, *more)])
    for row in rows.to_dict("records"):
        cells = {str(name): text(value) for name, value in row.items()}
        low, high = cells["low"], cells["high"]
        cells["range"] = _("{low} to {high}").format(low=low, high=high) if low else ""
        cells["where"] = _(cells["place"]) or cells["source"]
        cells["why"] = cells["why"] or cells["formula"]
        cells |= {name: shown(cells[name]) for name, shown in IN_WORDS.items()}
        table.add(*(cells[name] for name in (*SHOWN, *more)))
    return table


def lever_table(levers: pd.DataFrame, left_out: Sequence[str] = ()) -> Table:
    """The catalogue of levers and shocks, a row each."""
    names = [str(name) for name in levers if name not in left_out]
    columns = [Column(name, KINDS.get(name, "text")) for name in names]
    return filled(columns, (in_words(row, names) for row in levers[names].to_numpy().tolist()))


def in_words(cells: Sequence[str], names: Sequence[str] = HEAD) -> list[str]:
    """A row of the catalogue in the language in use; names of its columns."""
    return [LEVERS_IN_WORDS.get(name, str)(cell) for name, cell in zip(names, cells, strict=True)]


def detail_table(row: Mapping[str, Any], documents: Mapping[str, str]) -> Table:
    """One entry in full, a row a field, and the documents that it is quoted from."""
    table = Table([Column("", "name"), Column("")])
    table.add(_("reference"), row["reference"])
    for name, value in row.items():
        if name not in ("id", "class", "reference") and text(value):
            table.add(_(str(name)), IN_WORDS.get(str(name), str)(text(value)))
    for name, title in documents.items():
        table.add(_("document {name}").format(name=name), title)
    return table


def checked_table(rows: pd.DataFrame) -> Table:
    """The entries of a file of the user: a row each, what it replaces and what uses it."""
    shown = [Column("id", "name"), Column("class"), Column("value", "number"), Column("range"),
             Column("unit"), Column("replaces"), Column("used by")]  # fmt: skip
    table = Table(shown)
    for row in rows.to_dict("records"):
        cells = {str(name): text(value) for name, value in row.items()}
        span = ""
        if cells["low"]:
            span = _("{low} to {high}").format(low=cells["low"], high=cells["high"])
        table.add(cells["id"], _(cells["class"]), cells["value"], span, unit(cells["unit"]),
                  cells["replaces"], cells["used"] or "nothing")  # fmt: skip
    return table


def evidence_page(rows: pd.DataFrame, levers: pd.DataFrame, own: Sequence[str]) -> str:
    """All entries and the catalogue of levers as an HTML page.

    `own` are sections on evidence of the user, as HTML.
    """
    parts = [
        f"<h1>{escape(_('What the numbers are based on'))}</h1>",
        page.paragraph(
            _(
                "Facts are quoted from a document at that character; assumptions are declared with "
                "a range and a reason. 'Used' names the settings that use an entry."
            ),
            "quiet",
        ),
        *([*own, f"<h2>{escape(_('All entries'))}</h2>"] if own else []),
        entry_table(rows, MORE).html(),
        f"<h1>{escape(_('Levers and shocks'))}</h1>",
        lever_table(levers).html(),
    ]
    return page.page(_("unburden: evidence"), parts, wide=True)


def text(value: object) -> str:
    """A cell as text; empty where there is no value, whole numbers without a point."""
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return number(int(value))
    return number(value)
