"""Builds the state of a place from settings and a run seed."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from numba import njit

from sim.kernels.tasks import ticks
from sim.settings import CounterKind, FieldKind, Settings
from sim.state import (
    CADENCE,
    CLOCK,
    COMMUNITY,
    DAY_MINUTES,
    DEPARTMENT,
    DUTY,
    FORM,
    ISSUE,
    ITEMS,
    JOB,
    KIND,
    NOBODY,
    OUTCOME,
    PERIODS,
    POLICY,
    POWERS,
    RESIDENT,
    RULES,
    STANDING,
    TASK,
    WEEK_DAYS,
    WORKER,
    YEAR_DAYS,
    Burden,
    Cadence,
    Count,
    Daily,
    Kind,
    Shape,
    State,
    Work,
)
from sim.streams import NUMBER, draw, normal, poisson, stream_keys

FIRST_TASKS, FIRST_ISSUES, FIRST_JOBS = 512, 256, 4096
MOST_ITEMS = 12
VULNERABLE_BASE = 5000
NEVER = -YEAR_DAYS


def build(settings: Settings, seed: int) -> State:
    """The state on the morning of day 0, as sim/ODD.md, section 3, has it."""
    places = settings.territory.communities
    duties = settings.obligations.form_kinds
    departments = settings.obligations.demanding
    items = settings.obligations.core_items + settings.obligations.own_items
    keys = stream_keys(seed)
    horizon = settings.horizon_days
    communities = _communities(settings)
    residents, vulnerable = _residents(settings, keys, communities)
    workers = np.zeros(settings.territory.workers, WORKER)
    for c, community in enumerate(communities):
        first = community["first_worker"]
        workers["community"][first : first + community["workers"]] = c
    workers["task"] = workers["root"] = NOBODY
    duty_table = _duties(settings, keys)
    kinds, powers = _kinds(settings)
    state = State(
        clock=np.zeros(1, CLOCK),
        rules=_rules(settings),
        keys=keys,
        kinds=kinds,
        powers=powers,
        cadences=_cadences(settings),
        duties=duty_table,
        churn=_churn(settings, keys),
        pooled=np.zeros((departments, items), np.bool_),
        shared=_shared(settings, duty_table),
        communities=communities,
        policies=np.zeros(places, POLICY),
        forms=_forms(settings, duty_table),
        copies=np.zeros((places, departments, items), np.int32),
        notes=np.zeros((places, departments + 1, items), np.int32),
        pool=np.zeros((places, departments + 1, items), np.int32),
        assists=np.zeros((places, departments, 2)),
        workers=workers,
        standing=np.zeros((len(workers), STANDING), np.int64),
        pooled_logs=np.zeros(places, np.int64),
        residents=residents,
        vulnerable=vulnerable,
        tasks=np.zeros((places, 0), TASK),
        issues=np.zeros((places, 0), ISSUE),
        order=np.zeros((places, 0), np.int32),
        departments=_departments(settings, keys, kinds, powers),
        jobs=np.zeros(0, JOB),
        today=np.zeros((len(workers), len(Work)), np.int64),
        overtime=np.zeros((len(workers), len(Work)), np.int64),
        totals=np.zeros((len(workers), len(Work)), np.int64),
        overtime_totals=np.zeros((len(workers), len(Work)), np.int64),
        burden=np.zeros((places, len(Burden)), np.int64),
        counts=np.zeros((places, len(Count)), np.int64),
        work_series=np.zeros((horizon, len(Work)), np.int64),
        daily=np.zeros((horizon, len(Daily)), np.int64),
        outcomes=np.zeros(0, OUTCOME),
    )
    state.clock["first_measured"] = settings.warmup_days
    state.clock["free_job"] = NOBODY
    _copies(state, settings)
    set_standing(state, settings)
    set_counter(state, settings)
    for grow in (grow_tasks, grow_issues, grow_jobs, grow_outcomes):
        state = grow(state)
    return state


def dealt(total: int, parts: int) -> npt.NDArray[np.int64]:
    """First numbers of parts that share a total evenly, and the total; int64 (parts + 1,)."""
    return np.array([part * total // parts for part in range(parts + 1)], np.int64)


def _communities(settings: Settings) -> npt.NDArray[np.void]:
    place = settings.territory
    communities = np.zeros(place.communities, COMMUNITY)
    workers = dealt(place.workers, place.communities)
    agents = dealt(place.residents // place.residents_per_agent, place.communities)
    people = dealt(place.residents, place.communities)
    communities["first_worker"] = workers[:-1]
    communities["workers"] = np.diff(workers)
    headed = settings.organisation.head & (communities["workers"] >= 2)
    communities["front"] = headed
    communities["frontline"] = communities["workers"] - headed
    communities["people"] = np.diff(people)
    communities["first_agent"] = agents[:-1]
    communities["agents"] = np.diff(agents)
    communities["households"] = communities["people"] / place.household_size
    communities["boards_up"] = communities["board_duties"] = settings.obligations.boards
    communities["free_task"] = communities["waiting_task"] = NOBODY
    communities["free_issue"] = communities["head_root"] = NOBODY
    communities["pool_opens"] = NOBODY
    return communities


def _residents(
    settings: Settings, keys: npt.NDArray[np.uint64], communities: npt.NDArray[np.void]
) -> tuple[npt.NDArray[np.void], npt.NDArray[np.int32]]:
    """Resident agents, and the local numbers of the vulnerable ones; fills the communities' counts."""
    place = settings.territory
    residents = np.zeros(int(communities["agents"].sum()), RESIDENT)
    residents["trust"] = settings.residents.trust_start
    share = place.vulnerable_households * place.household_size / VULNERABLE_BASE
    lists: list[npt.NDArray[np.int32]] = []
    for c, community in enumerate(communities):
        first, agents = int(community["first_agent"]), int(community["agents"])
        local = np.arange(agents)
        here = residents[first : first + agents]
        here["community"] = c
        here["grid"] = local * community["frontline"] // max(agents, 1)
        household = np.floor(local * place.residents_per_agent / place.household_size).astype(int)
        count = int(household[-1]) + 1 if agents else 0
        listed = _listed(keys[NUMBER["vulnerable"]], c, count, share)
        here["vulnerable"] = listed[household]
        community["listed_households"] = listed[np.unique(household)].sum() if agents else 0
        lists.append(np.flatnonzero(here["vulnerable"]).astype(np.int32))
        community["vulnerable_agents"] = len(lists[-1])
    first_vulnerable = np.cumsum([0, *(len(local_numbers) for local_numbers in lists)])
    communities["first_vulnerable"] = first_vulnerable[:-1]
    return residents, np.concatenate([np.zeros(0, np.int32), *lists])


