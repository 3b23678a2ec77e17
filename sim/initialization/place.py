"""Builds the state of a place from settings and a run seed; sim/ODD.md, section 3."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.enums import (
    FIXED_WORKS,
    NOBODY,
    Account,
    Burden,
    Count,
    Daily,
    Kind,
    Rung,
    Sort,
    Theme,
    Work,
)
from sim.initialization import ages, habitats, obligations, people, powers, villages
from sim.initialization.capacity import grow_issues, grow_jobs, grow_tasks
from sim.initialization.fixed_time import (
    block_start,
    note_field_time,
    quota_ticks,
    set_counter,
    set_counter_load,
    set_first_groups,
    set_fixed_time,
)
from sim.initialization.street_offices import street_offices
from sim.kernels.effort import set_capacity
from sim.kernels.state_ref import refer
from sim.kernels.tasks import ticks
from sim.policies import POLICY
from sim.records import (
    APPRAISAL,
    CLOCK,
    EVALUATION,
    EVENT,
    ISSUE,
    JOB,
    OUTCOME,
    OUTCOME_DETAIL,
    PREPARATION,
    SCRUTINY,
    SEGMENT,
    TASK,
)
from sim.settings import Settings
from sim.settings.rules import MOST_PRESENCE_MONTHS, Mediation
from sim.state import PARAMETERS, State
from sim.streams import stream_keys

INITIALLY_ONE = (
    "meetings", "chats", "traces", "logs", "secondment", "requests", "inspections",
    "early_checks", "season_factor", "notice", "app_others", "elder_notice",
    "restraint", "visits_kept", "visit_red", "visit_orange", "visit_yellow", "visit_green",
    "blame", "criticised", "old_figures", "preparing", "steps_kept",
)  # fmt: skip
"""Policies whose initial value is 1."""


def build(settings: Settings, seed: int) -> State:
    """The state on the morning of day 0.

    It depends on levers and shocks only in the places that it keeps for recruits.
    """
    places = settings.territory.communities
    departments = settings.obligations.demanding
    items = settings.obligations.core_items + settings.obligations.own_items
    keys = stream_keys(seed)
    horizon = settings.horizon_days
    communities = people.communities(settings, keys)
    communities["habitat"] = habitats.habitats(settings, keys)
    communities["hotline"] = settings.rules.hotline.hotline_start
    communities["confidence"] = 1.0
    workers = people.workers(communities)
    micro_grids = people.blank_micro_grids(settings, communities)
    residents, vulnerable, tiers = people.residents(settings, keys, communities, micro_grids)
    ages.set_ages(settings, keys, communities, residents)
    people.set_first_volunteers(settings, keys, communities, micro_grids, workers)
    table = obligations.obligations(settings, keys)
    given = _given(settings, PARAMETERS)
    kinds, holders = given.kinds.copy(), given.powers.copy()
    state = State(
        clock=np.zeros(1, CLOCK),
        parameters=given.parameters.copy(),
        keys=keys,
        kinds=kinds,
        powers=holders,
        cadences=given.cadences.copy(),
        obligations=table,
        churn=obligations.churn(settings, keys),
        pooled=np.zeros((departments, items), np.bool_),
        shared=obligations.shared(settings, table),
        communities=communities,
        policies=villages.policies(settings, given.policies, communities),
        issue_rates=habitats.issue_rates(settings, communities, kinds),
        micro_grids=micro_grids,
        mediation=given.mediation.copy(),
        room=np.ones((len(workers), len(Theme))),
        preparations=np.zeros(0, PREPARATION),
        scrutiny=np.zeros((places, departments), SCRUTINY),
        missing=np.zeros((places, len(Kind)), np.int64),
        evaluation=np.zeros(1, EVALUATION),
        forms=obligations.forms(settings, keys, table),
        pursuits=obligations.blank_pursuits(places, len(table)),
        pieces=obligations.blank_pieces(places, len(table)),
        copies=np.zeros((places, departments, items), np.int32),
        notes=np.zeros((places, departments + 1, items), np.int32),
        pool=np.zeros((places, departments + 1, items), np.int32),
        assists=np.zeros((places, departments, 2)),
        workers=workers,
        fixed_time=np.zeros((len(workers), FIXED_WORKS), np.int64),
        pooled_logs=np.zeros(places, np.int64),
        residents=residents,
        vulnerable=vulnerable,
        tiers=tiers,
        tasks=np.zeros((places, 0), TASK),
        arrivals=np.zeros(0, np.int64),
        issues=np.zeros((places, 0), ISSUE),
        order=np.zeros((places, 0), np.int32),
        departments=powers.departments(settings, keys, kinds, holders),
        street_offices=street_offices(settings, kinds),
        appraisals=np.zeros((settings.territory.streets, departments), APPRAISAL),
        presences=np.zeros((departments, MOST_PRESENCE_MONTHS + 1), np.int64),
        jobs=np.zeros(0, JOB),
        today=np.zeros((len(workers), len(Work)), np.int32),
        overtime=np.zeros((len(workers), len(Work)), np.int32),
        totals=np.zeros((len(workers), len(Work)), np.int64),
        overtime_totals=np.zeros((len(workers), len(Work)), np.int64),
        burden=np.zeros((places, 2, len(Burden)), np.int64),
        accounts=np.zeros((places, len(table), len(Account)), np.int64),
        counts=np.zeros((places, len(Count)), np.int64),
        work_series=np.zeros((horizon, len(Work)), np.int64),
        daily=np.zeros((horizon, len(Daily)), np.int64),
        outcomes=np.zeros(_outcomes_expected(settings, communities, kinds), OUTCOME),
        outcome_details=np.zeros(0, OUTCOME_DETAIL),
        events=np.zeros(0, EVENT),
        segments=np.zeros(0, SEGMENT),
    )
    state.clock["first_measured"] = settings.warmup_days
    state.clock["free_job"] = state.clock["traced"] = NOBODY
    state.clock["rows"] = settings.obligations.kinds
    state.evaluation["pressure"] = 1.0
    reference = refer(state)
    for department in range(departments):
        set_capacity(reference, department)
    obligations.first_copies(state, settings)
    set_first_groups(state)
    set_fixed_time(state, settings)
    note_field_time(state, settings)
    set_counter_load(state)
    set_counter(state, settings)
    for grow in (grow_tasks, grow_issues, grow_jobs):
        state = grow(state)
    return state


class Given(NamedTuple):
    """Arrays that depend on settings alone; a run writes in copies of them."""

    parameters: npt.NDArray[np.void]
    kinds: npt.NDArray[np.void]
    powers: npt.NDArray[np.int64]
    cadences: npt.NDArray[np.void]
    mediation: npt.NDArray[np.float64]
    policies: npt.NDArray[np.void]
    """POLICY (1,) before any lever, the same in all communities but villages."""


@lru_cache(maxsize=8)
def _given(settings: Settings, record: np.dtype[Any]) -> Given:
    """Kept for the settings used last, as their replications share it.

    Parameters:
        record: type of PARAMETERS.
    """
    kinds, holders = powers.kinds(settings)
    return Given(
        _parameters(settings, record),
        kinds,
        holders,
        obligations.cadences(settings),
        _mediation(settings.rules.mediation),
        _policies(settings),
    )


def _outcomes_expected(
    settings: Settings, communities: npt.NDArray[np.void], kinds: npt.NDArray[np.void]
) -> int:
    """Expected number of issues that end, plus a tenth, so that their array rarely grows."""
    days = settings.warmup_days + settings.horizon_days
    return int(1.1 * days * float(kinds["rate"].sum() * communities["people"].sum()))


def _policies(settings: Settings) -> npt.NDArray[np.void]:
    """POLICY (1,) before any lever."""
    policies = np.zeros(1, POLICY)
    discovery, volunteers = settings.rules.discovery, settings.rules.volunteers
    policies["camera_coverage"] = discovery.camera_coverage
    policies["selfcheck_share"] = discovery.selfcheck_share
    policies["alarm_coverage"] = discovery.alarm_coverage
    policies["volunteers_asked"] = volunteers.volunteers_asked
    for name in INITIALLY_ONE:
        policies[name] = 1.0
    workday, departments = settings.workday, settings.departments
    policies["prescribed_visits"] = workday.tier_visits
    policies["merchant_rounds"] = workday.merchant_rounds
    policies["patrol_hours"] = workday.daily_patrol
    policies["patrol_floor"] = workday.patrol_floor
    policies["counter_posts"] = settings.organisation.counter_posts
    policies["line_penalty"] = settings.organisation.line_penalty
    policies["street_days"] = departments.street_days
    policies["false_found"] = departments.false_found
    policies["trips"] = settings.residents.certificate_trips
    return policies


def _mediation(rule: Mediation) -> npt.NDArray[np.float64]:
    """Probability that a round succeeds, float64 (5, 3), by rung and sort.

    It is 0 for sorts that a rung does not deal with.
    """
    chances = np.zeros((len(Rung), len(Sort)))
    for rung in Rung:
        for sort in Sort:
            name = f"mediation_{rung.name}_{sort.name}".lower()
            chances[rung, sort] = getattr(rule, name, 0.0)
    chances[Rung.HALL, Sort.SPACE] = rule.hall_success_space
    return chances


def _parameters(settings: Settings, record: np.dtype[Any]) -> npt.NDArray[np.void]:
    """PARAMETERS (1,): settings of the same name, mechanisms by their group, derived numbers.

    Raises:
        LookupError: A name of PARAMETERS is none of these, or is a setting of two groups.
    """
    names = record.names or ()
    groups = (
        settings.organisation,
        settings.workday,
        settings.obligations,
        settings.issues,
        settings.departments,
        settings.residents,
        *(rule for _, rule in settings.rules),
    )
    wanted, values = set(names), dict[str, float]()
    for group in groups:
        for name in wanted.intersection(type(group).model_fields):
            if name in values:
                raise LookupError(f"PARAMETERS in sim/state.py: two groups have a setting {name}")
            values[name] = getattr(group, name)
    values |= {name: rule.on for name, rule in settings.rules if name in names}
    values |= _derived(settings)
    if missing := [name for name in names if name not in values]:
        raise LookupError(f"PARAMETERS in sim/state.py: no setting is called {', '.join(missing)}")
    return np.array([tuple(values[name] for name in names)], record)


def _derived(settings: Settings) -> dict[str, float]:
    """Parameters with another name or unit than their setting, or derived from several."""
    obligations, place = settings.obligations, settings.territory
    return {
        "prepare_minutes": obligations.inspection_prepare_minutes,
        "host_minutes": obligations.inspection_host_minutes,
        "piece_ticks": ticks(settings.organisation.piece_minutes),
        "overtime_ticks": ticks(settings.workday.overtime_cap_minutes),
        "trust_gain": settings.residents.trust_gain / place.residents_per_agent,
        "weight": settings.workday.accountability_weight,
        "block_start": block_start(settings),
        "quota_ticks": quota_ticks(settings),
        "visit_ticks": ticks(settings.workday.visit_minutes),
        "patrol_log_ticks": ticks(settings.rules.coping.patrol_log_minutes),
        "agent_people": place.residents_per_agent,
        "districts_share": place.district_communities / place.usual_communities,
        "dispute_minutes": settings.issues.kinds.dispute.minutes,
        "form_kinds": obligations.kinds,
        "items": obligations.core_items + obligations.own_items,
        "departments": obligations.demanding,
        "answering": len(settings.departments.answering),
        "pruning_by_burden": settings.structures.pruning == "burden",
        "hours_by_attention": settings.structures.hours == "attention",
        **_dispatch(settings),
    }


def _dispatch(settings: Settings) -> dict[str, float]:
    """How issues reach departments, which may return them so often; ODD 8.3, 8.4."""
    structures, departments = settings.structures, settings.departments
    limits = {"endless": math.inf, "limited": departments.returns_at_most, "designated": 0.0}
    designated = structures.returns == "designated"
    return {
        "platform": structures.dispatch == "platform",
        "returns_limit": limits[structures.returns],
        "designation_wait": departments.designation_days if designated else 0.0,
    }
