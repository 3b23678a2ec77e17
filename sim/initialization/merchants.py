"""Visits of departments to merchants; sim/ODD.md, section 9.5."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.enums import DAY_MINUTES, WEEK_DAYS, YEAR_WEEKS, Kind
from sim.kernels.effort import set_capacity
from sim.kernels.merchants import weekly_visits
from sim.kernels.state_ref import refer
from sim.settings import Settings
from sim.state import State

PAID_HOURS = DAY_MINUTES * WEEK_DAYS / 60.0


def escort_minutes(state: State, settings: Settings) -> npt.NDArray[np.float64]:
    """Minutes a week that workers of each community go along with departments, (C,)."""
    rule, communities = settings.rules.merchants, len(state.communities)
    if not rule.on:
        return np.zeros(communities)
    reference = refer(state)
    visits = np.array([weekly_visits(reference, c) for c in range(communities)])
    return visits * rule.merchant_escort_share * rule.merchant_escort_minutes


def set_spared_hours(state: State, settings: Settings) -> None:
    """Gives departments the hours that a standard for all spares them. Changes `state` in place."""
    hours = _spared_hours(settings, state.policies["visits_kept"].tolist())
    visiting = int(state.kinds["powers"][Kind.MERCHANT])
    reference = refer(state)
    for number in state.powers[Kind.MERCHANT, :visiting]:
        department = state.departments[number]
        department["staff_hours"] += hours - department["spared_hours"]
        department["spared_hours"] = hours
        set_capacity(reference, int(number))


def _spared_hours(settings: Settings, kept: list[float]) -> float:
    """Hours a week of one department, at most those of its own business."""
    rule, departments = settings.rules.merchants, settings.departments
    merchants, place = settings.workday.community_merchants, settings.territory
    spared = 0.0
    for share in kept:
        visits = merchants * rule.merchant_visits * (1.0 - share) / YEAR_WEEKS
        spared += visits * rule.merchant_visit_hours
    own = departments.field_staff * max(0.0, PAID_HOURS - departments.discretionary_hours)
    scale = departments.hours_scale * (place.communities / place.district_communities)
    return min(spared, own * scale)
