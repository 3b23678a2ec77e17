"""The state of a place: one record array for each kind of entity, shared by agents and kernels."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


def record(**fields: type | str) -> np.dtype[Any]:
    """An aligned record type."""
    return np.dtype(list(fields.items()), align=True)


COMMUNITY = record(
    first_worker="i8",
    workers="i8",
    front="i8",
    frontline="i8",
    people="f8",
    first_agent="i8",
    agents="i8",
    first_vulnerable="i8",
    vulnerable_agents="i8",
    households="f8",
    listed_households="f8",
    habitat="i8",
    boards_up="i8",
    board_duties="i8",
    duties="i8",
    own_rows="i8",
    counter_ticks="i8",
    visit_ticks="i8",
    sequence="i8",
    free_task="i8",
    waiting_task="i8",
    free_tasks="i8",
    free_issue="i8",
    live_issues="i8",
    head_root="i8",
    survey_left="i8",
    pool_opens="i8",
    list_visits="f8",
    random_visits="f8",
    contacts="f8",
    listed="f8",
    door="f8",
    merchant_rounds="f8",
    trust="f8",
    first_micro_grid="i8",
    micro_grids="i8",
    volunteers="i8",
    month_free="i8",
    month_serious="i8",
)
MICRO_GRID = record(
    first_agent="i8",
    agents="i8",
    worker="i8",
    volunteers="i8",
    disappointments="i8",
)
MATTER = record(rate="f8", level1="f8")
SCRUTINY = record(rise="f8", since="i8")
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
    camera_coverage="f8",
    selfcheck_share="f8",
    alarm_coverage="f8",
    volunteers_asked="f8",
    volunteer_points="f8",
    legal="?",
    mediation_training="f8",
    gate_refusal="f8",
    gate_leak="f8",
    monitoring="f8",
    whistle="?",
    use_share="f8",
    listed_share="f8",
    colour_red="f8",
    colour_yellow="f8",
    deadline_red="f8",
    deadline_yellow="f8",
    deadline_blue="f8",
    try_days="i8",
    refusals="i8",
    head_minutes="f8",
    screen_days="i8",
    call_days="i8",
    accept="f8",
    overcall="f8",
    meeting_hours="f8",
    weak_attendance="f8",
    backlog_days="f8",
)
WORKER = record(
    community="i8",
    clock="i8",
    free="i8",
    task="i8",
    root="i8",
    walked="i8",
    volunteers="i8",
    tired="f8",
    vacant_until="i8",
    newcomer_until="i8",
)
RESIDENT = record(community="i8", grid="i8", micro_grid="i8", vulnerable="?", trust="f8")
TASK = record(
    key="i8",
    tie="i8",
    left="i8",
    right="i8",
    after="i8",
    release="i8",
    due="f8",
    remaining="i8",
    owner="i8",
    work="i8",
    subject="i8",
    stamp="i8",
    head_only="?",
    started="?",
    borrowed="?",
)
ISSUE = record(
    entity="i8",
    status="i8",
    step="i8",
    kind="i8",
    agent="i8",
    grid="i8",
    vulnerable="?",
    hidden="?",
    early="?",
    level="i8",
    birth="i8",
    born="i8",
    first_report="i8",
    report="i8",
    first_start="i8",
    effort="f8",
    threshold="f8",
    hazard="f8",
    due="i8",
    needed="i8",
    department_0="i8",
    department_1="i8",
    department_2="i8",
    visited="i8",
    first_visit="i8",
    last_visit="i8",
    last_department="i8",
    after="i8",
    tried="i8",
    refusals="i8",
    whistled="?",
    turned_down="?",
    weak="?",
    closings="i8",
    false_closed="?",
    closed="i8",
    first_closed="i8",
    first_back="i8",
    resolved="?",
    open_jobs="i8",
    asked="i8",
    begun="?",
    incident="?",
    danger="f8",
    danger_threshold="f8",
    sort="i8",
    rung="i8",
    round="i8",
    rounds="i8",
    settled_below="?",
    false_last="?",
    ordered="?",
    patience="i8",
    span="i8",
    waits="i8",
    given_up="?",
)
JOB = record(
    key="i8",
    tie="i8",
    left="i8",
    right="i8",
    after="i8",
    community="i8",
    issue="i8",
    place="i8",
    deadline="i8",
    remaining="i8",
)
DEPARTMENT = record(
    root="i8",
    connected="?",
    staff_hours="f8",
    handed_back="f8",
    handed_daily="f8",
    response_share="f8",
    effort="f8",
    full_effort="f8",
    capacity="i8",
    load="f8",
    backlog="i8",
    used="i8",
    offered="i8",
    handed_ticks="f8",
    jobs_done="i8",
    jobs_in_time="i8",
    answers="i8",
    answers_in_time="i8",
    closings="i8",
    pleased="i8",
    greatest="f8",
    greatest_root="f8",
    second="f8",
    second_root="f8",
    score="f8",
)
EVALUATION = record(
    on="?",
    completion="f8",
    satisfaction="f8",
    felt="f8",
    noise="f8",
    leniency="f8",
    pressure="f8",
    next="i8",
)
DUTY = record(
    department="i8",
    cadence="i8",
    phase="f8",
    records="f8",
    roster="?",
    dynamic="f8",
    items="i8",
    item_count="i8",
    old_form="?",
    board="?",
    guards="i8",
    life="f8",
)
FORM = record(
    active="?",
    on_wall="?",
    board="?",
    beside="?",
    until="i8",
    obsolete_from="i8",
    set_on="i8",
    first_check="i8",
    handed_hours="f8",
    handed_minutes="f8",
    patched="?",
    sent_back_on="i8",
    redo="i8",
    redo_left="i8",
    redo_day="i8",
    asking="i8",
    edition="i8",
    due="i8",
    stage="i8",
    left="i8",
    released="i8",
    desk="i8",
    key="i8",
)
KIND = record(
    rate="f8",
    minutes="f8",
    cv="f8",
    promise="f8",
    shape="i8",
    hidden="f8",
    level1="f8",
    level2="f8",
    departments="f8",
    relapse="f8",
    seen="f8",
    powers="i8",
    work="i8",
)
CADENCE = record(period="f8", span="f8", compile="f8")
OUTCOME = record(
    entity="i8",
    community="i8",
    kind="i8",
    level="i8",
    agent="i8",
    vulnerable="?",
    early="?",
    hidden="?",
    whistled="?",
    incident="?",
    ordered="?",
    given_up="?",
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
    day="i8",
    first_measured="i8",
    outcomes="i8",
    free_job="i8",
    free_jobs="i8",
    above_rows="i8",
    rows="i8",
    month_days="i8",
    traced="i8",
    events="i8",
    segments="i8",
)
EVENT = record(moment="i8", entity="i8", happening="i8", worker="i8", department="i8")
SEGMENT = record(worker="i8", day="i8", start="i8", end="i8", work="i8", subject="i8")

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
    "trust_loss", "core_items", "items", "answering", "departments", "form_kinds", "boards",
    "board_trace_minutes", "sign_upkeep_minutes", "merchant_round_ticks", "agent_people",
    "districts_share", "dispute_minutes", "roster_share", "records_sigma", "items_per_form",
    "overlap", "own_items", "dynamic_share", "dynamic_share_frequent",
    "scrutiny", "coping", "turnover", "discovery", "volunteers", "incidents", "mediation",
    "patience", "trust", "assessment", "rebound",
    "patchwork_inspection", "patchwork_half_life", "patchwork_minutes", "patchwork_found",
    "patchwork_found_days", "patrol_log_ticks", "fatigue", "fatigue_days",
    "turnover_rate", "vacancy_days", "newcomer_pace", "newcomer_days",
    "merchant_round_discovery", "selfcheck_discovery", "selfcheck_honesty", "camera_discovery",
    "camera_false_share", "camera_trip_minutes", "care_fall_share",
    "incident_rate", "incident_effort", "serious_share",
    "volunteer_join", "volunteer_leave", "volunteer_discovery", "volunteer_reference_seen",
    "volunteer_care_minutes", "volunteer_disappointments",
    "dispute_relation", "dispute_space", "mediation_minutes", "mediation_people", "mediation_gap",
    "mediation_rounds", "hardening", "frozen_report",
    "patience_factor", "patience_sigma", "repeat_chance", "overhead_chance", "overhead_offset",
    "giveup_factor", "complaint_span", "order_minutes", "trust_drift", "false_trust_factor",
    "effort_decay", "accept_limit", "answer_promise", "top_grade", "felt_salient_weight",
    "duties_created", "pruning", "incident_duty", "slack_duty", "copy_rate",
    "ungated_life", "early_check_chance", "early_check_days", "wrong_cut_incidents",
    "sendback_rate", "sendback_days", "model_project_rate", "model_project_hours",
    "model_project_days", "model_project_boards",
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
    """int64 (8, POWERS): departments of a kind, by place in its list."""
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
    matters: Any
    """MATTER (C, 8): matters of a kind a resident and day, and the street's share of them."""
    micro_grids: Any
    """MICRO_GRID (M,), community after community."""
    mediation: Any
    """float64 (4, 3): chance that a round settles a dispute, by rung and sort."""
    scrutiny: Any
    """SCRUTINY (C, D): how much more a department inspects since a patched form was found."""
    missing: Any
    """int64 (C, 8): useful duties wrongly ended, by the kind they guarded against."""
    evaluation: Any
    """EVALUATION (1,): how streets score departments."""
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
    """int64 (vulnerable agents,): local numbers, community after community."""
    tasks: Any
    """TASK (C, T)."""
    issues: Any
    """ISSUE (C, S)."""
    order: Any
    """int64 (C, S): slots of live issues, sorted by entity."""
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
    """int64 (C, 2, parts of burden): ticks demanded inside the window, unlisted and listed."""
    counts: Any
    """int64 (C, counts)."""
    work_series: Any
    """int64 (days of the horizon, works)."""
    daily: Any
    """int64 (days of the horizon, daily counts)."""
    outcomes: Any
    """OUTCOME (growing): issues that have come to their end."""
    events: Any
    """EVENT (growing): what befell the issues of the traced community."""
    segments: Any
    """SEGMENT (growing): stretches of work in the traced community."""
