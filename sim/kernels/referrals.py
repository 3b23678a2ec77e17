"""Phase 4: how matters reach the street and departments, one by one or by whistle."""

from __future__ import annotations

import math

from numba import njit

from sim.kernels.closing import close
from sim.kernels.issues import department_at
from sim.kernels.queue import push
from sim.kernels.tasks import NEVER, add_task, front_worker, residents_key, ticks
from sim.streams import NUMBER, draw, waiting_days
from sim.terms import (
    DAY_TICKS,
    Count,
    Status,
    Work,
)

HIDDEN, ASKING, ANSWER, JOB, WHISTLING, SCREENING = (
    int(status)
    for status in (
        Status.HIDDEN,
        Status.ASKING,
        Status.ANSWER,
        Status.JOB,
        Status.WHISTLING,
        Status.SCREENING,
    )
)
ASKING_WORK, WHISTLE = int(Work.ASKING), int(Work.WHISTLE)
STREET_MATTERS, WHISTLES, ACCEPTED, ANSWERED, REFUSED = (
    int(count)
    for count in (
        Count.STREET_MATTERS,
        Count.WHISTLES,
        Count.WHISTLES_ACCEPTED,
        Count.ANSWERED,
        Count.REFUSED,
    )
)
ANSWER_STREAM, LISTED, WHISTLE_STREAM, EXTRA = (
    NUMBER["answer"],
    NUMBER["listed"],
    NUMBER["whistle"],
    NUMBER["extra"],
)
CLASS_STEP = 1 << 32
EXTRA_CALL = -1


@njit(cache=True, nogil=True)
def ask_again(state, c, slot, day):  # type: ignore[no-untyped-def]
    """Tomorrow morning somebody asks the street, or the next department, one by one."""
    community = state.communities[c]
    rules = state.rules[0]
    issue = state.issues[c, slot]
    issue.status = ASKING
    issue.step += 1
    owner = community.front + issue.grid
    minutes = rules.street_ask_minutes
    if issue.level == 2:
        owner = front_worker(community, department_at(issue, next_place(issue)))
        minutes = rules.ask_minutes
    morning = (day + 1) * DAY_TICKS
    promise = state.kinds[issue.kind].promise
    add_task(
        community,
        state.tasks[c],
        ASKING_WORK,
        owner,
        False,
        slot,
        issue.step,
        ticks(minutes),
        residents_key(morning, promise, rules.weight),
        morning,
        NEVER,
    )


@njit(cache=True, nogil=True)
def next_place(issue):  # type: ignore[no-untyped-def]
    """Place of the first needed department that has not been here."""
    place = 0
    while (issue.visited >> place) & 1:
        place += 1
    return place


@njit(cache=True, nogil=True)
def asked(state, c, day, slot):  # type: ignore[no-untyped-def]
    """Others have been asked; their answer takes days."""
    issue = state.issues[c, slot]
    rules = state.rules[0]
    mean = rules.street_days if issue.level == 1 else rules.answer_days
    u, _ = draw(state.keys[ANSWER_STREAM], issue.entity, day, 0)
    issue.status = ANSWER
    issue.due = day + waiting_days(u, mean)


@njit(cache=True, nogil=True)
def whistled(state, c, day, slot):  # type: ignore[no-untyped-def]
    """The head has written to the street, which decides in some days; red bears no delay."""
    issue = state.issues[c, slot]
    policy = state.policies[c]
    _, colour = draw(state.keys[LISTED], issue.entity)
    issue.status = SCREENING
    issue.due = day
    if colour >= policy.colour_red:
        issue.due = day + policy.screen_days + policy.call_days


@njit(cache=True, nogil=True)
def convene(state, c, day):  # type: ignore[no-untyped-def]
    """Answers come in; streets whistle. Closing removes an issue from the walk."""
    community = state.communities[c]
    order = state.order[c]
    issues = state.issues[c]
    place = 0
    while place < community.live_issues:
        slot = order[place]
        issue = issues[slot]
        if issue.status == HIDDEN:
            place += 1
            continue
        if issue.status == ANSWER and issue.due <= day:
            if issue.level == 1:
                live = community.live_issues
                street_settles(state, c, slot, day)
                if community.live_issues < live:
                    continue
            else:
                department_answers(state, c, slot, day)
        if may_whistle(state, c, issue, day):
            whistle(state, c, slot, day)
        elif issue.status == SCREENING and issue.due <= day:
            screen(state, c, slot, day)
        place += 1


@njit(cache=True, nogil=True)
def street_settles(state, c, slot, day):  # type: ignore[no-untyped-def]
    """Street offices, property firm or utilities have done their part."""
    if day >= state.clock[0].first_measured:
        state.counts[c, STREET_MATTERS] += 1
    close(state, c, slot, (day + 1) * DAY_TICKS, day)


@njit(cache=True, nogil=True)
def department_answers(state, c, slot, day):  # type: ignore[no-untyped-def]
    """The asked department takes the matter on, or passes the buck."""
    rules = state.rules[0]
    issue = state.issues[c, slot]
    measured = day >= state.clock[0].first_measured
    if measured:
        state.counts[c, ANSWERED] += 1
    _, v = draw(state.keys[ANSWER_STREAM], issue.entity, day, 1)
    if v < rules.accept_share:
        issue.status = JOB
        deadline = day + int(rules.ordinary_deadline)
        add_job(state, c, slot, next_place(issue), 1, deadline, ticks(60.0 * rules.field_hours))
        return
    issue.refusals += 1
    if measured:
        state.counts[c, REFUSED] += 1
    ask_again(state, c, slot, day)


