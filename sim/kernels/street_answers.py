"""What follows when the street has done its part; how its offices spend their day.

ODD 8.4, 9.3.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, Count, EventType
from sim.kernels.closing import close
from sim.kernels.jit import kernel
from sim.kernels.jobs import EXTRA_CALL, drop_job, serve_first
from sim.kernels.joint_group import in_group
from sim.kernels.mediation import mediated
from sim.kernels.requests import ask_again
from sim.kernels.sessions import joint_session
from sim.kernels.street_offices import needs_two_offices, turn_to
from sim.kernels.tasks import ticks
from sim.kernels.trace import record_event


@kernel
def answer_of_street(state, c, slot, day):
    """An answer of the street is due: an office turns to the issue, or has done its part."""
    parameters = state.parameters[0]
    if parameters.street_offices:
        turn_to(state, c, slot, day)
        return
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.STREET_TICKS] += ticks(60.0 * parameters.street_hours)
    street_settles(state, c, slot, day)


@kernel
def serve_offices(state, day):
    """Every office of the street serves its jobs within its capacity of the day."""
    if not state.parameters[0].street_offices:
        return
    clock = state.clock[0]
    measured = day >= clock.first_measured
    for row in range(state.street_offices.shape[0]):
        office = state.street_offices[row]
        left = office.capacity
        while left > 0 and office.root != NOBODY:
            number = office.root
            spent = serve_first(state.jobs, office, left)
            left -= spent
            job = state.jobs[number]
            if measured:
                state.counts[job.community, Count.STREET_TICKS] += spent
            if job.remaining == 0:
                if job.place != EXTRA_CALL:
                    state.issues[job.community, job.issue].open_jobs = 0
                    street_settles(state, job.community, job.issue, day)
                drop_job(clock, state.jobs, number)
        if measured:
            office.used += office.capacity - left
            office.offered += office.capacity


@kernel
def street_settles(state, c, slot, day):
    """The street's answer: its offices, property firm or utilities have done their part."""
    issue = state.issues[c, slot]
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.STREET_ISSUES] += 1
        if in_group(state, c):
            state.counts[c, Count.JOINT_ANSWERS] += 1
    record_event(state, c, issue, EventType.STREET_ANSWERED, (day + 1) * DAY_TICKS, NOBODY, NOBODY)
    if mediated(state, issue):
        joint_session(state, c, slot, day)
    elif issue.visited == 0 and not in_group(state, c) and needs_two_offices(state, c, issue):
        issue.visited = 1
        ask_again(state, c, slot, day)
    else:
        close(state, c, slot, (day + 1) * DAY_TICKS, day)
