"""Obligations of a community: whether they are listed, how they start and end.

ODD 10.3, 11.7.
"""

from __future__ import annotations

import math

from sim.enums import NOBODY, Stage
from sim.kernels.jit import entry, kernel


@entry
def listed(form, day):
    """1 if an obligation still serves its purpose and passed the gate, else 0."""
    return 1 if form.obsolete_from > day and not form.beside else 0


@entry
def end_obligation(state, c, obligation):
    """End an obligation here: its open tasks are void, its traces and inspections stop."""
    community = state.communities[c]
    form = state.forms[c, obligation]
    if form.active:
        community.obligations -= 1
        if form.board:
            community.board_obligations -= 1
        form.ends += 1
    form.active = False
    form.step += 1
    form.stage = Stage.NONE
    form.left = 0
    form.redo_left = 0
    end_pursuit(state.pursuits[c, obligation])


@kernel
def end_pursuit(pursuit):
    """Nothing of an obligation is reminded of or in arrears any more."""
    pursuit.remind_on = NOBODY
    pursuit.criticise_on = NOBODY
    pursuit.reminded = False
    pursuit.editions = 0
    pursuit.left = 0
    pursuit.owed = 0


@entry
def take_down(state, c, obligation):
    """Take the sign of an obligation off the wall."""
    form = state.forms[c, obligation]
    if form.on_wall:
        state.communities[c].boards_up -= 1
    form.on_wall = False


@kernel
def start_obligation(state, c, obligation, day):
    """Start an obligation: its first edition falls due after this day."""
    community = state.communities[c]
    form = state.forms[c, obligation]
    kind = state.obligations[obligation]
    period = state.cadences[kind.cadence].period
    edition = max(0, math.floor(day / period - kind.phase) - 1)
    while math.floor((kind.phase + edition) * period) <= day:
        edition += 1
    if form.leaks_until > 0:
        community.leaks -= 1
    form.leaks_until = 0
    form.active = True
    form.edition = edition - 1
    form.due = math.floor((kind.phase + edition) * period)
    form.stage = Stage.NONE
    form.left = 0
    community.obligations += 1
    if form.board:
        community.board_obligations += 1
