"""The channel of firms (两新工委): problems of merchants that no worker of the community takes on.

ODD 6.12.
"""

from __future__ import annotations

from sim.enums import NOBODY, Channel, EventType, Found, Kind, Status
from sim.kernels.jit import kernel
from sim.kernels.tasks import next_step
from sim.kernels.trace import record_event
from sim.streams import NUMBER, draw, waiting_days

FIRMS = NUMBER["firms"]


@kernel
def channel_of(state, c, issue):
    """Which way the channel takes an issue that was told, and not found by anybody's work."""
    policy = state.policies[c]
    if policy.firms_reached == 0.0 or issue.kind != Kind.MERCHANT:
        return Channel.NONE
    if issue.early != Found.NO or issue.incident:
        return Channel.NONE
    u, v = draw(state.keys[FIRMS], issue.entity, 0, 0)
    if u >= policy.firms_reached:
        return Channel.NONE
    if v < policy.firms_direct:
        return Channel.INSTRUCTOR
    return Channel.COMMITTEE if issue.level == 2 else Channel.NONE


@kernel
def bring_to_committee(state, c, slot, moment, day):
    """The committee calls all needed departments when it next sits."""
    issue = state.issues[c, slot]
    next_step(issue, Status.SCREENING)
    if issue.tried == NOBODY:
        issue.tried = day
    issue.project = True
    u, _ = draw(state.keys[FIRMS], issue.entity, day, 1)
    issue.due = day + waiting_days(u, state.policies[c].firms_days)
    record_event(state, c, issue, EventType.PASSED_ON, moment, NOBODY, NOBODY)
