"""Phase 1: forms fall due, requests, inspections and rounds arrive."""

from __future__ import annotations

import math

from numba import njit

from sim.kernels.tasks import add_lot, front_worker, ticks, upward_key
from sim.state import (
    DAY_TICKS,
    NOBODY,
    WEEK_DAYS,
    YEAR_DAYS,
    Burden,
    Cadence,
    Count,
    Stage,
    Work,
)
from sim.streams import NUMBER, draw, poisson

FORM_ASKING, FORM_DESK = int(Work.FORM_ASKING), int(Work.FORM_DESK)
REQUEST = int(Work.REQUEST)
ROUND_ASKING, ROUND_DESK = int(Work.ROUND_ASKING), int(Work.ROUND_DESK)
PREPARE, HOST = int(Work.INSPECTION_PREPARE), int(Work.INSPECTION_HOST)
SETUP = int(Work.SETUP)
DAILY = int(Cadence.DAILY)
NONE, ASKING, DESK = int(Stage.NONE), int(Stage.ASKING), int(Stage.DESK)
READ, ASK, TYPE, RETYPE, COMPILE, REQUESTS, ROUNDS, INSPECTIONS, SURVEY = (
    int(part) for part in Burden
)
FORMS_DUE, FORMS_LATE, FORMS_MISSED = (
    int(count) for count in (Count.FORMS_DUE, Count.FORMS_LATE, Count.FORMS_MISSED)
)
REQUESTS_STREAM, REQUEST_STREAM = NUMBER["requests"], NUMBER["request"]
INSPECTIONS_STREAM, INSPECTION_STREAM = NUMBER["inspections"], NUMBER["inspection"]
ROUND_STREAM = NUMBER["round"]
RECORD_BASE = 4300.0
HOST_DELAY = 2


@njit(cache=True, nogil=True)
def duties(state, c, day):  # type: ignore[no-untyped-def]
    """What is demanded of a community today."""
    forms = state.forms[c]
    for duty in range(forms.shape[0]):
        if forms[duty].due <= day:
            fall_due(state, c, duty, day)
    requests(state, c, day)
    inspections(state, c, day)
    rounds(state, c, day)


@njit(cache=True, nogil=True)
def pooled_for(state, c, department):  # type: ignore[no-untyped-def]
    """Whether the pool serves this department here."""
    return state.policies[c].pool and state.departments[department].connected


@njit(cache=True, nogil=True)
def changed_since(churn, day, last):  # type: ignore[no-untyped-def]
    """Share of records that changed since a day."""
    return 1.0 - math.exp(-churn * (day - last) / YEAR_DAYS)


@njit(cache=True, nogil=True)
def form_minutes(state, c, duty, day, records):  # type: ignore[no-untyped-def]
    """Minutes of one edition: ask, read, type, retype, compile; notes and pool are of today."""
    rules = state.rules[0]
    policy = state.policies[c]
    form = state.duties[duty]
    department = form.department
    served = pooled_for(state, c, department)
    unasked = 1.0
    typed = 0.0
    retyped = 0.0
    old_typed = 0.0
    old_retyped = 0.0
    everybody = state.departments.shape[0]
    core = int(rules.core_items)
    churns, shared, pooled = state.churn, state.shared, state.pooled[department]
    copies, notes, pool = state.copies[c, department], state.notes[c], state.pool[c]
    for item in range(int(rules.items)):
        if not (form.items >> item) & 1:
            continue
        row = everybody if item < core else department
        churn = churns[row, item]
        since_copy = changed_since(churn, day, copies[item])
        since_notes = changed_since(churn, day, notes[row, item])
        ask = since_notes + (since_copy - since_notes) * (1.0 - rules.notes_reuse)
        if form.roster and shared[item]:
            ask += rules.reask_share * (1.0 - since_copy)
        type_ = since_copy
        retype = 1.0 - since_copy if form.roster else 0.0
        old_typed += type_
        old_retyped += retype
        if served and pooled[item]:
            since_pool = changed_since(churn, day, pool[row, item])
            if policy.ask_once:
                ask = since_pool * (1.0 - policy.feed_share) * (1.0 - policy.byproduct_share)
            if policy.type_once:
                type_ = since_pool * (1.0 - policy.feed_share)
                retype = 0.0
            pool[row, item] = day
        notes[row, item] = day
        unasked *= 1.0 - ask
        typed += type_
        retyped += retype
    static = 1.0 - form.dynamic
    counted = form.dynamic * form.item_count
    entering = rules.enter_minutes * records
    compile_minutes = rules.compile_minutes * state.cadences[form.cadence].compile
    old_form = served and form.old_form
    source = 1.0 - policy.source_share if served and policy.type_once else 1.0
    type_minutes = entering * (static * typed + counted * source)
    retype_minutes = entering * static * retyped
    if old_form:
        type_minutes += entering * (static * old_typed + counted)
        retype_minutes += entering * static * old_retyped
    elif served and policy.export:
        compile_minutes = min(policy.export_minutes, compile_minutes)
    ask_minutes = rules.contact_minutes * (records * (1.0 - unasked))
    return ask_minutes, rules.read_minutes, type_minutes, retype_minutes, compile_minutes


