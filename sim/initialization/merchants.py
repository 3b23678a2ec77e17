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
    spared = _spared_hours(state, settings)
    visiting = int(state.kinds["powers"][Kind.MERCHANT])
    reference = refer(state)
    for number in state.powers[Kind.MERCHANT, :visiting]:
        department = state.departments[number]
        hours = min(spared, _own_hours(settings, int(number)))
        department["staff_hours"] += hours - department["spared_hours"]
        department["spared_hours"] = hours
        set_capacity(reference, int(number))


def _spared_hours(state: State, settings: Settings) -> float:
    """Hours a week that visits which are not made spare one department."""
    rule = settings.rules.merchants
    merchants, kept = state.communities["merchants"], state.policies["visits_kept"]
    spared = 0.0
    for number, share in zip(merchants.tolist(), kept.tolist(), strict=True):
        visits = number * rule.merchant_visits * (1.0 - share) / YEAR_WEEKS
        spared += visits * rule.merchant_visit_hours
    return spared


def _own_hours(settings: Settings, number: int) -> float:
    """Hours a week of a department for its own business."""
    departments, place = settings.departments, settings.territory
    staff = departments.staff[number] if departments.staff else None
    each = max(0.0, PAID_HOURS - departments.discretionary_hours)
    if staff is not None:
        return staff * each * departments.hours_scale
    scale = departments.hours_scale * (place.usual_communities / place.district_communities)
    return departments.field_staff * each * scale
