"""Residents who wait too long: they ask again, go over the community's head, or give up."""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, Count, Happening, Kind, Rung, Status, Work
from sim.kernels.closing import finish, trust_falls
from sim.kernels.jit import rule
from sim.kernels.reports import CALLERS_FIRST, own_work
from sim.kernels.requests import ask
from sim.kernels.tasks import NEVER, add_task, front_worker, ticks, upward_key
from sim.kernels.trace import tell
from sim.streams import NUMBER, draw

OWN_WORK, ASKING, PAUSE, FROZEN = (
    int(status) for status in (Status.OWN_WORK, Status.ASKING, Status.PAUSE, Status.FROZEN)
)
INQUIRY, CERTIFICATE = int(Kind.INQUIRY), int(Kind.CERTIFICATE)
ORDER, REPEAT = int(Work.ORDER), int(Work.REPEAT)
JOINT = int(Rung.JOINT)
ORDERS, REPEATS, GIVEN_UP = int(Count.ORDERS), int(Count.REPEATS), int(Count.GIVEN_UP)
ASKED_AGAIN, ORDER_CAME_DOWN, GAVE_UP = (
    int(happening)
    for happening in (Happening.ASKED_AGAIN, Happening.ORDER_CAME_DOWN, Happening.GAVE_UP)
)
IMPATIENCE = NUMBER["impatience"]
WAITS_OF_A_CLOSING = 64


@rule
def lose_patience(state, c, slot, day):  # type: ignore[no-untyped-def]
    """Another span of patience is over."""
    rules = state.rules[0]
    issue = state.issues[c, slot]
    issue.waits += 1
    issue.patience = day + issue.span
    if issue.waits >= rules.giveup_factor and in_the_drawer(issue):
        give_up(state, c, slot, day)
        return
    resident = state.residents[state.communities[c].first_agent + issue.agent]
    ordinal = WAITS_OF_A_CLOSING * issue.closings + issue.waits
    u, v = draw(state.keys[IMPATIENCE], issue.entity, 0, ordinal)
    if u < rules.overhead_chance * (rules.overhead_offset - resident.trust):
        order(state, c, slot, day)
    elif v < rules.repeat_chance:
        ask_once_more(state, c, slot, day)


@rule
def in_the_drawer(issue):  # type: ignore[no-untyped-def]
    """Whether nobody has begun with what is to be done next."""
    if issue.status in (OWN_WORK, ASKING):
        return not issue.begun
    return issue.status in (PAUSE, FROZEN)


@rule
def give_up(state, c, slot, day):  # type: ignore[no-untyped-def]
    """The resident no longer asks, and nobody works on the issue any more."""
    issue = state.issues[c, slot]
    trust_falls(state, c, issue, 1.0)
    issue.given_up = True
    if day >= state.clock[0].first_measured:
        state.counts[c, GIVEN_UP] += 1
    tell(state, c, issue, GAVE_UP, day * DAY_TICKS, NOBODY, NOBODY)
    finish(state, c, slot)


@rule
def order(state, c, slot, day):  # type: ignore[no-untyped-def]
    """The resident went over the community's head: the issue comes back as an order."""
    community = state.communities[c]
    rules = state.rules[0]
    issue = state.issues[c, slot]
    morning = day * DAY_TICKS
    issue.ordered = True
    urgent_anyway = issue.incident or issue.kind <= CERTIFICATE
    if issue.status == OWN_WORK and not issue.begun and not urgent_anyway:
        own_work(state, c, slot, morning)
    elif issue.status == ASKING and not issue.begun:
        ask(state, c, slot, morning)
    add_task(
        community,
        state.tasks[c],
        ORDER,
        community.front + issue.grid,
        False,
        slot,
        issue.entity,
        ticks(rules.order_minutes),
        upward_key(morning, rules.complaint_span, rules.weight),
        morning,
        day + rules.complaint_span,
    )
    if day >= state.clock[0].first_measured:
        state.counts[c, ORDERS] += 1
    tell(state, c, issue, ORDER_CAME_DOWN, morning, NOBODY, NOBODY)


@rule
def ask_once_more(state, c, slot, day):  # type: ignore[no-untyped-def]
    """The resident comes to the counter to ask where the issue stands."""
    community = state.communities[c]
    issue = state.issues[c, slot]
    morning = day * DAY_TICKS
    add_task(
        community,
        state.tasks[c],
        REPEAT,
        front_worker(community, day),
        False,
        slot,
        issue.entity,
        ticks(state.kinds[INQUIRY].minutes),
        morning - CALLERS_FIRST,
        morning,
        NEVER,
    )
    if day >= state.clock[0].first_measured:
        state.counts[c, REPEATS] += 1
    tell(state, c, issue, ASKED_AGAIN, morning, NOBODY, NOBODY)


@rule
def take_upward(state, c, slot, day):  # type: ignore[no-untyped-def]
    """A frozen dispute is brought before those above, and a joint session is asked for again."""
    issue = state.issues[c, slot]
    if state.rules[0].patience > 0.0:
        order(state, c, slot, day)
    issue.rung = JOINT
    issue.round = 0
    ask(state, c, slot, day * DAY_TICKS)
