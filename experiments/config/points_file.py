"""A file of points: CSV or Parquet, a header of paths and ids, one row a set of values."""

from __future__ import annotations

import csv
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
from pyarrow import ArrowException

from experiments.config.errors import InputError
from experiments.config.factors import KINDS, Axis, Factor, Level, factor
from sim.evidence import Ledger

KEY = "points_file"
NUMBER = "point"
MOST = 2**31 - 1
MOST_POINTS = 1_000_000
LARGEST = 500_000_000
"""Bytes."""
MAGIC = b"PAR1"
"""What a file of Parquet begins with."""
INDEXES = ("", "Unnamed: 0")
"""Headers of a first column that pandas writes or reads where rows are numbered without a name."""
Rows = list[tuple[str, Sequence[Any]]]


def read(path: Path, ledger: Ledger) -> tuple[tuple[Axis, ...], pd.Index]:
    """What a file varies, with a level for each row, and the numbers of its points.

    Points are numbered by a column `point` where there is one, as in points.csv of a sweep, else
    from 0 on; row numbers of pandas are passed over. Raises InputError naming line and column of
    an invalid cell.
    """
    header, rows = _cells(path)
    names = [name for name in header if name != NUMBER]
    if not names or len(set(header)) < len(header):
        allowed = "needs a header of paths of settings or ids of assumptions, each once"
        raise InputError(KEY, path, allowed)
    if not rows:
        raise InputError(KEY, path, "has no points")
    if len(rows) > MOST_POINTS:
        raise InputError(KEY, path, f"has {len(rows):,} points; {MOST_POINTS:,} at most")
    factors = {name: factor(name, ledger, KEY) for name in names}
    numbered = {**factors, NUMBER: Factor(NUMBER, int)}
    columns: dict[str, list[Level]] = {name: [] for name in header}
    for line, row in rows:
        for name, cell in zip(header, row, strict=True):
            level = numbered[name].level(cell)
            if level is None or not numbered[name].fits(level):
                fault = f"{line}, {name}: {cell!r} should be {KINDS[numbered[name].kind]}"
                raise InputError(KEY, path, fault)
            columns[name].append(level)
    points = [int(number) for number in columns.pop(NUMBER, range(len(rows)))]
    if len(set(points)) < len(points) or min(points) < 0 or max(points) > MOST:
        raise InputError(KEY, path, "the column point should number points, each once, from 0 on")
    varied = tuple(Axis(factors[name], tuple(columns[name])) for name in names)
    return varied, pd.Index(points, name=NUMBER)


def _cells(path: Path) -> tuple[list[str], Rows]:
    """The header, and the other rows that are not empty, each with its line or row."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(KEY, path, "cannot be read: not a file")
        if status.st_size > LARGEST:
            allowed = f"cannot be read: more than {LARGEST // 1_000_000} MB"
            raise InputError(KEY, path, allowed)
        with path.open("rb") as file:
            parquet = file.read(len(MAGIC)) == MAGIC
        header, rows = _parquet(path) if parquet else _csv(path)
    except (OSError, UnicodeDecodeError, csv.Error, ArrowException) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(KEY, path, f"cannot be read: {reason}") from None
    if header[:1] and header[0] in INDEXES:
        return header[1:], [(line, row[1:]) for line, row in rows]
    return header, rows


def _csv(path: Path) -> tuple[list[str], Rows]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, skipinitialspace=True)
        lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if row]
    if not lines:
        raise InputError(KEY, path, "is empty")
    (_, header), *rows = lines
    for line, row in rows:
        if len(row) != len(header):
            fault = f"line {line} has {len(row)} cells, the header {len(header)}"
            raise InputError(KEY, path, fault)
    return header, [(f"line {line}", row) for line, row in rows]


def _parquet(path: Path) -> tuple[list[str], Rows]:
    """As pandas wrote it; an index that has a name is a column like any other."""
    count = pq.read_metadata(path).num_rows
    if count > MOST_POINTS:
        raise InputError(KEY, path, f"has {count:,} points; {MOST_POINTS:,} at most")
    frame = pd.read_parquet(path)
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    header = [str(name) for name in frame.columns]
    columns = [frame.iloc[:, place].tolist() for place in range(len(header))]
    cells = zip(*columns, strict=True)
    return header, [(f"row {number}", row) for number, row in enumerate(cells, 1)]
