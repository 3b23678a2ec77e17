"""Finished runs made by hand."""

from __future__ import annotations

import pandas as pd

from experiments.runs.environment import environment
from experiments.runs.run import MEASURES, SERIES, Detail, Record, encoded

MADE = "2026-11-29T08:00:00Z"


def record(
    key: str,
    value: float = 1.0,
    detail: Detail = "full",
    model: str = "model",
    under: str | None = None,
) -> Record:
    """A run with one measure, and one day where it is full."""
    tidy = {"measure": ["m"], "group": ["all"], "value": [value], "unit": ["h"]}
    measures = pd.DataFrame({"community": pd.array([None], dtype="Int32"), **tidy})
    series = encoded(pd.DataFrame({"day": [1], **tidy}), SERIES) if detail == "full" else b""
    under = environment() if under is None else under
    rows = encoded(measures, MEASURES)
    return Record(key, 7, model, "{}", detail, 0.1, under, MADE, rows, series)
