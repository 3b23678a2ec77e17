"""Deliberation halls (议事厅): residents with opposed interests meet.

ODD 11.10.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, Count, EventType, Rung, Sort, Status
from sim.kernels.closing import close
from sim.kernels.jit import kernel
from sim.kernels.mediation import mediated
from sim.kernels.reports import own_work
from sim.kernels.requests import ask_again
from sim.kernels.trace import record_event
from sim.streams import NUMBER, draw

HALL_STREAM = NUMBER["hall"]


@kernel
def call_hall(state, c, day):
    """Send the oldest disputes about shared space to the hall, if there are enough."""
    policy = state.policies[c]
    community = state.communities[c]
    if policy.hall_sessions == 0 or community.trust < policy.hall_quorum:
        return
    fit = 0
    for place in range(community.live_issues):
        fit += 1 if fit_for_hall(state, state.issues[c, state.order[c, place]]) else 0
    if fit < policy.hall_issues:
        return
    left = policy.hall_sessions
    for place in range(community.live_issues):
        slot = state.order[c, place]
        issue = state.issues[c, slot]
        if left > 0 and fit_for_hall(state, issue):
            left -= 1
            issue.hall = True
            issue.rung = Rung.HALL
            morning = (day + 1) * DAY_TICKS
            record_event(state, c, issue, EventType.WENT_TO_HALL, morning, NOBODY, NOBODY)
            own_work(state, c, slot, morning)


@kernel
def fit_for_hall(state, issue):
    """Whether a dispute may go to the hall: it waits, and had no hall since its report."""
    if not mediated(state, issue) or issue.sort != Sort.SPACE or issue.level == 2 or issue.hall:
        return False
    if issue.by_others:
        return False
    return issue.status in (Status.ASKING, Status.ANSWER, Status.PAUSE, Status.FROZEN)


@kernel
def hall_met(state, c, slot, moment, day):
    """The hall settles a dispute, or the street is asked for a joint session."""
    issue = state.issues[c, slot]
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.HALL_SESSIONS] += 1
    u, _ = draw(state.keys[HALL_STREAM], issue.entity, 0, issue.closings)
    if u < state.mediation[Rung.HALL, issue.sort]:
        community = state.communities[c]
        worker = state.workers[community.first_worker + community.front + issue.grid]
        worker.space_factor *= state.parameters[0].hall_rate_effect
        close(state, c, slot, moment, day)
        return
    record_event(state, c, issue, EventType.HALL_FAILED, moment, NOBODY, NOBODY)
    issue.rung = Rung.JOINT
    issue.round = 0
    ask_again(state, c, slot, day)
