"""Asking the street, or departments one by one, by telephone or over a platform.

ODD 8.3.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, Status, Work
from sim.kernels.dispatch import on_platform, send
from sim.kernels.effort import department_at
from sim.kernels.jit import kernel
from sim.kernels.joint_group import asking_moment, in_group, post_in_group
from sim.kernels.replies import open_case
from sim.kernels.reports import key_and_due
from sim.kernels.street_offices import pass_on
from sim.kernels.tasks import add_task, front_worker, next_step, ticks
from sim.streams import NUMBER, draw, waiting_days

ANSWER_STREAM = NUMBER["answer"]


@kernel
def ask_again(state, c, slot, day):
    """Ask the street, or the next department, tomorrow; the platform sends what it has."""
    if on_platform(state, state.issues[c, slot]):
        send(state, state.issues[c, slot], day + 1)
    else:
        ask(state, c, slot, (day + 1) * DAY_TICKS)


@kernel
def ask_at_once(state, c, slot, moment, day):
    """Ask in a joint-response group at this moment; without one tomorrow morning."""
    ask(state, c, slot, asking_moment(state, c, moment, day))


@kernel
def ask(state, c, slot, morning):
    """Ask the street, or the next department, from a moment on: a morning, but for a group."""
    if in_group(state, c):
        post_in_group(state, c, slot, morning)
        return
    community = state.communities[c]
    parameters = state.parameters[0]
    issue = state.issues[c, slot]
    next_step(issue, Status.ASKING)
    owner = community.front + issue.grid
    minutes = parameters.street_ask_minutes
    if parameters.platform:
        minutes = parameters.register_minutes
    elif issue.level == 2:
        owner = front_worker(community, department_at(issue, next_place(issue)))
        minutes = parameters.ask_minutes
    key, due = key_and_due(state, issue, morning)
    add_task(
        community=community,
        tasks=state.tasks[c],
        work=Work.ASKING,
        owner=owner,
        head_only=False,
        subject=slot,
        stamp=issue.step,
        length=ticks(minutes),
        key=key,
        release=morning,
        due=due,
    )


@kernel
def next_place(issue):
    """Place of the first needed department that has not been here."""
    place = 0
    while (issue.visited >> place) & 1:
        place += 1
    return place


@kernel
def await_answer(state, c, day, slot):
    """The request was made, or the issue registered; the answer takes days."""
    issue = state.issues[c, slot]
    parameters = state.parameters[0]
    wait = 0
    if issue.level == 2 and issue.registered == NOBODY:
        issue.registered = day
        wait = int(parameters.designation_wait)
    if issue.level == 2:
        pass_on(state, c, slot, day)
    if on_platform(state, issue):
        send(state, issue, day)
        issue.due += wait
        open_case(state, c, issue)
        return
    mean = parameters.answer_days if issue.level == 2 else state.policies[c].street_days
    u, _ = draw(state.keys[ANSWER_STREAM], issue.entity, day, 0)
    issue.status = Status.ANSWER
    issue.asked = day
    issue.due = day + wait + waiting_days(u, mean)
