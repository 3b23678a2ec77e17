"""A place that is nothing but a queue of issues, and how long its queue is."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.enums import Daily, Kind
from sim.settings.rules import NO_MECHANISMS
from tests.invariants.societies import Tree, ran

STANDING = (
    "away_share", "secondment_share", "meeting_minutes", "chat_minutes", "party_minutes",
    "activity_minutes", "board_trace_minutes", "sign_upkeep_minutes", "log_events", "tier_visits",
    "merchant_rounds", "daily_patrol", "patrol_floor", "overtime_cap_minutes", "visit_propensity",
)  # fmt: skip
SILENT: Tree = {kind.name.lower(): {"rate": 0.0} for kind in Kind}


def line(minutes: float, rate: float = 4000.0) -> Tree:
    """Equal issues, no other work, and nothing that answers to how well it goes."""
    inquiry = {"rate": rate, "minutes": minutes, "effort_shape": "deterministic"}
    return {
        "territory": {"communities": 1, "workers": 1, "residents": 3000},
        "organisation": {"head": False, "line_penalty": 1.0, "counter_posts": 0},
        "workday": dict.fromkeys(STANDING, 0.0),
        "obligations": {
            "form_kinds": 0, "boards": 0, "adhoc_requests": 0.0, "inspections": 0.0,
            "campaigns": 0.0,
        },
        "issues": {"kinds": SILENT | {"inquiry": inquiry}},
        "residents": {"trust_gain": 0.0},
        "rules": NO_MECHANISMS,
        "warmup_days": 0,
        "horizon_days": 40,
    }  # fmt: skip


def queue(tree: Tree, workers: int, seed: int) -> np.ndarray[Any, Any]:
    """Issues in hand each evening, with so many workers."""
    staffed = tree | {"territory": tree["territory"] | {"workers": workers}}
    backlog: np.ndarray[Any, Any] = ran(staffed, seed).state.daily[:, Daily.BACKLOG]
    return backlog
