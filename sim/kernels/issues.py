"""Phase 2: matters arise, come up and return."""

from __future__ import annotations

import math

from numba import njit

from sim.kernels.closing import trust_falls
from sim.kernels.tasks import NEVER, add_task, front_worker, residents_key, ticks
from sim.streams import NUMBER, draw, exponential, lognormal, poisson
from sim.terms import (
    DAY_TICKS,
    MONTHS,
    NOBODY,
    YEAR_DAYS,
    Daily,
    Kind,
    Shape,
    Status,
)

HIDDEN, OWN_WORK, QUIET = int(Status.HIDDEN), int(Status.OWN_WORK), int(Status.QUIET)
CARE, CERTIFICATE = int(Kind.CARE), int(Kind.CERTIFICATE)
KINDS = len(Kind)
CALLERS_FIRST = 10**15
LOGNORMAL, EXPONENTIAL = int(Shape.LOGNORMAL), int(Shape.EXPONENTIAL)
RAISED, RETURNED = int(Daily.RAISED), int(Daily.RETURNED)
ARRIVALS, PLACE, MOMENT, EFFORT, REACH, NEEDED, SURFACE = (
    NUMBER[name] for name in ("arrivals", "place", "moment", "effort", "reach", "needed", "surface")
)


@njit(cache=True, nogil=True)
def entity_of(c, kind, day, ordinal):  # type: ignore[no-untyped-def]
    """The number of an issue, which does not depend on any count."""
    return (c << 44) | (day << 24) | (kind << 20) | ordinal


@njit(cache=True, nogil=True)
def arrival_count(state, c, kind, day):  # type: ignore[no-untyped-def]
    """Matters of a kind that arise today."""
    mean = state.kinds[kind].rate * state.communities[c].people
    if mean == 0.0:
        return 0
    u, _ = draw(state.keys[ARRIVALS], 16 * c + kind, day, 0)
    return poisson(u, mean)


@njit(cache=True, nogil=True)
def issues(state, c, day):  # type: ignore[no-untyped-def]
    """Returns and discovery in order of entity, then arrivals."""
    discover(state, c, day)
    for kind in range(KINDS):
        for ordinal in range(arrival_count(state, c, kind, day)):
            arise(state, c, kind, day, ordinal)


@njit(cache=True, nogil=True)
def arise(state, c, kind, day, ordinal):  # type: ignore[no-untyped-def]
    """One matter with all its traits."""
    community = state.communities[c]
    rules = state.rules[0]
    traits = state.kinds[kind]
    entity = entity_of(c, kind, day, ordinal)
    slot = community.free_issue
    issue = state.issues[c, slot]
    community.free_issue = issue.after
    insert(state.order[c], community.live_issues, state.issues[c], slot, entity)
    community.live_issues += 1
    issue.entity = entity
    issue.kind = kind
    u, v = draw(state.keys[PLACE], entity)
    issue.agent = math.floor(u * community.agents)
    if kind == CARE and v < rules.care_vulnerable_share and community.vulnerable_agents > 0:
        place = math.floor(u * community.vulnerable_agents)
        issue.agent = state.vulnerable[community.first_vulnerable + place]
    resident = state.residents[community.first_agent + issue.agent]
    issue.grid = resident.grid
    issue.vulnerable = resident.vulnerable
    u, v = draw(state.keys[MOMENT], entity)
    issue.birth = day
    issue.born = day * DAY_TICKS + math.floor(u * DAY_TICKS)
    issue.hidden = v < traits.hidden
    u, v = draw(state.keys[EFFORT], entity)
    issue.effort = effort(traits, u)
    issue.threshold = exponential(v, 1.0)
    issue.hazard = 0.0
    reach(state, issue, traits)
    issue.early = False
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
    if issue.hidden:
        issue.status = HIDDEN
    else:
        report(state, c, slot, issue.born)


@njit(cache=True, nogil=True)
def effort(traits, u):  # type: ignore[no-untyped-def]
    """Minutes of own work."""
    if traits.shape == LOGNORMAL:
        return lognormal(u, traits.minutes, traits.cv)
    if traits.shape == EXPONENTIAL:
        return exponential(u, traits.minutes)
    return traits.minutes


@njit(cache=True, nogil=True)
def reach(state, issue, traits):  # type: ignore[no-untyped-def]
    """Whose powers the matter needs: the community's, the street's or departments'."""
    u, v = draw(state.keys[REACH], issue.entity)
    issue.needed = 0
    if u >= traits.level2:
        issue.level = 1 if u < traits.level2 + traits.level1 else 0
        return
    issue.level = 2
    more = traits.departments - 1.0
    _, third = draw(state.keys[NEEDED], issue.entity)
    needed = 1
    if v < more:
        needed += 1
    if third < state.rules[0].third_department * more:
        needed += 1
    issue.needed = min(needed, traits.powers)
    taken = 0
    for j in range(issue.needed):
        u, _ = draw(state.keys[NEEDED], issue.entity, 0, j)
        place = math.floor(u * (traits.powers - j))
        for power in range(traits.powers):
            if (taken >> power) & 1:
                continue
            if place == 0:
                taken |= 1 << power
                set_department(issue, j, state.powers[issue.kind, power])
                break
            place -= 1


