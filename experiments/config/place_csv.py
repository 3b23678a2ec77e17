"""The table of a place, one row a community, as spreadsheets write CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from unicodedata import normalize

from experiments.config.errors import did_you_mean
from sim.levers.reach import TYPES

CHINESE = ("老旧小区", "商品房", "商圈", "混合", "村")
"""One Chinese name of each type, for messages."""
VILLAGE = "village"
DELIMITERS = (",", ";", "\t", "，")
LARGEST = 5_000_000
"""Bytes."""
ALIASES: Mapping[str, tuple[str, ...]] = {
    "name": ("community", "社区", "社区名称", "名称", "村", "村名", "村社区", "小区"),
    "type": ("types", "类型", "社区类型"),
    "residents": ("population", "people", "人口", "人口数", "常住人口", "居民", "居民数"),
    "households": ("户数", "总户数", "家庭户数", "居民户数"),
    "workers": ("staff", "工作人员", "工作者", "社区工作者", "人员", "社工", "工作人员数"),
    "grids": ("grid_workers", "网格", "网格数", "网格员", "网格员数"),
    "boards": ("signboards", "牌子", "挂牌", "挂牌数", "牌匾", "牌匾数", "牌子数"),
    "vulnerable": ("vulnerable_households", "重点户", "重点户数", "困难户", "困难户数", "特殊家庭"),
    "merchants": ("shops", "商户", "商户数", "商铺", "商铺数", "门店", "门店数"),
}  # fmt: skip
"""Columns, with other headers under which each is read."""
IGNORED = ("no", "no.", "number", "#", "序号", "编号", "note", "notes", "remark", "remarks", "备注")
"""Headers of columns that are left out without a word."""
TYPE_ALIASES = {
    "old": "old_estate", "老旧小区": "old_estate", "老旧": "old_estate", "老小区": "old_estate",
    "商品房": "commercial", "商品房小区": "commercial",
    "商务": "business", "商圈": "business", "商业区": "business", "混合": "mixed",
    "村": "village", "农村": "village", "行政村": "village", "村庄": "village",
}  # fmt: skip
TOTALS = ("total", "totals", "sum", "all", "合计", "总计", "小计", "共计", "总数")
COMPLETE = ("name", "residents", "workers", "grids", "boards")
"""Columns without empty cells, if they are there."""
LEAST = {"workers": 1, "grids": 1}
BESIDE = re.compile(r"\(.*?\)|[\s\-_/、]+")
"""What headers have beside their words: a unit in brackets, spaces, dashes."""
THOUSANDS = re.compile(r"\d{1,3}([, ']\d{3})+")
DOTTED = re.compile(r"\d{1,3}(\.\d{3})+")
"""Thousands with points, as in some countries: elsewhere they are a fraction."""
MAX_NAME = 100


class TableError(ValueError):
    """The file is no such table; the message says where, in one line."""


@dataclass(frozen=True, slots=True)
class Communities:
    """The columns of a table, by name, each with a value a community; None is an empty cell."""

    rows: int
    columns: Mapping[str, tuple[str | int | None, ...]]

    def numbers(self, column: str) -> tuple[int | None, ...]:
        """The numbers of a column; empty if the table does not have it."""
        values = self.columns.get(column, ())
        return tuple(value for value in values if not isinstance(value, str))

    def texts(self, column: str) -> tuple[str | None, ...]:
        """The texts of a column; empty if the table does not have it."""
        values = self.columns.get(column, ())
        return tuple(None if value is None else str(value) for value in values)


def read(path: Path) -> Communities:
    """The table in a file: UTF-8 or GBK, with commas, semicolons or tabs.

    Empty rows are left out, and so is a title above the header. Raises TableError.
    """
    text = _text(path)
    records = max((_split(text, mark) for mark in DELIMITERS), key=_recognized)
    records = [[_clean(cell) for cell in record] for record in records]
    head = _header(records)
    headers = records[head]
    names = _names(headers)
    cells: dict[str, list[str | int | None]] = {name: [] for name in names if name}
    for number, record in enumerate(records[head + 1 :], head + 2):
        if not any(record):
            continue
        if _key(next(cell for cell in record if cell)).rstrip(":") in TOTALS:
            raise TableError(f"row {number}: looks like a row of totals; leave it out")
        for header, cell in zip_longest(headers, record, fillvalue=""):
            if cell and not header:
                raise TableError(f"row {number}: {cell} is under no header")
        row = dict(zip(names, [*record, *[""] * len(names)], strict=False))
        for name, values in cells.items():
            values.append(_value(name, row[name], number))
    rows = len(next(iter(cells.values())))
    if not rows:
        raise TableError("has no rows below its header; it takes one a community")
    _refuse_duplicates(cells.get("name", []))
    return Communities(rows, {name: tuple(values) for name, values in cells.items()})


def _split(text: str, mark: str) -> list[list[str]]:
    """The records of a text, one a row."""
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise TableError(f"is no CSV: {error}") from None


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise TableError("cannot be read: not a file")
        if path.stat().st_size > LARGEST:
            raise TableError(f"cannot be read: more than {LARGEST // 1_000_000} MB")
        content = path.read_bytes()
    except OSError as error:
        raise TableError(f"cannot be read: {error.strerror}") from None
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise TableError("is a workbook, not CSV; save it as CSV in your spreadsheet")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    if b"\0" in content:
        raise TableError("is not text; save it as CSV in your spreadsheet")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(content, "gb18030")


def _decoded(content: bytes, encoding: str) -> str:
    """The text, unless its bytes cannot be in this encoding, or hardly are.

    Chinese letters have two bytes in GBK, mostly both above 127; accents of Western encodings have
    one.
    """
    allowed = "is neither UTF-8 nor GBK; save it as 'CSV UTF-8' in your spreadsheet"
    if encoding == "gb18030":
        if number := next((at for at, row in enumerate(content.split(b"\n"), 1) if _utf8(row)), 0):
            mixed = f"row {number} is UTF-8 and others are not; save all as 'CSV UTF-8'"
            raise TableError(mixed)
        runs = re.findall(rb"[\x80-\xff]+", content)
        if 2 * sum(len(run) % 2 for run in runs) > len(runs):
            raise TableError(allowed)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise TableError(allowed) from None


def _utf8(row: bytes) -> bool:
    """Whether a row has Chinese letters in UTF-8, which hardly ever make sense in GBK too."""
    try:
        letters = [each for each in row.decode("utf-8") if not each.isascii()]
    except UnicodeDecodeError:
        return False
    return bool(letters) and all("\u4e00" <= each <= "\u9fff" for each in letters)


def _clean(cell: str) -> str:
    return " ".join(cell.replace("\ufeff", "").split())


def _key(text: str) -> str:
    """A header, type or word of totals as it is looked up: without case, spaces and brackets."""
    return BESIDE.sub("", normalize("NFKC", text)).casefold()


KEYS = {_key(alias): name for name, others in ALIASES.items() for alias in (name, *others)}
TYPE_KEYS = {_key(alias): name for alias, name in TYPE_ALIASES.items()}
TYPE_KEYS |= {_key(name): name for name in TYPES}


def _column(header: str) -> str | None:
    return KEYS.get(_key(header))


def _recognized(records: Sequence[Sequence[str]]) -> int:
    """The most columns that one of the first rows names."""
    return max((sum(_column(cell) is not None for cell in row) for row in records[:10]), default=0)


def _header(records: Sequence[Sequence[str]]) -> int:
    """The row of headers: the first with more than a title in it, or with a column's name."""
    for number, record in enumerate(records):
        filled = [cell for cell in record if cell]
        if len(filled) > 1 or any(map(_column, filled)):
            return number
    known = ", ".join(ALIASES)
    found = next((cell for record in records for cell in record if cell), "")
    shown = f", not {found[:40]}" if found else ""
    raise TableError(f"row 1: should name columns: some of {known}{shown}")


