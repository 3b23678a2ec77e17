"""How an issue closes: at the root, until it returns, or on paper only.

ODD 8.7, 8.8, 12.8.
"""

from __future__ import annotations

from sim.enums import (
    DAY_TICKS,
    NOBODY,
    Daily,
    EventType,
    Found,
    Ordered,
    Person,
    Status,
)
from sim.kernels.calendar import stocks_move
from sim.kernels.causes import meet_cause
from sim.kernels.effort import tally_closing
from sim.kernels.hotline import note_ending
from sim.kernels.jit import kernel
from sim.kernels.mediation import micro_grid_of
from sim.kernels.replies import reply_at_closing
from sim.kernels.trace import record_event
from sim.streams import NUMBER, draw, waiting_days

RELAPSE, FALSE, FOUND = NUMBER["relapse"], NUMBER["false"], NUMBER["found"]


@kernel
def lower_trust(state, c, issue, factor):
    """Lower trust after a late or returned issue."""
    parameters = state.parameters[0]
    if stocks_move(state):
        resident = state.residents[state.communities[c].first_agent + issue.agent]
        fall = parameters.trust_loss * parameters.trust_gain * resident.trust * factor
        resident.trust = max(0.0, resident.trust - fall)


@kernel
def disappoint_volunteer(state, c, issue):
    """A volunteer found this issue in vain, and stops after several of them."""
    if issue.early != Found.BY_VOLUNTEER:
        return
    issue.early = Found.IN_VAIN
    micro_grid = state.micro_grids[micro_grid_of(state, c, issue)]
    if micro_grid.volunteers == 0:
        return
    micro_grid.disappointments += 1
    if micro_grid.disappointments >= state.parameters[0].volunteer_disappointments:
        micro_grid.disappointments = 0
        change_volunteers(state, c, micro_grid, -1)


@kernel
def change_volunteers(state, c, micro_grid, change):
    """Add volunteers to a micro-grid, or take some away."""
    community = state.communities[c]
    micro_grid.volunteers += change
    community.volunteers += change
    state.workers[community.first_worker + micro_grid.worker].volunteers += change


@kernel
def close(state, c, slot, moment, day):
    """Close an issue: at the root, until it returns, or on paper only."""
    parameters = state.parameters[0]
    issue = state.issues[c, slot]
    closing = issue.closings
    issue.closings += 1
    issue.closed = moment
    if closing == 0:
        issue.first_closed = moment
    issue.step += 1
    in_time = moment - issue.report <= state.kinds[issue.kind].promise * DAY_TICKS
    if in_time:
        if stocks_move(state):
            resident = state.residents[state.communities[c].first_agent + issue.agent]
            resident.trust += parameters.trust_gain * (1.0 - resident.trust)
    else:
        lower_trust(state, c, issue, 1.0)
    community = state.communities[c]
    community.period_closed += 1
    community.period_kept += 1 if in_time else 0
    note_ending(state, c, issue, in_time)
    measured = day - state.clock[0].first_measured
    if measured >= 0:
        state.daily[measured, Daily.CLOSED] += 1
    false, returns = closing_result(state, c, slot, closing, day)
    issue.false_last = false
    if parameters.platform and parameters.replies and issue.level == 2:
        reply_at_closing(state, c, issue, closing, day, false, not false and not returns)
    if issue.level == 2 and not issue.settled_below and not issue.by_others:
        tally_closing(state, c, issue, in_time, not false and not returns)
    if false:
        issue.false_closed = True
        record_event(state, c, issue, EventType.CLOSED_ON_PAPER, moment, NOBODY, NOBODY)
    if returns:
        issue.status = Status.QUIET
        state.communities[c].quiet_issues += 1
        if not false:
            record_event(state, c, issue, EventType.CLOSED_FOR_A_WHILE, moment, NOBODY, NOBODY)
        return
    if not false:
        issue.resolved = True
        record_event(state, c, issue, EventType.CLOSED_AT_ROOT, moment, NOBODY, NOBODY)
        if measured >= 0:
            state.daily[measured, Daily.RESOLVED] += 1
    finish(state, c, slot)


@kernel
def closing_result(state, c, slot, closing, day):
    """Whether a closing is false, and whether the issue returns (on day `issue.due`)."""
    parameters = state.parameters[0]
    issue = state.issues[c, slot]
    kept_away = 0
    chance = state.kinds[issue.kind].relapse
    if issue.settled_below:
        chance = parameters.relapse_share
    elif issue.level == 2 and not issue.by_others:
        u, v = draw(state.keys[FALSE], issue.entity, 0, closing)
        if u < false_chance(state, c, issue):
            if v >= state.policies[c].false_found:
                return True, False
            u, _ = draw(state.keys[FOUND], issue.entity, 0, closing)
            issue.due = day + waiting_days(u, parameters.false_found_days)
            return True, True
        root = root_chance(state, c, issue)
        chance, kept_away = meet_cause(state, c, slot, root, closing, day)
    if chance == 0.0:
        return False, False
    u, v = draw(state.keys[RELAPSE], issue.entity, 0, closing)
    if u >= chance:
        return False, False
    issue.due = day + kept_away + waiting_days(v, parameters.relapse_days)
    return False, True


@kernel
def false_chance(state, c, issue):
    """Chance that departments close an issue on paper; it rises with their load."""
    parameters = state.parameters[0]
    excess = max(0.0, state.departments[issue.last_department].load - parameters.false_closure_load)
    chance = parameters.false_closure + parameters.false_closure_slope * excess
    return chance * state.evaluation[0].pressure * state.policies[c].restraint


@kernel
def root_chance(state, c, issue):
    """Chance that departments solve the cause; together they do so more often than in turn."""
    parameters = state.parameters[0]
    root = parameters.root_joint
    if issue.needed > 1 and issue.last_visit - issue.first_visit > parameters.together_days:
        root *= parameters.root_in_turn
    if issue.weak:
        root *= state.policies[c].weak_attendance
    return root


@kernel
def person_of(resident):
    """The bits of `Person` of a resident."""
    return (
        Person.VULNERABLE * resident.vulnerable
        + Person.ELDERLY * resident.elderly
        + Person.APP_USER * resident.app_user
    )


@kernel
def finish(state, c, slot):
    """Record how an issue ended and free its slot."""
    community = state.communities[c]
    issue = state.issues[c, slot]
    clock = state.clock[0]
    outcome = state.outcomes[clock.outcomes]
    outcome.entity = issue.entity
    outcome.born = issue.born
    outcome.reported = issue.first_report
    outcome.ended = issue.closed
    outcome.first_closed = issue.first_closed
    outcome.first_back = issue.first_back
    outcome.kind = issue.kind
    outcome.level = issue.level
    outcome.person = person_of(state.residents[community.first_agent + issue.agent])
    outcome.early = issue.early != Found.NO
    outcome.hidden = issue.hidden
    outcome.given_up = issue.given_up
    outcome.false_closed = issue.false_closed
    outcome.resolved = issue.resolved
    if state.outcome_details.shape[0] > 0:
        detail = state.outcome_details[clock.outcomes]
        detail.agent = issue.agent
        detail.started = issue.first_start
        detail.whistled = issue.whistled
        detail.incident = issue.incident
        detail.ordered = issue.ordered != Ordered.NO
    clock.outcomes += 1
    order = state.order[c]
    community.live_issues -= 1
    place = community.live_issues
    following = order[place]
    while following != slot:
        place -= 1
        order[place], following = following, order[place]
    order[community.live_issues] = slot
    issue.status = Status.FREE
    issue.step += 1
