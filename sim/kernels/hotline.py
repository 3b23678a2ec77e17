"""The hotline: who calls it first, the order that comes back, and what residents make of it.

ODD 6.2, 6.13, 11.2.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, Count, EventType, Found, Kind, Ordered, Work
from sim.kernels.attention import notice
from sim.kernels.jit import kernel
from sim.kernels.tasks import add_task, ticks, upward_key
from sim.kernels.trace import record_event
from sim.streams import NUMBER, draw

HOTLINE = NUMBER["hotline"]


@kernel
def has_choice(issue):
    """Whether a resident reports the issue and could as well call the hotline."""
    return issue.kind > Kind.CERTIFICATE and issue.early == Found.NO and not issue.incident


@kernel
def calls_first(state, c, issue):
    """Whether the resident calls the hotline in place of the community."""
    if not state.parameters[0].hotline or not has_choice(issue):
        return False
    u, _ = draw(state.keys[HOTLINE], issue.entity, 0, issue.closings)
    return u < state.communities[c].hotline


@kernel
def put_order(state, c, slot, moment):
    """An issue comes back from above with a deadline: the order work of the grid's worker."""
    community = state.communities[c]
    parameters = state.parameters[0]
    issue = state.issues[c, slot]
    day = moment // DAY_TICKS
    add_task(
        community=community,
        tasks=state.tasks[c],
        work=Work.ORDER,
        owner=community.front + issue.grid,
        head_only=False,
        subject=slot,
        stamp=issue.entity,
        length=ticks(parameters.order_minutes),
        key=upward_key(moment, parameters.complaint_span, parameters.weight),
        release=moment,
        due=day + parameters.complaint_span,
    )
    notice(state, issue)
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.ORDERS] += 1
    record_event(state, c, issue, EventType.ORDER_CAME_DOWN, moment, NOBODY, NOBODY)


@kernel
def note_ending(state, c, issue, in_time):
    """Count an ending by who was told first, and whether it was in time."""
    if not has_choice(issue):
        return
    community = state.communities[c]
    if issue.ordered == Ordered.BY_CALL:
        community.called_ended += 1
        community.called_in_time += in_time
    else:
        community.asked_ended += 1
        community.asked_in_time += in_time


@kernel
def share_experience(state, c, moving):
    """Residents move to where more was settled in time this month; then counting starts anew."""
    community = state.communities[c]
    if moving and community.called_ended > 0 and community.asked_ended > 0:
        called = community.called_in_time / community.called_ended
        asked = community.asked_in_time / community.asked_ended
        spread = community.hotline * (1.0 - community.hotline)
        community.hotline += state.parameters[0].hotline_learning * spread * (called - asked)
    community.called_ended = 0
    community.called_in_time = 0
    community.asked_ended = 0
    community.asked_in_time = 0


@kernel
def induced(state, c):
    """Issues that residents have, against the usual: more where more call the hotline first."""
    parameters = state.parameters[0]
    more = state.communities[c].hotline - parameters.hotline_start
    return max(0.0, 1.0 + parameters.hotline_demand * more)
