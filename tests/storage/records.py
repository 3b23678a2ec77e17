"""Finished runs made by hand."""

from __future__ import annotations

import json
from hashlib import blake2b

from experiments.runs import plan
from experiments.runs.environment import environment
from experiments.runs.run import MEASURES, SERIES, Detail, Record, encoded

MADE = "2026-11-29T08:00:00Z"
SEED = 7


def settings(name: str) -> str:
    """Those of a society of this name."""
    return json.dumps({"name": name})


def key(name: str, model: str = "model") -> str:
    """The key of the run of this name."""
    return plan.key(settings(name), SEED, model)


def keys(*names: str) -> list[str]:
    return [key(name) for name in names]


def record(
    name: str,
    value: float = 1.0,
    detail: Detail = "full",
    model: str = "model",
    under: str | None = None,
    rows: int = 1,
) -> Record:
    """A run with some measures, and days where it is full; the rows after the first are noise."""
    noise = [int(one) / 256 for one in blake2b(name.encode()).digest()]
    values = [value, *(noise[number % 64] + number for number in range(rows - 1))]
    same = {"measure": ["m"] * rows, "group": ["all"] * rows, "unit": ["h"] * rows}
    tidy = {**same, "value": values}
    measures = {"community": [None] * rows, **tidy}
    days = {"day": range(1, rows + 1), **tidy}
    series = encoded(days, SERIES) if detail == "full" else b""
    under = environment() if under is None else under
    found = encoded(measures, MEASURES)
    return Record(
        key(name, model), SEED, model, settings(name), detail, 0.1, under, MADE, found, series
    )
