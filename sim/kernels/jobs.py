"""Jobs of departments and of street offices: their parts in issues.

ODD 8.4, 8.5, 8.6, 9.3.
"""

from __future__ import annotations

from sim.enums import NOBODY
from sim.kernels.effort import department_at
from sim.kernels.jit import kernel
from sim.kernels.priority_queue import pop, push

CLASS_STEP = 1 << 32
URGENT, USUAL = 0, 1
"""Classes of jobs; the first is served before the second."""
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
    number = new_job(state, c, slot, place, urgency, deadline, length)
    office = state.departments[department]
    office.backlog += length
    office.root = push(state.jobs, office.root, number)


@kernel
def new_job(state, c, slot, place, urgency, deadline, length):
    """Make a job, which is in no queue yet; return its number."""
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
    return number


@kernel
def serve_first(jobs, office, left):
    """Spend ticks on the first job of a queue, which leaves the queue when it is done.

    Returns what was spent.
    """
    number = office.root
    job = jobs[number]
    length = min(left, job.remaining)
    job.remaining -= length
    office.backlog -= length
    if job.remaining == 0:
        office.root = pop(jobs, number)
    return length


@kernel
def drop_job(clock, jobs, number):
    """Free the slot of a job."""
    jobs[number].left = clock.free_job
    clock.free_job = number
    clock.free_jobs += 1
