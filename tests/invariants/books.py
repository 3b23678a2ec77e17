"""What a run counted, to be compared to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.model import GovernanceModel

BOOKS = (
    "totals", "overtime_totals", "burden", "counts", "work_series", "daily", "residents", "forms",
    "issue_rates", "missing", "micro_grids", "scrutiny",
)  # fmt: skip
OFFICES = ("load", "effort", "capacity", "handed_back", "backlog", "used", "offered", "score")
"""What departments do; which of them are connected may change without any consequence."""


def assert_same(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any], name: str) -> None:
    """Two arrays are equal, field by field, to the last bit."""
    assert one.shape == other.shape, name
    for field in one.dtype.names or ():
        assert one[field].tobytes() == other[field].tobytes(), f"{name}.{field}"
    if one.dtype.names is None:
        assert one.tobytes() == other.tobytes(), name


def assert_same_books(one: GovernanceModel, other: GovernanceModel) -> None:
    """Two runs measured the same, to the last bit."""
    for name in BOOKS:
        assert_same(getattr(one.state, name), getattr(other.state, name), name)
    for field in OFFICES:
        assert_same(one.state.departments[field], other.state.departments[field], field)
    assert one.outcomes().equals(other.outcomes())
