"""The report of an issue: who deals with it, its patience, and the work it makes.

ODD 6.7, 6.8, 6.13.
"""

from __future__ import annotations

import math

from sim.enums import (
    DAY_TICKS,
    NOBODY,
    Channel,
    Consent,
    Daily,
    EventType,
    Found,
    Kind,
    Ordered,
    Payer,
    Rung,
    Status,
    Work,
)
from sim.kernels.closing import close
from sim.kernels.firms_channel import bring_to_committee, channel_of
from sim.kernels.hotline import calls_first, put_order
from sim.kernels.jit import kernel
from sim.kernels.mediation import first_rung, mediated, mediation_ticks
from sim.kernels.tasks import (
    NEVER,
    add_task,
    front_worker,
    next_step,
    residents_key,
    ticks,
    upward_key,
)
from sim.kernels.themes import goes_to_hall, needs_consent, wait_for_hall
from sim.kernels.third_parties import (
    assign_third_party,
    hand_to_third_party,
    third_party_ticks,
)
from sim.kernels.trace import record_event
from sim.streams import LONGEST_WAIT, NUMBER, draw, normal

CALLERS_FIRST = 10**15
EMERGENCIES_FIRST = 2 * 10**15
ASSISTANT, PATIENCE = NUMBER["assistant"], NUMBER["patience"]


@kernel
def report(state, c, slot, moment):
    """The community learns of an issue and takes it on, own work first."""
    issue = state.issues[c, slot]
    day = moment // DAY_TICKS
    if issue.first_report == NOBODY:
        issue.first_report = moment
        if day >= state.clock[0].first_measured:
            state.daily[day - state.clock[0].first_measured, Daily.RAISED] += 1
    issue.report = moment
    issue.refusals = 0
    issue.visited = 0
    issue.weak = False
    issue.ordered = Ordered.BY_CALL if calls_first(state, c, issue) else Ordered.NO
    issue.settled_below = False
    issue.project = False
    issue.registered = NOBODY
    assign_third_party(state, c, issue, day)
    issue.rung = first_rung(state, c, issue)
    issue.round = 0
    set_patience(state, issue, day)
    record_event(state, c, issue, EventType.REPORTED, moment, NOBODY, NOBODY)
    channel = channel_of(state, c, issue)
    if answered_at_once(state, c, issue):
        close(state, c, slot, moment, day)
    elif channel == Channel.INSTRUCTOR:
        hand_to_third_party(state, c, slot, moment, day)
    elif channel == Channel.COMMITTEE:
        bring_to_committee(state, c, slot, moment, day)
    elif goes_to_hall(state, c, issue):
        wait_for_hall(state, issue, day)
    else:
        if needs_consent(state, issue):
            issue.consent = Consent.ASKED
        own_work(state, c, slot, moment)
    if issue.ordered == Ordered.BY_CALL:
        put_order(state, c, slot, moment)


@kernel
def answered_at_once(state, c, issue):
    """Whether the app's assistant answers the inquiry, less often that of who uses no app."""
    share = state.policies[c].assistant_share
    if issue.kind != Kind.INQUIRY or share == 0.0:
        return False
    if not state.residents[state.communities[c].first_agent + issue.agent].app_user:
        share *= state.policies[c].app_others
    u, _ = draw(state.keys[ASSISTANT], issue.entity, 0, 0)
    return u < share


@kernel
def set_patience(state, issue, day):
    """Set how long the resident waits; with an issue that was found early nobody waits."""
    parameters = state.parameters[0]
    if not parameters.patience or issue.early != Found.NO:
        return
    promise = state.kinds[issue.kind].promise
    u, _ = draw(state.keys[PATIENCE], issue.entity, 0, 0)
    days = parameters.patience_factor * promise * math.exp(parameters.patience_sigma * normal(u))
    issue.waits = 0
    issue.span = max(1, math.ceil(min(days, LONGEST_WAIT)))
    issue.patience = day + issue.span


@kernel
def own_work(state, c, slot, moment):
    """Start own work, or the next round of mediation, at a moment."""
    community = state.communities[c]
    issue = state.issues[c, slot]
    traits = state.kinds[issue.kind]
    day = moment // DAY_TICKS
    next_step(issue, Status.OWN_WORK)
    work = traits.work
    owner = community.front + issue.grid
    length = ticks(issue.effort)
    key, due = key_and_due(state, issue, moment)
    if issue.by_others or issue.payer == Payer.COMMUNITY:
        length = third_party_ticks(state, c, issue)
    if issue.rung == Rung.HALL:
        work = Work.MEDIATION
        length = mediation_ticks(state, issue)
    elif issue.consent == Consent.ASKED:
        length = ticks(state.parameters[0].consent_minutes)
    elif mediated(state, issue) and not issue.by_others:
        length = mediation_ticks(state, issue)
    elif issue.incident:
        work = Work.EMERGENCY
        key = moment - EMERGENCIES_FIRST
    elif issue.kind <= Kind.CERTIFICATE:
        owner = front_worker(community, day)
        key = moment - CALLERS_FIRST
    add_task(
        community=community,
        tasks=state.tasks[c],
        work=work,
        owner=owner,
        head_only=False,
        subject=slot,
        stamp=issue.step,
        length=length,
        key=key,
        release=moment,
        due=due,
    )


@kernel
def key_and_due(state, issue, moment):
    """Key and due day of work on an issue: as a resident's issue, or as an order."""
    parameters = state.parameters[0]
    if issue.ordered:
        key = upward_key(moment, parameters.complaint_span, parameters.weight)
        return key, moment // DAY_TICKS + parameters.complaint_span
    return residents_key(moment, state.kinds[issue.kind].promise, parameters.weight), NEVER