@njit(cache=True, nogil=True)
def _listed(key, c, count, share):  # type: ignore[no-untyped-def]
    """Which households of a community are on the list of vulnerable ones."""
    listed = np.zeros(count, np.bool_)
    for household in range(count):
        u, _ = draw(key, (c << 32) + household, 0, 0)
        listed[household] = u < share
    return listed


def _ranks(values: Iterable[float]) -> list[int]:
    """Place of each value when sorted, ties by place."""
    listed = list(values)
    ranks = [0] * len(listed)
    for rank, index in enumerate(sorted(range(len(listed)), key=lambda k: (listed[k], k))):
        ranks[index] = rank
    return ranks


def _duties(settings: Settings, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.void]:
    rules = settings.obligations
    table = np.zeros(rules.form_kinds, DUTY)
    drawn = [draw(keys[NUMBER["cadence"]], k, 0, 0) for k in range(rules.form_kinds)]
    limits = []
    total = 0.0
    for share in (
        rules.cadence_daily,
        rules.cadence_weekly,
        rules.cadence_monthly,
        rules.cadence_quarterly,
    ):
        total += share
        limits.append(math.floor(rules.form_kinds * total + 0.5))
    records = (
        rules.records_daily,
        rules.records_weekly,
        rules.records_monthly,
        rules.records_quarterly,
        rules.records_yearly,
    )
    cadence_ranks = _ranks(u for u, _ in drawn)
    department_ranks = _ranks(v for _, v in drawn)
    for k, duty in enumerate(table):
        cadence = sum(cadence_ranks[k] >= limit for limit in limits)
        duty["cadence"] = cadence
        duty["department"] = department_ranks[k] % rules.demanding
        duty["phase"] = draw(keys[NUMBER["phase"]], k, 0, 0)[0]
        u, v = draw(keys[NUMBER["records"]], k, 0, 0)
        duty["records"] = records[cadence] * math.exp(rules.records_sigma * normal(u))
        duty["roster"] = cadence >= Cadence.MONTHLY and v < rules.roster_share
        frequent = cadence <= Cadence.WEEKLY
        duty["dynamic"] = rules.dynamic_share_frequent if frequent else rules.dynamic_share
        mask = _items(rules.items_per_form, rules.overlap, rules.core_items, rules.own_items, keys, k)
        duty["items"] = mask
        duty["item_count"] = mask.bit_count()
    return table


