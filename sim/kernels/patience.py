"""Residents who wait too long: they ask again, complain above, or give up.

ODD 6.6, 6.7.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, Count, EventType, Kind, Ordered, Rung, Status, Work
from sim.kernels.closing import finish, lower_trust
from sim.kernels.hotline import note_ending, put_order
from sim.kernels.jit import kernel
from sim.kernels.reports import CALLERS_FIRST, own_work
from sim.kernels.requests import ask
from sim.kernels.tasks import NEVER, add_task, front_worker, ticks
from sim.kernels.trace import record_event
from sim.streams import NUMBER, draw

IMPATIENCE = NUMBER["impatience"]
WAITS_OF_A_CLOSING = 64


@kernel
def lose_patience(state, c, slot, day):
    """A span of patience has ended: give up, complain above, or ask again."""
    parameters = state.parameters[0]
    issue = state.issues[c, slot]
    issue.waits += 1
    issue.patience = day + issue.span
    if issue.waits >= parameters.giveup_factor and not_started(issue):
        give_up(state, c, slot, day)
        return
    resident = state.residents[state.communities[c].first_agent + issue.agent]
    ordinal = WAITS_OF_A_CLOSING * issue.closings + issue.waits
    u, v = draw(state.keys[IMPATIENCE], issue.entity, 0, ordinal)
    if u < parameters.overhead_chance * (parameters.overhead_offset - resident.trust):
        order(state, c, slot, day)
    elif v < parameters.repeat_chance:
        ask_once_more(state, c, slot, day)


@kernel
def not_started(issue):
    """Whether nobody has started the next step of an issue."""
    if issue.status in (Status.OWN_WORK, Status.ASKING):
        return not issue.task_started
    return issue.status in (Status.PAUSE, Status.FROZEN)


@kernel
def give_up(state, c, slot, day):
    """The resident stops asking, and work on the issue ends."""
    issue = state.issues[c, slot]
    lower_trust(state, c, issue, 1.0)
    note_ending(state, c, issue, False)
    issue.given_up = True
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.GIVEN_UP] += 1
    record_event(state, c, issue, EventType.GAVE_UP, day * DAY_TICKS, NOBODY, NOBODY)
    finish(state, c, slot)


@kernel
def order(state, c, slot, day):
    """The resident complained above: the issue comes back as an order."""
    issue = state.issues[c, slot]
    morning = day * DAY_TICKS
    if issue.ordered == Ordered.NO:
        issue.ordered = Ordered.BY_COMPLAINT
    urgent_anyway = issue.incident or issue.kind <= Kind.CERTIFICATE
    if issue.status == Status.OWN_WORK and not issue.task_started and not urgent_anyway:
        own_work(state, c, slot, morning)
    elif issue.status == Status.ASKING and not issue.task_started:
        ask(state, c, slot, morning)
    put_order(state, c, slot, morning)


@kernel
def ask_once_more(state, c, slot, day):
    """The resident comes to the counter to ask where the issue stands."""
    community = state.communities[c]
    issue = state.issues[c, slot]
    morning = day * DAY_TICKS
    add_task(
        community=community,
        tasks=state.tasks[c],
        work=Work.REPEAT,
        owner=front_worker(community, day),
        head_only=False,
        subject=slot,
        stamp=issue.entity,
        length=ticks(state.kinds[Kind.INQUIRY].minutes),
        key=morning - CALLERS_FIRST,
        release=morning,
        due=NEVER,
    )
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.REPEATS] += 1
    record_event(state, c, issue, EventType.ASKED_AGAIN, morning, NOBODY, NOBODY)


@kernel
def escalate_frozen(state, c, slot, day):
    """A frozen dispute is escalated, and a joint session is requested again."""
    issue = state.issues[c, slot]
    if state.parameters[0].patience:
        order(state, c, slot, day)
    issue.rung = Rung.JOINT
    issue.round = 0
    ask(state, c, slot, day * DAY_TICKS)
