"""The state of a place: one record array for each kind of entity, shared by agents and kernels."""

from __future__ import annotations

from typing import Any, NamedTuple

from sim.records import record

SCALARS = (
    "overtime_ticks", "piece_ticks", "weight", "own_notice",
    "reporting_elasticity", "vulnerable_notice", "growth_hidden", "growth_limit",
    "care_vulnerable_share", "list_visit_care", "list_visit_other", "visit_discovery",
    "collect_discovery", "visit_ticks", "visit_target_share", "visit_propensity",
    "visit_minutes", "contact_minutes", "door_minutes", "enter_minutes", "read_minutes",
    "notes_reuse", "reask_share", "compile_minutes", "adhoc_requests", "adhoc_minutes",
    "span_request", "campaigns", "campaign_share", "round_items", "span_round", "inspections",
    "prepare_minutes", "host_minutes", "host_head_share", "span_inspection", "third_department",
    "street_ask_minutes", "ask_minutes", "answer_days",
    "accept_share", "ordinary_deadline", "field_hours", "root_joint", "root_in_turn",
    "together_days", "relapse_share", "relapse_days", "false_closure", "false_closure_slope",
    "false_closure_load", "false_found_days", "load_memory", "trust_gain",
    "trust_loss", "core_items", "items", "answering", "departments", "form_kinds",
    "board_trace_minutes", "sign_upkeep_minutes", "agent_people",
    "districts_share", "dispute_minutes",
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
    "obligations_created", "pruning", "incident_obligation", "slack_obligation", "copy_rate",
    "ungated_life", "early_check_chance", "early_check_days", "wrong_cut_incidents",
    "sendback_rate", "sendback_days", "model_project_rate", "model_project_hours",
    "model_project_days", "model_project_boards",
    "community_merchants", "selfcheck_minutes", "two_office_share", "afterhours_share",
    "afterhours_minutes", "alarm_false_share",
    "passing_minutes", "others_days", "funding_cost", "funding_sigma", "trip_minutes",
    "micro_grid_households", "hall_minutes", "hall_staff", "hall_rate_effect", "restore_rate",
)  # fmt: skip
MECHANISMS = (
    "scrutiny", "coping", "turnover", "discovery", "volunteers", "incidents", "mediation",
    "patience", "trust", "assessment", "rebound", "offices", "afterhours",
)  # fmt: skip
"""Mechanisms that can be switched off one by one."""

PARAMETERS = record(**dict.fromkeys(SCALARS, "f8"), **dict.fromkeys(MECHANISMS, "?"))


class State(NamedTuple):
    """Arrays that the kernels read and write. C communities, W workers, D departments,
    K obligations, A resident agents, I items, T, S, J slots of tasks, issues, jobs."""

    clock: Any
    """CLOCK (1,): the day to come, and rows in use of arrays that grow."""
    parameters: Any
    """PARAMETERS (1,): numbers of the settings that hold everywhere, and mechanisms."""
    keys: Any
    """uint64 (streams,): keys of the streams."""
    kinds: Any
    """KIND (8,)."""
    powers: Any
    """int64 (8, POWERS): departments of a kind, by place in its list."""
    cadences: Any
    """CADENCE (5,)."""
    obligations: Any
    """OBLIGATION (K,)."""
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
    issue_rates: Any
    """ISSUE_RATE (C, 8): issues of a kind a resident and day, and who deals with them."""
    micro_grids: Any
    """MICRO_GRID (M,), community after community."""
    mediation: Any
    """float64 (5, 3): chance that a round settles a dispute, by rung and sort."""
    preparations: Any
    """PREPARATION (growing): preparations of levers, in the order in which they started."""
    scrutiny: Any
    """SCRUTINY (C, D): how much more a department inspects since a patched form was found."""
    missing: Any
    """int64 (C, 8): useful obligations wrongly ended, by the kind they guarded against."""
    evaluation: Any
    """EVALUATION (1,): how streets score departments."""
    forms: Any
    """FORM (C, K): the current edition of each obligation."""
    copies: Any
    """int32 (C, D, I): day of the department's copy."""
    notes: Any
    """int32 (C, D + 1, I): day on which somebody here last noted the item."""
    pool: Any
    """int32 (C, D + 1, I): day of the pool's record."""
    assists: Any
    """float64 (C, D, 2): minutes a day still assisted, balance of minutes."""
    workers: Any
    """WORKER (W,)."""
    fixed_time: Any
    """int64 (W, FIXED_WORKS): ticks of fixed time a day, by work."""
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
    """OUTCOME (growing): issues that have ended."""
    outcome_details: Any
    """OUTCOME_DETAIL (growing): the rest of what is known of these; empty unless it is kept."""
    events: Any
    """EVENT (growing): events of the issues of the traced community."""
    segments: Any
    """SEGMENT (growing): stretches of work in the traced community."""
