"""The axes of a sweep, as its manifest records them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from experiments.config.factors import KINDS, Axis, Factor, Range
from experiments.reporting.results import Results

TYPES = {kind.__name__: kind for kind in KINDS}


def record(axes: Sequence[Axis]) -> list[dict[str, Any]]:
    """A plain mapping for each axis; of lists the levels are in the points.

    `over` is "list", a range (low, high, log), or null for an assumption's own distribution.
    """
    return [
        {
            **asdict(axis.factor),
            "kind": axis.factor.kind.__name__,
            "over": asdict(axis.over) if isinstance(axis.over, Range)
            else axis.over and "list",
        }
        for axis in axes
    ]  # fmt: skip


def recorded(results: Results) -> tuple[Axis, ...]:
    """The axes of a sweep, from its results."""
    return tuple(_axis(row, results.points) for row in results.manifest["axes"])


def _axis(row: dict[str, Any], points: pd.DataFrame) -> Axis:
    fields = {name: value for name, value in row.items() if name != "over"}
    factor = Factor(**{**fields, "kind": TYPES[row["kind"]]})
    if row["over"] == "list":
        return Axis(factor, tuple(points[factor.word].unique().tolist()))
    return Axis(factor, row["over"] and Range(**row["over"]))
