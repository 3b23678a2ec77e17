"""What is demanded in a day: forms, requests, inspections, rounds, and procedures upward.

ODD 5.4, 5.5, 5.6, 12.3.
"""

from __future__ import annotations

import math

from sim.enums import (
    DAY_TICKS,
    NOBODY,
    WEEK_DAYS,
    YEAR_DAYS,
    Burden,
    Count,
    Work,
)
from sim.kernels.forms import cockpit_serves, deliver, fall_due, send_back, table_serves
from sim.kernels.gate import leaking_department
from sim.kernels.jit import entry, kernel
from sim.kernels.lifespan import listed
from sim.kernels.micro_grids import micro_grids_manned
from sim.kernels.procedures import begin_procedures
from sim.kernels.pursuit import pursue
from sim.kernels.scrutiny import greatest_attention, inspected_obligation, inspections_expected
from sim.kernels.tasks import add_front_lots, add_lot, front_worker, ticks, upward_key
from sim.streams import NUMBER, draw, poisson

REQUESTS_STREAM, REQUEST_STREAM = NUMBER["requests"], NUMBER["request"]
INSPECTIONS_STREAM, INSPECTION_STREAM = NUMBER["inspections"], NUMBER["inspection"]
ROUND_STREAM = NUMBER["round"]

HOST_DELAY = 2
LISTED, UNLISTED = 1, 0


@kernel
def obligations(state, c, day):
    """What is demanded of a community today."""
    forms = state.forms[c]
    for obligation in range(state.clock[0].rows):
        form = forms[obligation]
        if form.sent_back_on == day and form.active:
            send_back(state, c, obligation, day)
        if form.first_check == day and form.active:
            inspect(state, c, obligation, day)
        if state.parameters[0].pursuit and form.active and pursue(state, c, obligation, day):
            deliver(state, c, obligation, day)
        if form.due <= day:
            fall_due(state, c, obligation, day)
    requests(state, c, day)
    inspections(state, c, day)
    rounds(state, c, day)
    begin_procedures(state, c, day)


@kernel
def desk_lot(state, c, work, department, minutes, span, release_day):
    """A lot without a form, for the line holder of a department; returns its ticks."""
    community = state.communities[c]
    length = ticks(minutes)
    release = release_day * DAY_TICKS
    add_lot(
        community=community,
        tasks=state.tasks[c],
        piece=int(state.parameters[0].piece_ticks),
        work=work,
        owner=front_worker(community, department),
        turn=False,
        head_only=False,
        subject=department,
        stamp=0,
        length=length,
        key=upward_key(release, span, state.parameters[0].weight),
        release=release,
        due=release_day + span,
    )
    return length


@kernel
def request_count(state, c, day):
    """Unplanned requests of a day."""
    u, _ = draw(state.keys[REQUESTS_STREAM], c, day, 0)
    usual = state.parameters[0].adhoc_requests / WEEK_DAYS * state.policies[c].requests
    return poisson(u, usual * (1.0 + state.communities[c].leaks / state.departments.shape[0]))


@kernel
def requests(state, c, day):
    """Requests without a form, and assistance for obligations that were handed back."""
    parameters = state.parameters[0]
    policy = state.policies[c]
    departments = state.departments.shape[0]
    demanded = 0
    requested = 0
    for j in range(request_count(state, c, day)):
        requested += 1
        u, _ = draw(state.keys[REQUEST_STREAM], c, day, j)
        department = math.floor(u * (departments + state.communities[c].leaks))
        if department >= departments:
            department = leaking_department(state, c, department - departments)
        minutes = parameters.adhoc_minutes
        if policy.export and table_serves(state, c, department):
            minutes *= 1.0 - policy.adhoc_pool_share
        elif cockpit_serves(state, c):
            minutes *= 1.0 - policy.cockpit_requests
        demanded += desk_lot(
            state=state,
            c=c,
            work=Work.REQUEST,
            department=department,
            minutes=minutes,
            span=parameters.span_request,
            release_day=day,
        )
    assists = state.assists[c]
    for department in range(departments):
        if assists[department, 0] == 0.0:
            continue
        assists[department, 1] += assists[department, 0]
        if assists[department, 1] >= parameters.adhoc_minutes:
            assists[department, 1] -= parameters.adhoc_minutes
            requested += 1
            demanded += desk_lot(
                state=state,
                c=c,
                work=Work.REQUEST,
                department=department,
                minutes=parameters.adhoc_minutes,
                span=parameters.span_request,
                release_day=day,
            )
    if day >= state.clock[0].first_measured:
        state.burden[c, UNLISTED, Burden.REQUESTS] += demanded
        state.counts[c, Count.REQUESTS] += requested


@kernel
def inspection_count(state, c, day):
    """Inspections announced on a day, of active obligations or not."""
    u, _ = draw(state.keys[INSPECTIONS_STREAM], c, day, 0)
    return poisson(u, inspections_expected(state, c, day))


