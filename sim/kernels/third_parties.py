"""Issues that others deal with: members, partner units, residents who pay.

ODD 6.9, 8.2, 8.4.
"""

from __future__ import annotations

import math

from sim.enums import DAY_TICKS, NOBODY, Channel, Count, EventType, Kind, Payer, Status
from sim.kernels.budget import builds, pays
from sim.kernels.closing import close
from sim.kernels.firms_channel import channel_of
from sim.kernels.jit import kernel
from sim.kernels.mediation import mediated, micro_grid_of, with_merchants
from sim.kernels.tasks import ticks
from sim.kernels.trace import record_event
from sim.streams import NUMBER, draw, normal, waiting_days

TAKEN, FUNDING, OTHERS = NUMBER["taken"], NUMBER["funding"], NUMBER["others"]


@kernel
def assign_third_party(state, c, issue, day):
    """Decide at a report whether others deal with the issue, or the community's money does."""
    issue.by_others = False
    issue.payer = Payer.NONE
    if issue.incident:
        return
    channel = channel_of(state, c, issue)
    issue.by_others = channel == Channel.INSTRUCTOR
    if channel != Channel.NONE:
        return
    policy = state.policies[c]
    if issue.kind == Kind.DISPUTE:
        issue.by_others = merchants_settle(state, c, issue)
        return
    taken = state.issue_rates[c, issue.kind].taken
    if issue.level > 0:
        issue.by_others = residents_can_pay(state, c, issue)
        if issue.by_others:
            issue.payer = Payer.RESIDENTS
        taken = policy.partner_share
    elif policy.paired_share > 0.0 and paired(state, c, issue):
        taken = 1.0 - (1.0 - taken) * (1.0 - policy.paired_share)
    if not issue.by_others and community_pays(state, c, issue, day):
        issue.payer = Payer.COMMUNITY
        issue.by_others = issue.level < 2
    if taken == 0.0 or issue.by_others or issue.payer == Payer.COMMUNITY:
        return
    u, v = draw(state.keys[TAKEN], issue.entity, 0, 0)
    issue.by_others = (v if issue.level > 0 else u) < taken


@kernel
def merchants_settle(state, c, issue):
    """Whether merchants settle a dispute with residents among themselves."""
    share = state.policies[c].merchants_settle
    if share == 0.0 or issue.level > 0 or not mediated(state, issue):
        return False
    u, _ = draw(state.keys[TAKEN], issue.entity, 0, 0)
    return u < share and with_merchants(state, issue.entity)


@kernel
def paired(state, c, issue):
    """Whether care of a listed household may be that of a volunteer who is paired with it."""
    if issue.kind != Kind.CARE or not issue.vulnerable:
        return False
    return state.micro_grids[micro_grid_of(state, c, issue)].volunteers > 0


@kernel
def residents_can_pay(state, c, issue):
    """Whether residents can bear the cost of a repair, and trust enough to agree."""
    policy = state.policies[c]
    if issue.kind != Kind.FACILITY or state.communities[c].trust < policy.funding_quorum:
        return False
    return repair_cost(state, issue) <= policy.funding_limit


@kernel
def community_pays(state, c, issue, day):
    """Whether the community's money pays a repair in reach of it, or has a cause built."""
    if state.policies[c].budget == 0.0:
        return False
    if issue.level == 2:
        return builds(state, c, issue, day)
    if issue.kind != Kind.FACILITY:
        return False
    whole = repair_cost(state, issue) * state.parameters[0].micro_grid_households
    return pays(state, c, whole, day)


@kernel
def repair_cost(state, issue):
    """Cost of a repair in yuan a household."""
    parameters = state.parameters[0]
    u, _ = draw(state.keys[FUNDING], issue.entity, 0, 0)
    return parameters.funding_cost * math.exp(parameters.funding_sigma * normal(u))


@kernel
def third_party_ticks(state, c, issue):
    """Ticks of the community's own work on an issue of others, or that its money pays."""
    policy = state.policies[c]
    minutes = state.parameters[0].passing_minutes if issue.level == 0 else issue.effort
    if issue.payer == Payer.RESIDENTS:
        return ticks(minutes + policy.funding_minutes)
    if issue.payer == Payer.COMMUNITY:
        return ticks(minutes + policy.budget_minutes)
    return ticks(minutes)


@kernel
def hand_to_third_party(state, c, slot, moment, day):
    """The community has done its part; others take some days, merchants are there tomorrow."""
    issue = state.issues[c, slot]
    issue.status = Status.ANSWER
    issue.due = day + 1
    if issue.kind != Kind.DISPUTE:
        u, _ = draw(state.keys[OTHERS], issue.entity, day, 0)
        issue.due = day + waiting_days(u, state.parameters[0].others_days)
    record_event(state, c, issue, EventType.PASSED_ON, moment, NOBODY, NOBODY)


@kernel
def complete_third_party(state, c, slot, day):
    """Others have dealt with the issue, with time or money."""
    issue = state.issues[c, slot]
    if day >= state.clock[0].first_measured:
        if issue.payer == Payer.RESIDENTS:
            whole = repair_cost(state, issue) * state.parameters[0].micro_grid_households
            state.counts[c, Count.RESIDENTS_YUAN] += math.floor(whole)
        elif issue.payer != Payer.COMMUNITY:
            state.counts[c, Count.OTHERS_TICKS] += ticks(issue.effort)
    day_end = (day + 1) * DAY_TICKS
    record_event(state, c, issue, EventType.OTHERS_CAME, day_end, NOBODY, NOBODY)
    close(state, c, slot, day_end, day)