def _items(
    mean: float, overlap: float, core: int, own: int, keys: npt.NDArray[np.uint64], duty: int
) -> int:
    """Bit mask of the items that a duty asks."""
    key = keys[NUMBER["items"]]
    u, _ = draw(key, duty, 0, 0)
    mask = 0
    for j in range(1, min(MOST_ITEMS, 1 + poisson(u, max(0.0, mean - 1.0))) + 1):
        u, v = draw(key, duty, 0, j)
        item = math.floor(v * core) if u < overlap else core + math.floor(v * own)
        mask |= 1 << item
    return mask


def _churn(settings: Settings, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.float64]:
    rules = settings.obligations
    core, items = rules.core_items, rules.core_items + rules.own_items
    churn = np.zeros((rules.demanding + 1, items))
    for row in range(rules.demanding + 1):
        for item in range(core, items) if row < rules.demanding else range(core):
            entity = item if row == rules.demanding else (row + 1) * ITEMS + item - core
            u, _ = draw(keys[NUMBER["churn"]], entity, 0, 0)
            churn[row, item] = rules.churn_status if u < rules.status_share else rules.churn_static
    return churn


def asks(duty: np.void, item: int) -> bool:
    """Whether a duty asks an item."""
    return bool(int(duty["items"]) >> item & 1)


def _shared(settings: Settings, duties: npt.NDArray[np.void]) -> npt.NDArray[np.bool_]:
    rules = settings.obligations
    shared = np.zeros(rules.core_items + rules.own_items, np.bool_)
    for item in range(rules.core_items):
        askers = {int(duty["department"]) for duty in duties if asks(duty, item)}
        shared[item] = len(askers) >= 2
    return shared


def _forms(settings: Settings, duties: npt.NDArray[np.void]) -> npt.NDArray[np.void]:
    forms = np.zeros((settings.territory.communities, len(duties)), FORM)
    forms["active"] = True
    forms["on_wall"] = np.arange(len(duties)) < settings.obligations.boards
    forms["edition"] = NOBODY
    for k, duty in enumerate(duties):
        forms["due"][:, k] = math.floor(duty["phase"] * PERIODS[duty["cadence"]])
    return forms


def _copies(state: State, settings: Settings) -> None:
    """Copies as old as a share of the period in which their department renews them."""
    core = settings.obligations.core_items
    departments, items = state.pooled.shape
    for department in range(departments):
        own_duties = [duty for duty in state.duties if duty["department"] == department]
        for item in range(items):
            periods = [PERIODS[duty["cadence"]] for duty in own_duties if asks(duty, item)]
            last = NEVER
            if periods:
                u, _ = draw(state.keys[NUMBER["copy"]], department * ITEMS + item, 0, 0)
                last = -math.floor(u * min(periods))
            state.copies[:, department, item] = last
    state.notes[:, departments, :core] = state.copies[:, :, :core].max(axis=1)
    state.notes[:, :departments, core:] = state.copies[:, :, core:]


def _cadences(settings: Settings) -> npt.NDArray[np.void]:
    rules = settings.obligations
    table = np.zeros(len(Cadence), CADENCE)
    table["period"] = PERIODS
    table["span"] = (
        rules.span_daily,
        rules.span_weekly,
        rules.span_monthly,
        rules.span_quarterly,
        rules.span_yearly,
    )
    table["compile"] = (
        rules.compile_daily,
        rules.compile_weekly,
        1.0,
        rules.compile_quarterly,
        rules.compile_yearly,
    )
    return table


def _kinds(settings: Settings) -> tuple[npt.NDArray[np.void], npt.NDArray[np.int32]]:
    rules = settings.issues
    answering = settings.departments.answering
    table = np.zeros(len(Kind), KIND)
    powers = np.zeros((len(Kind), POWERS), np.int32)
    works = {Kind.INQUIRY: Work.INQUIRY, Kind.CERTIFICATE: Work.CERTIFICATE}
    works[Kind.DISPUTE] = Work.MEDIATION
    for number, (_, kind) in enumerate(rules.kinds):
        assert isinstance(kind, CounterKind)
        row = table[number]
        row["rate"] = rules.rate_scale * kind.rate / 1000 / YEAR_DAYS
        row["minutes"], row["cv"], row["promise"] = kind.minutes, kind.cv, kind.promise
        row["shape"] = Shape[kind.effort_shape.upper()]
        row["work"] = works.get(Kind(number), Work.ISSUE)
        row["departments"] = 1.0
        if isinstance(kind, FieldKind):
            row["hidden"], row["relapse"] = kind.hidden, kind.relapse
            row["level2"] = min(1.0, kind.level2 * rules.beyond_scale)
            row["level1"] = min(1.0 - row["level2"], kind.level1 * rules.beyond_scale)
            row["departments"] = kind.departments
            row["seen"] = getattr(kind, "seen", 0.0)
            row["powers"] = len(kind.powers)
            powers[number, : len(kind.powers)] = [answering.index(name) for name in kind.powers]
    return table, powers


