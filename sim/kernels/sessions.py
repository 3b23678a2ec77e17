"""What follows a round of mediation, in the community or in a joint session.

ODD 8.1, 8.2.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, FOR_EVER, NOBODY, Count, EventType, Rung, Status
from sim.kernels.closing import close
from sim.kernels.jit import kernel
from sim.kernels.mediation import pause, rung_after, settles
from sim.kernels.requests import ask_again, ask_at_once
from sim.kernels.trace import record_event
from sim.streams import NUMBER, draw, waiting_days

FROZEN_STREAM = NUMBER["frozen"]


@kernel
def round_done(state, c, slot, moment, day):
    """After a round: closed, or the next round, the next rung, or a referral."""
    issue = state.issues[c, slot]
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.MEDIATION_ROUNDS] += 1
    if settles(state, c, issue):
        issue.settled_below = issue.level > 0
        close(state, c, slot, moment, day)
        return
    record_event(state, c, issue, EventType.ROUND_FAILED, moment, NOBODY, NOBODY)
    if issue.level > 0:
        refer_issue(state, c, slot, moment, day)
    elif 0 < state.policies[c].joint_rounds <= issue.round:
        to_joint_session(state, c, slot, moment, day)
    elif issue.round < state.parameters[0].rung_rounds:
        pause(state, issue, day)
    else:
        next_rung(state, c, slot, moment, day)


@kernel
def refer_issue(state, c, slot, moment, day):
    """The community lacks the powers: ask those who have them."""
    issue = state.issues[c, slot]
    if issue.tried == NOBODY:
        issue.tried = day
    if issue.level == 1:
        issue.rung = Rung.JOINT
        issue.round = 0
    ask_at_once(state, c, slot, moment, day)


@kernel
def next_rung(state, c, slot, moment, day):
    """The next rung takes over after a pause; the last one is asked at once."""
    issue = state.issues[c, slot]
    issue.rung = rung_after(issue.rung)
    issue.round = 0
    if issue.rung == Rung.JOINT:
        to_joint_session(state, c, slot, moment, day)
    else:
        pause(state, issue, day)


@kernel
def to_joint_session(state, c, slot, moment, day):
    """Ask the street for a joint session."""
    issue = state.issues[c, slot]
    issue.rung = Rung.JOINT
    issue.round = 0
    ask_at_once(state, c, slot, moment, day)


@kernel
def joint_session(state, c, slot, day):
    """Hold a joint session of both sides with those who pay and decide."""
    parameters = state.parameters[0]
    issue = state.issues[c, slot]
    measured = day >= state.clock[0].first_measured
    if measured:
        state.counts[c, Count.JOINT_SESSIONS] += 1
    day_end = (day + 1) * DAY_TICKS
    if settles(state, c, issue):
        close(state, c, slot, day_end, day)
        return
    record_event(state, c, issue, EventType.SESSION_FAILED, day_end, NOBODY, NOBODY)
    if issue.round < parameters.mediation_rounds:
        ask_again(state, c, slot, day)
        return
    issue.status = Status.FROZEN
    issue.due = FOR_EVER
    if parameters.frozen_report > 0.0:
        u, _ = draw(state.keys[FROZEN_STREAM], issue.entity, 0, issue.rounds)
        issue.due = day + waiting_days(u, 1.0 / parameters.frozen_report)
    if measured:
        state.counts[c, Count.FROZEN] += 1
    record_event(state, c, issue, EventType.FROZE, day_end, NOBODY, NOBODY)
