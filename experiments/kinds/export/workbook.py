"""One workbook of Excel, with a sheet for each table."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.kinds.export.columns import Column
from experiments.reporting.frames import FORMULA

MOST_ROWS = 1_048_576
"""Rows of a sheet, with its header."""
MOST_COLUMNS = 16_384
LONGEST = 32_767
"""Characters of a cell."""
LONGEST_TITLE = 31
NO_TITLE = re.compile(r"[\[\]:*?/\\]")
UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""Characters that a workbook cannot hold, or reads as another."""
WIDEST, NARROWEST = 60, 8
LOOKED_AT = 200
"""Rows by which the width of a column is chosen."""


def fits(columns: Sequence[Column]) -> str:
    """Why a sheet cannot hold a table; empty if it can."""
    rows = len(columns[0].values) if columns else 0
    if rows >= MOST_ROWS:
        return f"has {rows:,} rows, and a sheet {MOST_ROWS - 1:,} at most"
    if len(columns) > MOST_COLUMNS:
        return f"has {len(columns):,} columns, and a sheet {MOST_COLUMNS:,} at most"
    for column in columns:
        if column.kind == "text" and column.texts.str.len().max() > LONGEST:
            return f"has a text in {column.name} of more than {LONGEST:,} characters"
    return ""


def write(path: Path, sheets: Mapping[str, Sequence[Column]], title: str, about: str) -> None:
    """Write a sheet for each table, its header frozen and in bold.

    Text is text, whatever it begins with: Excel computes nothing. Infinite numbers are the texts
    inf and -inf, which functions of Excel pass over.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.title, book.properties.description = title, about
    book.properties.creator = "unburden"
    for name, columns in sheets.items():
        sheet = book.create_sheet(NO_TITLE.sub("_", name)[:LONGEST_TITLE])
        sheet.freeze_panes = "A2"
        for number, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = _width(column)
        sheet.append([_header(sheet, column.name) for column in columns])
        for row in zip(*(_cells(sheet, column) for column in columns), strict=True):
            sheet.append(row)
        if columns and len(columns[0].values):
            last = f"{get_column_letter(len(columns))}{len(columns[0].values) + 1}"
            sheet.auto_filter.ref = f"A1:{last}"
    book.save(path)


def _header(sheet: Any, name: str) -> Any:
    from openpyxl.styles import Font

    cell = _text(sheet, name)
    cell.font = Font(bold=True)
    return cell


def _cells(sheet: Any, column: Column) -> Iterable[Any]:
    if column.kind == "text":
        return (_plain(sheet, value) for value in column.texts)
    if column.kind == "number":
        return (_number(sheet, value) for value in column.values.tolist())
    read = bool if column.kind == "yes or no" else int
    gone = column.values.isna()
    return (
        None if missing else read(value) for value, missing in zip(column.values, gone, strict=True)
    )


def _number(sheet: Any, value: float) -> Any:
    """A number with all digits: the package writes 16 of them, and some numbers have 17."""
    if math.isnan(value):
        return None
    if math.isinf(value):
        return str(value)
    if float(f"{value:.16g}") == value:
        return value
    return _cell(sheet, repr(value), "n")


def _plain(sheet: Any, value: str | None) -> Any:
    """A text; one that Excel would read as something else in a cell that says that it is text."""
    if value is None or not (FORMULA.match(value) or UNFIT.search(value) or value[:1] == "#"):
        return value
    return _text(sheet, value)


def _text(sheet: Any, value: str) -> Any:
    shown = UNFIT.sub(" ", value)
    cell = _cell(sheet, shown, "s")
    if FORMULA.match(shown):
        cell.quotePrefix = True
        cell.number_format = "@"
    return cell


def _cell(sheet: Any, value: str, kind: str) -> Any:
    """A cell that is written as it is, of a type of the format."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    cell.data_type = kind
    return cell


def _width(column: Column) -> float:
    first = Column(column.name, column.kind, column.values.head(LOOKED_AT))
    shown = [*first.texts.dropna()] if column.kind == "text" else []
    longest = max(map(len, [column.name, *shown]))
    return min(WIDEST, max(NARROWEST, longest + 2))