def _names(headers: Sequence[str]) -> list[str]:
    """The column of each header; empty for one that is left out. Raises TableError."""
    names: list[str] = []
    for header in headers:
        name = _column(header)
        if name is None and header and _key(header) not in IGNORED:
            close = did_you_mean(header, ALIASES)
            known = f"unknown column{close}; delete it, or name it one of {', '.join(ALIASES)}"
            raise TableError(f"column {header}: {known}")
        if name in names and name:
            raise TableError(f"column {header}: there is another column of {name}")
        names.append(name or "")
    if not any(names):
        raise TableError(f"its first row should name columns: some of {', '.join(ALIASES)}")
    return names


def _value(name: str, cell: str, number: int) -> str | int | None:
    """A cell as text or as a whole number; None if it is empty. Raises TableError."""
    here = f"row {number}, {name}:"
    if not cell:
        if name == "name":
            hint = "give each community its name, and split merged cells"
            raise TableError(f"{here} is empty; {hint}")
        if name in COMPLETE:
            raise TableError(f"{here} is empty; fill in every row, or leave the column out")
        return None
    if name == "name":
        if len(cell) > MAX_NAME:
            raise TableError(f"{here} {cell[:20]}...: at most {MAX_NAME} characters")
        if not cell.isprintable():
            raise TableError(f"{here} {cell!r}: should be a text without control characters")
        return cell
    if name == "type":
        found = TYPE_KEYS.get(_key(cell))
        if found is None:
            close = did_you_mean(cell.casefold(), TYPES)
            known = ", ".join((*TYPES, *CHINESE))
            raise TableError(f"{here} {cell}: should be one of {known}{close}")
        return found
    return _whole(cell, here, LEAST.get(name, 0))


def _whole(cell: str, here: str, least: int) -> int:
    plain = normalize("NFKC", cell)
    if DOTTED.fullmatch(plain):
        allowed = "write a whole number without a point: it may be read as a thousandth"
        raise TableError(f"{here} {cell}: {allowed}")
    plain = re.sub("[, ']", "", plain) if THOUSANDS.fullmatch(plain) else plain
    try:
        value = float(plain)
    except ValueError:
        allowed = "should be a whole number, without a unit"
        raise TableError(f"{here} {cell}: {allowed}") from None
    if not value.is_integer() or abs(value) > 1e12:
        raise TableError(f"{here} {cell}: should be a whole number")
    if value < least:
        raise TableError(f"{here} {cell}: at least {least}")
    return int(value)


def _refuse_duplicates(names: Sequence[object]) -> None:
    seen: set[object] = set()
    for name in names:
        if name in seen:
            raise TableError(f"name: there are two communities called {name}")
        seen.add(name)
