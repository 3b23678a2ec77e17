"""Arrivals of issues, with all their traits.

ODD 6.2.
"""

from __future__ import annotations

import math

from sim.enums import (
    DAY_TICKS,
    NOBODY,
    Consent,
    Count,
    EventType,
    Found,
    Kind,
    Ordered,
    Rung,
    Shape,
    Sort,
    Status,
)
from sim.kernels.hotline import induced
from sim.kernels.jit import kernel
from sim.kernels.mediation import with_merchants
from sim.kernels.prefetch import prefetch
from sim.kernels.reports import report
from sim.kernels.selection import untaken
from sim.kernels.tasks import ticks
from sim.kernels.themes import theme_of_dispute
from sim.kernels.tiers import vulnerable_agent
from sim.kernels.trace import record_event
from sim.streams import draw, exponential, normal, numbers, poisson

KINDS = len(Kind)
ARRIVALS, PLACE, MOMENT, EFFORT, REACH = numbers("arrivals", "place", "moment", "effort", "reach")
NEEDED, FALL, INCIDENT, SORT, WIDENED = numbers("needed", "fall", "incident", "sort", "widened")


@kernel
def entity_of(c, kind, day, ordinal):
    """The number of an issue; it depends on no counter."""
    return (c << 44) | (day << 24) | (kind << 20) | ordinal


@kernel
def arrival_count(state, c, kind, day):
    """Issues of a kind that arise today."""
    rates = state.issue_rates[c, kind]
    mean = expected_arrivals(state, c, kind)
    if day < rates.surge_end:
        mean *= rates.surge
    if mean == 0.0:
        return 0
    u, _ = draw(state.keys[ARRIVALS], 16 * c + kind, day, 0)
    return poisson(u, mean)


@kernel
def expected_arrivals(state, c, kind):
    """Mean number of issues of a kind that arise on an ordinary day."""
    community = state.communities[c]
    if community.agents == 0:
        return 0.0
    mean = state.issue_rates[c, kind].rate * community.people
    if kind == Kind.INQUIRY and state.parameters[0].trust:
        mean *= math.exp(state.parameters[0].reporting_elasticity * (community.trust - 0.5))
    if kind > Kind.CERTIFICATE and state.parameters[0].hotline:
        mean *= induced(state, c)
    return mean


@kernel
def arrivals(state, c, day):
    """New issues, kind after kind."""
    for kind in range(KINDS):
        for ordinal in range(state.issue_rates[c, kind].arriving):
            create_issue(state, c, kind, day, ordinal)


@kernel
def create_issue(state, c, kind, day, ordinal):
    """Create one issue with all its traits."""
    community = state.communities[c]
    parameters = state.parameters[0]
    traits = state.kinds[kind]
    entity = entity_of(c, kind, day, ordinal)
    u, v = draw(state.keys[PLACE], entity, 0, 0)
    agent = math.floor(u * community.agents)
    if (
        kind == Kind.CARE
        and v < parameters.care_vulnerable_share
        and community.vulnerable_agents > 0
    ):
        agent = vulnerable_agent(state, c, u)
    resident = state.residents[community.first_agent + agent]
    prefetch(resident)
    u, v = draw(state.keys[MOMENT], entity, 0, 0)
    born = day * DAY_TICKS + math.floor(u * DAY_TICKS)
    hidden = v < traits.hidden
    u, v = draw(state.keys[EFFORT], entity, 0, 0)
    minutes = effort(traits, u)
    threshold = exponential(v, 1.0) if hidden else 0.0
    if kind == Kind.DISPUTE and prevented(state, c, resident.grid, entity):
        return
    if kind == Kind.CERTIFICATE and day >= state.clock[0].first_measured:
        state.counts[c, Count.TRIP_TICKS] += ticks(
            state.policies[c].trips * parameters.trip_minutes
        )
    slot = state.order[c, community.live_issues]
    issue = state.issues[c, slot]
    insert(state.order[c], community.live_issues, state.issues[c], slot, entity)
    community.live_issues += 1
    if community.live_issues < state.issues.shape[1]:
        prefetch(state.issues[c, state.order[c, community.live_issues]])
    issue.entity = entity
    issue.kind = kind
    issue.agent = agent
    issue.birth = day
    issue.born = born
    issue.hidden = hidden
    issue.effort = minutes
    issue.threshold = threshold
    issue.hazard = 0.0
    reach(state, issue, traits, state.issue_rates[c, kind].level1)
    # As late as may be: the resident was asked for above.
    issue.grid = resident.grid
    issue.vulnerable = resident.vulnerable
    issue.early = Found.NO
    issue.visited = 0
    issue.refusals = 0
    issue.tried = NOBODY
    issue.whistled = False
    issue.turned_down = False
    issue.weak = False
    issue.closings = 0
    issue.false_closed = False
    issue.resolved = False
    issue.first_report = NOBODY
    issue.first_start = NOBODY
    issue.closed = NOBODY
    issue.first_closed = NOBODY
    issue.first_back = NOBODY
    issue.open_jobs = 0
    issue.built = NOBODY
    issue.incident = False
    issue.danger = 0.0
    if issue.hidden and may_become_incident(kind):
        u, _ = draw(state.keys[INCIDENT], entity, 0, 0)
        issue.danger_threshold = exponential(u, 1.0)
    if kind == Kind.DISPUTE:
        issue.sort = sort_of(state, entity)
    issue.rung = Rung.VOLUNTEER
    issue.round = 0
    issue.rounds = 0
    issue.settled_below = False
    issue.false_last = False
    issue.ordered = Ordered.NO
    issue.given_up = False
    issue.consent = Consent.NONE
    issue.project = False
    record_event(state, c, issue, EventType.AROSE, issue.born, NOBODY, NOBODY)
    if issue.hidden and issue.vulnerable and kind == Kind.CARE and parameters.discovery:
        u, v = draw(state.keys[FALL], entity, 0, 0)
        if u < parameters.care_fall_share and v < state.policies[c].alarm_coverage:
            issue.hidden = False
            issue.effort += parameters.camera_trip_minutes / (1.0 - parameters.alarm_false_share)
    if issue.hidden:
        issue.status = Status.HIDDEN
        community.hidden_issues += 1
    else:
        report(state, c, slot, issue.born)


