"""The society with nothing to do but what an oracle asks of it."""

from __future__ import annotations

from collections.abc import Mapping

from sim.enums import DAY_MINUTES, YEAR_DAYS, Kind
from sim.settings.rules import BARE
from sim.settings.trees import Tree, overlay

PEOPLE = 1000
"""Residents of a community; one agent stands for all, so that all issues arise in one grid."""
NOT_DONE = (
    "away_share", "secondment_share", "overtime_cap_minutes", "meeting_minutes", "chat_minutes",
    "party_minutes", "activity_minutes", "board_trace_minutes", "sign_upkeep_minutes", "log_events",
    "tier_visits", "merchant_rounds", "daily_patrol", "visit_propensity",
)  # fmt: skip
NOT_ASKED = ("form_kinds", "boards", "adhoc_requests", "inspections", "campaigns")


def society(
    workers: int, kinds: Mapping[Kind, Tree], communities: int = 1, patience: Tree | None = None
) -> Tree:
    """Communities of workers alike, who deal with issues of these kinds and do nothing else.

    Without a head, without a penalty for others' work and with every rule off, the one order of
    work that is left is that of keys: callers by their moment, others by moment and promise. With
    `patience` that rule is on, and nobody goes over the community's head.
    """
    rules: Tree = dict(BARE)
    if patience is not None:
        rules["patience"] = {"on": True, "overhead_chance": 0.0, **patience}
    nothing: Tree = {kind.name.lower(): {"rate": 0.0} for kind in Kind}
    return {
        "territory": {
            "communities": communities,
            "workers": workers * communities,
            "residents": PEOPLE * communities,
            "residents_per_agent": PEOPLE,
        },
        "organisation": {"head": False, "line_penalty": 1.0, "counter_posts": 0},
        "workday": {**dict.fromkeys(NOT_DONE, 0.0), "accountability_weight": 1.0},
        "obligations": {name: 0 if name in NOT_ASKED[:2] else 0.0 for name in NOT_ASKED},
        "issues": {
            "rate_scale": 1.0,
            "beyond_scale": 1.0,
            "kinds": overlay(nothing, {kind.name.lower(): tree for kind, tree in kinds.items()}),
        },
        "rules": rules,
    }


def rate(arrivals: float) -> float:
    """Yearly rate for 1,000 residents that makes so many issues a day and community."""
    return arrivals * YEAR_DAYS * 1000 / PEOPLE


def arrivals(load: float, servers: int, minutes: float) -> float:
    """Issues a day that keep so many servers busy for a share of the day."""
    return load * servers * DAY_MINUTES / minutes


def own(arrivals: float, service: Tree, promise: float = 1.0) -> Tree:
    """A kind of issues that is reported at once and lies in the community's own powers."""
    open_and_own = {"hidden": 0.0, "level1": 0.0, "level2": 0.0, "relapse": 0.0}
    return {"rate": rate(arrivals), **service, "promise": promise, **open_and_own}


def called(arrivals: float, service: Tree) -> Tree:
    """A kind of issues that callers bring, who come before all others."""
    return {"rate": rate(arrivals), **service}
