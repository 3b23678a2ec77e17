"""Phase 2: what comes up, comes back or is pressed again, in one walk over live issues."""

from __future__ import annotations

import math

from sim.enums import (
    DAY_TICKS,
    MONTHS,
    NOBODY,
    WEEK_DAYS,
    YEAR_DAYS,
    Count,
    Daily,
    Happening,
    Kind,
    Status,
)
from sim.kernels.closing import trust_falls
from sim.kernels.jit import rule
from sim.kernels.mediation import micro_grid_of
from sim.kernels.patience import lose_patience, take_upward
from sim.kernels.reports import own_work, report
from sim.kernels.tasks import ticks
from sim.kernels.trace import tell
from sim.streams import NUMBER, draw

SURFACE, INCIDENT = NUMBER["surface"], NUMBER["incident"]


@rule
def walk(state, c, day):
    """Live issues in order of entity; who gives up leaves the walk."""
    community = state.communities[c]
    order = state.order[c]
    issues = state.issues[c]
    patient = state.rules[0].patience == 0.0
    look_around(state, c)
    place = 0
    while place < community.live_issues:
        slot = order[place]
        issue = issues[slot]
        status = issue.status
        if status == Status.HIDDEN:
            if not (endangered(state, c, slot, day)):
                seek(state, c, slot, day)
        elif status == Status.QUIET:
            if issue.due <= day:
                come_back(state, c, slot, day)
        else:
            if status == Status.PAUSE and issue.due <= day:
                own_work(state, c, slot, day * DAY_TICKS)
            elif status == Status.FROZEN and issue.due <= day:
                take_upward(state, c, slot, day)
            if not patient and not issue.early and issue.patience <= day:
                live = community.live_issues
                lose_patience(state, c, slot, day)
                if community.live_issues < live:
                    continue
        place += 1


@rule
def look_around(state, c):
    """How far yesterday's visits and knocks reach into a household."""
    community = state.communities[c]
    rules = state.rules[0]
    community.listed = 0.0
    if community.listed_households > 0.0:
        community.listed = community.list_visits / community.listed_households
    community.door = 0.0
    if community.households > 0.0:
        contacts = community.random_visits + rules.collect_discovery * community.contacts
        community.door = rules.visit_discovery * contacts / community.households


@rule
def come_back(state, c, slot, day):
    """An issue thought closed is reported again."""
    issue = state.issues[c, slot]
    factor = 1.0
    if issue.false_last and state.rules[0].trust > 0.0:
        factor = state.rules[0].false_trust_factor
    trust_falls(state, c, issue, factor)
    if issue.first_back == NOBODY:
        issue.first_back = day * DAY_TICKS
    if day >= state.clock[0].first_measured:
        state.daily[day - state.clock[0].first_measured, Daily.RETURNED] += 1
    tell(state, c, issue, Happening.CAME_BACK, day * DAY_TICKS, NOBODY, NOBODY)
    report(state, c, slot, day * DAY_TICKS)


@rule
def growth(rules, age):
    """How much dearer an issue has become while hidden."""
    return min(rules.growth_limit, 1.0 + rules.growth_hidden * age * MONTHS / YEAR_DAYS)


@rule
def endangered(state, c, slot, day):
    """A hidden issue grows more dangerous; True if it is an incident today."""
    rules = state.rules[0]
    issue = state.issues[c, slot]
    dangerous = issue.kind == Kind.HAZARD or issue.kind == Kind.CARE or issue.kind == Kind.MERCHANT
    if rules.incidents == 0.0 or not dangerous:
        return False
    missing = state.missing[c, issue.kind]
    issue.danger += rules.incident_rate * (1.0 + rules.wrong_cut_incidents * missing)
    if issue.danger < issue.danger_threshold:
        return False
    issue.effort = issue.effort * growth(rules, day - issue.birth) * rules.incident_effort
    issue.incident = True
    trust_falls(state, c, issue, 1.0)
    serious, _ = draw(state.keys[INCIDENT], issue.entity, 0, 1)
    if serious < rules.serious_share:
        state.communities[c].month_serious += 1
    measured = day - state.clock[0].first_measured
    if measured >= 0:
        state.counts[c, Count.INCIDENTS] += 1
        state.daily[measured, Daily.INCIDENTS] += 1
        if serious < rules.serious_share:
            state.counts[c, Count.SERIOUS_INCIDENTS] += 1
    _, v = draw(state.keys[INCIDENT], issue.entity, 0, 0)
    moment = day * DAY_TICKS + math.floor(v * DAY_TICKS)
    tell(state, c, issue, Happening.BECAME_INCIDENT, moment, NOBODY, NOBODY)
    report(state, c, slot, moment)
    return True


@rule
def seek(state, c, slot, day):
    """What yesterday's patrols, visits, doors and helpers may bring up, or the resident reports."""
    community = state.communities[c]
    rules = state.rules[0]
    policy = state.policies[c]
    issue = state.issues[c, slot]
    seen_by_patrol = state.kinds[issue.kind].seen
    walked = state.workers[community.first_worker + community.front + issue.grid].walked
    seen = seen_by_patrol * walked / ticks(60.0)
    resident = state.residents[community.first_agent + issue.agent]
    own = rules.own_notice * math.exp(rules.reporting_elasticity * (resident.trust - 0.5))
    worse = growth(rules, day - issue.birth)
    own *= worse
    from_list = 0.0
    if issue.vulnerable:
        own *= rules.vulnerable_notice * policy.elder_notice
        brought = rules.list_visit_care if issue.kind == Kind.CARE else rules.list_visit_other
        from_list = brought * community.listed
    own *= policy.notice
    eyed = seen_by_patrol * policy.eyes / 60.0
    helped = 0.0
    if rules.volunteers > 0.0:
        active = state.micro_grids[micro_grid_of(state, c, issue)].volunteers
        helped = seen_by_patrol * active * rules.volunteer_discovery
        helped = helped / rules.volunteer_reference_seen
    checked = 0.0
    filmed = 0.0
    if rules.discovery > 0.0:
        if issue.kind == Kind.MERCHANT:
            checked = community.merchant_rounds * rules.merchant_round_discovery
            own_check = policy.selfcheck_share * rules.selfcheck_discovery / WEEK_DAYS
            checked += own_check * rules.selfcheck_honesty
        elif issue.kind == Kind.HAZARD or issue.kind == Kind.STREET_ORDER:
            filmed = policy.camera_coverage * rules.camera_discovery
    found = seen + from_list + community.door + helped + checked + filmed + eyed
    issue.hazard += found + own
    if issue.hazard < issue.threshold:
        return
    u, v = draw(state.keys[SURFACE], issue.entity, 0, 0)
    cause = v * (found + own)
    issue.early = cause < found
    issue.effort *= worse
    if found - filmed - eyed <= cause < found - eyed and filmed > 0.0:
        issue.effort += rules.camera_trip_minutes / (1.0 - rules.camera_false_share)
    moment = day * DAY_TICKS + math.floor(u * DAY_TICKS)
    if issue.early:
        tell(state, c, issue, Happening.FOUND, moment, community.front + issue.grid, NOBODY)
    report(state, c, slot, moment)
