"""The admission gate: what it decides of an obligation, and leaks around it.

ODD 5.4, 11.7, 11.8.
"""

from __future__ import annotations

import math

from sim.enums import KEPT_OUT, MONTHS, YEAR_DAYS, Count
from sim.kernels.jit import kernel
from sim.streams import NUMBER, draw

GATE = NUMBER["gate"]


@kernel
def gate_draw(state, c, row, day):
    """One draw for all communities, but for what a community brings upon itself."""
    first = int(state.parameters[0].form_kinds)
    own = row >= first and (row - first) % 2 == 1
    return draw(state.keys[GATE], (c << 32) + row if own else row, day, 0)


@kernel
def refused(state, c, row, day):
    """Whether the gate refuses an obligation."""
    u, _ = gate_draw(state, c, row, day)
    return u < state.policies[c].gate_refusal


@kernel
def board_approved(state, c, row, day):
    """Whether the board of an obligation is approved as well."""
    _, v = gate_draw(state, c, row, day)
    return v >= state.policies[c].gate_refusal


@kernel
def refuse(state, c, row, day):
    """Count a refusal, which may leak around the gate; returns whether it does."""
    _, v = gate_draw(state, c, row, day)
    leaking = v < state.policies[c].gate_leak
    if leaking:
        start_leak(state, c, row, day)
    else:
        state.forms[c, row].leaks_until = KEPT_OUT
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.OBLIGATIONS_REFUSED] += 1
        if leaking:
            state.counts[c, Count.OBLIGATIONS_BESIDE] += 1
    return leaking


@kernel
def start_leak(state, c, row, day):
    """A department asks by requests and a group for what it may not demand, for some months."""
    life = state.parameters[0].ungated_life * YEAR_DAYS / MONTHS
    state.forms[c, row].leaks_until = day + math.floor(life)
    state.forms[c, row].moved_on = day
    state.communities[c].leaks += 1


@kernel
def stop_leak(state, c, row):
    """Nobody asks any more for what the gate refused."""
    state.forms[c, row].leaks_until = 0
    state.communities[c].leaks -= 1


@kernel
def leaking_department(state, c, number):
    """The department of a leak, by its number among those that live here."""
    left = number
    for row in range(state.clock[0].rows):
        if state.forms[c, row].leaks_until > 0:
            if left == 0:
                return state.obligations[row].department
            left -= 1
    return 0
