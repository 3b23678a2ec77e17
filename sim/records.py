"""Record types of entities and of what is counted; `sim/state.py` has the arrays."""

from __future__ import annotations

import math
import mmap
from typing import Any

import numpy as np
import numpy.typing as npt

CACHE_LINE = 64


def record(**fields: type | str) -> np.dtype[Any]:
    """An aligned record type. A narrow field holds all values that settings allow."""
    return np.dtype(list(fields.items()), align=True)


def zeros(shape: tuple[int, ...], kind: np.dtype[Any]) -> npt.NDArray[Any]:
    """An array of zeros that begins with a cache line, so that hot fields lie in one line."""
    size = math.prod(shape) * kind.itemsize
    raw = np.zeros(size + CACHE_LINE, np.uint8)
    first = -raw.ctypes.data % CACHE_LINE
    return raw[first : first + size].view(kind).reshape(shape)


def sparse_zeros(shape: tuple[int, ...], kind: np.dtype[Any]) -> npt.NDArray[Any]:
    """An array of zeros of which little will be used; only pages that are written take memory.

    `np.zeros` would clear all of it, or ask for huge pages, of which each is cleared as a whole.
    """
    size = math.prod(shape) * kind.itemsize
    if size == 0 or not hasattr(mmap, "MADV_NOHUGEPAGE"):
        return zeros(shape, kind)
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    memory.madvise(mmap.MADV_NOHUGEPAGE)
    return np.frombuffer(memory, kind).reshape(shape)


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
    board_obligations="i8",
    obligations="i8",
    own_rows="i8",
    counter_ticks="i8",
    visit_ticks="i8",
    sequence="i8",
    free_task="i8",
    unused_task="i8",
    waiting_task="i8",
    free_tasks="i8",
    live_issues="i8",
    hidden_issues="i8",
    quiet_issues="i8",
    head_root="i8",
    surveyed="?",
    recruits="i8",
    patrol_ticks="i8",
    checked_ticks="i8",
    free_at_counter="f8",
    callers="f8",
    list_visits="f8",
    random_visits="f8",
    contacts="f8",
    listed="f8",
    door="f8",
    merchant_rounds="f8",
    rounds_walked="f8",
    trust="f8",
    first_micro_grid="i8",
    micro_grids="i8",
    volunteers="i8",
    month_free="i8",
    month_sessions="i8",
    month_serious="i8",
    month_upward="i8",
    leaks="i8",
    groups="f8",
    groups_start="f8",
    first_merchant_minutes="f8",
    first_patrol_minutes="f8",
    attention="f8",
    attention_day="i8",
)
MICRO_GRID = record(
    first_agent="i4",
    agents="i4",
    worker="i4",
    volunteers="i4",
    disappointments="i4",
)
ISSUE_RATE = record(rate="f8", level1="f8", taken="f8", surge="f8", surge_end="i8", arriving="i8")
SCRUTINY = record(rise="f8", since="i8")
PREPARATION = record(left="i8", done="?")
WORKER = record(
    clock="i8",
    root="i4",
    residents_root="i4",
    dated_root="i4",
    task="i4",
    free="i8",
    walked="i8",
    vacant_until="i8",
    newcomer_until="i8",
    fatigue="f8",
    community="i4",
    volunteers="i4",
    patrol_due="i8",
    quota_due="i8",
    released="i4",
    released_residents="i4",
)
RESIDENT = record(trust="f8", community="i4", grid="i4", micro_grid="i4", vulnerable="?", tier="i1")
TIER = record(agents="i8", households="i8", reach="f8")
TASK = record(
    key="i8",
    tie="i4",
    left="i4",
    right="i4",
    subject="i4",
    stamp="i8",
    remaining="i8",
    release="i8",
    due="f8",
    owner="i4",
    work="i1",
    head_only="?",
    started="?",
    borrowed="?",
)
"""64 bytes. Outside a queue `left` leads to the next one of a list: of free slots, or of tasks that
wait for their release."""
ISSUE = record(
    hazard="f8",
    threshold="f8",
    danger="f8",
    danger_threshold="f8",
    due="i4",
    patience="i4",
    agent="i4",
    grid="i4",
    step="i4",
    birth="i2",
    status="i1",
    kind="i1",
    level="i1",
    hidden="?",
    vulnerable="?",
    early="i1",
    by_others="?",
    turned_down="?",
    ordered="?",
    task_started="?",
    entity="i8",
    effort="f8",
    born="i8",
    first_report="i8",
    report="i8",
    first_start="i8",
    closed="i8",
    first_closed="i8",
    first_back="i8",
    tried="i4",
    asked="i4",
    first_visit="i4",
    last_visit="i4",
    span="i4",
    built="i4",
    refusals="i2",
    closings="i2",
    rounds="i2",
    waits="i2",
    registered="i2",
    needed="i1",
    department_0="i1",
    department_1="i1",
    department_2="i1",
    visited="i1",
    last_department="i1",
    open_jobs="i1",
    sort="i1",
    rung="i1",
    round="i1",
    incident="?",
    whistled="?",
    weak="?",
    false_closed="?",
    resolved="?",
    settled_below="?",
    false_last="?",
    given_up="?",
    funded="?",
    project="?",
    consent="i1",
    returning="?",
)
"""What the walk over live issues reads is in the first 64 bytes."""
JOB = record(
    key="i8",
    tie="i8",
    left="i4",
    right="i4",
    remaining="i8",
    community="i4",
    issue="i4",
    place="i4",
    deadline="i4",
)
"""`left` of a free slot leads to the next one."""
DEPARTMENT = record(
    root="i8",
    connected="?",
    exchanging="?",
    staff_hours="f8",
    handed_back="f8",
    handed_daily="f8",
    spared_hours="f8",
    response_share="f8",
    effort="f8",
    full_effort="f8",
    capacity="i8",
    standing="i8",
    standing_ticks="i8",
    standing_daily="i8",
    stood="i8",
    noticed="i8",
    attention="f8",
    attention_factor="f8",
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
STREET_OFFICE = record(
    root="i8",
    queue="i8",
    capacity="i8",
    backlog="i8",
    used="i8",
    offered="i8",
)
EVALUATION = record(
    on="?",
    weight="f8",
    completion="f8",
    satisfaction="f8",
    felt="f8",
    noise="f8",
    leniency="f8",
    pressure="f8",
)
OBLIGATION = record(
    department="i8",
    cadence="i8",
    phase="f8",
    records="f8",
    roster="?",
    dynamic="f8",
    items="i8",
    item_count="i8",
    board="?",
    guards="i8",
    life="f8",
)
FORM = record(
    due="i4",
    sent_back_on="i4",
    first_check="i4",
    obsolete_from="i4",
    left="i4",
    active="?",
    beside="?",
    board="?",
    on_wall="?",
    cut="?",
    handed="?",
    patched="?",
    stage="i1",
    item_count="i1",
    ends="i2",
    desk="i8",
    asking="i8",
    redo="i8",
    key="i8",
    records="f8",
    items="i8",
    leaks_until="i8",
    handed_hours="f8",
    handed_minutes="f8",
    edition="i4",
    step="i4",
    released="i4",
    set_on="i4",
    redo_left="i4",
    redo_day="i4",
)
"""What the walk over forms reads is in the first 32 bytes."""
PURSUIT = record(
    remind_on="i4",
    criticise_on="i4",
    reminded="?",
    editions="i4",
    left="i4",
    pieces="i4",
    redo="i8",
    owed="i8",
)
KIND = record(
    rate="f8",
    minutes="f8",
    location="f8",
    scale="f8",
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
    office="i8",
    second_office="i8",
)
CADENCE = record(period="f8", span="f8", compile="f8")
OUTCOME = record(
    entity="i8",
    born="i8",
    reported="i8",
    ended="i8",
    first_closed="i8",
    first_back="i8",
    kind="i1",
    level="i1",
    vulnerable="?",
    early="?",
    hidden="?",
    given_up="?",
    false_closed="?",
    resolved="?",
)
OUTCOME_DETAIL = record(agent="i8", started="i8", whistled="?", incident="?", ordered="?")
CLOCK = record(
    day="i8",
    first_measured="i8",
    outcomes="i8",
    free_job="i8",
    unused_job="i8",
    free_jobs="i8",
    above_rows="i8",
    rows="i8",
    month_days="i8",
    ready="i8",
    traced="i8",
    events="i8",
    segments="i8",
)
EVENT = record(moment="i8", entity="i8", type="i8", worker="i8", department="i8")
SEGMENT = record(worker="i8", day="i8", start="i8", end="i8", work="i8", subject="i8")