@njit(cache=True, nogil=True)
def may_whistle(state, c, issue, day):  # type: ignore[no-untyped-def]
    """Whether the street may be told of this matter today."""
    policy = state.policies[c]
    if not policy.whistle or issue.level != 2 or issue.turned_down:
        return False
    if issue.status != ASKING and issue.status != ANSWER:
        return False
    if issue.needed < 2 and issue.refusals < policy.refusals:
        return False
    u, v = draw(state.keys[LISTED], issue.entity)
    if u >= policy.listed_share:
        return False
    wait = 0 if v < policy.colour_red else policy.try_days
    return day >= issue.tried + wait


@njit(cache=True, nogil=True)
def whistle(state, c, slot, day):  # type: ignore[no-untyped-def]
    """The head writes to the street from tomorrow morning; single requests are dropped."""
    community = state.communities[c]
    issue = state.issues[c, slot]
    issue.status = WHISTLING
    issue.step += 1
    morning = (day + 1) * DAY_TICKS
    add_task(
        community,
        state.tasks[c],
        WHISTLE,
        0,
        community.front > 0,
        slot,
        issue.step,
        ticks(state.policies[c].head_minutes),
        residents_key(morning, state.kinds[issue.kind].promise, state.rules[0].weight),
        morning,
        NEVER,
    )
    if day >= state.clock[0].first_measured:
        state.counts[c, WHISTLES] += 1


@njit(cache=True, nogil=True)
def screen(state, c, slot, day):  # type: ignore[no-untyped-def]
    """The street turns the whistle down, or calls all departments at once."""
    issue = state.issues[c, slot]
    policy = state.policies[c]
    u, _ = draw(state.keys[WHISTLE_STREAM], issue.entity, day)
    if u >= policy.accept:
        issue.turned_down = True
        ask_again(state, c, slot, day)
        return
    if day >= state.clock[0].first_measured:
        state.counts[c, ACCEPTED] += 1
    issue.whistled = True
    issue.weak = overloaded(state, c, issue)
    issue.status = JOB
    _, colour = draw(state.keys[LISTED], issue.entity)
    urgency = 1
    days = policy.deadline_blue
    if colour < policy.colour_red:
        urgency = 0
        days = policy.deadline_red
    elif colour < policy.colour_red + policy.colour_yellow:
        days = policy.deadline_yellow
    deadline = day + int(days)
    meeting = ticks(60.0 * policy.meeting_hours)
    field = ticks(60.0 * state.rules[0].field_hours)
    for place in range(issue.needed):
        if not (issue.visited >> place) & 1:
            add_job(state, c, slot, place, urgency, deadline, meeting + field)
    call_others(state, c, slot, day, urgency, deadline, meeting)


@njit(cache=True, nogil=True)
def overloaded(state, c, issue):  # type: ignore[no-untyped-def]
    """Whether a needed department has too much open to send somebody who can decide."""
    days = state.policies[c].backlog_days
    for place in range(issue.needed):
        department = state.departments[department_at(issue, place)]
        if department.backlog > days * department.capacity:
            return True
    return False


@njit(cache=True, nogil=True)
def call_others(state, c, slot, day, urgency, deadline, meeting):  # type: ignore[no-untyped-def]
    """Nobody knows beforehand who is needed: some are called for the meeting alone."""
    issue = state.issues[c, slot]
    answering = int(state.rules[0].answering)
    called = min(math.ceil(state.policies[c].overcall * issue.needed), answering)
    taken = 0
    for place in range(issue.needed):
        taken |= 1 << department_at(issue, place)
    for j in range(called - issue.needed):
        u, _ = draw(state.keys[EXTRA], issue.entity, day, j)
        left = answering - issue.needed - j
        place = math.floor(u * left)
        for department in range(answering):
            if (taken >> department) & 1:
                continue
            if place == 0:
                taken |= 1 << department
                add_job_at(state, c, slot, EXTRA_CALL, department, urgency, deadline, meeting)
                break
            place -= 1


@njit(cache=True, nogil=True)
def add_job(state, c, slot, place, urgency, deadline, length):  # type: ignore[no-untyped-def]
    """Give the needed department at a place its part of the matter."""
    issue = state.issues[c, slot]
    issue.open_jobs += 1
    department = department_at(issue, place)
    add_job_at(state, c, slot, place, department, urgency, deadline, length)


@njit(cache=True, nogil=True)
def add_job_at(  # type: ignore[no-untyped-def]
    state, c, slot, place, department, urgency, deadline, length
):
    """Queue a job by class, deadline, community and entity."""
    clock = state.clock[0]
    number = clock.free_job
    job = state.jobs[number]
    clock.free_job = job.after
    clock.free_jobs -= 1
    job.key = urgency * CLASS_STEP + deadline
    job.tie = state.issues[c, slot].entity
    job.community = c
    job.issue = slot
    job.place = place
    job.remaining = length
    office = state.departments[department]
    office.backlog += length
    office.root = push(state.jobs, office.root, number)
