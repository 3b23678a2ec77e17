"""Phase 4: answers come in, sessions are held, streets whistle."""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, Count, Happening, Status
from sim.kernels.closing import close
from sim.kernels.effort import accept_chance, department_at, tally_answer
from sim.kernels.jit import rule
from sim.kernels.jobs import add_job
from sim.kernels.mediation import mediated
from sim.kernels.requests import ask_again, next_place
from sim.kernels.sessions import joint_session
from sim.kernels.tasks import ticks
from sim.kernels.third_parties import others_came
from sim.kernels.trace import tell
from sim.kernels.whistles import may_whistle, screen, whistle
from sim.streams import NUMBER, draw

HIDDEN, ANSWER, JOB, SCREENING = (
    int(status) for status in (Status.HIDDEN, Status.ANSWER, Status.JOB, Status.SCREENING)
)
STREET_ISSUES, JOINT_ANSWERS, ANSWERED, REFUSED = (
    int(count)
    for count in (Count.STREET_ISSUES, Count.JOINT_ANSWERS, Count.ANSWERED, Count.REFUSED)
)
STREET_ANSWERED, TOOK_ON, REFUSED_IT = (
    int(happening)
    for happening in (
        Happening.STREET_ANSWERED,
        Happening.DEPARTMENT_TOOK_ON,
        Happening.DEPARTMENT_REFUSED,
    )
)
ANSWER_STREAM, OFFICES = NUMBER["answer"], NUMBER["offices"]


@rule
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
            if issue.by_others:
                others_came(state, c, slot, day)
                continue
            if issue.level < 2:
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


@rule
def street_settles(state, c, slot, day):  # type: ignore[no-untyped-def]
    """Street offices, property firm or utilities have done their part."""
    issue = state.issues[c, slot]
    if day >= state.clock[0].first_measured:
        state.counts[c, STREET_ISSUES] += 1
        if state.policies[c].joint_rounds > 0:
            state.counts[c, JOINT_ANSWERS] += 1
    tell(state, c, issue, STREET_ANSWERED, (day + 1) * DAY_TICKS, NOBODY, NOBODY)
    if mediated(state, issue):
        joint_session(state, c, slot, day)
    elif second_office(state, c, issue):
        issue.visited = 1
        ask_again(state, c, slot, day)
    else:
        close(state, c, slot, (day + 1) * DAY_TICKS, day)


@rule
def second_office(state, c, issue):  # type: ignore[no-untyped-def]
    """Whether another office of the street must come as well."""
    rules = state.rules[0]
    if rules.offices == 0.0 or state.policies[c].one_visit or issue.visited > 0:
        return False
    u, _ = draw(state.keys[OFFICES], issue.entity, 0, 0)
    return u < rules.two_office_share


@rule
def department_answers(state, c, slot, day):  # type: ignore[no-untyped-def]
    """The asked department takes the issue on, or passes the buck."""
    rules = state.rules[0]
    issue = state.issues[c, slot]
    measured = day >= state.clock[0].first_measured
    if measured:
        state.counts[c, ANSWERED] += 1
    place = next_place(issue)
    department = department_at(issue, place)
    office = state.departments[department]
    tally_answer(state, office, day <= issue.asked + rules.answer_promise)
    _, v = draw(state.keys[ANSWER_STREAM], issue.entity, day, 1)
    evening = (day + 1) * DAY_TICKS
    if v < min(1.0, accept_chance(rules, office) + state.policies[c].links):
        issue.status = JOB
        deadline = day + int(rules.ordinary_deadline)
        add_job(state, c, slot, place, 1, deadline, ticks(60.0 * rules.field_hours))
        tell(state, c, issue, TOOK_ON, evening, NOBODY, department)
        return
    issue.refusals += 1
    if measured:
        state.counts[c, REFUSED] += 1
    tell(state, c, issue, REFUSED_IT, evening, NOBODY, department)
    ask_again(state, c, slot, day)
