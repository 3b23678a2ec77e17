"""What levers and shocks let a community's workers do besides their tasks."""

from __future__ import annotations

from sim.enums import DAY_TICKS, Burden, Work
from sim.kernels.closing import change_volunteers
from sim.kernels.jit import entry
from sim.kernels.reports import EMERGENCIES_FIRST
from sim.kernels.tasks import add_lot, ticks, upward_key

SETUP, SHOCK = int(Work.SETUP), int(Work.SHOCK)
SURVEY = int(Burden.SURVEY)
UNLISTED = 0


@entry
def prepare(state, c, day, work, number, minutes, days):  # type: ignore[no-untyped-def]
    """Front-line workers share what a preparation takes; the number of pieces it is cut into."""
    rules = state.rules[0]
    community = state.communities[c]
    length = ticks(minutes / community.frontline)
    morning = day * DAY_TICKS
    pieces = 0
    for front in range(community.frontline):
        pieces += add_lot(
            community,
            state.tasks[c],
            int(rules.piece_ticks),
            work,
            community.front + front,
            False,
            False,
            number,
            0,
            length,
            upward_key(morning, days, rules.weight),
            morning,
            day + days,
        )
    if work == SETUP and day >= state.clock[0].first_measured:
        state.burden[c, UNLISTED, SURVEY] += length * community.frontline
    return pieces


@entry
def enlist(state, c, number, count):  # type: ignore[no-untyped-def]
    """Volunteers join a micro-grid, by its number in the place."""
    change_volunteers(state, c, state.micro_grids[number], count)


@entry
def call_out(state, c, day, minutes, head_minutes):  # type: ignore[no-untyped-def]
    """All front-line workers, and the head, are called out on a day, before anything else."""
    community = state.communities[c]
    piece = int(state.rules[0].piece_ticks)
    morning = day * DAY_TICKS
    key = morning - EMERGENCIES_FIRST
    length = ticks(minutes / community.frontline)
    for front in range(community.frontline):
        add_lot(
            community,
            state.tasks[c],
            piece,
            SHOCK,
            community.front + front,
            False,
            False,
            0,
            0,
            length,
            key,
            morning,
            float(day),
        )
    add_lot(
        community,
        state.tasks[c],
        piece,
        SHOCK,
        0,
        False,
        community.front > 0,
        0,
        0,
        ticks(head_minutes),
        key,
        morning,
        float(day),
    )
