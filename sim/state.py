"""The state of a place: one record array for each kind of entity, shared by agents and kernels."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple, get_type_hints

import numpy as np

from sim.arrays import record
from sim.policies import POLICY
from sim.records import (
    APPRAISAL,
    CADENCE,
    CLOCK,
    COMMUNITY,
    DEPARTMENT,
    EVALUATION,
    EVENT,
    FORM,
    ISSUE,
    ISSUE_RATE,
    JOB,
    KIND,
    MICRO_GRID,
    OBLIGATION,
    OUTCOME,
    OUTCOME_DETAIL,
    PREPARATION,
    PURSUIT,
    RESIDENT,
    SCRUTINY,
    SEGMENT,
    STREET_OFFICE,
    TASK,
    TIER,
    WORKER,
)

INT64, INT32, UINT64 = np.dtype(np.int64), np.dtype(np.int32), np.dtype(np.uint64)
FLOAT64, BOOL = np.dtype(np.float64), np.dtype(np.bool_)

SCALARS = (
    "overtime_ticks", "piece_ticks", "weight", "own_notice",
    "reporting_elasticity", "vulnerable_notice", "growth_hidden", "growth_limit",
    "risk_red", "risk_orange", "risk_yellow", "risk_green",
    "care_vulnerable_share", "list_visit_care", "list_visit_other", "visit_discovery",
    "collect_discovery", "visit_ticks", "visit_target_share", "visit_propensity",
    "visit_minutes", "contact_minutes", "door_minutes", "enter_minutes", "read_minutes",
    "notes_reuse", "reask_share", "compile_minutes", "adhoc_requests", "adhoc_minutes",
    "span_request", "campaigns", "campaign_share", "round_items", "span_round", "inspections",
    "prepare_minutes", "host_minutes", "host_head_share", "span_inspection", "third_department",
    "street_ask_minutes", "ask_minutes", "answer_days",
    "street_hours", "whistle_street_hours",
    "register_minutes", "receive_days", "return_days", "returns_limit",
    "designation_wait", "reply_limit", "reply_unsolved",
    "accept_share", "ordinary_deadline", "field_hours", "root_joint", "root_in_turn",
    "together_days", "relapse_share", "relapse_days", "false_closure", "false_closure_slope",
    "false_closure_load", "false_found_days", "load_memory", "trust_gain",
    "building_share", "building_hours", "building_days", "building_yuan",
    "presence_share", "presence_hours", "presence_months",
    "attention_share", "attention_months",
    "trust_loss", "core_items", "items", "answering", "departments", "form_kinds",
    "board_trace_minutes", "sign_upkeep_minutes", "agent_people",
    "districts_share", "dispute_minutes",
    "patchwork_inspection", "patchwork_half_life", "patchwork_minutes", "patchwork_found",
    "patchwork_found_days", "patrol_log_ticks", "fatigue", "fatigue_days",
    "attention_limit",
    "procedures_a_month", "procedure_steps", "procedure_minutes", "procedure_days",
    "reminded", "remind_days", "reminder_minutes", "criticism_days", "criticism_minutes",
    "turnover_rate", "vacancy_days", "newcomer_pace", "newcomer_days",
    "quitting_share", "quitting_usual", "quitting_newcomer",
    "merchant_round_discovery", "selfcheck_discovery", "selfcheck_honesty", "camera_discovery",
    "camera_false_share", "camera_trip_minutes", "care_fall_share",
    "incident_rate", "incident_effort", "serious_share",
    "volunteer_join", "volunteer_leave", "volunteer_discovery", "volunteer_reference_seen",
    "volunteer_care_minutes", "volunteer_neglect", "volunteer_doors", "volunteer_disappointments",
    "dispute_relation", "dispute_space", "mediation_minutes", "mediation_people", "mediation_gap",
    "mediation_rounds", "hardening", "frozen_report",
    "rung_rounds", "merchant_disputes",
    "theme_parking", "theme_ground", "estates", "hall_notice", "hall_wait",
    "consent_share", "consent_minutes", "consent_days",
    "patience_factor", "patience_sigma", "repeat_chance", "overhead_chance", "overhead_offset",
    "giveup_factor", "complaint_span", "order_minutes",
    "hotline_start", "hotline_learning", "hotline_demand",
    "trust_drift", "false_trust_factor",
    "effort_decay", "accept_limit", "answer_promise", "top_grade", "felt_salient_weight",
    "obligations_created", "pruning", "incident_obligation", "slack_obligation", "copy_rate",
    "evasion_share", "evasion_rate", "evasion_deterred",
    "held_refused", "held_regained", "held_appraised",
    "ungated_life", "early_check_chance", "early_check_days", "wrong_cut_incidents",
    "chat_minutes", "away_share", "secondment_share", "log_apps",
    "sendback_rate", "sendback_days", "model_project_rate", "model_project_hours",
    "model_project_days", "model_project_boards",
    "merchant_visits", "merchant_visit_hours",
    "block_start", "quota_ticks",
    "selfcheck_minutes", "two_office_share", "afterhours_share",
    "afterhours_minutes", "alarm_false_share",
    "passing_minutes", "others_days", "funding_cost", "funding_sigma", "trip_minutes",
    "micro_grid_households", "hall_minutes", "hall_staff", "hall_rate_effect", "restore_rate",
)  # fmt: skip
MECHANISMS = (
    "pursuit",
    "scrutiny", "coping", "turnover", "discovery", "volunteers", "incidents", "mediation",
    "patience", "trust", "assessment", "rebound", "offices", "afterhours", "replies",
    "groups",
    "street_offices",
    "causes",
    "consent",
    "tiers", "fieldwork", "merchants",
    "procedures",
    "hotline", "quitting", "evasion", "held_whistles",
)  # fmt: skip
"""Mechanisms that can be switched off one by one."""
CHOICES = ("platform", "hours_by_attention", "pruning_by_burden")
"""Choices of structures that are one of two."""

PARAMETERS = record(**dict.fromkeys(SCALARS, "f8"), **dict.fromkeys(MECHANISMS + CHOICES, "?"))


class State(NamedTuple):
    """Arrays that the kernels read and write. C communities, W workers, D departments,
    K obligations, A resident agents, I items, T, S, J slots of tasks, issues, jobs.

    Each field is annotated with the type of its elements and the number of its axes, which
    compiled code relies on. Arrays are contiguous.
    """

    clock: Annotated[Any, CLOCK, 1]
    """CLOCK (1,): the day to come, and rows in use of arrays that grow."""
    parameters: Annotated[Any, PARAMETERS, 1]
    """PARAMETERS (1,): numbers of the settings that hold everywhere, and mechanisms."""
    keys: Annotated[Any, UINT64, 1]
    """uint64 (streams,): keys of the streams."""
    kinds: Annotated[Any, KIND, 1]
    """KIND (8,)."""
    powers: Annotated[Any, INT64, 2]
    """int64 (8, POWERS): departments of a kind, by place in its list."""
    cadences: Annotated[Any, CADENCE, 1]
    """CADENCE (5,)."""
    obligations: Annotated[Any, OBLIGATION, 1]
    """OBLIGATION (K,)."""
    churn: Annotated[Any, FLOAT64, 2]
    """float64 (D + 1, I): changes a record and year; row D holds the core items."""
    pooled: Annotated[Any, BOOL, 2]
    """bool (D, I)."""
    shared: Annotated[Any, BOOL, 1]
    """bool (I,): core items that at least two departments ask."""
    communities: Annotated[Any, COMMUNITY, 1]
    """COMMUNITY (C,)."""
    policies: Annotated[Any, POLICY, 1]
    """POLICY (C,)."""
    issue_rates: Annotated[Any, ISSUE_RATE, 2]
    """ISSUE_RATE (C, 8): issues of a kind a resident and day, and who deals with them."""
    micro_grids: Annotated[Any, MICRO_GRID, 1]
    """MICRO_GRID (M,), community after community."""
    mediation: Annotated[Any, FLOAT64, 2]
    """float64 (5, 3): chance that a round settles a dispute, by rung and sort."""
    room: Annotated[Any, FLOAT64, 2]
    """float64 (W, 3): share of disputes about space that still arise in a grid, by theme."""
    preparations: Annotated[Any, PREPARATION, 1]
    """PREPARATION (growing): preparations of levers, in the order in which they started."""
    scrutiny: Annotated[Any, SCRUTINY, 2]
    """SCRUTINY (C, D): how much more a department inspects since a patched form was found."""
    missing: Annotated[Any, INT64, 2]
    """int64 (C, 8): useful obligations wrongly ended, by the kind they guarded against."""
    evaluation: Annotated[Any, EVALUATION, 1]
    """EVALUATION (1,): how streets score departments."""
    forms: Annotated[Any, FORM, 2]
    """FORM (C, K): the current edition of each obligation."""
    pursuits: Annotated[Any, PURSUIT, 2]
    """PURSUIT (C, K): reminders and criticism of each form, and its editions in arrears."""
    pieces: Annotated[Any, INT32, 3]
    """int32 (C, K, 48): slots of tasks that are pieces of a form's present edition."""
    copies: Annotated[Any, INT32, 3]
    """int32 (C, D, I): day of the department's copy."""
    notes: Annotated[Any, INT32, 3]
    """int32 (C, D + 1, I): day on which somebody here last noted the item."""
    pool: Annotated[Any, INT32, 3]
    """int32 (C, D + 1, I): day of the pool's record."""
    assists: Annotated[Any, FLOAT64, 3]
    """float64 (C, D, 2): minutes a day still assisted, balance of minutes."""
    workers: Annotated[Any, WORKER, 1]
    """WORKER (W,)."""
    fixed_time: Annotated[Any, INT64, 2]
    """int64 (W, FIXED_WORKS): ticks of fixed time a day, by work."""
    pooled_logs: Annotated[Any, INT64, 1]
    """int64 (C,): ticks of application logs a day and front-line worker with the pool open."""
    residents: Annotated[Any, RESIDENT, 1]
    """RESIDENT (A,)."""
    vulnerable: Annotated[Any, INT64, 1]
    """int64 (vulnerable agents,): local numbers, community after community, tier after tier."""
    tiers: Annotated[Any, TIER, 2]
    """TIER (C, 4): tiers of listed households."""
    tasks: Annotated[Any, TASK, 2]
    """TASK (C, T)."""
    arrivals: Annotated[Any, INT64, 1]
    """int64 (T,): slots of tasks released during a day in one community; scratch."""
    issues: Annotated[Any, ISSUE, 2]
    """ISSUE (C, S)."""
    order: Annotated[Any, INT32, 2]
    """int32 (C, S): slots of live issues, by entity, then free slots, the last freed first."""
    departments: Annotated[Any, DEPARTMENT, 1]
    """DEPARTMENT (D,)."""
    street_offices: Annotated[Any, STREET_OFFICE, 1]
    """STREET_OFFICE (4 streets,): offices by number, street after street."""
    appraisals: Annotated[Any, APPRAISAL, 2]
    """APPRAISAL (streets, D): what streets remember of departments until they score them."""
    presences: Annotated[Any, INT64, 2]
    """int64 (D, months): presences of a department that end with a month, by its number."""
    jobs: Annotated[Any, JOB, 1]
    """JOB (J,)."""
    today: Annotated[Any, INT32, 2]
    """int32 (W, works): regular ticks of the last day."""
    overtime: Annotated[Any, INT32, 2]
    """int32 (W, works): overtime ticks of the last day."""
    totals: Annotated[Any, INT64, 2]
    """int64 (W, works): regular ticks inside the measured window."""
    overtime_totals: Annotated[Any, INT64, 2]
    """int64 (W, works): overtime ticks inside the measured window."""
    burden: Annotated[Any, INT64, 3]
    """int64 (C, 2, parts of burden): ticks demanded inside the window, unlisted and listed."""
    accounts: Annotated[Any, INT64, 3]
    """int64 (C, K, accounts): editions and ticks of each form inside the window."""
    counts: Annotated[Any, INT64, 2]
    """int64 (C, counts)."""
    work_series: Annotated[Any, INT64, 2]
    """int64 (days of the horizon, works)."""
    daily: Annotated[Any, INT64, 2]
    """int64 (days of the horizon, daily counts)."""
    outcomes: Annotated[Any, OUTCOME, 1]
    """OUTCOME (growing): issues that have ended."""
    outcome_details: Annotated[Any, OUTCOME_DETAIL, 1]
    """OUTCOME_DETAIL (growing): the rest of what is known of these; empty unless it is kept."""
    events: Annotated[Any, EVENT, 1]
    """EVENT (growing): events of the issues of the traced community."""
    segments: Annotated[Any, SEGMENT, 1]
    """SEGMENT (growing): stretches of work in the traced community."""


def _layout() -> dict[str, tuple[np.dtype[Any], int]]:
    hints = get_type_hints(State, include_extras=True)
    return {name: hints[name].__metadata__ for name in State._fields}


LAYOUT = _layout()
"""Type of the elements and number of axes of each field of State."""
