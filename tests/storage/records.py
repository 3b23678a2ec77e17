"""Finished runs made by hand."""

from __future__ import annotations

import pandas as pd

from experiments.runs.run import MEASURES, SERIES, Detail, Record, encoded


def record(key: str, value: float = 1.0, detail: Detail = "full", model: str = "model") -> Record:
    """A run with one measure, and one day where it is full."""
    tidy = {"measure": ["m"], "group": ["all"], "value": [value], "unit": ["h"]}
    measures = pd.DataFrame({"community": pd.array([None], dtype="Int32"), **tidy})
    series = encoded(pd.DataFrame({"day": [1], **tidy}), SERIES) if detail == "full" else b""
    return Record(key, 7, model, "{}", detail, 0.1, encoded(measures, MEASURES), series)
