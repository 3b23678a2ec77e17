"""A file of Stata for each table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from experiments.kinds.export.columns import Column

MOST_ROWS = 2_000_000
"""Rows beyond which a table does not fit into memory as Stata's fixed widths."""
MOST_COLUMNS = 32_767
LONGEST_NAME, LONGEST_LABEL = 32, 80
KEPT = 15
"""Characters that a name keeps of its beginning where it is too long; the rest are of its end."""
LONGEST_TEXT = 2045
"""Bytes of a text; longer ones are of the type strL."""
RESERVED = frozenset((
    "NULL", "_N", "_all", "_b", "_coef", "_cons", "_n", "_pi", "_pred", "_rc", "_se", "_skip",
    "aggregate", "array", "boolean", "break", "byte", "case", "catch", "class", "colvector",
    "complex", "const", "continue", "default", "delegate", "delete", "do", "double", "else",
    "eltypedef", "end", "enum", "explicit", "export", "external", "float", "for", "friend",
    "function", "global", "goto", "if", "in", "inline", "int", "local", "long", "pragma",
    "protected", "quad", "rowvector", "short", "str#", "strL", "typedef", "typename", "using",
    "virtual", "with",
))  # fmt: skip
"""Words of Stata and Mata."""
LARGEST = float.fromhex("0x1.fffffffffffffp+1022")
"""Of a number; larger ones are codes of missing values."""
UNFIT = re.compile(r"[^0-9A-Za-z_]")
NUMBERED = re.compile(r"str\d+")
VERSION: Literal[118] = 118
"""Of the format: Stata 14 and later."""


def fits(columns: Sequence[Column]) -> str:
    """Why Stata cannot hold a table; empty if it can."""
    rows = len(columns[0].values) if columns else 0
    if rows > MOST_ROWS:
        return f"has {rows:,} rows, and {MOST_ROWS:,} are written for Stata at most"
    if len(columns) > MOST_COLUMNS:
        return f"has {len(columns):,} columns, and Stata {MOST_COLUMNS:,} at most"
    for column in columns:
        if column.kind == "number" and (_finite(column.values).abs() > LARGEST).any():
            return f"has a number in {column.name} beyond {LARGEST:.1e}, which Stata does not have"
    return ""


def names(columns: Sequence[str]) -> dict[str, str]:
    """Names that Stata allows: 32 letters, digits and underscores, none twice, none reserved."""
    given: dict[str, str] = {}
    for column in columns:
        name = UNFIT.sub("_", column)
        if not name or name[0].isdigit() or name in RESERVED or NUMBERED.fullmatch(name):
            name = f"_{name}"
        if len(name) > LONGEST_NAME:
            name = f"{name[:KEPT]}_{name[KEPT + 1 - LONGEST_NAME :]}"
        short, number = name, 1
        while short in given.values():
            number += 1
            end = f"_{number}"
            short = name[: LONGEST_NAME - len(end)] + end
        given[column] = short
    return given


def write(
    path: Path,
    columns: Sequence[Column],
    labels: Mapping[str, str],
    about: str,
    made: datetime,
) -> None:
    """Write a table; each variable has a label, yes or no are labelled 1 and 0.

    Infinite numbers, which Stata does not have, are missing.

    Parameters
    ----------
    labels
        Meanings by column; the column itself stands where there is none.
    about
        The label of the file.
    made
        The date in the file: that of the results, so that equal results give equal files.
    """
    called = names([column.name for column in columns])
    frame = pd.DataFrame({called[column.name]: _values(column) for column in columns})
    texts = [called[column.name] for column in columns if column.kind == "text"]
    truths = [called[column.name] for column in columns if column.kind == "yes or no"]
    frame.to_stata(
        path,
        write_index=False,
        version=VERSION,
        time_stamp=made,
        data_label=_cut(about),
        variable_labels={
            called[column.name]: _cut(labels.get(column.name) or column.name) for column in columns
        },
        convert_strl=[name for name in texts if _longest(frame[name]) > LONGEST_TEXT],
        value_labels={name: {0: "no", 1: "yes"} for name in truths},
    )


def _values(column: Column) -> pd.Series:
    values = column.values
    if column.kind == "text":
        return column.texts.fillna("").str.replace("\0", " ")
    if column.kind == "number":
        return _finite(values)
    if values.isna().any():
        return values.astype("Float64").astype("float64")
    return values.astype("int8" if column.kind == "yes or no" else "int64")


def _finite(values: pd.Series) -> pd.Series:
    return values.where(np.isfinite(values))


def _longest(texts: pd.Series) -> int:
    return max((len(text.encode()) for text in texts.unique()), default=0)


def _cut(text: str) -> str:
    """As much of a text as a label holds."""
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 3]}..."
