"""Kinds of issues, and the departments that hold the powers they need."""

from __future__ import annotations

import math
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from sim.enums import (
    NOBODY,
    POWERS,
    YEAR_DAYS,
    Kind,
    Shape,
    Work,
)
from sim.initialization.street_offices import OFFICES
from sim.records import DEPARTMENT, KIND
from sim.settings import Settings
from sim.settings.kinds import CounterKind, FieldKind
from sim.streams import NUMBER, draw, lognormal_shape, normal


def kinds(settings: Settings) -> tuple[npt.NDArray[np.void], npt.NDArray[np.int64]]:
    """KIND (8,), and int64 (8, POWERS) with the departments of each kind in order."""
    rules = settings.issues
    answering = settings.departments.answering
    table = np.zeros(len(Kind), KIND)
    powers = np.zeros((len(Kind), POWERS), np.int64)
    works = {Kind.INQUIRY: Work.INQUIRY, Kind.CERTIFICATE: Work.CERTIFICATE}
    works[Kind.DISPUTE] = Work.MEDIATION
    for number, (_, kind) in enumerate(rules.kinds):
        assert isinstance(kind, CounterKind)
        row = table[number]
        row["rate"] = rules.rate_scale * kind.rate / 1000 / YEAR_DAYS
        row["minutes"], row["promise"] = kind.minutes, kind.promise
        row["location"], row["scale"] = lognormal_shape(kind.minutes, kind.cv)
        row["shape"] = Shape[kind.effort_shape.upper()]
        row["work"] = works.get(Kind(number), Work.ISSUE)
        row["departments"] = 1.0
        row["office"], row["second_office"] = OFFICES.get(Kind(number), (0, 0))
        if isinstance(kind, FieldKind):
            row["hidden"], row["relapse"] = kind.hidden, kind.relapse
            row["level2"] = min(1.0, kind.level2 * rules.beyond_scale)
            row["level1"] = min(1.0 - row["level2"], kind.level1 * rules.beyond_scale)
            row["departments"] = kind.departments
            row["seen"] = getattr(kind, "seen", 0.0)
            row["powers"] = len(kind.powers)
            powers[number, : len(kind.powers)] = [answering.index(name) for name in kind.powers]
    return table, powers


def departments(
    settings: Settings,
    keys: npt.NDArray[np.uint64],
    issues: npt.NDArray[np.void],
    powers: npt.NDArray[np.int64],
) -> npt.NDArray[np.void]:
    """DEPARTMENT (D,) without capacity, staff in proportion to demand; sim/ODD.md, section 9."""
    rules = settings.departments
    answering = len(rules.answering)
    table = np.zeros(settings.obligations.demanding, DEPARTMENT)
    table["root"] = NOBODY
    demand = [0.0] * answering
    for kind, row in enumerate(issues):
        more = row["departments"] - 1.0
        needed = 1.0 + min(1.0, more) + min(1.0, rules.third_department * more)
        for department in powers[kind, : row["powers"]]:
            demand[department] += float(row["rate"] * row["level2"] * needed / row["powers"])
    if sum(demand) == 0.0:
        demand = [1.0] * answering
    noise = [draw(keys[NUMBER["hours"]], d, 0, 0)[0] for d in range(answering)]
    weights = [
        part * math.exp(rules.hours_noise * normal(u))
        for part, u in zip(demand, noise, strict=True)
    ]
    place = settings.territory
    scale = rules.hours_scale * (place.usual_communities / place.district_communities)
    hours = rules.field_staff * rules.discretionary_hours
    table["staff_hours"] = hours * scale
    for department, weight in enumerate(weights):
        share = weight / sum(weights)
        table["staff_hours"][department] = answering * hours * share * scale
    for department, staff in enumerate(rules.staff):
        if staff is not None:
            hours = staff * rules.discretionary_hours * rules.hours_scale
            table["staff_hours"][department] = hours
    table["response_share"][:answering] = rules.response_share
    table["effort"] = table["full_effort"] = table["attention_factor"] = 1.0
    staffed = table["staff_hours"][:answering]
    if staffed.any():
        table["attention"][:answering] = staffed / list(accumulate(staffed.tolist()))[-1]
    return table