def _departments(
    settings: Settings,
    keys: npt.NDArray[np.uint64],
    kinds: npt.NDArray[np.void],
    powers: npt.NDArray[np.int32],
) -> npt.NDArray[np.void]:
    rules = settings.departments
    answering = len(rules.answering)
    table = np.zeros(settings.obligations.demanding, DEPARTMENT)
    table["root"] = NOBODY
    demand = [0.0] * answering
    for kind, row in enumerate(kinds):
        more = row["departments"] - 1.0
        needed = 1.0 + min(1.0, more) + min(1.0, rules.third_department * more)
        for department in powers[kind, : row["powers"]]:
            demand[department] += float(row["rate"] * row["level2"] * needed / row["powers"])
    if sum(demand) == 0.0:
        demand = [1.0] * answering
    noise = [draw(keys[NUMBER["hours"]], d, 0, 0)[0] for d in range(answering)]
    weights = [
        part * math.exp(rules.hours_noise * normal(u))
        for part, u in zip(demand, noise, strict=True)
    ]
    place = settings.territory
    scale = rules.hours_scale * (place.communities / place.district_communities)
    hours = rules.field_staff * rules.discretionary_hours
    table["staff_hours"] = hours * scale
    for department, weight in enumerate(weights):
        share = weight / sum(weights)
        table["staff_hours"][department] = answering * hours * share * scale
    for department in range(answering):
        set_capacity(table[department], rules.response_share)
    return table


def set_capacity(department: np.void, response_share: float) -> None:
    """Field hours for communities, after what was handed back; sim/ODD.md, section 9."""
    hours = max(0.0, float(department["staff_hours"] - department["handed_back"]))
    department["capacity"] = ticks(hours * response_share * 60.0 / WEEK_DAYS)
    department["handed_daily"] = department["handed_back"] * 60.0 * 1000.0 / WEEK_DAYS


def presence(settings: Settings) -> float:
    """Share of paid time in which a worker is there."""
    return 1.0 - settings.workday.away_share - settings.workday.secondment_share


def set_standing(state: State, settings: Settings) -> None:
    """Standing ticks of every worker, from boards, policies and settings; sim/ODD.md, section 7."""
    rules = settings.workday
    present = presence(settings)
    both = {
        Work.AWAY: DAY_MINUTES * (rules.away_share + rules.secondment_share),
        Work.MEETING: rules.meeting_minutes / WEEK_DAYS * present,
        Work.CHAT: rules.chat_minutes / WEEK_DAYS * present,
        Work.PARTY: rules.party_minutes / WEEK_DAYS * present,
        Work.ACTIVITIES: rules.activity_minutes / WEEK_DAYS * present,
    }
    connected = int(state.departments["connected"].sum()) / len(state.departments)
    for c, community in enumerate(state.communities):
        first, last = community["first_worker"], community["first_worker"] + community["workers"]
        front = first + community["front"]
        frontline = int(community["frontline"])
        for work, minutes in both.items():
            state.standing[first:last, work] = ticks(minutes)
        state.standing[first:front, Work.MEETING] = ticks(
            settings.organisation.head_meeting_hours * 60.0 / WEEK_DAYS * present
        )
        event_minutes = rules.log_events * rules.log_minutes * present
        for work, minutes in {
            Work.BOARD_TRACES: int(community["board_duties"])
            * rules.board_trace_minutes
            / WEEK_DAYS
            / frontline,
            Work.SIGN_UPKEEP: int(community["boards_up"])
            * rules.sign_upkeep_minutes
            / WEEK_DAYS
            / frontline,
            Work.LOGS: event_minutes * rules.log_apps,
            Work.TIER_VISITS: rules.tier_visits * rules.visit_minutes / WEEK_DAYS / frontline,
            Work.MERCHANTS: rules.merchant_rounds
            * rules.merchant_round_minutes
            / WEEK_DAYS
            / frontline,
            Work.PATROL: rules.patrol_floor * rules.daily_patrol * 60.0 * present,
        }.items():
            state.standing[front:last, work] = ticks(minutes)
        policy = state.policies[c]
        applications = rules.log_apps
        if policy["type_once"]:
            served = connected * (1.0 - float(policy["old_form_share"]))
            once = 1.0 + (rules.log_apps - 1.0) * (1.0 - served)
            applications = min(rules.log_apps, once)
        state.pooled_logs[c] = ticks(event_minutes * applications)


