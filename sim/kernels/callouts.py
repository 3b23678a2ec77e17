"""Work that levers and shocks bring: preparations, volunteers, emergencies.

ODD 10.5, 10.8, 10.9.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, Burden, Work
from sim.kernels.closing import change_volunteers
from sim.kernels.jit import entry
from sim.kernels.reports import EMERGENCIES_FIRST
from sim.kernels.tasks import (
    NEVER,
    add_front_lots,
    add_lot,
    residents_key,
    ticks,
    upward_key,
)

UNLISTED = 0


@entry
def prepare(state, c, day, work, number, minutes, days, upward, by_head):
    """Share a preparation among front-line workers, or give it to the head; return its pieces."""
    parameters = state.parameters[0]
    community = state.communities[c]
    length = ticks(minutes / community.frontline)
    morning = day * DAY_TICKS
    key, due = residents_key(morning, days, parameters.weight), NEVER
    if upward:
        key, due = upward_key(morning, days, parameters.weight), day + days
    if by_head:
        return add_lot(
            community=community,
            tasks=state.tasks[c],
            piece=int(parameters.piece_ticks),
            work=work,
            owner=0,
            turn=False,
            head_only=community.front > 0,
            subject=number,
            stamp=0,
            length=ticks(minutes),
            key=key,
            release=morning,
            due=due,
        )
    pieces = add_front_lots(
        community=community,
        tasks=state.tasks[c],
        piece=int(parameters.piece_ticks),
        lots=((work, length),),
        subject=number,
        key=key,
        release=morning,
        due=due,
    )
    if work == Work.SETUP and day >= state.clock[0].first_measured:
        state.burden[c, UNLISTED, Burden.SURVEY] += length * community.frontline
    return pieces


@entry
def enlist(state, c, number, count):
    """Add volunteers to a micro-grid, by its number in the place."""
    change_volunteers(state, c, state.micro_grids[number], count)


@entry
def call_out(state, c, day, minutes, head_minutes):
    """Give all front-line workers and the head an emergency on a day, before other work."""
    community = state.communities[c]
    piece = int(state.parameters[0].piece_ticks)
    morning = day * DAY_TICKS
    key = morning - EMERGENCIES_FIRST
    length = ticks(minutes / community.frontline)
    add_front_lots(
        community=community,
        tasks=state.tasks[c],
        piece=piece,
        lots=((Work.SHOCK, length),),
        subject=0,
        key=key,
        release=morning,
        due=float(day),
    )
    add_lot(
        community=community,
        tasks=state.tasks[c],
        piece=piece,
        work=Work.SHOCK,
        owner=0,
        turn=False,
        head_only=community.front > 0,
        subject=0,
        stamp=0,
        length=ticks(head_minutes),
        key=key,
        release=morning,
        due=float(day),
    )
