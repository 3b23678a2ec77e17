"""The course of an issue from its report to its end: expected tasks, rounds, visits and returns.

ODD 6.7 (patience), 8.1 to 8.7 and 8.11, from settings alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from sim.enums import MONTHS, YEAR_DAYS, Kind
from sim.settings import Settings
from sim.settings.kinds import FieldKind

Array = npt.NDArray[np.float64]

IN_PLACE = (Kind.HAZARD, Kind.FACILITY, Kind.STREET_ORDER)
SPREAD = ((1.0 / 6.0, -math.sqrt(3.0)), (2.0 / 3.0, 0.0), (1.0 / 6.0, math.sqrt(3.0)))
"""Weights and points of a normal variable: Gauss and Hermite's rule of three points."""
MOST_NEEDED = 3
LONGEST_QUEUE = 10.0
"""Days that a job waits in a department's queue, at most, in this approximation."""


class Part(IntEnum):
    """What a course counts, for each issue that is first reported, returns included.

    OWN counts works of own effort, PEOPLE persons in rounds of mediation, PASSED rounds that are
    passed on to a volunteer, ASKING minutes of asking or registering, VISITS jobs of departments,
    BUILDING jobs of works, PRESENCES presences of departments, FIRST and SECOND jobs of the kind's
    two street offices, WAITS ends of a span of patience, ESCALATED frozen disputes that are taken
    upward.
    """

    OWN = 0
    PEOPLE = 1
    ASKING = 2
    VISITS = 3
    BUILDING = 4
    PRESENCES = 5
    FIRST = 6
    SECOND = 7
    WAITS = 8
    ESCALATED = 9
    PASSED = 10


PARTS = len(Part)
_OWN = np.eye(1, PARTS, Part.OWN)[0]


def course(
    settings: Settings,
    kind: Kind,
    levels: tuple[float, float],
    volunteered: float,
    load: float,
) -> Array:
    """The expected course of an issue of a kind of the field, (parts,).

    Parameters:
        levels: shares of level 1 and 2.
        volunteered: chance that a micro-grid has an active volunteer.
        load: of departments.
    """
    setting: FieldKind = getattr(settings.issues.kinds, kind.name.lower())
    if kind == Kind.DISPUTE and settings.rules.mediation.on:
        parts = _dispute(settings, setting, volunteered, load)
    else:
        parts = _plain(settings, setting, kind, load)
    level1, level2 = levels
    return parts[0] * (1.0 - level1 - level2) + parts[1] * level1 + parts[2] * level2


def _plain(
    settings: Settings, setting: FieldKind, kind: Kind, load: float
) -> tuple[Array, Array, Array]:
    """Courses of what workers do without rounds of mediation, by level."""
    again = 1.0 / (1.0 - min(setting.relapse, 0.99))
    street = _street(settings, setting)
    departments, back = _departments(settings, setting, kind, load)
    return (
        _OWN * again,
        (_OWN + street) * again,
        (_OWN + departments) / (1.0 - min(back, 0.99)),
    )


def _street(settings: Settings, setting: FieldKind) -> Array:
    """An issue of level 1 that the street settles (8.3, 8.4)."""
    rules = settings.rules
    second = rules.offices.two_office_share if rules.offices.on else 0.0
    days = 1.0 + (1.0 + second) * (settings.departments.street_days + 1.0)
    return _course({
        Part.ASKING: (1.0 + second) * _street_minutes(settings),
        Part.FIRST: 1.0,
        Part.SECOND: second,
        Part.WAITS: _waits(settings, setting.promise, days),
    })  # fmt: skip


def _street_minutes(settings: Settings) -> float:
    platform = settings.structures.dispatch == "platform"
    departments = settings.departments
    return departments.register_minutes if platform else departments.street_ask_minutes


