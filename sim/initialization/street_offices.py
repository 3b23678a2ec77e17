"""Offices of the street: which kinds of issues come to them, and their hours; sim/ODD.md, 9.3."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.enums import NOBODY, WEEK_DAYS, Kind, Office
from sim.kernels.tasks import ticks
from sim.records import STREET_OFFICE
from sim.settings import Settings

OFFICES = {
    Kind.DISPUTE: (Office.MEDIATION, Office.MANAGEMENT),
    Kind.HAZARD: (Office.SAFETY, Office.ENFORCEMENT),
    Kind.FACILITY: (Office.MANAGEMENT, Office.SAFETY),
    Kind.CARE: (Office.MANAGEMENT, Office.MEDIATION),
    Kind.STREET_ORDER: (Office.ENFORCEMENT, Office.MANAGEMENT),
    Kind.MERCHANT: (Office.ENFORCEMENT, Office.SAFETY),
}
"""The office to which a kind comes first, and the other one where two are needed."""


def street_offices(settings: Settings, issues: npt.NDArray[np.void]) -> npt.NDArray[np.void]:
    """STREET_OFFICE (4 streets,), with hours in proportion to expected demand.

    Parameters:
        issues: KIND (8,).
    """
    rules = settings.rules
    second = rules.offices.two_office_share if rules.offices.on else 0.0
    demand = [0.0] * len(Office)
    for kind, (office, other) in OFFICES.items():
        row = issues[kind]
        rate, level1, level2 = (float(row[name]) for name in ("rate", "level1", "level2"))
        if kind == Kind.DISPUTE and rules.mediation.on:
            demand[office] += rate * (1.0 - level2)
        else:
            demand[office] += rate * level1
            demand[other] += rate * level1 * second
    if sum(demand) == 0.0:
        demand = [1.0] * len(Office)
    sizes = settings.territory.usual_communities_of_streets
    table = np.zeros(len(sizes) * len(Office), STREET_OFFICE)
    table["root"] = NOBODY
    table["queue"] = np.arange(len(table))
    table["capacity"] = [
        ticks(rules.street_offices.street_capacity * size * (part / sum(demand)) * 60.0 / WEEK_DAYS)
        for size in sizes
        for part in demand
    ]
    return table
