"""How departments spend their day, and what follows.

ODD 8.6.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, EventType
from sim.kernels.causes import complete_works
from sim.kernels.closing import close
from sim.kernels.effort import tally_job
from sim.kernels.jit import kernel
from sim.kernels.jobs import EXTRA_CALL, WORKS, drop_job, serve_first
from sim.kernels.requests import ask_again
from sim.kernels.trace import record_event


@kernel
def respond(state, day):
    """Every department serves its jobs within its capacity of the day."""
    clock = state.clock[0]
    measured = day >= clock.first_measured
    for department in range(int(state.parameters[0].answering)):
        office = state.departments[department]
        had_jobs = office.root != NOBODY
        left = office.capacity
        while left > 0 and office.root != NOBODY:
            number = office.root
            left -= serve_first(state.jobs, office, left)
            job = state.jobs[number]
            if job.remaining == 0:
                if job.place == WORKS:
                    complete_works(state, department, job, day)
                elif job.place != EXTRA_CALL:
                    complete_job(state, department, job, day)
                drop_job(clock, state.jobs, number)
        used = office.capacity - left
        busy = 1.0 if had_jobs else 0.0
        if office.capacity > 0:
            busy = used / office.capacity
        office.load += (busy - office.load) / state.parameters[0].load_memory
        if measured:
            office.used += used
            office.offered += office.capacity
    if measured:
        for department in range(state.departments.shape[0]):
            office = state.departments[department]
            office.handed_ticks += office.handed_daily


@kernel
def complete_job(state, department, job, day):
    """A needed department has done its part: the issue closes, or the next one is asked."""
    c = job.community
    slot = job.issue
    issue = state.issues[c, slot]
    if issue.visited == 0:
        issue.first_visit = day
    issue.last_visit = day
    issue.last_department = department
    issue.visited |= 1 << job.place
    issue.open_jobs -= 1
    if issue.whistled:
        tally_job(state, c, department, day <= job.deadline)
    record_event(
        state, c, issue, EventType.DEPARTMENT_CAME, (day + 1) * DAY_TICKS, NOBODY, department
    )
    if issue.visited == (1 << issue.needed) - 1:
        close(state, c, slot, (day + 1) * DAY_TICKS, day)
    elif issue.open_jobs == 0:
        ask_again(state, c, slot, day)
