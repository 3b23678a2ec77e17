"""Amounts of time that several settings make together: ticks are counted in 64 bits.

Each setting alone is bounded. Their products are bounded here: an amount by what a single one may
be, and by how often it comes in a run.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from sim.enums import RECORD_BASE
from sim.joint_bound import JointError
from sim.settings.obligations import ITEM_BITS

if TYPE_CHECKING:
    from sim.settings import Settings

LARGEST_AMOUNT = 1e15
"""Minutes of a single amount and of all of a run: 10^18 ticks, of the 9 x 10^18 of 64 bits."""
FARTHEST = 8.3
"""Standard normal quantile of the last uniform below 1 with 53 bits, rounded up."""
LARGEST_DAILY_COUNT = 500
"""Issues of a kind, a day and community, that settings may make in the mean."""
MERCHANTS = ("workday.community_merchants", "rules.merchants.merchant_visits")


class Amount(NamedTuple):
    """An amount of time: the product of some settings, and how often it comes at most.

    Parameters:
        what: for the message.
        factors: paths of the settings that are multiplied.
        times: a constant factor, in minutes.
        people: whether it is also in proportion to the residents of a community.
        number: how many of them a day and community at most.
    """

    what: str
    factors: tuple[str, ...]
    times: float = 1.0
    people: bool = False
    number: int = 1


CADENCES = ("daily", "weekly", "monthly", "quarterly", "yearly")
AMOUNTS = (
    Amount("escort", (*MERCHANTS, "rules.merchants.merchant_escort_minutes"), number=8),
    Amount("visits", (*MERCHANTS, "rules.merchants.merchant_visit_hours"), 60.0, number=8),
    Amount("self-checks", (MERCHANTS[0], "rules.discovery.selfcheck_minutes")),
    Amount("logs", ("workday.log_events", "workday.log_minutes", "workday.log_apps")),
    Amount("prescribed visits", ("workday.tier_visits", "workday.visit_minutes")),
    Amount("rounds", ("workday.merchant_rounds", "workday.merchant_round_minutes")),
    Amount("asking at doors", ("obligations.campaigns", "obligations.door_minutes"), people=True),
    Amount(
        "typing after doors",
        ("obligations.campaigns", "obligations.round_items", "obligations.enter_minutes"),
        people=True,
    ),
    Amount("mediation", ("rules.mediation.mediation_minutes", "rules.mediation.mediation_people"),
           number=LARGEST_DAILY_COUNT),
    Amount("trips", ("residents.certificate_trips", "residents.trip_minutes"),
           number=LARGEST_DAILY_COUNT),
    Amount("the hall", ("rules.mediation.hall_residents", "rules.mediation.hall_minutes")),
    Amount("the hall", ("rules.mediation.hall_staff", "rules.mediation.hall_minutes")),
    Amount(
        "department hours",
        ("departments.field_staff", "departments.discretionary_hours", "departments.hours_scale"),
        60.0,
    ),
)  # fmt: skip
STATED = {
    "workday.community_merchants": attrgetter("territory.each.merchants"),
    "departments.field_staff": attrgetter("departments.staff"),
}
"""What may be stated one by one in place of a setting."""


def _largest(path: str) -> Callable[[Settings], float]:
    """The setting, or the largest number that is stated in its place."""
    usual, stated = attrgetter(path), STATED.get(path)
    if stated is None:
        return usual
    return lambda settings: max(usual(settings), *(n or 0.0 for n in (0.0, *stated(settings))))


GETTERS = [[_largest(path) for path in one.factors] for one in AMOUNTS]


def refuse_overflow(settings: Settings) -> None:
    """Refuse settings of which an amount of time, or its sum over a run, is beyond 64 bits.

    Raises:
        JointError: it names all settings that are multiplied.
    """
    place = settings.territory
    often = place.communities * (settings.warmup_days + settings.horizon_days)
    people = place.largest_community
    for one, getters in zip(AMOUNTS, GETTERS, strict=True):
        amount = one.times * (people if one.people else 1.0)
        for getter in getters:
            amount *= getter(settings)
        if amount * one.number * often > LARGEST_AMOUNT:
            values = {path: get(settings) for path, get in zip(one.factors, getters, strict=True)}
            if one.people:
                values["territory.residents"] = place.residents
            raise _overflow(values, f"minutes of {one.what}", amount, one.number * often)
    _refuse_forms(settings, people, often)
    _refuse_issues(settings, often)


def _refuse_forms(settings: Settings, people: float, often: int) -> None:
    """Forms: the largest cadence, at the mean of its lognormal size and at its farthest draw."""
    rules = settings.obligations
    spread, often = rules.records_sigma, often * max(1, rules.kinds)
    usual, farthest = math.exp(spread * spread / 2.0), math.exp(FARTHEST * spread)
    records, key = max((getattr(rules, f"records_{cadence}"), cadence) for cadence in CADENCES)
    for name, times in (("contact_minutes", 1.0), ("enter_minutes", 4.0 * ITEM_BITS)):
        amount = times * getattr(rules, name) * records * people / RECORD_BASE
        if amount * max(farthest, usual * often) > LARGEST_AMOUNT:
            values = {
                f"obligations.{one}": getattr(rules, one)
                for one in ("records_sigma", f"records_{key}", name)
            }
            values["territory.residents"] = settings.territory.residents
            single = amount * farthest > LARGEST_AMOUNT
            made, number = (farthest, 1) if single else (usual, often)
            raise _overflow(values, "minutes of a form", amount * made, number)
    compiled, key = max(
        (getattr(rules, f"compile_{cadence}"), cadence)
        for cadence in CADENCES
        if cadence != "monthly"
    )
    if rules.compile_minutes * max(1.0, compiled) * often > LARGEST_AMOUNT:
        values = {
            "obligations.compile_minutes": rules.compile_minutes,
            f"obligations.compile_{key}": compiled,
        }
        amount = rules.compile_minutes * compiled
        raise _overflow(values, "minutes of compiling", amount, often)


def _refuse_issues(settings: Settings, often: int) -> None:
    """Issues: their effort grows while they are hidden; and what repairs cost residents."""
    rules, incident = settings.issues, settings.rules.incidents.incident_effort
    times = rules.growth_limit * max(1.0, incident)
    for name, kind in rules.kinds:
        variance = math.log(1.0 + kind.cv * kind.cv)
        farthest = math.exp(FARTHEST * math.sqrt(variance) - variance / 2.0)
        if kind.minutes * times * max(farthest, LARGEST_DAILY_COUNT * often) > LARGEST_AMOUNT:
            values = {
                f"issues.kinds.{name}.minutes": kind.minutes,
                f"issues.kinds.{name}.cv": kind.cv,
                "issues.growth_limit": rules.growth_limit,
                "rules.incidents.incident_effort": incident,
            }
            effort = kind.minutes * times
            single = effort * farthest > LARGEST_AMOUNT
            made, number = (
                (effort * farthest, 1) if single else (effort, LARGEST_DAILY_COUNT * often)
            )
            raise _overflow(values, "minutes of an issue", made, number)
    cost = rules.funding_cost * math.exp(FARTHEST * rules.funding_sigma)
    if cost > LARGEST_AMOUNT:
        values = {"issues.funding_sigma": rules.funding_sigma,
                  "issues.funding_cost": rules.funding_cost}  # fmt: skip
        raise _overflow(values, "yuan of a repair", cost, 1)


def _overflow(values: Mapping[str, float], what: str, amount: float, often: int) -> JointError:
    """Amounts are counted in 64 bits: so much, so often, is too much."""
    most = LARGEST_AMOUNT / often
    return JointError(values, f"{most:.2g} {what} at most", amount)
