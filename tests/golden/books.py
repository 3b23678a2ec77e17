"""The books of a run by the names of what they count, so that new counts change no digest."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
import pandas as pd

from sim.enums import Burden, Count, Daily, Work
from sim.model import GovernanceModel
from sim.society import Society

ISSUES = (
    "entity", "community", "kind", "level", "agent", "vulnerable", "early", "hidden", "whistled",
    "false_closed", "closed", "resolved", "born", "reported", "started", "ended", "first_closed",
    "first_back",
)  # fmt: skip


LATER = (
    Count.INSPECTIONS, Count.TRIP_TICKS, Count.STREET_TICKS, Daily.OBLIGATIONS,
    Daily.UNLISTED_OBLIGATIONS,
)  # fmt: skip
"""Counts that are kept of every run, and were not when the digests were made."""


FORMER = {
    "STREET_ISSUES": "STREET_MATTERS",
    "OBLIGATIONS_SET": "DUTIES_SET",
    "OBLIGATIONS_REFUSED": "DUTIES_REFUSED",
    "OBLIGATIONS_BESIDE": "DUTIES_BESIDE",
    "OBLIGATIONS_WITHDRAWN": "DUTIES_WITHDRAWN",
    "OBLIGATIONS_SENT_DOWN": "DUTIES_SENT_DOWN",
}
"""Names of counts when the digests were made, by their names of today."""


def digest(model: GovernanceModel | Society) -> str:
    """Digest of everything a run counted."""
    state = model.state
    books = {
        "totals": named(Work, state.totals),
        "overtime": named(Work, state.overtime_totals),
        "burden": named(Burden, state.burden.reshape(len(state.communities), -1, len(Burden))),
        "counts": named(Count, state.counts),
        "daily": named(Daily, state.daily),
        "trust": [float(trust).hex() for trust in state.residents["trust"]],
        "load": [float(load).hex() for load in state.departments["load"]],
        "outcomes": rows(model.outcomes()),
    }
    whole = json.dumps(books, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def named(names: Any, table: np.ndarray[Any, Any]) -> dict[str, list[int]]:
    """Columns that are not zero by name; anything between the first and last axis is summed."""
    flat = table.reshape(table.shape[0], -1, table.shape[-1]).sum(axis=1)
    return {
        FORMER.get(name.name, name.name): [int(value) for value in flat[:, name]]
        for name in names
        if flat[:, name].any() and not any(name is later for later in LATER)
    }


def rows(frame: pd.DataFrame) -> list[list[str]]:
    """Outcomes as text without loss."""
    return [
        [value.hex() if isinstance(value, float) else str(int(value)) for value in row]
        for row in frame[list(ISSUES)].itertuples(index=False)
    ]
