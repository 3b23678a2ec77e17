"""Points and the white list (加减分、白名单): communities with the best results are spared checks.

ODD 11.13.
"""

from __future__ import annotations

import math

from sim.kernels.calendar import month_of
from sim.kernels.jit import kernel


@kernel
def decides(state, c, day):
    """Whether a community takes part, and the month that ends today is one of decision."""
    policy = state.policies[c]
    return policy.white_share > 0.0 and month_of(day) % policy.white_months == 0


@kernel
def white_list(state, day):
    """Rank communities by the points of the period; the first ones are on the list for the next."""
    taking_part = 0
    for c in range(state.communities.shape[0]):
        if decides(state, c, day):
            taking_part += 1
            state.communities[c].points = points(state.communities[c])
    if taking_part == 0:
        return
    for c in range(state.communities.shape[0]):
        if decides(state, c, day):
            listed = math.floor(state.policies[c].white_share * taking_part + 0.5)
            state.communities[c].white = place_of(state, c, day) < listed
    for c in range(state.communities.shape[0]):
        if decides(state, c, day):
            begin_period(state.communities[c])


@kernel
def points(community):
    """Points of a community: the share of issues closed, and of forms delivered, in time."""
    earned = 0.0
    if community.period_closed > 0:
        earned += community.period_kept / community.period_closed
    if community.period_forms > 0:
        earned += max(0.0, 1.0 - community.period_failed / community.period_forms)
    return earned


@kernel
def place_of(state, c, day):
    """Communities that come before this one: those with more points, at equal ones the earlier."""
    before = 0
    mine = state.communities[c].points
    for other in range(state.communities.shape[0]):
        if decides(state, other, day):
            theirs = state.communities[other].points
            if theirs > mine or (theirs == mine and other < c):
                before += 1
    return before


@kernel
def begin_period(community):
    """Points are counted anew."""
    community.period_closed = 0
    community.period_kept = 0
    community.period_forms = 0
    community.period_failed = 0


@kernel
def checked(state, c):
    """Share of the usual inspections that come; the rest is waived on the white list."""
    if state.communities[c].white:
        return 1.0 - state.policies[c].white_waived
    return 1.0
