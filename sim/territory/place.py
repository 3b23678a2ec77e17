"""Builds the state of a place from settings and a run seed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.kernels.tasks import ticks
from sim.settings import Settings
from sim.state import (
    CLOCK,
    ISSUE,
    JOB,
    OUTCOME,
    POLICY,
    RULES,
    TASK,
    State,
)
from sim.streams import stream_keys
from sim.terms import (
    NOBODY,
    STANDING,
    Burden,
    Count,
    Daily,
    Work,
)
from sim.territory import duties, people, powers
from sim.territory.room import grow_issues, grow_jobs, grow_outcomes, grow_tasks
from sim.territory.standing import presence, set_counter, set_standing


def build(settings: Settings, seed: int) -> State:
    """The state on the morning of day 0, as sim/ODD.md, section 3, has it."""
    places = settings.territory.communities
    departments = settings.obligations.demanding
    items = settings.obligations.core_items + settings.obligations.own_items
    keys = stream_keys(seed)
    horizon = settings.horizon_days
    communities = people.communities(settings)
    residents, vulnerable = people.residents(settings, keys, communities)
    workers = people.workers(settings, communities)
    table = duties.duties(settings, keys)
    kinds, holders = powers.kinds(settings)
    state = State(
        clock=np.zeros(1, CLOCK),
        rules=_rules(settings),
        keys=keys,
        kinds=kinds,
        powers=holders,
        cadences=duties.cadences(settings),
        duties=table,
        churn=duties.churn(settings, keys),
        pooled=np.zeros((departments, items), np.bool_),
        shared=duties.shared(settings, table),
        communities=communities,
        policies=np.zeros(places, POLICY),
        forms=duties.forms(settings, table),
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
        departments=powers.departments(settings, keys, kinds, holders),
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
    duties.first_copies(state, settings)
    set_standing(state, settings)
    set_counter(state, settings)
    for grow in (grow_tasks, grow_issues, grow_jobs, grow_outcomes):
        state = grow(state)
    return state


def _rules(settings: Settings) -> npt.NDArray[np.void]:
    """RULES (1,): scalars of the settings, most by the same name."""
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
    reporting = settings.obligations
    rules["prepare_minutes"] = reporting.inspection_prepare_minutes
    rules["host_minutes"] = reporting.inspection_host_minutes
    rules["piece_ticks"] = ticks(settings.organisation.piece_minutes)
    rules["overtime_ticks"] = ticks(settings.workday.overtime_cap_minutes)
    rules["trust_gain"] /= settings.territory.residents_per_agent
    rules["weight"] = settings.workday.accountability_weight
    rules["visit_ticks"] = ticks(settings.workday.visit_minutes)
    rules["patrol_ticks"] = ticks(settings.workday.daily_patrol * 60.0 * presence(settings))
    rules["items"] = reporting.core_items + reporting.own_items
    rules["answering"] = len(settings.departments.answering)
    return rules
