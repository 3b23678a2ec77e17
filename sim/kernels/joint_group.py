"""The joint-response group (全科网格联动处置群): a message in place of telephoning.

ODD 8.10.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, EventType, Status, Work
from sim.kernels.jit import kernel
from sim.kernels.reports import CALLERS_FIRST, key_and_due
from sim.kernels.tasks import add_task, next_step, ticks


@kernel
def in_group(state, c):
    """Whether a community is in a joint-response group."""
    return state.policies[c].joint_rounds > 0


@kernel
def asking_moment(state, c, moment, day):
    """When asking may begin: at once in a group, unless it is overtime; else tomorrow morning."""
    morning = (day + 1) * DAY_TICKS
    if in_group(state, c) and moment < morning:
        return moment
    return morning


@kernel
def post_in_group(state, c, slot, moment):
    """The grid's worker writes the issue into the group, before other work."""
    community = state.communities[c]
    issue = state.issues[c, slot]
    next_step(issue, Status.ASKING)
    _, due = key_and_due(state, issue, moment)
    add_task(
        community=community,
        tasks=state.tasks[c],
        work=Work.ASKING,
        owner=community.front + issue.grid,
        head_only=False,
        subject=slot,
        stamp=issue.step,
        length=ticks(state.policies[c].joint_minutes),
        key=moment - CALLERS_FIRST,
        release=moment,
        due=due,
    )


@kernel
def asked_event(state, c, issue):
    """How an issue was brought to the street or to a department."""
    if in_group(state, c):
        return EventType.POSTED_IN_GROUP
    if state.parameters[0].platform and issue.level == 2:
        return EventType.REGISTERED
    return EventType.ASKED_DEPARTMENT if issue.level == 2 else EventType.ASKED_STREET
