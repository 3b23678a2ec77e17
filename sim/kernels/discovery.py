"""Live issues of a morning: discovery, incidents, returns, waits that end.

ODD 6.1, 6.3, 6.4, 6.5.
"""

from __future__ import annotations

import math

from sim.arrays import CACHE_LINE
from sim.enums import (
    DAY_TICKS,
    MONTHS,
    NOBODY,
    WEEK_DAYS,
    YEAR_DAYS,
    Count,
    Daily,
    EventType,
    Found,
    Kind,
    Rung,
    Status,
)
from sim.kernels.causes import cause_built, count_return, end_unreturned
from sim.kernels.closing import disappoint_volunteer, finish, lower_trust
from sim.kernels.deliberation import wait_over
from sim.kernels.issues import may_become_incident
from sim.kernels.jit import kernel
from sim.kernels.mediation import micro_grid_of
from sim.kernels.patience import escalate_frozen, lose_patience
from sim.kernels.prefetch import prefetch
from sim.kernels.reports import own_work, report
from sim.kernels.tasks import ticks
from sim.kernels.tiers import spread_visits
from sim.kernels.trace import record_event
from sim.records import MICRO_GRID
from sim.streams import NUMBER, draw

ISSUES_AHEAD, RESIDENTS_AHEAD = 20, 10
MICRO_GRIDS_OF_A_LINE = CACHE_LINE // MICRO_GRID.itemsize
SURFACE, INCIDENT = NUMBER["surface"], NUMBER["incident"]


@kernel
def update_live_issues(state, c, day):
    """Update live issues in order of entity; given-up issues leave the list."""
    community = state.communities[c]
    order = state.order[c]
    issues = state.issues[c]
    patient = not state.parameters[0].patience
    update_visit_reach(state, c)
    fetch_first(state, community, order, issues)
    place = 0
    while place < community.live_issues:
        fetch_ahead(state, community, order, issues, place)
        slot = order[place]
        issue = issues[slot]
        status = issue.status
        if status == Status.HIDDEN:
            if not (becomes_incident(state, c, slot, day)):
                discover(state, c, slot, day)
        elif status == Status.QUIET:
            if issue.due <= day:
                if cause_built(issue, day):
                    end_unreturned(state, c, slot, day)
                    finish(state, c, slot)
                    continue
                reopen(state, c, slot, day)
        else:
            if status == Status.PAUSE and issue.due <= day and issue.rung == Rung.HALL:
                wait_over(state, c, slot, day)
            elif status == Status.PAUSE and issue.due <= day:
                own_work(state, c, slot, day * DAY_TICKS)
            elif status == Status.FROZEN and issue.due <= day:
                escalate_frozen(state, c, slot, day)
            if not patient and issue.early == Found.NO and issue.patience <= day:
                live = community.live_issues
                lose_patience(state, c, slot, day)
                if community.live_issues < live:
                    continue
        place += 1


@kernel
def fetch_first(state, community, order, issues):
    """Ask for the first issues of the walk, and for the micro-grids of the community."""
    for place in range(min(ISSUES_AHEAD, community.live_issues)):
        prefetch(issues[order[place]])
    first = community.first_micro_grid
    for micro_grid in range(first, first + community.micro_grids, MICRO_GRIDS_OF_A_LINE):
        prefetch(state.micro_grids[micro_grid])


@kernel
def fetch_ahead(state, community, order, issues, place):
    """Ask for the issues that the walk comes to, and for the residents of hidden ones."""
    if place + ISSUES_AHEAD < community.live_issues:
        prefetch(issues[order[place + ISSUES_AHEAD]])
    if place + RESIDENTS_AHEAD < community.live_issues:
        issue = issues[order[place + RESIDENTS_AHEAD]]
        if issue.status == Status.HIDDEN:
            prefetch(state.residents[community.first_agent + issue.agent])


@kernel
def update_visit_reach(state, c):
    """Chance that yesterday's visits and calls reach a household, listed or any."""
    community = state.communities[c]
    parameters = state.parameters[0]
    community.listed = 0.0
    if community.listed_households > 0.0:
        community.listed = community.list_visits / community.listed_households
    spread_visits(state, c)
    community.door = 0.0
    if community.households > 0.0:
        contacts = community.random_visits + parameters.collect_discovery * community.contacts
        community.door = parameters.visit_discovery * contacts / community.households


@kernel
def reopen(state, c, slot, day):
    """An issue that seemed closed is reported again."""
    issue = state.issues[c, slot]
    factor = 1.0
    if issue.false_last and state.parameters[0].trust:
        factor = state.parameters[0].false_trust_factor
    lower_trust(state, c, issue, factor)
    disappoint_volunteer(state, c, issue)
    count_return(state, c, issue, day)
    state.communities[c].quiet_issues -= 1
    if issue.first_back == NOBODY:
        issue.first_back = day * DAY_TICKS
    if day >= state.clock[0].first_measured:
        state.daily[day - state.clock[0].first_measured, Daily.RETURNED] += 1
    record_event(state, c, issue, EventType.CAME_BACK, day * DAY_TICKS, NOBODY, NOBODY)
    report(state, c, slot, day * DAY_TICKS)