@njit(cache=True, nogil=True)
def fall_due(state, c, duty, day):  # type: ignore[no-untyped-def]
    """Release the next edition of a form; an undone one is missed."""
    community = state.communities[c]
    rules = state.rules[0]
    form = state.forms[c, duty]
    kind = state.duties[duty]
    cadence = state.cadences[kind.cadence]
    measured = day >= state.clock[0].first_measured
    form.edition += 1
    form.due = math.floor((kind.phase + (form.edition + 1)) * cadence.period)
    if not form.active:
        return
    if measured:
        state.counts[c, FORMS_DUE] += 1
        if form.stage != NONE and form.released >= state.clock[0].first_measured:
            state.counts[c, FORMS_MISSED] += 1
    records = kind.records * community.people / RECORD_BASE
    ask, read, type_, retype, compile_ = form_minutes(state, c, duty, day, records)
    if measured:
        burden = state.burden[c]
        burden[ASK] += ticks(ask)
        burden[READ] += ticks(read)
        burden[TYPE] += ticks(type_)
        burden[RETYPE] += ticks(retype)
        burden[COMPILE] += ticks(compile_)
    form.released = day
    form.desk = ticks(read + type_ + retype + compile_)
    form.key = upward_key(day * DAY_TICKS, cadence.span, rules.weight)
    daily = kind.cadence == DAILY
    asker = kind.department if daily else duty + form.edition
    form.stage = ASKING
    form.left = add_lot(
        community,
        state.tasks[c],
        int(rules.piece_ticks),
        FORM_ASKING,
        front_worker(community, asker),
        not daily,
        False,
        duty,
        form.edition,
        ticks(ask),
        form.key,
        day * DAY_TICKS,
        day + cadence.span,
    )
    if daily or form.left == 0:
        to_desk(state, c, duty, day, day)


@njit(cache=True, nogil=True)
def to_desk(state, c, duty, day, release_day):  # type: ignore[no-untyped-def]
    """The line holder writes the form up."""
    community = state.communities[c]
    form = state.forms[c, duty]
    form.stage = DESK
    form.left += add_lot(
        community,
        state.tasks[c],
        int(state.rules[0].piece_ticks),
        FORM_DESK,
        front_worker(community, state.duties[duty].department),
        False,
        False,
        duty,
        form.edition,
        form.desk,
        form.key,
        release_day * DAY_TICKS,
        form.released + state.cadences[state.duties[duty].cadence].span,
    )
    if form.left == 0:
        deliver(state, c, duty, day)