@kernel
def inspections_at_most(state, c, day, patched_found):
    """The most inspections of a day on which that many patched forms are found."""
    u, _ = draw(state.keys[INSPECTIONS_STREAM], c, day, 0)
    closer = greatest_attention(state, patched_found)
    return poisson(u, inspections_expected(state, c, day) * closer)


@kernel
def inspections(state, c, day):
    """Inspections that are announced today."""
    if state.clock[0].rows == 0:
        return
    for j in range(inspection_count(state, c, day)):
        u, _ = draw(state.keys[INSPECTION_STREAM], c, day, j)
        obligation = inspected_obligation(state, c, day, u)
        if state.forms[c, obligation].active:
            inspect(state, c, obligation, day)


@kernel
def inspect(state, c, obligation, day):
    """Announce an inspection: prepared at once, hosted two days later."""
    parameters = state.parameters[0]
    community = state.communities[c]
    department = state.obligations[obligation].department
    demanded = desk_lot(
        state=state,
        c=c,
        work=Work.INSPECTION_PREPARE,
        department=department,
        minutes=parameters.prepare_minutes * state.policies[c].preparing,
        span=parameters.span_inspection,
        release_day=day,
    )
    hosting_day = day + HOST_DELAY
    head_length = ticks(parameters.host_head_share * parameters.host_minutes)
    add_lot(
        community=community,
        tasks=state.tasks[c],
        piece=int(parameters.piece_ticks),
        work=Work.INSPECTION_HOST,
        owner=0,
        turn=False,
        head_only=community.front > 0,
        subject=department,
        stamp=0,
        length=head_length,
        key=hosting_day * DAY_TICKS,
        release=hosting_day * DAY_TICKS,
        due=float(hosting_day),
    )
    rest = (1.0 - parameters.host_head_share) * parameters.host_minutes
    demanded += head_length
    demanded += desk_lot(
        state=state,
        c=c,
        work=Work.INSPECTION_HOST,
        department=department,
        minutes=rest,
        span=0.0,
        release_day=hosting_day,
    )
    if day >= state.clock[0].first_measured:
        state.burden[c, listed(state.forms[c, obligation], day), Burden.INSPECTIONS] += demanded
        state.counts[c, Count.INSPECTIONS] += 1


@kernel
def possible_rounds(state, day):
    """Range of numbers of the rounds that could start on a day; the end is exclusive."""
    rate = state.parameters[0].campaigns
    if rate == 0.0:
        return 0, 0
    first = math.floor(day * rate / YEAR_DAYS) - 1
    return max(0, first), math.floor((day + 1) * rate / YEAR_DAYS) + 2


@kernel
def round_starting(state, number, day):
    """The department whose round of this number starts on a day, or NOBODY."""
    u, v = draw(state.keys[ROUND_STREAM], 0, 0, number)
    if math.floor((number + u) * YEAR_DAYS / state.parameters[0].campaigns) != day:
        return NOBODY
    return math.floor(v * state.departments.shape[0])


@kernel
def round_count(state, day):
    """Door-to-door rounds that start today."""
    count = 0
    first, last = possible_rounds(state, day)
    for number in range(first, last):
        if round_starting(state, number, day) != NOBODY:
            count += 1
    return count


@kernel
def rounds(state, c, day):
    """Census-type rounds that start today, in order of their number."""
    first, last = possible_rounds(state, day)
    for number in range(first, last):
        department = round_starting(state, number, day)
        if department != NOBODY:
            share, span = state.parameters[0].campaign_share, state.parameters[0].span_round
            go_round(state, c, day, department, share, span)


@entry
def go_round(state, c, day, department, share, span):
    """One round: every front-line worker visits an equal share of the doors."""
    parameters = state.parameters[0]
    community = state.communities[c]
    policy = state.policies[c]
    if policy.ask_once and table_serves(state, c, department):
        share *= policy.campaign_verify
    elif cockpit_serves(state, c):
        share *= policy.cockpit_verify
    doors = share * community.households / community.frontline
    walked = 1.0
    if parameters.volunteers:
        walked -= parameters.volunteer_doors * micro_grids_manned(state, c)
    asking = ticks(parameters.door_minutes * (doors * walked))
    desk = ticks(parameters.round_items * parameters.enter_minutes * doors)
    key = upward_key(day * DAY_TICKS, span, parameters.weight)
    add_front_lots(
        community=community,
        tasks=state.tasks[c],
        piece=int(parameters.piece_ticks),
        lots=((Work.ROUND_ASKING, asking), (Work.ROUND_DESK, desk)),
        subject=department,
        key=key,
        release=day * DAY_TICKS,
        due=day + span,
    )
    if day >= state.clock[0].first_measured:
        state.burden[c, LISTED, Burden.ROUNDS] += (asking + desk) * community.frontline
        state.counts[c, Count.ROUNDS] += 1
