"""Columns of a table as any program can hold them: text, numbers, whole numbers, yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

Kind = Literal["text", "number", "whole number", "yes or no"]
SEEDS = ("seed",)
"""Columns that are text whatever they hold, so that tables fit together."""
MOST_DIGITS = 10**15
"""Whole numbers beyond it lose digits: Excel keeps 15, and a double of Stata or R 2^53."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name
        Its name in the results.
    kind
        What it holds.
    values
        Numbers as float64 with NaN, whole numbers and truth values as the nullable types of pandas;
        of text whatever it is in the results.
    """

    name: str
    kind: Kind
    values: pd.Series

    @property
    def texts(self) -> pd.Series:
        """The values as text, dates as ISO 8601; None for what is missing."""
        if isinstance(self.values.dtype, pd.CategoricalDtype):
            values = self.values.astype(object)
            return values.where(values.notna(), None)
        return self.values.astype(object).map(_text)

    @property
    def missing(self) -> int:
        """How many values there are not."""
        return int(self.values.isna().sum())

    @property
    def infinite(self) -> int:
        """How many values are infinite."""
        return int(np.isinf(self.values).sum()) if self.kind == "number" else 0


def columns(frame: pd.DataFrame) -> list[Column]:
    """The columns of a table, in order."""
    return [_column(str(name), frame[name]) for name in frame]


def _column(name: str, values: pd.Series) -> Column:
    if pd.api.types.infer_dtype(values, skipna=True) == "boolean":
        return Column(name, "yes or no", values.astype("boolean"))
    if pd.api.types.is_integer_dtype(values):
        if name in SEEDS or (values.abs() > MOST_DIGITS).any():
            return Column(name, "text", values)
        return Column(name, "whole number", values.astype("Int64"))
    if pd.api.types.is_float_dtype(values):
        return Column(name, "number", values.astype("float64"))
    return Column(name, "text", values)


def _text(value: Any) -> str | None:
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, float) and value != value:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
