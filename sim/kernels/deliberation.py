"""Deliberation halls (议事厅): a session settles what is open on a theme in an estate.

ODD 6.10, 11.10.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, Consent, Count, EventType, Kind, Rung, Sort, Status
from sim.kernels.closing import close
from sim.kernels.jit import kernel
from sim.kernels.mediation import mediated
from sim.kernels.reports import own_work
from sim.kernels.requests import ask_again
from sim.kernels.themes import concerned, estate_of, hall_open, theme_of
from sim.kernels.trace import record_event
from sim.streams import NUMBER, draw, waiting_days

HALL_STREAM, CONSENT = NUMBER["hall"], NUMBER["consent"]


@kernel
def wait_over(state, c, slot, day):
    """An issue has waited for the hall: it joins a session, calls one, waits on, or leaves."""
    issue = state.issues[c, slot]
    waiting, called = at_hall(state, c, issue)
    morning = day * DAY_TICKS
    if called:
        issue.due = day + 1
    elif hall_open(state, c) and waiting >= state.policies[c].hall_issues:
        state.communities[c].month_sessions += 1
        own_work(state, c, slot, morning)
    elif day < issue.report // DAY_TICKS + state.parameters[0].hall_wait:
        issue.due = day + 1
    elif mediated(state, issue):
        issue.rung = Rung.WORKER
        own_work(state, c, slot, morning)
    else:
        ask_at_doors(state, c, slot, morning)


@kernel
def at_hall(state, c, issue):
    """Issues at the hall of the same estate and theme, and whether one has called a session."""
    estate, theme = estate_of(state, c, issue.grid), theme_of(state, issue)
    waiting = 0
    called = False
    for place in range(state.communities[c].live_issues):
        other = state.issues[c, state.order[c, place]]
        if other.rung == Rung.HALL and concerned(state, c, estate, theme, other):
            waiting += 1 if other.status == Status.PAUSE else 0
            called = called or other.status == Status.OWN_WORK
    return waiting, called


@kernel
def session_held(state, c, slot, moment, day):
    """One draw for all that is open on the theme in the estate."""
    community = state.communities[c]
    issue = state.issues[c, slot]
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.HALL_SESSIONS] += 1
    estate, theme = estate_of(state, c, issue.grid), theme_of(state, issue)
    u, _ = draw(state.keys[HALL_STREAM], issue.entity, 0, issue.closings)
    agreed = u < state.mediation[Rung.HALL, Sort.SPACE]
    if agreed:
        prevent_disputes(state, c, estate, theme)
    place = 0
    while place < community.live_issues:
        other = state.order[c, place]
        live = community.live_issues
        if on_table(state, c, estate, theme, state.issues[c, other], moment):
            conclude(state, c, other, agreed, moment, day)
        if community.live_issues == live:
            place += 1


@kernel
def prevent_disputes(state, c, estate, theme):
    """Fewer disputes about the theme arise in the estate from now on."""
    community = state.communities[c]
    first = community.first_worker + community.front
    for grid in range(community.frontline):
        if estate_of(state, c, grid) == estate:
            state.room[first + grid, theme] *= state.parameters[0].hall_rate_effect


@kernel
def on_table(state, c, estate, theme, issue, moment):
    """Whether a session of an estate and theme decides on an issue reported before it ends."""
    if issue.report > moment or not concerned(state, c, estate, theme, issue):
        return False
    if issue.rung == Rung.HALL:
        return issue.status in (Status.PAUSE, Status.OWN_WORK)
    if issue.kind != Kind.DISPUTE:
        return False
    return issue.status in (Status.PAUSE, Status.FROZEN, Status.ASKING, Status.ANSWER)


@kernel
def conclude(state, c, slot, agreed, moment, day):
    """What the session means for one issue."""
    issue = state.issues[c, slot]
    tomorrow = (day + 1) * DAY_TICKS
    waited = issue.rung == Rung.HALL
    if waited or agreed:
        record_event(state, c, issue, EventType.WENT_TO_HALL, moment, NOBODY, NOBODY)
    if waited and not agreed:
        record_event(state, c, issue, EventType.HALL_FAILED, moment, NOBODY, NOBODY)
    if issue.kind != Kind.DISPUTE:
        if agreed:
            record_event(state, c, issue, EventType.CONSENT_GIVEN, moment, NOBODY, NOBODY)
            issue.consent = Consent.GIVEN
            issue.rung = Rung.VOLUNTEER
            own_work(state, c, slot, tomorrow)
        else:
            ask_at_doors(state, c, slot, tomorrow)
    elif agreed:
        close(state, c, slot, moment, day)
    elif waited:
        issue.rung = Rung.JOINT
        issue.round = 0
        ask_again(state, c, slot, day)


@kernel
def ask_at_doors(state, c, slot, morning):
    """A worker asks the households one by one."""
    issue = state.issues[c, slot]
    issue.rung = Rung.VOLUNTEER
    issue.consent = Consent.ASKED
    own_work(state, c, slot, morning)


@kernel
def await_consent(state, c, slot, moment, day):
    """All doors were tried; it takes days until the last household has agreed."""
    issue = state.issues[c, slot]
    record_event(state, c, issue, EventType.CONSENT_ASKED, moment, NOBODY, NOBODY)
    _, v = draw(state.keys[CONSENT], issue.entity, 0, 0)
    issue.consent = Consent.GIVEN
    issue.status = Status.PAUSE
    issue.due = day + waiting_days(v, state.parameters[0].consent_days)