@njit(cache=True, nogil=True)
def set_department(issue, place, department):  # type: ignore[no-untyped-def]
    """Write the needed department at a place."""
    if place == 0:
        issue.department_0 = department
    elif place == 1:
        issue.department_1 = department
    else:
        issue.department_2 = department


@njit(cache=True, nogil=True)
def department_at(issue, place):  # type: ignore[no-untyped-def]
    """The needed department at a place."""
    if place == 0:
        return issue.department_0
    if place == 1:
        return issue.department_1
    return issue.department_2


@njit(cache=True, nogil=True)
def insert(order, live, issues, slot, entity):  # type: ignore[no-untyped-def]
    """Keep the live issues of a community sorted by entity."""
    place = live
    while place > 0 and issues[order[place - 1]].entity > entity:
        order[place] = order[place - 1]
        place -= 1
    order[place] = slot


@njit(cache=True, nogil=True)
def growth(rules, age):  # type: ignore[no-untyped-def]
    """How much dearer a matter has become while hidden."""
    return min(rules.growth_limit, 1.0 + rules.growth_hidden * age * MONTHS / YEAR_DAYS)


@njit(cache=True, nogil=True)
def discover(state, c, day):  # type: ignore[no-untyped-def]
    """What patrols, visits, doors and residents themselves bring up; what returns today."""
    community = state.communities[c]
    rules = state.rules[0]
    listed = 0.0
    if community.listed_households > 0.0:
        listed = community.list_visits / community.listed_households
    door = 0.0
    if community.households > 0.0:
        contacts = community.random_visits + rules.collect_discovery * community.contacts
        door = rules.visit_discovery * contacts / community.households
    order = state.order[c]
    issues = state.issues[c]
    residents = state.residents
    workers = state.workers
    kinds = state.kinds
    for place in range(community.live_issues):
        slot = order[place]
        issue = issues[slot]
        if issue.status == QUIET and issue.due <= day:
            trust_falls(state, c, issue)
            if issue.first_back == NOBODY:
                issue.first_back = day * DAY_TICKS
            if day >= state.clock[0].first_measured:
                state.daily[day - state.clock[0].first_measured, RETURNED] += 1
            report(state, c, slot, day * DAY_TICKS)
        if issue.status != HIDDEN:
            continue
        resident = residents[community.first_agent + issue.agent]
        age = day - issue.birth
        worse = growth(rules, age)
        walked = workers[community.first_worker + community.front + issue.grid].walked
        seen = kinds[issue.kind].seen * walked / ticks(60.0)
        own = rules.own_notice * math.exp(rules.reporting_elasticity * (resident.trust - 0.5))
        own *= worse
        from_list = 0.0
        if issue.vulnerable:
            own *= rules.vulnerable_notice
            brought = rules.list_visit_care if issue.kind == CARE else rules.list_visit_other
            from_list = brought * listed
        found = seen + from_list + door
        issue.hazard += found + own
        if issue.hazard >= issue.threshold:
            u, v = draw(state.keys[SURFACE], issue.entity)
            issue.early = v * (found + own) < found
            issue.effort *= worse
            report(state, c, slot, day * DAY_TICKS + math.floor(u * DAY_TICKS))


@njit(cache=True, nogil=True)
def report(state, c, slot, moment):  # type: ignore[no-untyped-def]
    """The community learns of a matter and takes it on: own work first."""
    community = state.communities[c]
    issue = state.issues[c, slot]
    traits = state.kinds[issue.kind]
    day = moment // DAY_TICKS
    if issue.first_report == NOBODY:
        issue.first_report = moment
        if day >= state.clock[0].first_measured:
            state.daily[day - state.clock[0].first_measured, RAISED] += 1
    issue.report = moment
    issue.status = OWN_WORK
    issue.step += 1
    issue.refusals = 0
    issue.visited = 0
    issue.weak = False
    owner = community.front + issue.grid
    key = residents_key(moment, traits.promise, state.rules[0].weight)
    if issue.kind <= CERTIFICATE:
        owner = front_worker(community, day)
        key = moment - CALLERS_FIRST
    add_task(
        community,
        state.tasks[c],
        traits.work,
        owner,
        False,
        slot,
        issue.step,
        ticks(issue.effort),
        key,
        moment,
        NEVER,
    )
