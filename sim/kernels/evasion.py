"""Departments that ask around a reform for what it ended, handed back or refused.

ODD 11.14.
"""

from __future__ import annotations

from sim.enums import KEPT_OUT, MONTHS
from sim.kernels.gate import start_leak
from sim.kernels.jit import kernel
from sim.streams import NUMBER, draw

EVASION = NUMBER["evasion"]


@kernel
def evade(state, c, day):
    """Departments begin to ask by requests and groups for what a reform took from them."""
    parameters = state.parameters[0]
    policy = state.policies[c]
    watched = min(1.0, policy.monitoring + policy.supervision)
    chance = parameters.evasion_rate / MONTHS * (1.0 - parameters.evasion_deterred * watched)
    for obligation in range(state.clock[0].rows):
        form = state.forms[c, obligation]
        if form.leaks_until != KEPT_OUT or form.moved_on == day:
            continue
        entity = (c << 32) + obligation
        u, _ = draw(state.keys[EVASION], entity, 0, 0)
        if u >= parameters.evasion_share:
            continue
        u, _ = draw(state.keys[EVASION], entity, day, 0)
        if u >= chance:
            continue
        start_leak(state, c, obligation, day)
        if form.cut:
            form.cut = False
            state.missing[c, state.obligations[obligation].guards] -= 1
