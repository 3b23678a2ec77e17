"""The model reduced to the mechanisms that an oracle needs; all others are off."""

from __future__ import annotations

from collections.abc import Mapping

from sim.enums import DAY_MINUTES, YEAR_DAYS, Kind
from sim.settings.nested import Tree, overlay
from sim.settings.rules import NO_MECHANISMS

PEOPLE = 1000
"""Residents of a community; one agent stands for all, so that all issues arise in one grid."""
NOT_DONE = (
    "away_share", "secondment_share", "overtime_cap_minutes", "meeting_minutes", "chat_minutes",
    "party_minutes", "activity_minutes", "board_trace_minutes", "sign_upkeep_minutes", "log_events",
    "tier_visits", "merchant_rounds", "daily_patrol", "visit_propensity",
)  # fmt: skip
NOT_ASKED = ("form_kinds", "boards", "adhoc_requests", "inspections", "campaigns")


def reduced_society(
    workers: int, kinds: Mapping[Kind, Tree], communities: int = 1, patience: Tree | None = None
) -> Tree:
    """Communities of identical workers, who deal with issues of these kinds and do nothing else.

    There is no head, no penalty for others' work, and every mechanism is off. The order of work is
    then that of the keys alone: callers by time, others by time and promise. With `patience` that
    mechanism is on, without complaints to a higher level.
    """
    rules: Tree = dict(NO_MECHANISMS)
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


def yearly_rate(arrivals: float) -> float:
    """Yearly rate for 1,000 residents that gives so many issues a day and community."""
    return arrivals * YEAR_DAYS * 1000 / PEOPLE


def arrivals_per_day(load: float, servers: int, minutes: float) -> float:
    """Arrivals a day that keep so many servers busy for the share `load` of the day."""
    return load * servers * DAY_MINUTES / minutes


def own_issues(arrivals: float, service: Tree, promise: float = 1.0) -> Tree:
    """Settings of a kind of issue that is reported at once and within the community's powers."""
    open_and_own = {"hidden": 0.0, "level1": 0.0, "level2": 0.0, "relapse": 0.0}
    return {"rate": yearly_rate(arrivals), **service, "promise": promise, **open_and_own}


def caller_issues(arrivals: float, service: Tree) -> Tree:
    """Settings of a kind of issue brought by callers, who have priority."""
    return {"rate": yearly_rate(arrivals), **service}
