"""Cases on the platform: opened at registration, closed by a reply.

ODD 8.9.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, RESTRICTED_DAYS, Count, EventType
from sim.kernels.jit import kernel
from sim.kernels.trace import record_event
from sim.streams import NUMBER, draw

REPLY = NUMBER["reply"]


@kernel
def limit_of(state, issue):
    """Day by which a reply is to be entered."""
    return issue.registered + int(state.parameters[0].reply_limit)


@kernel
def counted(state, issue):
    """Whether the limit of the case lies in the window, with a day more to see it pass."""
    clock = state.clock[0]
    last_day = clock.first_measured + state.daily.shape[0]
    return issue.registered >= clock.first_measured and limit_of(state, issue) + 1 < last_day


@kernel
def watched(state, issue):
    """Whether all days of the case that count lie in the window."""
    clock = state.clock[0]
    last_day = clock.first_measured + state.daily.shape[0]
    registered = issue.registered
    return registered >= clock.first_measured and registered + RESTRICTED_DAYS < last_day


@kernel
def replied_anyway(state, issue, closing):
    """Whether a reply is entered on the limit, done or not."""
    u, _ = draw(state.keys[REPLY], issue.entity, 0, closing)
    return u < state.parameters[0].reply_unsolved


@kernel
def open_case(state, c, issue):
    """Count an issue that was registered as a case."""
    if not state.parameters[0].replies:
        return
    if counted(state, issue):
        state.counts[c, Count.CASES] += 1
    if watched(state, issue):
        state.counts[c, Count.CASES_WATCHED] += 1


@kernel
def close_case(state, c, issue, day, unsolved):
    """Count a case as closed on a day."""
    if counted(state, issue):
        counts = state.counts[c]
        counts[Count.CASES_CLOSED] += 1
        counts[Count.CASES_IN_TIME] += 1 if day <= limit_of(state, issue) else 0
        counts[Count.CASES_UNSOLVED] += 1 if unsolved else 0
    if watched(state, issue):
        spared = max(0, RESTRICTED_DAYS - (day - issue.registered))
        state.counts[c, Count.CASE_DAYS_SPARED] += spared


@kernel
def reply_at_limit(state, c, issue, day):
    """Enter a reply on yesterday's limit where the work was not done."""
    if issue.registered == NOBODY or day != limit_of(state, issue) + 1:
        return
    if replied_anyway(state, issue, issue.closings):
        close_case(state, c, issue, day - 1, True)
        record_event(state, c, issue, EventType.REPLY_ENTERED, day * DAY_TICKS, NOBODY, NOBODY)


@kernel
def reply_at_closing(state, c, issue, closing, day, false, root):
    """Departments closed the issue: its case is closed, unless a reply has closed it before."""
    if issue.registered == NOBODY:
        return
    in_time = day <= limit_of(state, issue)
    if in_time or not replied_anyway(state, issue, closing):
        close_case(state, c, issue, day, false)
    if in_time and root and counted(state, issue):
        state.counts[c, Count.CASES_ROOT_IN_TIME] += 1
    issue.registered = NOBODY