@njit(cache=True, nogil=True)
def deliver(state, c, duty, day):  # type: ignore[no-untyped-def]
    """The department receives the form, as of the day it fell due."""
    form = state.forms[c, duty]
    kind = state.duties[duty]
    form.stage = NONE
    span = state.cadences[kind.cadence].span
    if form.released >= state.clock[0].first_measured and day > form.released + span:
        state.counts[c, FORMS_LATE] += 1
    for item in range(int(state.rules[0].items)):
        if (kind.items >> item) & 1:
            state.copies[c, kind.department, item] = form.released


@njit(cache=True, nogil=True)
def desk_lot(state, c, work, department, minutes, span, day, release_day):  # type: ignore[no-untyped-def]
    """A lot without a form, for the line holder of a department; returns its ticks."""
    community = state.communities[c]
    length = ticks(minutes)
    release = release_day * DAY_TICKS
    add_lot(
        community,
        state.tasks[c],
        int(state.rules[0].piece_ticks),
        work,
        front_worker(community, department),
        False,
        False,
        department,
        0,
        length,
        upward_key(release, span, state.rules[0].weight),
        release,
        release_day + span,
    )
    return length


@njit(cache=True, nogil=True)
def request_count(state, c, day):  # type: ignore[no-untyped-def]
    """Unplanned requests of a day."""
    u, _ = draw(state.keys[REQUESTS_STREAM], c, day, 0)
    return poisson(u, state.rules[0].adhoc_requests / WEEK_DAYS)


@njit(cache=True, nogil=True)
def requests(state, c, day):  # type: ignore[no-untyped-def]
    """Requests without a form, and what departments still ask of duties they took back."""
    rules = state.rules[0]
    policy = state.policies[c]
    departments = state.departments.shape[0]
    demanded = 0
    for j in range(request_count(state, c, day)):
        u, _ = draw(state.keys[REQUEST_STREAM], c, day, j)
        department = math.floor(u * departments)
        minutes = rules.adhoc_minutes
        if policy.export and pooled_for(state, c, department):
            minutes *= 1.0 - policy.adhoc_pool_share
        demanded += desk_lot(state, c, REQUEST, department, minutes, rules.span_request, day, day)
    assists = state.assists[c]
    for department in range(departments):
        if assists[department, 0] == 0.0:
            continue
        assists[department, 1] += assists[department, 0]
        if assists[department, 1] >= rules.adhoc_minutes:
            assists[department, 1] -= rules.adhoc_minutes
            demanded += desk_lot(
                state, c, REQUEST, department, rules.adhoc_minutes, rules.span_request, day, day
            )
    if day >= state.clock[0].first_measured:
        state.burden[c, REQUESTS] += demanded


@njit(cache=True, nogil=True)
def inspection_count(state, c, day):  # type: ignore[no-untyped-def]
    """Inspections announced on a day, before it is known whether their duty is alive."""
    u, _ = draw(state.keys[INSPECTIONS_STREAM], c, day, 0)
    return poisson(u, state.rules[0].inspections / WEEK_DAYS)


@njit(cache=True, nogil=True)
def inspections(state, c, day):  # type: ignore[no-untyped-def]
    """Announced today, prepared at once, hosted two days later by the head and the line holder."""
    rules = state.rules[0]
    community = state.communities[c]
    kinds = state.duties.shape[0]
    if kinds == 0:
        return
    demanded = 0
    for j in range(inspection_count(state, c, day)):
        u, _ = draw(state.keys[INSPECTION_STREAM], c, day, j)
        duty = math.floor(u * kinds)
        if not state.forms[c, duty].active:
            continue
        department = state.duties[duty].department
        demanded += desk_lot(
            state, c, PREPARE, department, rules.prepare_minutes, rules.span_inspection, day, day
        )
        hosting_day = day + HOST_DELAY
        head_length = ticks(rules.host_head_share * rules.host_minutes)
        add_lot(
            community,
            state.tasks[c],
            int(rules.piece_ticks),
            HOST,
            0,
            False,
            community.front > 0,
            department,
            0,
            head_length,
            hosting_day * DAY_TICKS,
            hosting_day * DAY_TICKS,
            hosting_day,
        )
        rest = (1.0 - rules.host_head_share) * rules.host_minutes
        demanded += head_length
        demanded += desk_lot(state, c, HOST, department, rest, 0.0, day, hosting_day)
    if day >= state.clock[0].first_measured:
        state.burden[c, INSPECTIONS] += demanded