@kernel
def growth(parameters, age):
    """Factor by which the effort of an issue has grown while hidden."""
    return min(parameters.growth_limit, 1.0 + parameters.growth_hidden * age * MONTHS / YEAR_DAYS)


@kernel
def becomes_incident(state, c, slot, day):
    """Raise the danger of a hidden issue; True if it becomes an incident today."""
    parameters = state.parameters[0]
    issue = state.issues[c, slot]
    if not parameters.incidents or not may_become_incident(issue.kind):
        return False
    missing = state.missing[c, issue.kind]
    issue.danger += parameters.incident_rate * (1.0 + parameters.wrong_cut_incidents * missing)
    if issue.danger < issue.danger_threshold:
        return False
    issue.effort = issue.effort * growth(parameters, day - issue.birth) * parameters.incident_effort
    issue.incident = True
    lower_trust(state, c, issue, 1.0)
    state.communities[c].hidden_issues -= 1
    serious, _ = draw(state.keys[INCIDENT], issue.entity, 0, 1)
    if serious < parameters.serious_share:
        state.communities[c].month_serious += 1
    measured = day - state.clock[0].first_measured
    if measured >= 0:
        state.counts[c, Count.INCIDENTS] += 1
        state.daily[measured, Daily.INCIDENTS] += 1
        if serious < parameters.serious_share:
            state.counts[c, Count.SERIOUS_INCIDENTS] += 1
    _, v = draw(state.keys[INCIDENT], issue.entity, 0, 0)
    moment = day * DAY_TICKS + math.floor(v * DAY_TICKS)
    record_event(state, c, issue, EventType.BECAME_INCIDENT, moment, NOBODY, NOBODY)
    report(state, c, slot, moment)
    return True


@kernel
def noticed(policy, resident):
    """Factor on what a resident notices, which an application raises less for who uses none."""
    if resident.app_user:
        return policy.notice
    return 1.0 + policy.app_others * (policy.notice - 1.0)


@kernel
def discover(state, c, slot, day):
    """A hidden issue may be found by yesterday's work, or reported by its resident."""
    community = state.communities[c]
    parameters = state.parameters[0]
    policy = state.policies[c]
    issue = state.issues[c, slot]
    seen_by_patrol = state.kinds[issue.kind].seen
    walked = state.workers[community.first_worker + community.front + issue.grid].walked
    seen = seen_by_patrol * walked / ticks(60.0)
    resident = state.residents[community.first_agent + issue.agent]
    own_rate = parameters.own_notice * math.exp(
        parameters.reporting_elasticity * (resident.trust - 0.5)
    )
    grown = growth(parameters, day - issue.birth)
    own_rate *= grown
    from_list = 0.0
    if issue.vulnerable:
        own_rate *= parameters.vulnerable_notice * policy.elder_notice
        brought = (
            parameters.list_visit_care if issue.kind == Kind.CARE else parameters.list_visit_other
        )
        from_list = brought * state.tiers[c, resident.tier].reach
    own_rate *= noticed(policy, resident)
    eyed = seen_by_patrol * policy.eyes / 60.0
    helped = 0.0
    if parameters.volunteers:
        active = state.micro_grids[micro_grid_of(state, c, issue)].volunteers
        helped = seen_by_patrol * active * parameters.volunteer_discovery
        helped = helped / parameters.volunteer_reference_seen
    checked = 0.0
    filmed = 0.0
    if parameters.discovery:
        if issue.kind == Kind.MERCHANT:
            checked = community.merchant_rounds * parameters.merchant_round_discovery
            own_check = policy.selfcheck_share * parameters.selfcheck_discovery / WEEK_DAYS
            checked += own_check * parameters.selfcheck_honesty
        elif issue.kind == Kind.HAZARD or issue.kind == Kind.STREET_ORDER:
            filmed = policy.camera_coverage * parameters.camera_discovery
    found_rate = seen + from_list + community.door + helped + checked + filmed + eyed
    issue.hazard += found_rate + own_rate
    if issue.hazard < issue.threshold:
        return
    community.hidden_issues -= 1
    u, v = draw(state.keys[SURFACE], issue.entity, 0, 0)
    cause = v * (found_rate + own_rate)
    before = seen + from_list + community.door
    issue.early = Found.NO
    if before <= cause < before + helped:
        issue.early = Found.BY_VOLUNTEER
    elif cause < found_rate:
        issue.early = Found.BY_WORK
    issue.effort *= grown
    if found_rate - filmed - eyed <= cause < found_rate - eyed and filmed > 0.0:
        trips = parameters.camera_trip_minutes / (1.0 - parameters.camera_false_share)
        issue.effort += trips
        if day >= state.clock[0].first_measured:
            state.counts[c, Count.CAMERA_TRIP_TICKS] += ticks(trips)
    moment = day * DAY_TICKS + math.floor(u * DAY_TICKS)
    if issue.early != Found.NO:
        record_event(state, c, issue, EventType.FOUND, moment, community.front + issue.grid, NOBODY)
    report(state, c, slot, moment)
