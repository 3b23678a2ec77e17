"""What residents' issues are expected to take of workers, departments and street offices.

ODD 6 (issues), 8 (what follows a task), from settings alone.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from experiments.designs.expected_load.courses import Part, course
from experiments.designs.expected_load.field import Field
from sim.enums import MONTHS, WEEK_DAYS, YEAR_DAYS, Kind, Office
from sim.initialization.street_offices import OFFICES
from sim.settings import Settings

Array = npt.NDArray[np.float64]

STEPS = 40
"""Points of the age of a hidden issue at which its discovery is summed up."""
FIELD = tuple(kind for kind in Kind if kind >= Kind.DISPUTE)
DANGEROUS = np.array([kind in (Kind.HAZARD, Kind.CARE, Kind.MERCHANT) for kind in FIELD])
_EDGES = (np.arange(STEPS + 1) / STEPS) ** 2
"""Bounds of ages as shares of the oldest, finer where issues are young."""


class Issues(NamedTuple):
    """Expected hours a week of the whole place.

    Of workers: `inquiries`, `certificates`, `issues`, `mediation`, `emergencies`, `asking`,
    `orders`, `repeats`; `after_hours` is overtime. Of departments `visits` and `works` by kind
    (8,); of offices of the street `offices` (4,). `presences` and `incidents` are numbers a week,
    `raised` issues first reported a week, by kind (8,).
    """

    inquiries: float
    certificates: float
    issues: float
    mediation: float
    emergencies: float
    asking: float
    orders: float
    repeats: float
    after_hours: float
    visits: Array
    works: Array
    offices: Array
    presences: float
    incidents: float
    raised: Array


def issues(settings: Settings, table: npt.NDArray[np.void], field: Field, load: float) -> Issues:
    """Expected hours that residents' issues take, at a load of departments.

    Residents' trust is that of the start. What workers do themselves is done within a day.
    """
    rules, mechanisms, departments = settings.issues, settings.rules, settings.departments
    weekly = table["rate"] * settings.territory.residents * WEEK_DAYS
    if mechanisms.trust.on:
        weekly[Kind.INQUIRY] *= _trusting(settings)
    minutes = table["minutes"] / 60.0
    found, incidents, grown, alarming = _surfacing(settings, field)
    complaints, again = _impatience(settings)
    own = mediation = emergencies = asking = orders = repeats = presences = serious = 0.0
    visits, works, offices = np.zeros(len(Kind)), np.zeros(len(Kind)), np.zeros(len(Office))
    raised = weekly.copy()
    for place, kind in enumerate(FIELD):
        level2 = float(table["level2"][kind])
        levels = _level1(settings, kind, float(table["level1"][kind])), level2
        done = course(settings, kind, levels, field.volunteered, load).tolist()
        arising = float(weekly[kind])
        hidden = getattr(rules.kinds, kind.name.lower()).hidden
        reported = arising * (1.0 - hidden + hidden * (found[place] + incidents[place]))
        usual = arising * (1.0 - hidden + hidden * grown[place])
        effort = float(minutes[kind])
        if kind == Kind.DISPUTE:
            mediation += usual * done[Part.PEOPLE] * mechanisms.mediation.mediation_minutes / 60.0
            mediation += usual * done[Part.OWN] * effort
            mediation += reported * done[Part.PASSED] * rules.passing_minutes / 60.0
        else:
            own += usual * done[Part.OWN] * effort
        emergencies += arising * hidden * alarming[place] * done[Part.OWN] * effort
        serious += arising * hidden * incidents[place]
        if kind == Kind.FACILITY and mechanisms.consent.on:
            consent = mechanisms.consent
            own += reported * (1.0 - level2) * consent.consent_share * consent.consent_minutes / 60
        asking += reported * done[Part.ASKING] / 60.0
        visits[kind] = reported * done[Part.VISITS] * departments.field_hours
        works[kind] = reported * done[Part.BUILDING] * mechanisms.causes.building_hours
        presences += reported * done[Part.PRESENCES]
        first, second = OFFICES[kind]
        offices[first] += reported * done[Part.FIRST] * departments.street_hours
        offices[second] += reported * done[Part.SECOND] * departments.street_hours
        complained = done[Part.WAITS] * complaints + done[Part.ESCALATED]
        orders += reported * complained * mechanisms.patience.order_minutes / 60.0
        repeats += reported * done[Part.WAITS] * again * float(minutes[Kind.INQUIRY])
        raised[kind] = reported
    counter = weekly[:2] * minutes[:2]
    return Issues(
        float(counter[0]), float(counter[1]), own, mediation, emergencies, asking, orders, repeats,
        _after_hours(settings, float(weekly[Kind.INQUIRY])), visits, works, offices, presences,
        serious, raised,
    )  # fmt: skip


def _trusting(settings: Settings) -> float:
    """Factor of trust on what residents report (6.2, 6.3)."""
    residents = settings.residents
    return math.exp(residents.reporting_elasticity * (residents.trust_start - 0.5))


def _level1(settings: Settings, kind: Kind, share: float) -> float:
    """Share of level 1, less what old estates without property management do themselves (3)."""
    rule, place = settings.rules.types, settings.territory
    if kind != Kind.FACILITY or not rule.on or place.communities == 1:
        return share
    urban = place.communities - place.villages
    if not urban:
        return share
    limits = (rule.old, rule.old + rule.commercial)
    old, both = (math.floor(urban * limit + 0.5) / place.communities for limit in limits)
    unkept = 1.0 + rule.no_property_estates * (rule.no_property_facility - 1.0)
    factor = rule.old_estate_facility * unkept
    mean = old * factor + (both - old) * rule.commercial_facility + 1.0 - both
    old = old * factor / mean if mean > 0.0 else 0.0
    return share * (1.0 - old * rule.no_property_estates * rule.no_property_own_share)


def _impatience(settings: Settings) -> tuple[float, float]:
    """Chances, at the end of a span of patience, of an order and of asking again (6.7)."""
    rule = settings.rules.patience
    if not rule.on:
        return 0.0, 0.0
    trust = settings.residents.trust_start
    order = min(1.0, max(0.0, rule.overhead_chance * (rule.overhead_offset - trust)))
    return order, (1.0 - order) * rule.repeat_chance


def _after_hours(settings: Settings, inquiries: float) -> float:
    """Hours a week in which workers answer residents after hours (7.6)."""
    rule = settings.rules.afterhours
    if not rule.on:
        return 0.0
    share = rule.afterhours_share
    return inquiries * share / (1.0 - share) * rule.afterhours_minutes / 60.0


def _surfacing(settings: Settings, field: Field) -> tuple[Array, Array, Array, Array]:
    """Of hidden issues of the kinds of the field, by what they do in the window (6.3, 6.4).

    Returns:
        Shares that are found or reported, and that become incidents; the same with each counted by
        the factor on its effort. All (6,). An issue older than the run does not come up in it.
    """
    rules, mechanisms = settings.issues, settings.rules
    last, window = settings.warmup_days + settings.horizon_days, settings.horizon_days
    bounds = _EDGES * last
    age, step = (bounds[1:] + bounds[:-1]) / 2.0, np.diff(bounds)
    growth = np.minimum(rules.growth_limit, 1.0 + rules.growth_hidden * age * MONTHS / YEAR_DAYS)
    inside = np.clip((last - age) / window, 0.0, 1.0) * step
    seen = np.array([getattr(getattr(rules.kinds, k.name.lower()), "seen", 0.0) for k in FIELD])
    common = seen * field.patrol + rules.visit_discovery * field.door
    if mechanisms.volunteers.on:
        rule = mechanisms.volunteers
        helped = rule.volunteer_discovery / rule.volunteer_reference_seen
        common = common + seen * field.volunteers * helped
    if mechanisms.discovery.on:
        merchant = FIELD.index(Kind.MERCHANT)
        common[merchant] += field.rounds * mechanisms.discovery.merchant_round_discovery
    care = FIELD.index(Kind.CARE)
    brought = np.full(len(FIELD), rules.list_visit_other * field.listed)
    brought[care] = rules.list_visit_care * field.listed
    share = np.full(len(FIELD), field.on_list)
    share[care] = rules.care_vulnerable_share
    own = rules.own_notice * _trusting(settings)
    danger = DANGEROUS * (mechanisms.incidents.incident_rate if mechanisms.incidents.on else 0.0)
    sums = np.zeros((4, len(FIELD)))
    for part, notice, more in (
        (1.0 - share, own, 0.0),
        (share, own * rules.vulnerable_notice, brought),
    ):
        steady = (common + more)[:, None]
        noticed = notice * growth
        total = np.cumsum((steady + noticed + danger[:, None]) * step, axis=1)
        middle = total - (steady + noticed + danger[:, None]) * step / 2.0
        left = np.exp(-middle) * inside
        surfaced, alarms = (steady + noticed) * left, danger[:, None] * left
        sums[0] += part * surfaced.sum(axis=1)
        sums[1] += part * alarms.sum(axis=1)
        sums[2] += part * (surfaced @ growth)
        sums[3] += part * (alarms @ growth) * mechanisms.incidents.incident_effort
    return sums[0], sums[1], sums[2], sums[3]
