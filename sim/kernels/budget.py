"""Money of a community's own (社区服务群众专项经费): repairs and small works that it orders itself.

ODD 6.11.
"""

from __future__ import annotations

import math

from sim.enums import NOBODY, YEAR_DAYS, Cause, Count
from sim.kernels.causes import cause_of
from sim.kernels.jit import kernel


@kernel
def pays(state, c, cost, day):
    """Whether this year's money is enough for something; if so it is spent."""
    community = state.communities[c]
    if state.policies[c].budget == 0.0 or community.spent + cost > allowance(state, c, day):
        return False
    community.spent += cost
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.COMMUNITY_YUAN] += math.floor(cost)
    return True


@kernel
def builds(state, c, issue, day):
    """Whether the community has the cause of an issue built, which takes no department's hours."""
    parameters = state.parameters[0]
    if issue.built != NOBODY or cause_of(state, issue) != Cause.BUILDING:
        return False
    if not pays(state, c, parameters.building_yuan, day):
        return False
    issue.built = day + max(1, int(parameters.building_days))
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.WORKS_ORDERED] += 1
        state.counts[c, Count.WORKS_BUILT] += 1
        state.counts[c, Count.COMMUNITY_WORKS] += 1
    return True


@kernel
def days_of_money(state, c, day):
    """Days since the money came for the first time: with the lever, never before the window."""
    return day - max(state.policies[c].budget_from, state.clock[0].first_measured)


@kernel
def allowance(state, c, day):
    """Yuan of this year; a year that the end of the run cuts short has its share."""
    last_day = state.clock[0].first_measured + state.daily.shape[0]
    since = days_of_money(state, c, day)
    length = min(YEAR_DAYS, last_day - day + since % YEAR_DAYS)
    return state.policies[c].budget * length / YEAR_DAYS


@kernel
def renew_budget(state, c, day):
    """With a year ends its money, and there is new one."""
    if days_of_money(state, c, day + 1) % YEAR_DAYS == 0:
        state.communities[c].spent = 0.0
