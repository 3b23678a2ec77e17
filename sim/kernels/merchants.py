"""Visits of departments to merchants.

ODD 9.5.
"""

from __future__ import annotations

from sim.enums import WEEK_DAYS, YEAR_DAYS, Kind
from sim.kernels.jit import kernel
from sim.kernels.tasks import ticks


@kernel
def visit_ticks(state, policy):
    """Ticks a day that departments spend on visits to merchants of a community."""
    parameters = state.parameters[0]
    a_year = parameters.community_merchants * parameters.merchant_visits
    visits = a_year * policy.visits_kept / (YEAR_DAYS / WEEK_DAYS)
    visits *= state.kinds[Kind.MERCHANT].powers
    return ticks(visits * parameters.merchant_visit_hours * 60.0 / WEEK_DAYS)