@njit(cache=True, nogil=True)
def rounds_around(state, day):  # type: ignore[no-untyped-def]
    """Numbers of the door-to-door rounds that can start on a day: from, and up to (exclusive)."""
    rate = state.rules[0].campaigns
    if rate == 0.0:
        return 0, 0
    first = math.floor(day * rate / YEAR_DAYS) - 1
    return max(0, first), math.floor((day + 1) * rate / YEAR_DAYS) + 2


@njit(cache=True, nogil=True)
def round_on(state, number, day):  # type: ignore[no-untyped-def]
    """The department whose round with this number starts on a day, or NOBODY."""
    u, v = draw(state.keys[ROUND_STREAM], 0, 0, number)
    if math.floor((number + u) * YEAR_DAYS / state.rules[0].campaigns) != day:
        return NOBODY
    return math.floor(v * state.departments.shape[0])


@njit(cache=True, nogil=True)
def round_count(state, day):  # type: ignore[no-untyped-def]
    """Door-to-door rounds that start today."""
    count = 0
    first, last = rounds_around(state, day)
    for number in range(first, last):
        if round_on(state, number, day) != NOBODY:
            count += 1
    return count


@njit(cache=True, nogil=True)
def rounds(state, c, day):  # type: ignore[no-untyped-def]
    """Census-type rounds that start today, in order of their number."""
    first, last = rounds_around(state, day)
    for number in range(first, last):
        department = round_on(state, number, day)
        if department != NOBODY:
            go_round(state, c, day, department)


@njit(cache=True, nogil=True)
def go_round(state, c, day, department):  # type: ignore[no-untyped-def]
    """One round: every front-line worker calls at his share of the doors."""
    rules = state.rules[0]
    community = state.communities[c]
    policy = state.policies[c]
    share = rules.campaign_share
    if policy.ask_once and pooled_for(state, c, department):
        share *= policy.campaign_verify
    doors = share * community.households / community.frontline
    asking = ticks(rules.door_minutes * doors)
    desk = ticks(rules.round_items * rules.enter_minutes * doors)
    key = upward_key(day * DAY_TICKS, rules.span_round, rules.weight)
    for front in range(community.frontline):
        for work, length in ((ROUND_ASKING, asking), (ROUND_DESK, desk)):
            add_lot(
                community,
                state.tasks[c],
                int(rules.piece_ticks),
                work,
                community.front + front,
                False,
                False,
                department,
                0,
                length,
                key,
                day * DAY_TICKS,
                day + rules.span_round,
            )
    if day >= state.clock[0].first_measured:
        state.burden[c, ROUNDS] += (asking + desk) * community.frontline


@njit(cache=True, nogil=True)
def survey(state, c, day, minutes_per_household):  # type: ignore[no-untyped-def]
    """A lever lets the front-line workers survey every household."""
    rules = state.rules[0]
    community = state.communities[c]
    length = ticks(minutes_per_household * community.households / community.frontline)
    key = upward_key(day * DAY_TICKS, rules.span_round, rules.weight)
    pieces = 0
    for front in range(community.frontline):
        pieces += add_lot(
            community,
            state.tasks[c],
            int(rules.piece_ticks),
            SETUP,
            community.front + front,
            False,
            False,
            0,
            0,
            length,
            key,
            day * DAY_TICKS,
            day + rules.span_round,
        )
    community.survey_left = pieces
    if day >= state.clock[0].first_measured:
        state.burden[c, SURVEY] += length * community.frontline