def set_counter(state: State, settings: Settings) -> None:
    """Idle time at the counter that no desk work can fill, from standing time on the first day."""
    rules = settings.organisation
    for community in state.communities:
        posts = min(rules.counter_posts, int(community["frontline"]))
        if posts == 0:
            continue
        front = community["first_worker"] + community["front"]
        standing = int(state.standing[front].sum()) / 1000.0
        callers = 0.0
        for kind in (Kind.INQUIRY, Kind.CERTIFICATE):
            row = state.kinds[kind]
            callers += float(row["rate"] * community["people"] * row["minutes"])
        free = max(0.0, DAY_MINUTES - standing - callers / posts)
        community["counter_ticks"] = ticks((1.0 - rules.counter_desk_share) * free)


def _rules(settings: Settings) -> npt.NDArray[np.void]:
    rules = np.zeros(1, RULES)
    groups = (
        settings.organisation,
        settings.workday,
        settings.obligations,
        settings.issues,
        settings.departments,
        settings.residents,
    )
    names = set(RULES.names or ())
    for group in groups:
        for name in names & set(type(group).model_fields):
            value = getattr(group, name)
            if isinstance(value, int | float):
                rules[name] = value
    duties = settings.obligations
    rules["prepare_minutes"] = duties.inspection_prepare_minutes
    rules["host_minutes"] = duties.inspection_host_minutes
    rules["piece_ticks"] = ticks(settings.organisation.piece_minutes)
    rules["overtime_ticks"] = ticks(settings.workday.overtime_cap_minutes)
    rules["weight"] = settings.workday.accountability_weight
    rules["visit_ticks"] = ticks(settings.workday.visit_minutes)
    rules["patrol_ticks"] = ticks(settings.workday.daily_patrol * 60.0 * presence(settings))
    rules["items"] = duties.core_items + duties.own_items
    rules["answering"] = len(settings.departments.answering)
    return rules


def _longer(array: npt.NDArray[np.void], length: int) -> npt.NDArray[np.void]:
    """The same array with its last axis longer, the new part zero."""
    extra = np.zeros((*array.shape[:-1], length - array.shape[-1]), array.dtype)
    return np.concatenate([array, extra], axis=-1)


def grow_tasks(state: State) -> State:
    """Twice the room for tasks in every community."""
    before = state.tasks.shape[1]
    tasks = _longer(state.tasks, max(FIRST_TASKS, 2 * before))
    for c, community in enumerate(state.communities):
        for slot in range(tasks.shape[1] - 1, before - 1, -1):
            tasks["after"][c, slot] = community["free_task"]
            community["free_task"] = slot
        community["free_tasks"] += tasks.shape[1] - before
    return state._replace(tasks=tasks)


def grow_issues(state: State) -> State:
    """Twice the room for live issues in every community."""
    before = state.issues.shape[1]
    issues = _longer(state.issues, max(FIRST_ISSUES, 2 * before))
    order = _longer(state.order, issues.shape[1])
    for c, community in enumerate(state.communities):
        for slot in range(issues.shape[1] - 1, before - 1, -1):
            issues["after"][c, slot] = community["free_issue"]
            community["free_issue"] = slot
    return state._replace(issues=issues, order=order)


def grow_jobs(state: State) -> State:
    """Twice the room for jobs of departments."""
    before = len(state.jobs)
    jobs = _longer(state.jobs, max(FIRST_JOBS, 2 * before))
    for number in range(len(jobs) - 1, before - 1, -1):
        jobs["after"][number] = state.clock["free_job"][0]
        state.clock["free_job"] = number
    state.clock["free_jobs"] += len(jobs) - before
    return state._replace(jobs=jobs)


def grow_outcomes(state: State) -> State:
    """Twice the room for what has come to its end."""
    return state._replace(outcomes=_longer(state.outcomes, max(FIRST_JOBS, 2 * len(state.outcomes))))