def _departments(
    settings: Settings, setting: FieldKind, kind: Kind, load: float
) -> tuple[Array, float]:
    """An issue of level 2 that departments close, and the chance that it returns (8.3 to 8.7)."""
    rules, causes = settings.departments, settings.rules.causes
    platform = settings.structures.dispatch == "platform"
    needed = _needed(settings, setting)
    mean = sum(number * chance for number, chance in enumerate(needed, start=1))
    refusals = _refusals(settings, needed)
    queue = min(LONGEST_QUEUE, load / (1.0 - min(load, 0.9)))
    back = rules.return_days / 2.0 + 0.5
    asked = rules.receive_days + 1.0 if platform else rules.answer_days + 1.0
    once_more = asked + back if platform else asked
    days = 1.0 + mean * (asked + queue) + refusals * once_more
    if settings.structures.returns == "designated":
        days += rules.designation_days
    minutes = rules.register_minutes if platform else (mean + refusals) * rules.ask_minutes
    together = _together(settings, asked + queue, once_more, refusals / mean)
    apart = (needed[1] * (1.0 - together)) + needed[2] * (1.0 - together**2)
    root = rules.root_joint * (1.0 - apart * (1.0 - rules.root_in_turn))
    excess = max(0.0, load - rules.false_closure_load)
    false = min(1.0, rules.false_closure + rules.false_closure_slope * excess)
    stays = rules.relapse_share
    ordinary = (1.0 - root) * stays
    returns = false * rules.false_found + (1.0 - false) * ordinary
    waits = _waits(settings, setting.promise, days)
    done = _course({Part.ASKING: minutes, Part.VISITS: mean, Part.WAITS: waits})
    if not causes.on or kind not in IN_PLACE:
        return done, returns
    # Works are ordered once: what departments come to is built, or returns until it is (8.11).
    built = math.exp(-max(1.0, causes.building_days) / max(1.0, rules.relapse_days))
    built_later = math.exp(-(days + rules.relapse_days) / max(1.0, causes.building_days))
    unmet = false * rules.false_found + (1.0 - false) * (1.0 - root) * stays
    ordered = (1.0 - false) * root
    found = false * rules.false_found
    lag = days + rules.relapse_days
    asked_again = 1.0 / (1.0 - min(0.99, found + (1.0 - false) * stays * built_later))
    building = (1.0 + ordered * stays * (1.0 - built) * asked_again) / (1.0 - min(0.99, unmet))
    away = (causes.presence_months + 0.5) * YEAR_DAYS / MONTHS
    present = _times(settings, found + (1.0 - false) * stays, lag + root * away)
    plain = 1.0 / (1.0 - min(0.99, returns))
    ordinary_share = 1.0 - causes.building_share - causes.presence_share
    closings = (
        ordinary_share * plain + causes.building_share * building + causes.presence_share * present
    )
    per = 1.0 / closings
    done[Part.BUILDING] = per * causes.building_share * ordered / (1.0 - min(0.99, unmet))
    done[Part.PRESENCES] = per * causes.presence_share * present * ordered
    return done, 1.0 - per


def _times(settings: Settings, again: float, lag: float) -> float:
    """Closings in the window of an issue that returns with a chance, each time so much later."""
    last, window = settings.warmup_days + settings.horizon_days, settings.horizon_days
    total, share, late = 0.0, 1.0, 0.0
    while share > 0.001 and late < last:
        total += share * min(1.0, (last - late) / window)
        share *= again
        late += lag
    return total


def _needed(settings: Settings, setting: FieldKind) -> tuple[float, float, float]:
    """Chances that one, two or three departments are needed (6.2)."""
    more = setting.departments - 1.0
    second, third = min(1.0, more), min(1.0, settings.departments.third_department * more)
    if len(setting.powers) < MOST_NEEDED:
        third = 0.0
    if len(setting.powers) < 2:
        second = 0.0
    both = second * third
    return (1.0 - second) * (1.0 - third), second + third - 2.0 * both, both


def _refusals(settings: Settings, needed: tuple[float, ...]) -> float:
    """Refusals of an issue since its report, until all needed departments took it on (8.4)."""
    rules = settings.departments
    accept = max(0.001, rules.accept_share)
    if settings.structures.returns == "designated":
        return 0.0
    if settings.structures.returns == "endless":
        mean = sum(number * chance for number, chance in enumerate(needed, start=1))
        return mean * (1.0 - accept) / accept
    total = 0.0
    for number, chance in enumerate(needed, start=1):
        within, exactly = 0.0, accept**number
        for refused in range(rules.returns_at_most):
            within += exactly
            total += chance * (1.0 - within)
            exactly *= (1.0 - accept) * (number + refused) / (refused + 1.0)
    return total


def _together(settings: Settings, first: float, again: float, refusals: float) -> float:
    """Chance that the next department comes within the days that count as together (8.7)."""
    left = settings.departments.together_days - first
    if left < 0.0:
        return 0.0
    refused = refusals / (1.0 + refusals)
    return 1.0 - math.pow(refused, 1.0 + math.floor(left / again))


