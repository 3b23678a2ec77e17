"""Parts of settings from which cases are put together."""

from __future__ import annotations

from typing import Any

from sim.levers import Levers
from sim.settings.rules import Rules
from sim.shocks import Shocks

LEVERS = tuple(Levers.model_fields)
SHOCKS = tuple(Shocks.model_fields)


def place(communities: int, workers: int, residents: int, **more: Any) -> dict[str, Any]:
    """A territory."""
    return {"communities": communities, "workers": workers, "residents": residents, **more}


def known_place() -> dict[str, Any]:
    """A place of which everything is stated."""
    each = {
        "names": ("North", "South", "Hill"),
        "types": ("old_estate", "village", "business"),
        "residents": (900, 310, 450),
        "workers": (5, 1, 4),
        "households": (340, 101, 230),
        "boards": (12, 0, 20),
        "vulnerable": (41, 20, 0),
        "merchants": (30.0, 2.0, 140.0),
    }
    return {
        "territory": place(3, 10, 1660, villages=1, each=each),
        "obligations": {"boards": 20, "forms_a_week": 12.0},
        "departments": {"staff": tuple(0.3 * number for number in range(12))},
        "rules": rules(
            types={}, caseloads={}, merchants={}, tiers={}, volunteers={}, discovery={}, groups={},
            rebound={"obligations_created": 60.0},
        ),
        "horizon_days": 60,
    }  # fmt: skip


def levers(*names: str, **more: Any) -> dict[str, Any]:
    """Levers, or shocks, that start after a while and reach some of the communities."""
    return {name: {"on": True, "start_day": 6, "coverage": 0.6, **more} for name in names}


def rules(**changed: dict[str, Any]) -> dict[str, Any]:
    """These rules are on, with these settings; all others are off."""
    off: dict[str, Any] = {name: {"on": False} for name in Rules.model_fields}
    return off | {name: {"on": True, **settings} for name, settings in changed.items()}


def referrals(hours_scale: float, **more: Any) -> dict[str, Any]:
    """A place in which nearly all that is not settled at the counter needs up to three others."""
    fields = ("dispute", "hazard", "facility", "care", "street_order", "merchant")
    several = {"departments": 2.0, "hidden": 0.1, "minutes": 10.0}
    rights = {"colour_red": 0.3, "accept": 0.7, "listed_share": 0.7, "overcall": 2.0}
    return {
        "territory": place(2, 8, 900),
        "workday": {"meeting_minutes": 0.0, "accountability_weight": 0.3},
        "obligations": {"adhoc_requests": 0.0, "inspections": 0.0},
        "issues": {"beyond_scale": 12.0, "kinds": dict.fromkeys(fields, several)},
        "departments": {"hours_scale": hours_scale, "third_department": 0.6} | more,
        "levers": levers("escalation_rights", coverage=1.0, **rights),
        "horizon_days": 160,
    }


def disputes(**mediation: Any) -> dict[str, Any]:
    """A place with little but disputes, in which volunteers may mediate."""
    dispute = {"rate": 300.0, "minutes": 30.0, "hidden": 0.1}
    return {
        "territory": place(2, 8, 900),
        "obligations": {"form_kinds": 10, "boards": 5},
        "issues": {"kinds": {"dispute": dispute}},
        "organisation": {"micro_grid_households": 10.0},
        "rules": rules(mediation=mediation, volunteers={"volunteers_before": 0.5}, patience={}),
        "horizon_days": 90,
    }


def overload(patched: float = 0.35, **more: dict[str, Any]) -> dict[str, Any]:
    """A place with little time, in which forms are late, and this share of one is patchwork."""
    patchwork = {
        "patchwork_minutes": patched, "patchwork_found": 0.8, "patchwork_found_days": 6.0,
    }  # fmt: skip
    return {
        "territory": place(2, 6, 1200),
        "workday": {"meeting_minutes": 1100.0, "overtime_cap_minutes": 120.0},
        "obligations": {"cadence_weekly": 0.25, "inspections": 3.0} | patchwork,
        "rules": rules(**{"coping": {}} | more),
        "horizon_days": 60,
    }


def breeding(**more: Any) -> dict[str, Any]:
    """A place in which obligations come and go every month."""
    rebound = {
        "obligations_created": 60.0,
        "slack_obligation": 100.0,
        "copy_rate": 0.2,
        "pruning": 1.0,
        "ungated_life": 2.0,
        "early_check_chance": 0.8,
        "model_project_rate": 1.0,
    }
    return {
        "territory": place(3, 10, 900),
        "obligations": {"obligation_life": 0.2},
        "rules": rules(rebound=rebound | more),
        "levers": levers("admission_gate", refusal=0.5, leak=0.6)
        | levers("monitoring", withdrawal=1.0),
        "horizon_days": 100,
    }
