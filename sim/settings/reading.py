"""Which settings a run reads, by the structure, the rules and the levers that it has.

A setting below a lever, shock or rule is read if that is on. Other conditions are listed here:
settings of one structure, of villages, and those that only some lever brings into play. What is
not listed counts as read. `tests/test_reading.py` changes all that is not read, and no run changes.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Mapping
from typing import get_args

from sim.settings import Settings
from sim.settings.structures import Structures

SWITCHED = ("levers", "shocks", "rules")
"""Parts of the settings whose groups can be switched off."""
Condition = Callable[[Settings], bool]


def structure(name: str, *choices: str) -> Condition:
    """The structure is one of these."""
    return lambda society: getattr(society.structures, name) in choices


def lever(*names: str) -> Condition:
    """One of these levers is on, or a lever or shock from outside, which may do the same."""
    return lambda society: any(
        each.on and (name in names or bool(each.facts.source))
        for name, each in (*society.levers, *society.shocks)
    )


def rules(*names: str) -> Condition:
    """All of these rules are on."""
    return lambda society: all(getattr(society.rules, name).on for name in names)


def either(*conditions: Condition) -> Condition:
    """One of these holds."""
    return lambda society: any(holds(society) for holds in conditions)


def unstated(name: str) -> Condition:
    """For one community at least it is not stated (`territory.each`)."""
    return lambda society: None in (getattr(society.territory.each, name) or (None,))


def _below(group: str, *keys: str) -> tuple[str, ...]:
    return tuple(f"{group}.{key}" for key in keys)


PLATFORM = structure("dispatch", "platform")
MAY_RETURN = structure("returns", "limited", "endless")
FILMING = lever("patrol_cameras", "patrol_robot")
CAMERAS = either(FILMING, lambda s: s.rules.discovery.camera_coverage > 0)
ALARMS = either(lever("elderly_alarms"), lambda s: s.rules.discovery.alarm_coverage > 0)
SELFCHECK = either(lever("merchant_selfcheck"), lambda s: s.rules.discovery.selfcheck_share > 0)
OTHERS = lever(
    "partner_units", "resident_funding", "merchants_federation", "elderly_menu",
    "community_partners", "patrol_robot", "community_budget", "firms_channel",
)  # fmt: skip
TALKS = rules("mediation", "volunteers")
CONDITIONS: tuple[tuple[Condition, tuple[str, ...]], ...] = (
    (PLATFORM, _below("departments", "register_minutes", "receive_days", "return_days")),
    (PLATFORM, _below("rules.replies", "reply_limit", "reply_unsolved")),
    (
        structure("dispatch", "telephone"),
        _below("departments", "ask_minutes", "answer_days", "street_ask_minutes"),
    ),
    (MAY_RETURN, _below("departments", "return_days", "accept_share")),
    (MAY_RETURN, ("rules.assessment.accept_limit",)),
    (structure("returns", "limited"), ("departments.returns_at_most",)),
    (structure("returns", "designated"), ("departments.designation_days",)),
    (structure("hours", "attention"), _below("departments", "attention_share", "attention_months")),
    (structure("time", "blocks"), ("workday.block_share",)),
    (structure("visits", "quota"), ("workday.visit_quota",)),
    (structure("visits", "rest"), ("workday.visit_propensity",)),
    (structure("effort", "weights"), ("rules.assessment.effort_elasticity",)),
    (
        structure("effort", "chosen"),
        _below(
            "rules.assessment", "effort_base", "effort_substitution", "noise_aversion",
            "hotline_noise",
        ),
    ),
    (
        lever("department_evaluation", "street_powers"),
        _below(
            "rules.assessment", "response_weight", "effort_elasticity", "effort_base",
            "effort_substitution", "noise_aversion", "hotline_noise",
        ),
    ),
    (
        lever("department_evaluation"),
        _below(
            "rules.assessment", "effort_decay", "answer_promise", "top_grade",
            "felt_salient_weight",
        ),
    ),
    (
        lambda s: (
            s.rules.merchants.on
            or s.levers.merchant_selfcheck.on
            or (s.rules.discovery.on and SELFCHECK(s))
        ),
        ("workday.community_merchants",),
    ),
    (unstated("merchants"), ("workday.community_merchants",)),
    (unstated("households"), ("territory.household_size",)),
    (unstated("vulnerable"), ("territory.vulnerable_households",)),
    (unstated("residents"), ("rules.caseloads.caseload_sigma", "territory.village_residents")),
    (unstated("workers"), ("rules.caseloads.staff_by_size", "territory.village_workers")),
    (unstated("types"), _below("rules.types", "old", "commercial", "business")),
    (lambda s: not s.obligations.forms_a_week, ("obligations.form_kinds",)),
    (
        lambda s: not s.departments.staff or None in s.departments.staff,
        ("departments.hours_noise",),
    ),
    (
        lambda s: s.rules.coping.on or s.rules.pursuit.on,
        _below("obligations", "patchwork_minutes", "patchwork_found", "patchwork_found_days"),
    ),
    (
        lambda s: s.rules.volunteers.on or any(each.on for _, each in s.levers),
        ("organisation.micro_grid_households",),
    ),
    (lambda s: s.organisation.head, ("organisation.head_meeting_hours",)),
    (
        lambda s: s.territory.villages > 0,
        (
            *_below("territory", "village_residents", "village_workers"),
            "organisation.village_counter_posts",
            *_below("rules.types", "village_dispute", "village_merchant", "village_order"),
        ),
    ),
    (lambda s: s.territory.villages > 0 and s.territory.streets > 1, ("territory.towns",)),
    (lambda s: s.territory.districts > 1, ("territory.sampled",)),
    (
        lambda s: s.territory.communities > 1,
        _below(
            "rules.types", "old", "commercial", "business", "old_estate_facility",
            "old_estate_care", "commercial_inquiry", "commercial_facility", "business_merchant",
            "business_order", "no_property_estates", "no_property_facility",
            "no_property_own_share", "village_dispute", "village_merchant", "village_order",
        ),
    ),
    (CAMERAS, _below("rules.discovery", "camera_discovery", "camera_false_share")),
    (either(CAMERAS, ALARMS), ("rules.discovery.camera_trip_minutes",)),
    (ALARMS, _below("rules.discovery", "care_fall_share", "alarm_false_share")),
    (
        SELFCHECK,
        _below("rules.discovery", "selfcheck_discovery", "selfcheck_honesty", "selfcheck_minutes"),
    ),
    (lever("legal_staff"), ("rules.mediation.mediation_legal_right",)),
    (
        lever("deliberation_hall"),
        _below(
            "rules.mediation", "hall_minutes", "hall_staff", "hall_residents",
            "hall_success_space", "hall_rate_effect", "theme_parking", "theme_ground", "estates",
            "hall_notice", "hall_wait",
        ),
    ),
    (
        lever("resident_funding", "community_budget"),
        _below("issues", "funding_cost", "funding_sigma"),
    ),
    (either(OTHERS, TALKS), ("issues.passing_minutes",)),
    (OTHERS, ("issues.others_days",)),
    (
        lever("escalation_rights"),
        (
            "rules.street_offices.whistle_street_hours",
            *_below("rules.held_whistles", "held_refused", "held_regained", "held_appraised"),
        ),
    ),
    (lever("white_list"), ("rules.held_whistles.held_appraised",)),
)  # fmt: skip
"""Settings that are read under a condition; one that is listed twice, if both hold."""


def _by_path() -> Mapping[str, tuple[Condition, ...]]:
    table: dict[str, tuple[Condition, ...]] = {}
    for condition, paths in CONDITIONS:
        for path in paths:
            table[path] = (*table.get(path, ()), condition)
    return table


CONDITIONS_OF = _by_path()
"""Conditions by dotted path."""


def off(settings: Settings, path: str) -> bool:
    """Whether a path lies below a lever, shock or rule that is off."""
    part, _, rest = path.partition(".")
    if part not in SWITCHED:
        return False
    return not getattr(getattr(settings, part), rest.partition(".")[0]).on


def unread(settings: Settings, varied: Collection[str] = ()) -> frozenset[str]:
    """Dotted paths of settings that a run does not read.

    Parameters:
        settings: those of the run.
        varied: structures that may have any choice in other runs, such as "returns". A setting
            is read if one combination of their choices reads it.
    """
    choices = [_choices(name) for name in varied]
    societies = [
        settings.model_copy(update={"structures": settings.structures.model_copy(update=chosen)})
        for chosen in (dict(zip(varied, row, strict=True)) for row in itertools.product(*choices))
    ]
    return frozenset(
        path
        for path in settings.sources
        if off(settings, path)
        or not any(all(holds(each) for holds in CONDITIONS_OF.get(path, ())) for each in societies)
    )


def _choices(name: str) -> tuple[str, ...]:
    return get_args(Structures.model_fields[name].annotation)
