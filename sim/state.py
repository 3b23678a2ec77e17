"""The state of a place: one record array for each kind of entity, shared by agents and kernels."""

from __future__ import annotations

from typing import Any, NamedTuple


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
