"""Tables of the evidence for the terminal and the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from experiments.kinds.evidence.lever_catalogue import HEAD
from experiments.kinds.evidence.listing import values
from experiments.language import _, joined, marked
from experiments.reporting import page
from experiments.reporting.meanings import meaning, unit
from experiments.reporting.table import Cell, Column, Kind, Table, filled, number

TITLE_WIDTH = 84
"""Characters of the title of a document on the terminal."""
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
ACTS = ("acts through", "changes")
"""Columns of the catalogue that a page has below a row."""


def entry_table(rows: pd.DataFrame) -> Table:
    """A row an entry, with the columns SHOWN."""
    table = Table([Column(name, KINDS.get(name, "text")) for name in SHOWN])
    for cells in _cells(rows):
        table.add(*(cells[name] for name in SHOWN))
    return table


def _cells(rows: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Entries by column, in the language in use."""
    for row in rows.to_dict("records"):
        cells = {str(name): text(value) for name, value in row.items()}
        low, high = cells["low"], cells["high"]
        cells["range"] = _("{low} to {high}").format(low=low, high=high) if low else ""
        cells["where"] = _(cells["place"]) or cells["source"]
        cells["why"] = cells["why"] or cells["formula"]
        yield cells | {name: shown(cells[name]) for name, shown in IN_WORDS.items()}


def lever_table(levers: pd.DataFrame, left_out: Sequence[str] = ()) -> Table:
    """The catalogue of levers and shocks, a row each."""
    names = [str(name) for name in levers if name not in left_out]
    columns = [Column(name, KINDS.get(name, "text")) for name in names]
    return filled(columns, (in_words(row, names) for row in levers[names].to_numpy().tolist()))


def lever_cells(cells: Sequence[str]) -> dict[str, str | Cell]:
    """A row of the catalogue for a page, by column: what a lever is, with its name below."""
    words = dict(zip(HEAD, in_words(cells), strict=True))
    changes = ", ".join(f"`{name}`" for name in words["changes"].split(", ") if name)
    return {**words, "what": Cell(words["what"], words["lever"]), "changes": changes}


def lever_page_table(levers: pd.DataFrame) -> Table:
    """The catalogue for a page: a row a lever, with how it acts below."""
    names = ("what", "documents", "acts on", "its own numbers", *ACTS)
    table = Table([Column(name, "detail" if name in ACTS else "text") for name in names])
    for row in levers[list(HEAD)].to_numpy().tolist():
        cells = lever_cells(row)
        table.add(*(cells[name] for name in names))
    return table


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


def grades_table(rows: pd.DataFrame) -> Table:
    """How many entries there are of each grade, and how many of them settings use."""
    table = Table([
        Column("grade"), Column(""), Column("entries", "number"), Column("in use", "number"),
    ])  # fmt: skip
    for (kind, grade), part in rows.groupby(["class", "grade"], sort=False):
        table.add(_(str(grade)), _(str(kind)), len(part), int((part["used"] != "").sum()))
    return table


def documents_table(rows: pd.DataFrame, documents: Mapping[str, str]) -> Table:
    """How many facts are from each document, and how many assumptions name it as a source."""
    table = Table([
        Column("document"), Column("", width=TITLE_WIDTH), Column("facts", "number"),
        Column("assumptions", "number"),
    ])  # fmt: skip
    for name, title in documents.items():
        mine = rows[[name in values({"source": source}, "source") for source in rows["source"]]]
        facts = int((mine["class"] == "fact").sum())
        table.add(name, title, facts, len(mine) - facts)
    return table


def page_table(rows: pd.DataFrame) -> Table:
    """A row an entry, led by its meaning, with reason, use and file below."""
    below = ("where", *MORE)
    table = Table([
        Column("meaning", "prose"), Column("value", "number"), Column("unit"), Column("grade"),
        Column("role"), *(Column(name, "detail") for name in below),
    ])  # fmt: skip
    for cells in _cells(rows):
        cells["used"] = ", ".join(map(_user, filter(None, cells["used"].split(", "))))
        table.add(
            Cell(cells["meaning"], cells["id"]), Cell(cells["value"], cells["range"]),
            cells["unit"], cells["grade"], cells["role"], *(cells[name] for name in below),
        )  # fmt: skip
    return table


def _user(name: str) -> str:
    """What uses an entry: a setting, or the formula of another entry."""
    formula, _space, entry = name.rpartition(" ")
    return _("formula of {entry}").format(entry=f"`{entry}`") if formula else f"`{name}`"


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
        page_table(rows).html(cards=True),
        f"<h1>{escape(_('Levers and shocks'))}</h1>",
        lever_page_table(levers).html(cards=True),
    ]
    return page.page(_("unburden: evidence"), parts, wide=True)


def text(value: object) -> str:
    """A cell as text; empty where there is no value, whole numbers without a point."""
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return number(int(value))
    return number(value)
