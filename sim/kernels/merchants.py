"""Visits of departments to merchants.

ODD 9.5.
"""

from __future__ import annotations

from sim.enums import WEEK_DAYS, YEAR_WEEKS, Kind
from sim.kernels.jit import entry, kernel
from sim.kernels.tasks import ticks


@entry
def weekly_visits(state, c):
    """Visits a week of all departments to the merchants of a community."""
    parameters = state.parameters[0]
    a_year = state.communities[c].merchants * parameters.merchant_visits
    visits = a_year * state.policies[c].visits_kept / YEAR_WEEKS
    return visits * state.kinds[Kind.MERCHANT].powers


@kernel
def visit_ticks(state, c):
    """Ticks a day that departments spend on visits to merchants of a community."""
    hours = weekly_visits(state, c) * state.parameters[0].merchant_visit_hours
    return ticks(hours * 60.0 / WEEK_DAYS)
