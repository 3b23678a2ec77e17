"""Burden by the standard cost model: what is demanded, set-up of reforms included."""

from __future__ import annotations

from sim.enums import Burden, Work
from sim.measures.measure import ALL, WEEKLY, Groups, Measure, Values
from sim.measures.observation import Observation

TRACES = (Work.BOARD_TRACES, Work.SIGN_UPKEEP, Work.LOGS)
"""Works that leave traces."""
PARTS: Groups = {
    **{part.name.lower(): "" for part in Burden},
    "traces": "traces of work",
    "listed": "listed obligations",
    "unlisted": "unlisted obligations",
    ALL: "",
}


def _burden(seen: Observation) -> Values:
    """Hours demanded (traces: spent).

    `listed` is what obligations ask that serve their purpose and came through the front door;
    traces, requests and surveys count as unlisted.
    """
    demanded, scale = seen.sums.burden, seen.worker_week_ticks
    parts = {part.name.lower(): float(demanded[:, part].sum()) / scale for part in Burden}
    parts["traces"] = float(seen.ticks[list(TRACES)].sum()) / scale
    whole = sum(parts.values())
    listed = float(demanded[1].sum()) / scale
    return {**parts, "listed": listed, "unlisted": whole - listed, ALL: whole}


MEASURES = (
    Measure(
        name="burden_hours_per_worker_week",
        label="burden demanded",
        unit=WEEKLY,
        definition="what is demanded in the window (section 12), over workers and weeks; traces "
        "are ticks spent on the sum called traces; listed is what listed obligations and rounds "
        "demand, unlisted all else",
        values=_burden,
        groups=PARTS,
        better=-1,
    ),
)
