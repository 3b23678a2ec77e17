"""Runs whose books are kept: the society without any of its rules that can be switched off."""

from __future__ import annotations

from typing import Any

from sim.model import GovernanceModel
from sim.settings import Settings
from sim.settings.rules import NO_MECHANISMS

PLACE = {"communities": 3, "workers": 21, "residents": 6000}
HEADLINE = ("signboard_removal", "one_table", "escalation_rights")
LEVERS = {name: {"on": True, "start_day": 5, "coverage": 0.7} for name in HEADLINE}
BEFORE = {"dispatch": "telephone", "returns": "endless"}
"""How departments were reached before there was a platform."""

CASES: dict[str, tuple[int, dict[str, Any]]] = {
    "plain": (7, {"territory": PLACE, "horizon_days": 120, "warmup_days": 10}),
    "headline levers": (
        8,
        {"territory": PLACE, "horizon_days": 120, "warmup_days": 10, "levers": LEVERS},
    ),
    "strained": (
        9,
        {
            "territory": PLACE | {"workers": 14},
            "issues": {"beyond_scale": 5.0},
            "departments": {"hours_scale": 0.1},
            "levers": LEVERS,
            "horizon_days": 80,
            "warmup_days": 10,
        },
    ),
    "a street": (10, {"horizon_days": 60}),
}


def ran(name: str) -> GovernanceModel:
    """A case that has been run, without the rules that can be switched off."""
    seed, tree = CASES[name]
    model = GovernanceModel(Settings(rules=NO_MECHANISMS, structures=BEFORE, **tree), seed)
    model.run()
    return model
