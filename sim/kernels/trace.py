"""What a trace of one community writes down; a run that traces nothing writes nothing."""

from __future__ import annotations

from sim.enums import NOBODY, STANDING
from sim.kernels.jit import rule

EVENTS_OF_AN_ISSUE = 12
FREE = NOBODY
"""In place of a work: free time, before it is spent."""


@rule
def tell(state, c, issue, happening, moment, worker, department):
    """Something befell an issue."""
    clock = state.clock[0]
    if clock.traced != c:
        return
    event = state.events[clock.events]
    clock.events += 1
    event.moment = moment
    event.entity = issue.entity
    event.happening = happening
    event.worker = worker
    event.department = department


@rule
def spent(state, c, w, day, start, end, work, subject):
    """A worker spent a stretch of a day, in ticks since the morning, on something."""
    clock = state.clock[0]
    if clock.traced != c or end == start:
        return
    segment = state.segments[clock.segments]
    clock.segments += 1
    segment.worker = w
    segment.day = day
    segment.start = start
    segment.end = end
    segment.work = work
    segment.subject = subject


@rule
def became(state, c, w, day, work, length):
    """What so many ticks of a worker's free time became, without a place in the day."""
    clock = state.clock[0]
    if clock.traced != c or length == 0:
        return
    segment = state.segments[clock.segments]
    clock.segments += 1
    segment.worker = w
    segment.day = day
    segment.start = 0
    segment.end = 0
    segment.work = work
    segment.subject = length


@rule
def lacks_room(state, c, issues):
    """Whether a day could bring more than there is room for in the trace."""
    clock = state.clock[0]
    if clock.traced != c:
        return False
    stretches = 2 * state.tasks.shape[1] + (2 * STANDING) * state.communities[c].workers
    return (
        state.events.shape[0] - clock.events < EVENTS_OF_AN_ISSUE * issues
        or state.segments.shape[0] - clock.segments < stretches
    )
