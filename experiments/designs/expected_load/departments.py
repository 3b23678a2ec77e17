"""Expected loads of departments and of offices of the street.

ODD 8.11 (presences), 9.1 and 9.3.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from experiments.designs.expected_load.issues import Issues
from sim.enums import WEEK_DAYS
from sim.initialization.street_offices import street_offices
from sim.settings import Settings
from sim.settings.departments import MOST_ANSWERING

Array = npt.NDArray[np.float64]

CLUSTERED = 1.5
"""Variance of jobs of a department over their mean: those of one issue come together."""
FULL = 2.0
"""Load of a department from which on it is full, in the mean of the busiest."""
LEAST_OFFERED = 0.05
"""Share of hours that presences leave at least, in this approximation."""
_NORMALS = np.random.default_rng(1).standard_normal((2, 64, MOST_ANSWERING))
"""Fixed normal numbers for hours and jobs of departments."""


def department_loads(
    settings: Settings,
    table: npt.NDArray[np.void],
    powers: npt.NDArray[np.int64],
    taken: Issues,
) -> tuple[float, float]:
    """Hours asked over hours offered of all departments; the mean of the busiest one.

    Which is the busiest depends on chance, in its hours and in its jobs: the mean is over 64 draws
    of both, the same for all settings. NaN without hours or demand.

    Parameters:
        table: KIND (8,).
        powers: departments of each kind in order, (8, POWERS).
        taken: what issues take.
    """
    rules = settings.departments
    answering = len(rules.answering)
    asked, demand = np.zeros(answering), np.zeros(answering)
    for kind, row in enumerate(table):
        count = int(row["powers"])
        if not count:
            continue
        hours = float(taken.visits[kind] + taken.works[kind]) / count
        more = float(row["departments"]) - 1.0
        needed = 1.0 + min(1.0, more) + min(1.0, rules.third_department * more)
        expected = float(row["rate"] * row["level2"]) * needed / count
        for department in powers[kind, :count]:
            asked[department] += hours
            demand[department] += expected
    offered, kept = _offered(settings, taken)
    if offered <= 0.0 or demand.sum() <= 0.0:
        return math.nan, math.nan
    shares = demand / demand.sum()
    given = offered * shares
    stated = np.array([np.nan if staff is None else staff for staff in rules.staff])
    if stated.size:
        known = ~np.isnan(stated)
        hours = rules.discretionary_hours * rules.hours_scale * min(1.0, rules.response_share)
        given[known] = kept * hours * stated[known]
    some = (shares > 0.0) & (given > 0.0)
    if not some.any():
        return math.nan, math.nan
    jobs = asked[some] / rules.field_hours * settings.horizon_days / WEEK_DAYS
    chance = np.minimum(1.0, CLUSTERED / np.maximum(jobs, 0.001))
    noise = np.exp(rules.hours_noise * _NORMALS[0][:, :answering][:, some])
    staffed = noise / (noise @ shares[some])[:, None]
    if stated.size:
        staffed[:, known[some]] = 1.0
    drawn = 1.0 + np.sqrt(chance) * _NORMALS[1][:, :answering][:, some]
    loads = asked[some] / given[some] * drawn / staffed
    offered = float(given.sum()) if stated.size else offered
    return float(asked.sum() / offered), float(np.minimum(FULL, loads.max(axis=1)).mean())


def _offered(settings: Settings, taken: Issues) -> tuple[float, float]:
    """Hours a week that departments usually have for communities, less those of presences.

    And the share that presences leave.
    """
    rules, causes, place = settings.departments, settings.rules.causes, settings.territory
    scale = rules.hours_scale * (place.usual_communities / place.district_communities)
    hours = len(rules.answering) * rules.field_staff * rules.discretionary_hours * scale
    hours *= min(1.0, rules.response_share)
    if not causes.on or not hours:
        return hours, 1.0
    # A presence lasts until the end of a month: half a month more than its months.
    standing = taken.presences * (causes.presence_months + 0.5) * causes.presence_hours
    left = max(LEAST_OFFERED * hours, hours - standing)
    return left, left / hours


def office_loads(
    settings: Settings, table: npt.NDArray[np.void], taken: Issues
) -> tuple[float, float]:
    """Hours asked over hours of all offices of the street, and of the busiest; NaN without hours.

    Parameters:
        table: KIND (8,).
        taken: what issues take.
    """
    every = street_offices(settings, table)["capacity"].astype(np.float64)
    ticks = every.reshape(settings.territory.streets, -1).sum(axis=0)
    hours = ticks * WEEK_DAYS / 60_000.0
    if not settings.rules.street_offices.on or not hours.sum():
        return math.nan, math.nan
    loads = taken.offices[hours > 0.0] / hours[hours > 0.0]
    return float(taken.offices.sum() / hours.sum()), float(loads.max())
