"""Procedures upward: what a community needs approved, reviewed, decided, reported or filed.

ODD 5.8.
"""

from __future__ import annotations

import math

from sim.enums import DAY_TICKS, MONTHS, YEAR_DAYS, Count, Work
from sim.kernels.jit import kernel
from sim.kernels.tasks import add_task, front_worker, ticks, upward_key
from sim.streams import draw, numbers, poisson, waiting_days

PROCEDURES, PROCEDURE, SHORTENED, STEP = numbers("procedures", "procedure", "shortened", "step")
STEP_NUMBERS = 64
"""Numbers kept for the steps of a procedure, in ordinals of draws and in stamps of tasks."""


@kernel
def procedure_count(state, c, day):
    """Procedures that would begin on a day if all were needed."""
    parameters = state.parameters[0]
    if not parameters.procedures:
        return 0
    u, _ = draw(state.keys[PROCEDURES], c, day, 0)
    return poisson(u, parameters.procedures_a_month * MONTHS / YEAR_DAYS)


@kernel
def begin_procedures(state, c, day):
    """Procedures that begin today, each with its first step."""
    for j in range(procedure_count(state, c, day)):
        steps = step_count(state, c, day, j)
        if steps == 0:
            continue
        if day >= state.clock[0].first_measured:
            state.counts[c, Count.PROCEDURES_BEGUN] += 1
        u, _ = draw(state.keys[PROCEDURE], c, day, j)
        department = math.floor(u * state.departments.shape[0])
        owner = front_worker(state.communities[c], department)
        add_step(state, c, owner, day, STEP_NUMBERS * j + steps, day)


@kernel
def step_count(state, c, day, j):
    """Steps of the j-th procedure of a day; 0 if it is no longer needed."""
    policy = state.policies[c]
    _, v = draw(state.keys[PROCEDURE], c, day, j)
    more = poisson(v, state.parameters[0].procedure_steps - 1.0)
    steps = min(STEP_NUMBERS - 1, 1 + more)
    u, _ = draw(state.keys[SHORTENED], c, day, j)
    if u < policy.procedures_ended:
        return 0
    if u < policy.procedures_ended + policy.procedures_shortened:
        steps = min(steps, max(1, math.floor(steps * policy.steps_kept + 0.5)))
    return steps


@kernel
def add_step(state, c, owner, begun, stamp, day):
    """A step of a procedure is to be taken from a day on."""
    parameters = state.parameters[0]
    add_task(
        community=state.communities[c],
        tasks=state.tasks[c],
        work=Work.PROCEDURE,
        owner=owner,
        head_only=False,
        subject=begun,
        stamp=stamp,
        length=ticks(parameters.procedure_minutes),
        key=upward_key(day * DAY_TICKS, parameters.span_request, parameters.weight),
        release=day * DAY_TICKS,
        due=day + parameters.span_request,
    )


@kernel
def step_taken(state, c, task, day):
    """After the wait the next step is to be taken, or the procedure has ended."""
    u, _ = draw(state.keys[STEP], c, task.subject, task.stamp)
    then = day + waiting_days(u, state.parameters[0].procedure_days)
    if task.stamp % STEP_NUMBERS > 1:
        add_step(state, c, task.owner, task.subject, task.stamp - 1, then)
    elif day >= state.clock[0].first_measured:
        state.counts[c, Count.PROCEDURES_ENDED] += 1
        state.counts[c, Count.PROCEDURE_DAYS] += then - task.subject
