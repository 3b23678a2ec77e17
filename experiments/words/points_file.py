"""A file of points: CSV, a header of paths and ids, one row a set of values."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from experiments.words.refusal import Refusal
from experiments.words.vary import KINDS, Axis, Factor, Level, factor
from sim.evidence import Ledger

KEY = "points_file"
NUMBER = "point"
MOST = 2**31 - 1
BOOLEANS = {"true": True, "false": False}


def read(path: Path, ledger: Ledger) -> tuple[tuple[Axis, ...], pd.Index]:
    """What a file varies, with a level for each row, and the numbers of its points.

    Points are numbered by a column `point` where there is one, as in points.csv of a sweep, else
    from 0 on. Raises Refusal naming line and column of what cannot be read.
    """
    header, rows = _cells(path)
    words = [word for word in header if word != NUMBER]
    if not words or len(set(header)) < len(header):
        told = "needs a header of paths of settings or ids of assumptions, each once"
        raise Refusal(KEY, path, told)
    if not rows:
        raise Refusal(KEY, path, "has no points")
    factors = {word: factor(word, ledger, KEY) for word in words}
    numbered = {**factors, NUMBER: Factor(NUMBER, int)}
    columns: dict[str, list[Level]] = {word: [] for word in header}
    for line, row in rows:
        for word, text in zip(header, row, strict=True):
            level = _level(text, numbered[word].kind)
            if level is None or not numbered[word].fits(level):
                told = f"line {line}, {word}: {text!r} should be of {KINDS[numbered[word].kind]}"
                raise Refusal(KEY, path, told)
            columns[word].append(level)
    points = [int(one) for one in columns.pop(NUMBER, range(len(rows)))]
    if len(set(points)) < len(points) or min(points) < 0 or max(points) > MOST:
        raise Refusal(KEY, path, "the column point should number points, each once, from 0 on")
    varied = tuple(Axis(factors[word], tuple(columns[word])) for word in words)
    return varied, pd.Index(points, name=NUMBER)


def _cells(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and the other rows that are not empty with their lines."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, skipinitialspace=True)
            lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refusal(KEY, path, f"cannot be read: {error}") from None
    if not lines:
        raise Refusal(KEY, path, "is empty")
    (_, header), *rows = lines
    for line, row in rows:
        if len(row) != len(header):
            told = f"line {line} has {len(row)} cells, the header {len(header)}"
            raise Refusal(KEY, path, told)
    return header, rows


def _level(text: str, kind: type) -> Level | None:
    """The text as a level, or None if it is none."""
    if kind is bool:
        return BOOLEANS.get(text.lower())
    try:
        level: Level = kind(text)
    except ValueError:
        return None
    return level if text else None
