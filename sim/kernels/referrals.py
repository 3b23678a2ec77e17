"""Answers of the street and departments, and whistles (convene).

ODD 8.4, 8.5.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, Count, EventType, Status
from sim.kernels.dispatch import binding, keep_for_return
from sim.kernels.effort import accept_chance, department_at, tally_answer
from sim.kernels.jit import kernel
from sim.kernels.jobs import USUAL, add_job
from sim.kernels.replies import reply_at_limit
from sim.kernels.requests import ask_again, next_place
from sim.kernels.street_answers import answer_of_street
from sim.kernels.tasks import ticks
from sim.kernels.third_parties import complete_third_party
from sim.kernels.trace import record_event
from sim.kernels.whistles import may_whistle, screen, whistle
from sim.streams import NUMBER, draw

ANSWER_STREAM = NUMBER["answer"]


@kernel
def convene(state, c, day):
    """Process answers and whistles in order of entity; closed issues leave the list."""
    community = state.communities[c]
    order = state.order[c]
    issues = state.issues[c]
    replies = state.parameters[0].platform and state.parameters[0].replies
    place = 0
    while place < community.live_issues:
        slot = order[place]
        issue = issues[slot]
        if issue.status == Status.HIDDEN:
            place += 1
            continue
        if replies and issue.level == 2:
            reply_at_limit(state, c, issue, day)
        if issue.status == Status.ANSWER and issue.due <= day:
            if issue.by_others:
                complete_third_party(state, c, slot, day)
                continue
            if issue.level < 2:
                live = community.live_issues
                answer_of_street(state, c, slot, day)
                if community.live_issues < live:
                    continue
            else:
                department_answers(state, c, slot, day)
        if may_whistle(state, c, issue, day):
            whistle(state, c, slot, day)
        elif issue.status == Status.SCREENING and issue.due <= day:
            screen(state, c, slot, day)
        place += 1


@kernel
def department_answers(state, c, slot, day):
    """The asked department takes the issue on, or refuses; on the platform it returns it later."""
    parameters = state.parameters[0]
    issue = state.issues[c, slot]
    place = next_place(issue)
    department = department_at(issue, place)
    office = state.departments[department]
    u, v = draw(state.keys[ANSWER_STREAM], issue.entity, day, 1)
    chance = min(1.0, accept_chance(parameters, office) + state.policies[c].links)
    takes_on = not issue.returning and (v < chance or binding(state, issue))
    if parameters.platform and not takes_on and not issue.returning:
        keep_for_return(state, issue, day, u)
        return
    measured = day >= state.clock[0].first_measured
    if measured:
        state.counts[c, Count.ANSWERED] += 1
    tally_answer(state, c, department, day <= issue.asked + parameters.answer_promise)
    day_end = (day + 1) * DAY_TICKS
    if takes_on:
        issue.status = Status.JOB
        deadline = day + int(parameters.ordinary_deadline)
        add_job(state, c, slot, place, USUAL, deadline, ticks(60.0 * parameters.field_hours))
        record_event(state, c, issue, EventType.DEPARTMENT_TOOK_ON, day_end, NOBODY, department)
        return
    issue.refusals += 1
    if measured:
        state.counts[c, Count.REFUSED] += 1
    record_event(state, c, issue, EventType.DEPARTMENT_REFUSED, day_end, NOBODY, department)
    ask_again(state, c, slot, day)