def _dispute(
    settings: Settings, setting: FieldKind, volunteered: float, load: float
) -> tuple[Array, Array, Array]:
    """Courses of disputes with rounds of mediation, by level (8.1)."""
    rule, stays = settings.rules.mediation, settings.departments.relapse_share
    departments, back = _departments(settings, setting, Kind.DISPUTE, load)
    people = rule.mediation_people
    relation, space = rule.dispute_relation, min(rule.dispute_space, 1.0 - rule.dispute_relation)
    sorts = (
        (relation, "relation", volunteered),
        (space, "space", 0.0),
        (max(0.0, 1.0 - relation - space), "right", 0.0),
    )
    total = [np.zeros(PARTS) for _ in range(3)]
    for share, name, first in sorts:
        by_worker = getattr(rule, f"mediation_worker_{name}")
        by_volunteer = rule.mediation_volunteer_relation
        joint, settled = _joint(settings, setting, getattr(rule, f"mediation_joint_{name}"))
        ladder, held = _rung(by_worker, rule.hardening, rule.rung_rounds)
        begun, left = _rung(by_volunteer, rule.hardening, rule.rung_rounds)
        unsettled = held * ((1.0 - first) + first * left)
        done = joint * unsettled
        done[Part.PASSED] += first * begun
        done[Part.PEOPLE] += ((1.0 - first) + first * left) * ladder * people
        ended = 1.0 - unsettled * (1.0 - settled)
        total[0] += done * (share / (1.0 - min(0.99, ended * setting.relapse)))
        once = first * by_volunteer + (1.0 - first) * by_worker
        round_ = _course({Part.PASSED: first, Part.PEOPLE: (1.0 - first) * people})
        returns = once * stays + (1.0 - once) * settled * setting.relapse
        done = round_ + joint * (1.0 - once)
        total[1] += done * (share / (1.0 - min(0.99, returns)))
        returns = once * stays + (1.0 - once) * back
        done = round_ + departments * (1.0 - once)
        total[2] += done * (share / (1.0 - min(0.99, returns)))
    return total[0], total[1], total[2]


def _course(parts: Mapping[Part, float]) -> Array:
    """A course with these numbers; the others are 0."""
    numbers = np.zeros(PARTS)
    for part, number in parts.items():
        numbers[part] = number
    return numbers


def _rung(chance: float, hardening: float, rounds: int) -> tuple[float, float]:
    """Rounds held on a rung, and the chance that none of them settles."""
    held, left, hardened = 0.0, 1.0, 1.0
    for _ in range(rounds):
        held += left
        left *= 1.0 - chance * hardened
        hardened *= hardening
    return held, left


def _joint(settings: Settings, setting: FieldKind, chance: float) -> tuple[Array, float]:
    """Joint sessions of a dispute, and the chance that it is settled before its resident gives up.

    A frozen dispute is taken upward, unless its resident has given up by then (6.7).
    """
    rules = settings.rules
    held, left = _rung(chance, rules.mediation.hardening, rules.mediation.mediation_rounds)
    days = settings.departments.street_days + 1.0
    upward = 1.0 if rules.mediation.frozen_report > 0.0 else 0.0
    if rules.patience.on:
        patience = rules.patience.patience_factor * setting.promise * rules.patience.giveup_factor
        remains = max(0.0, patience - held * days)
        upward *= 1.0 - math.exp(-remains * rules.mediation.frozen_report)
    chains = 1.0 / (1.0 - min(0.99, left * upward))
    sessions = held * chains
    waiting = sessions * days
    done = _course({
        Part.ASKING: sessions * _street_minutes(settings),
        Part.FIRST: sessions,
        Part.WAITS: _waits(settings, setting.promise, waiting),
        Part.ESCALATED: chains * left * upward,
    })  # fmt: skip
    return done, chains * (1.0 - left)


def _waits(settings: Settings, promise: float, days: float) -> float:
    """Spans of patience that end before an exponential time of this mean is over (6.7)."""
    rule = settings.rules.patience
    if not rule.on:
        return 0.0
    ends = 0.0
    for weight, point in SPREAD:
        span = max(1.0, math.ceil(rule.patience_factor * promise * math.exp(
            rule.patience_sigma * point)))  # fmt: skip
        ends += weight / math.expm1(min(50.0, span / max(days, 0.1)))
    return ends
