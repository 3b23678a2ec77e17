"""Whistles (吹哨): from the head to the street, and from there to all departments.

ODD 8.5, 8.12.
"""

from __future__ import annotations

import math

from sim.enums import DAY_TICKS, NOBODY, Count, EventType, Status
from sim.kernels.attention import notice
from sim.kernels.dispatch import binding
from sim.kernels.effort import department_at
from sim.kernels.held_whistles import holds_back, learn_from_whistle
from sim.kernels.jit import kernel
from sim.kernels.jobs import EXTRA_CALL, URGENT, USUAL, add_job, add_job_at
from sim.kernels.projects import assign_departments, assign_to_head
from sim.kernels.requests import ask_again
from sim.kernels.selection import untaken
from sim.kernels.street_offices import command
from sim.kernels.tasks import ticks
from sim.kernels.trace import record_event
from sim.streams import draw, numbers

LISTED, USE, WHISTLE_STREAM, EXTRA = numbers("listed", "use", "whistle", "extra")


@kernel
def may_whistle(state, c, issue, day):
    """Whether the head may whistle for this issue today."""
    policy = state.policies[c]
    if not policy.whistle or issue.level != 2 or issue.turned_down or issue.by_others:
        return False
    if issue.status != Status.ASKING and issue.status != Status.ANSWER:
        return False
    if issue.needed < 2 and (issue.refusals < policy.refusals or binding(state, issue)):
        return False
    u, v = draw(state.keys[LISTED], issue.entity, 0, 0)
    if u >= policy.listed_share:
        return False
    u, _ = draw(state.keys[USE], issue.entity, 0, 0)
    if u >= policy.use_share:
        return False
    wait = 0 if v < policy.colour_red else policy.try_days
    if day < issue.tried + wait:
        return False
    return not (state.parameters[0].held_whistles and holds_back(state, c, issue))


@kernel
def whistle(state, c, slot, day):
    """The head writes to the street from tomorrow morning."""
    assign_to_head(state, c, slot, day, state.policies[c].head_minutes)
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.WHISTLES] += 1
    record_event(
        state,
        c,
        state.issues[c, slot],
        EventType.WHISTLE_WRITTEN,
        (day + 1) * DAY_TICKS,
        NOBODY,
        NOBODY,
    )


@kernel
def whistle_written(state, c, day, slot):
    """The head has written; the street decides some days later, or the same day for red."""
    issue = state.issues[c, slot]
    policy = state.policies[c]
    _, colour = draw(state.keys[LISTED], issue.entity, 0, 0)
    issue.status = Status.SCREENING
    issue.due = day
    if issue.project:
        return
    if colour >= policy.colour_red:
        issue.due = day + policy.screen_days + policy.call_days


@kernel
def screen(state, c, slot, day):
    """The street turns the whistle down, or calls all departments at once."""
    issue = state.issues[c, slot]
    policy = state.policies[c]
    if issue.project:
        assign_departments(state, c, slot, day)
        return
    u, _ = draw(state.keys[WHISTLE_STREAM], issue.entity, day, 0)
    if u >= policy.accept:
        issue.turned_down = True
        learn_from_whistle(state, c, False)
        record_event(
            state, c, issue, EventType.WHISTLE_TURNED_DOWN, (day + 1) * DAY_TICKS, NOBODY, NOBODY
        )
        ask_again(state, c, slot, day)
        return
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.WHISTLES_ACCEPTED] += 1
    issue.whistled = True
    notice(state, issue)
    record_event(state, c, issue, EventType.WHISTLE_SOUNDED, (day + 1) * DAY_TICKS, NOBODY, NOBODY)
    command(state, c, slot, day)
    issue.weak = overloaded(state, c, issue)
    learn_from_whistle(state, c, not issue.weak)
    issue.status = Status.JOB
    _, colour = draw(state.keys[LISTED], issue.entity, 0, 0)
    urgency = USUAL
    days = policy.deadline_blue
    if colour < policy.colour_red:
        urgency = URGENT
        days = policy.deadline_red
    elif colour < policy.colour_red + policy.colour_yellow:
        days = policy.deadline_yellow
    deadline = day + int(days)
    meeting = ticks(60.0 * policy.meeting_hours)
    field = ticks(60.0 * state.parameters[0].field_hours)
    for place in range(issue.needed):
        if not (issue.visited >> place) & 1:
            add_job(state, c, slot, place, urgency, deadline, meeting + field)
    call_other_departments(state, c, slot, day, urgency, deadline, meeting)


@kernel
def overloaded(state, c, issue):
    """Whether a needed department is too busy to send somebody who can decide."""
    days = state.policies[c].backlog_days
    for place in range(issue.needed):
        department = state.departments[department_at(issue, place)]
        if department.backlog > days * department.capacity:
            return True
    return False


@kernel
def call_other_departments(state, c, slot, day, urgency, deadline, meeting):
    """Call some departments for the meeting alone: it is not known who is needed."""
    issue = state.issues[c, slot]
    answering = int(state.parameters[0].answering)
    called = min(math.ceil(state.policies[c].overcall * issue.needed), answering)
    taken = 0
    for place in range(issue.needed):
        taken |= 1 << department_at(issue, place)
    for j in range(called - issue.needed):
        u, _ = draw(state.keys[EXTRA], issue.entity, day, j)
        department = untaken(taken, math.floor(u * (answering - issue.needed - j)))
        taken |= 1 << department
        add_job_at(
            state=state,
            c=c,
            slot=slot,
            place=EXTRA_CALL,
            department=department,
            urgency=urgency,
            deadline=deadline,
            length=meeting,
        )