@kernel
def prevented(state, c, grid, entity):
    """Whether a dispute does not arise, by an agreement in the hall or as merchants keep order."""
    if not state.parameters[0].mediation:
        return False
    u, v = draw(state.keys[WIDENED], entity, 0, 0)
    if sort_of(state, entity) == Sort.SPACE:
        community = state.communities[c]
        first = community.first_worker + community.front
        if u >= state.room[first + grid, theme_of_dispute(state, entity)]:
            return True
    return v < state.policies[c].merchants_prevent and with_merchants(state, entity)


@kernel
def may_become_incident(kind):
    """Whether hidden issues of a kind are dangerous."""
    return kind == Kind.HAZARD or kind == Kind.CARE or kind == Kind.MERCHANT


@kernel
def sort_of(state, entity):
    """What a dispute is about."""
    parameters = state.parameters[0]
    u, _ = draw(state.keys[SORT], entity, 0, 0)
    if u < parameters.dispute_relation:
        return Sort.RELATION
    return Sort.SPACE if u < parameters.dispute_relation + parameters.dispute_space else Sort.RIGHT


@kernel
def effort(traits, u):
    """Minutes of own work."""
    if traits.shape == Shape.LOGNORMAL:
        return math.exp(traits.location + traits.scale * normal(u))
    if traits.shape == Shape.EXPONENTIAL:
        return exponential(u, traits.minutes)
    return traits.minutes


@kernel
def reach(state, issue, traits, level1):
    """Whose powers the issue needs: the community's, the street's or departments'."""
    issue.needed = 0
    issue.level = 0
    if traits.level2 + level1 == 0.0:
        return
    u, v = draw(state.keys[REACH], issue.entity, 0, 0)
    if u >= traits.level2:
        issue.level = 1 if u < traits.level2 + level1 else 0
        return
    issue.level = 2
    more = traits.departments - 1.0
    _, third = draw(state.keys[NEEDED], issue.entity, 0, 0)
    needed = 1
    if v < more:
        needed += 1
    if third < state.parameters[0].third_department * more:
        needed += 1
    issue.needed = min(needed, traits.powers)
    taken = 0
    for j in range(issue.needed):
        u, _ = draw(state.keys[NEEDED], issue.entity, 0, j)
        power = untaken(taken, math.floor(u * (traits.powers - j)))
        taken |= 1 << power
        set_department(issue, j, state.powers[issue.kind, power])


@kernel
def set_department(issue, place, department):
    """Write the needed department at a place."""
    if place == 0:
        issue.department_0 = department
    elif place == 1:
        issue.department_1 = department
    else:
        issue.department_2 = department


@kernel
def insert(order, live, issues, slot, entity):
    """Insert a slot into the list of live issues, sorted by entity."""
    place = live
    while place > 0 and issues[order[place - 1]].entity > entity:
        order[place] = order[place - 1]
        place -= 1
    order[place] = slot
