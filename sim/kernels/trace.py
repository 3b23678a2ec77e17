"""The trace of one community; it is empty unless a run is traced.

ODD 12.6.
"""

from __future__ import annotations

from sim.enums import FIXED_WORKS, NOBODY
from sim.kernels.jit import kernel

EVENTS_OF_AN_ISSUE = 12
FREE = NOBODY
"""In place of a work: free time, before it is spent."""


@kernel
def record_event(state, c, issue, event_type, moment, worker, department):
    """Record an event of an issue."""
    clock = state.clock[0]
    if clock.traced != c:
        return
    event = state.events[clock.events]
    clock.events += 1
    event.moment = moment
    event.entity = issue.entity
    event.type = event_type
    event.worker = worker
    event.department = department


@kernel
def record_time(state, c, w, day, start, end, work, subject):
    """Record a stretch of a worker's day, in ticks since the morning."""
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


@kernel
def record_free_time(state, c, w, day, work, length):
    """Record what ticks of free time became; they have no place in the day."""
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


@kernel
def trace_may_overflow(state, c, issues):
    """Whether a day could bring more than the arrays of the trace hold."""
    clock = state.clock[0]
    if clock.traced != c:
        return False
    stretches = 2 * state.tasks.shape[1] + (2 * FIXED_WORKS) * state.communities[c].workers
    return (
        state.events.shape[0] - clock.events < EVENTS_OF_AN_ISSUE * issues
        or state.segments.shape[0] - clock.segments < stretches
    )
