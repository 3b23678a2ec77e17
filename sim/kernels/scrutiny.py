"""Inspections react to patched forms: the department inspects more often for a while.

ODD 5.5, 7.8.
"""

from __future__ import annotations

import math

from sim.enums import WEEK_DAYS
from sim.kernels.jit import kernel
from sim.kernels.white_list import checked

HALVING = -math.log(2.0)


@kernel
def attention(state, c, department, day):
    """Weight of a department's inspections of a community; 1 is the usual."""
    row = state.scrutiny[c, department]
    if row.rise == 0.0:
        return 1.0
    half_life = state.parameters[0].patchwork_half_life
    return 1.0 + row.rise * math.exp(HALVING * (day - row.since) / half_life)


@kernel
def raise_attention(state, c, department, day):
    """Raise attention after a patched form was found, or a criticism; inspectors are few."""
    parameters = state.parameters[0]
    if not parameters.scrutiny:
        return
    weight = attention(state, c, department, day) * parameters.patchwork_inspection
    rise = min(weight, parameters.attention_limit) - 1.0
    row = state.scrutiny[c, department]
    row.rise = rise
    row.since = day
    state.communities[c].attention = 0.0


@kernel
def greatest_attention(state, patched_found):
    """Upper bound of the rise of attention when that many patched forms are found."""
    parameters = state.parameters[0]
    if not parameters.scrutiny:
        return 1.0
    return min(parameters.patchwork_inspection**patched_found, parameters.attention_limit)


@kernel
def attention_to_all(state, c, day):
    """Attention summed over the obligations that have ever been set; summed once a day."""
    community = state.communities[c]
    if community.attention_day != day or community.attention == 0.0:
        total = 0.0
        for obligation in range(state.clock[0].rows):
            total += attention(state, c, state.obligations[obligation].department, day)
        community.attention = total
        community.attention_day = day
    return community.attention


@kernel
def inspections_expected(state, c, day):
    """Mean number of inspections announced on a day, of active obligations or not."""
    parameters = state.parameters[0]
    policy = state.policies[c]
    season = policy.season_factor if day < policy.season_until else 1.0
    weekly = parameters.inspections * policy.inspections * season
    weekly = weekly * checked(state, c) + policy.inspections_added
    usual = weekly / WEEK_DAYS
    if not (parameters.scrutiny or parameters.rebound):
        return usual
    if parameters.form_kinds == 0.0:
        return 0.0
    return usual * (attention_to_all(state, c, day) / parameters.form_kinds)


@kernel
def inspected_obligation(state, c, day, u):
    """The obligation that an inspection looks at."""
    parameters = state.parameters[0]
    if not (parameters.scrutiny or parameters.rebound):
        return math.floor(u * parameters.form_kinds)
    target = u * attention_to_all(state, c, day)
    running = 0.0
    last = state.clock[0].rows - 1
    for obligation in range(last):
        running += attention(state, c, state.obligations[obligation].department, day)
        if running > target:
            return obligation
    return last
