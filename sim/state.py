"""The state of a place: one record array for each kind of entity, shared by agents and kernels."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


def record(**fields: type | str) -> np.dtype[Any]:
    """An aligned record type."""
    return np.dtype(list(fields.items()), align=True)


COMMUNITY = record(
    first_worker="i4",
    workers="i4",
    front="i4",
    frontline="i4",
    people="f8",
    first_agent="i4",
    agents="i4",
    first_vulnerable="i4",
    vulnerable_agents="i4",
    households="f8",
    listed_households="f8",
    boards_up="i4",
    board_duties="i4",
    counter_ticks="i8",
    sequence="i8",
    free_task="i4",
    waiting_task="i4",
    free_tasks="i4",
    free_issue="i4",
    live_issues="i4",
    head_root="i4",
    survey_left="i4",
    pool_opens="i4",
    list_visits="f8",
    random_visits="f8",
    contacts="f8",
)
POLICY = record(
    pool="?",
    ask_once="?",
    type_once="?",
    export="?",
    old_form_share="f8",
    feed_share="f8",
    byproduct_share="f8",
    source_share="f8",
    export_minutes="f8",
    adhoc_pool_share="f8",
    campaign_verify="f8",
    survey_minutes="f8",
    whistle="?",
    listed_share="f8",
    colour_red="f8",
    colour_yellow="f8",
    deadline_red="f8",
    deadline_yellow="f8",
    deadline_blue="f8",
    try_days="i4",
    refusals="i4",
    head_minutes="f8",
    screen_days="i4",
    call_days="i4",
    accept="f8",
    overcall="f8",
    meeting_hours="f8",
    weak_attendance="f8",
    backlog_days="f8",
)
WORKER = record(community="i4", clock="i8", free="i8", task="i4", root="i4", walked="i8")
RESIDENT = record(community="i4", grid="i4", vulnerable="?", trust="f8")
TASK = record(
    key="i8",
    tie="i8",
    left="i4",
    right="i4",
    after="i4",
    release="i8",
    due="f8",
    remaining="i8",
    owner="i4",
    work="i4",
    subject="i4",
    stamp="i4",
    head_only="?",
    started="?",
)
ISSUE = record(
    entity="i8",
    status="i4",
    step="i4",
    kind="i4",
    agent="i4",
    grid="i4",
    vulnerable="?",
    hidden="?",
    early="?",
    level="i4",
    birth="i4",
    born="i8",
    first_report="i8",
    report="i8",
    first_start="i8",
    effort="f8",
    threshold="f8",
    hazard="f8",
    due="i4",
    needed="i4",
    department_0="i4",
    department_1="i4",
    department_2="i4",
    visited="i4",
    first_visit="i4",
    last_visit="i4",
    last_department="i4",
    after="i4",
    tried="i4",
    refusals="i4",
    whistled="?",
    turned_down="?",
    weak="?",
    closings="i4",
    false_closed="?",
    closed="i8",
    first_closed="i8",
    first_back="i8",
    resolved="?",
    open_jobs="i4",
)
JOB = record(
    key="i8",
    tie="i8",
    left="i4",
    right="i4",
    after="i4",
    community="i4",
    issue="i4",
    place="i4",
    remaining="i8",
)
DEPARTMENT = record(
    root="i4",
    connected="?",
    staff_hours="f8",
    handed_back="f8",
    handed_daily="f8",
    capacity="i8",
    load="f8",
    backlog="i8",
    used="i8",
    offered="i8",
    handed_ticks="f8",
)
DUTY = record(
    department="i4",
    cadence="i4",
    phase="f8",
    records="f8",
    roster="?",
    dynamic="f8",
    items="i8",
    item_count="i4",
    old_form="?",
)
FORM = record(
    active="?",
    on_wall="?",
    edition="i4",
    due="i4",
    stage="i4",
    left="i4",
    released="i4",
    desk="i8",
    key="i8",
)
KIND = record(
    rate="f8",
    minutes="f8",
    cv="f8",
    promise="f8",
    shape="i4",
    hidden="f8",
    level1="f8",
    level2="f8",
    departments="f8",
    relapse="f8",
    seen="f8",
    powers="i4",
    work="i4",
)
CADENCE = record(period="f8", span="f8", compile="f8")
OUTCOME = record(
    entity="i8",
    community="i4",
    kind="i4",
    level="i4",
    agent="i4",
    vulnerable="?",
    early="?",
    hidden="?",
    whistled="?",
    false_closed="?",
    closed="?",
    resolved="?",
    born="i8",
    reported="i8",
    started="i8",
    ended="i8",
    first_closed="i8",
    first_back="i8",
)
CLOCK = record(
    day="i4",
    first_measured="i4",
    outcomes="i8",
    free_job="i4",
    free_jobs="i4",
)

SCALARS = (
    "line_penalty", "overtime_ticks", "counter_posts", "piece_ticks", "weight", "own_notice",
    "reporting_elasticity", "vulnerable_notice", "growth_hidden", "growth_limit",
    "care_vulnerable_share", "list_visit_care", "list_visit_other", "visit_discovery",
    "collect_discovery", "visit_ticks", "visit_target_share", "visit_propensity",
    "patrol_ticks", "contact_minutes", "door_minutes", "enter_minutes", "read_minutes",
    "notes_reuse", "reask_share", "compile_minutes", "adhoc_requests", "adhoc_minutes",
    "span_request", "campaigns", "campaign_share", "round_items", "span_round", "inspections",
    "prepare_minutes", "host_minutes", "host_head_share", "span_inspection", "third_department",
    "street_ask_minutes", "street_days", "ask_minutes", "answer_days",
    "accept_share", "ordinary_deadline", "field_hours", "root_joint", "root_in_turn",
    "together_days", "relapse_share", "relapse_days", "false_closure", "false_closure_slope",
    "false_closure_load", "false_found", "false_found_days", "load_memory", "trust_gain",
    "trust_loss", "core_items", "items", "answering",
)  # fmt: skip
RULES = np.dtype([(name, "f8") for name in SCALARS])


class State(NamedTuple):
    """Arrays that the kernels read and write. C communities, W workers, D departments, K duties,
    A resident agents, I items, T, S, J slots of tasks, issues, jobs."""

    clock: Any
    """CLOCK (1,): the day to come, sizes of what grows."""
    rules: Any
    """RULES (1,): numbers of the settings that hold everywhere."""
    keys: Any
    """uint64 (streams,): keys of the streams."""
    kinds: Any
    """KIND (8,)."""
    powers: Any
    """int32 (8, POWERS): departments of a kind, by place in its list."""
    cadences: Any
    """CADENCE (5,)."""
    duties: Any
    """DUTY (K,)."""
    churn: Any
    """float64 (D + 1, I): changes a record and year; row D holds the core items."""
    pooled: Any
    """bool (D, I)."""
    shared: Any
    """bool (I,): core items that at least two departments ask."""
    communities: Any
    """COMMUNITY (C,)."""
    policies: Any
    """POLICY (C,)."""
    forms: Any
    """FORM (C, K): the current edition of each duty."""
    copies: Any
    """int32 (C, D, I): day of the department's copy."""
    notes: Any
    """int32 (C, D + 1, I): day somebody here last took it down."""
    pool: Any
    """int32 (C, D + 1, I): day of the pool's record."""
    assists: Any
    """float64 (C, D, 2): minutes a day still assisted, balance of minutes."""
    workers: Any
    """WORKER (W,)."""
    standing: Any
    """int64 (W, STANDING): ticks of standing time a day."""
    pooled_logs: Any
    """int64 (C,): ticks of application logs a day and front-line worker with the pool open."""
    residents: Any
    """RESIDENT (A,)."""
    vulnerable: Any
    """int32 (vulnerable agents,): local numbers, community after community."""
    tasks: Any
    """TASK (C, T)."""
    issues: Any
    """ISSUE (C, S)."""
    order: Any
    """int32 (C, S): slots of live issues, sorted by entity."""
    departments: Any
    """DEPARTMENT (D,)."""
    jobs: Any
    """JOB (J,)."""
    today: Any
    """int64 (W, works): regular ticks of the last day."""
    overtime: Any
    """int64 (W, works): overtime ticks of the last day."""
    totals: Any
    """int64 (W, works): regular ticks inside the measured window."""
    overtime_totals: Any
    """int64 (W, works): overtime ticks inside the measured window."""
    burden: Any
    """int64 (C, parts of burden): ticks demanded inside the window."""
    counts: Any
    """int64 (C, counts)."""
    work_series: Any
    """int64 (days of the horizon, works)."""
    daily: Any
    """int64 (days of the horizon, daily counts)."""
    outcomes: Any
    """OUTCOME (growing): issues that have come to their end."""
