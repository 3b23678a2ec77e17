"""Causes that a visit does not end: what must be built, and what needs somebody present.

ODD 8.11.
"""

from __future__ import annotations

from sim.enums import (
    DAY_TICKS,
    FOR_EVER,
    MONTHS,
    NOBODY,
    YEAR_DAYS,
    Cause,
    Count,
    Daily,
    EventType,
    Kind,
)
from sim.kernels.attention import shift_attention
from sim.kernels.calendar import ends_month, month_of
from sim.kernels.effort import set_capacity
from sim.kernels.jit import kernel
from sim.kernels.jobs import USUAL, WORKS, WORKS_LAST, add_job_at
from sim.kernels.tasks import ticks
from sim.kernels.trace import record_event
from sim.streams import NUMBER, draw

CAUSE, ROOT = NUMBER["cause"], NUMBER["root"]


@kernel
def cause_of(state, issue):
    """What an issue needs so that it does not come back."""
    parameters = state.parameters[0]
    kind = issue.kind
    in_place = kind == Kind.HAZARD or kind == Kind.FACILITY or kind == Kind.STREET_ORDER
    if not parameters.causes or issue.level != 2 or not in_place:
        return Cause.ORDINARY
    u, _ = draw(state.keys[CAUSE], issue.entity, 0, 0)
    if u < parameters.building_share:
        return Cause.BUILDING
    if u < parameters.building_share + parameters.presence_share:
        return Cause.PRESENCE
    return Cause.ORDINARY


@kernel
def meet_cause(state, c, slot, root, closing, day):
    """What departments that came do about the cause.

    Returns the chance that the issue comes back, and days for which presence keeps it away.
    """
    parameters = state.parameters[0]
    issue = state.issues[c, slot]
    cause = cause_of(state, issue)
    if cause == Cause.ORDINARY:
        return (1.0 - root) * parameters.relapse_share, 0
    if issue.built <= day and issue.built != NOBODY:
        return 0.0, 0
    u, _ = draw(state.keys[ROOT], issue.entity, 0, closing)
    if u >= root:
        return parameters.relapse_share, 0
    if cause == Cause.PRESENCE:
        return parameters.relapse_share, begin_presence(state, c, issue, day)
    if issue.built == NOBODY:
        order_works(state, c, slot, day)
    return parameters.relapse_share, 0


@kernel
def order_works(state, c, slot, day):
    """The first needed department is to have something built."""
    parameters = state.parameters[0]
    issue = state.issues[c, slot]
    issue.built = FOR_EVER
    add_job_at(
        state=state,
        c=c,
        slot=slot,
        place=WORKS,
        department=issue.department_0,
        urgency=USUAL,
        deadline=day + max(1, int(parameters.building_days)),
        length=ticks(60.0 * parameters.building_hours),
    )
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.WORKS_ORDERED] += 1
    moment = (day + 1) * DAY_TICKS
    record_event(state, c, issue, EventType.WORKS_ORDERED, moment, NOBODY, issue.department_0)


@kernel
def complete_works(state, department, job, day):
    """A department has done its part of works: they are built when they can be ready."""
    c = job.community
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.WORKS_BUILT] += 1
    issue = state.issues[c, job.issue]
    if issue.entity == job.tie - WORKS_LAST:
        issue.built = max(day, job.deadline)
        moment = (day + 1) * DAY_TICKS
        record_event(state, c, issue, EventType.WORKS_DONE, moment, NOBODY, department)


@kernel
def cause_built(issue, day):
    """Whether works have ended the cause of an issue that was to return this morning."""
    return issue.built != NOBODY and issue.built < day and not issue.false_last


@kernel
def begin_presence(state, c, issue, day):
    """The first needed department is present for some months, if it has the ticks.

    Returns days from today to the last day of presence, 0 if there is none.
    """
    parameters = state.parameters[0]
    department = issue.department_0
    office = state.departments[department]
    if office.capacity < presence_ticks(parameters):
        return 0
    month = month_of(day) + int(parameters.presence_months)
    office.presence_count += 1
    state.presences[department, month % state.presences.shape[1]] += 1
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.PRESENCES] += 1
    moment = (day + 1) * DAY_TICKS
    record_event(state, c, issue, EventType.PRESENCE_BEGAN, moment, NOBODY, department)
    return month * YEAR_DAYS // MONTHS - 1 - day


@kernel
def presence_ticks(parameters):
    """Ticks a day of one presence."""
    return ticks(parameters.presence_hours * 60.0 * MONTHS / YEAR_DAYS)


@kernel
def count_return(state, c, issue, day):
    """Count a return by what the issue needs."""
    if day < state.clock[0].first_measured:
        return
    cause = cause_of(state, issue)
    if cause == Cause.BUILDING:
        state.counts[c, Count.RETURNS_TO_BUILD] += 1
    elif cause == Cause.PRESENCE:
        state.counts[c, Count.RETURNS_TO_ATTEND] += 1


@kernel
def adjust_department_hours(state, day):
    """Presences begin and end, and at a month's end hours follow attention."""
    parameters = state.parameters[0]
    if day >= state.clock[0].first_measured:
        for department in range(int(parameters.answering)):
            office = state.departments[department]
            office.presence_given += office.presence_daily
    month_ends = ends_month(day)
    attention = parameters.hours_by_attention and month_ends
    if attention:
        shift_attention(state)
    if not parameters.causes and not attention:
        return
    place = month_of(day) % state.presences.shape[1]
    for department in range(int(parameters.answering)):
        office = state.departments[department]
        if month_ends:
            office.presence_count -= state.presences[department, place]
            state.presences[department, place] = 0
        office.presence_ticks = office.presence_count * presence_ticks(parameters)
        set_capacity(state, department)


@kernel
def end_unreturned(state, c, slot, day):
    """What was to return was built before: the last closing was at the root."""
    issue = state.issues[c, slot]
    state.communities[c].quiet_issues -= 1
    issue.resolved = True
    record_event(state, c, issue, EventType.CLOSED_AT_ROOT, day * DAY_TICKS, NOBODY, NOBODY)
    if day >= state.clock[0].first_measured:
        state.daily[day - state.clock[0].first_measured, Daily.RESOLVED] += 1
