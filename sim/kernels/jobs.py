"""Jobs of departments: their parts in issues.

ODD 8.4, 8.5, 8.6.
"""

from __future__ import annotations

from sim.enums import NOBODY
from sim.kernels.effort import department_at
from sim.kernels.jit import kernel
from sim.kernels.priority_queue import push

CLASS_STEP = 1 << 32
EXTRA_CALL = NOBODY
"""In place of a needed department's place: called for the meeting alone."""
WORKS = EXTRA_CALL - 1
"""In the same place: something is built."""
WORKS_LAST = 1 << 62
"""Added to the tie of works, which come after visits with the same deadline."""


@kernel
def free_job(clock, jobs):
    """Take a free slot: the last one freed, else the first that was never used."""
    clock.free_jobs -= 1
    number = clock.free_job
    if number == NOBODY:
        number = clock.unused_job
        clock.unused_job += 1
    else:
        clock.free_job = jobs[number].left
    return number


@kernel
def add_job(state, c, slot, place, urgency, deadline, length):
    """Give the needed department at a place its part of the issue."""
    issue = state.issues[c, slot]
    issue.open_jobs += 1
    department = department_at(issue, place)
    add_job_at(
        state=state,
        c=c,
        slot=slot,
        place=place,
        department=department,
        urgency=urgency,
        deadline=deadline,
        length=length,
    )


@kernel
def add_job_at(state, c, slot, place, department, urgency, deadline, length):
    """Queue a job by class, deadline, community and entity."""
    number = free_job(state.clock[0], state.jobs)
    job = state.jobs[number]
    job.key = urgency * CLASS_STEP + deadline
    job.tie = state.issues[c, slot].entity
    if place == WORKS:
        job.tie += WORKS_LAST
    job.community = c
    job.issue = slot
    job.place = place
    job.deadline = deadline
    job.remaining = length
    office = state.departments[department]
    office.backlog += length
    office.root = push(state.jobs, office.root, number)
