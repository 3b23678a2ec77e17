"""How obligations come back: set, refused, withdrawn, set again, sent down.

ODD 11.4, 11.5, 11.6, 11.7, 11.8, 11.9.
"""

from __future__ import annotations

import math

from sim.enums import DAY_TICKS, KEPT_OUT, MONTHS, NOBODY, Count, Work
from sim.kernels.effort import set_capacity
from sim.kernels.evasion import evade
from sim.kernels.fixed_time import board_fixed_time
from sim.kernels.gate import board_approved, refuse, refused, stop_leak
from sim.kernels.jit import kernel
from sim.kernels.lifespan import end_obligation, start_obligation, take_down
from sim.kernels.tasks import add_front_lots, ticks, upward_key
from sim.streams import LONGEST_WAIT, draw, numbers, poisson

ABOVE, OWN, EARLY_CHECK, WITHDRAW, SENDBACK, REVIEW, RESTORE = numbers(
    "above", "own", "early check", "withdraw", "sendback", "review", "restore"
)
MOST_ABOVE, MOST_OWN = 31, 15


@kernel
def rebound(state, day):
    """New obligations of a month, and old ones that end."""
    communities = state.communities.shape[0]
    set_from_above(state, day)
    most = 0
    for c in range(communities):
        most = max(most, state.communities[c].obligations)
    for c in range(communities):
        set_by_community(state, c, day, most)
    for c in range(communities):
        withdraw(state, c, day)
    if state.parameters[0].evasion:
        for c in range(communities):
            evade(state, c, day)
    for department in range(int(state.parameters[0].answering)):
        send_down(state, department, day)
    for c in range(communities):
        board_fixed_time(state, c)


@kernel
def row_of(state, number, own):
    """The row of an obligation set later; those from above and own ones alternate."""
    row = int(state.parameters[0].form_kinds) + 2 * number + (1 if own else 0)
    state.clock[0].rows = max(state.clock[0].rows, row + 1)
    return row


@kernel
def set_from_above(state, day):
    """Departments set obligations for all communities, by routine and after serious incidents."""
    parameters = state.parameters[0]
    clock = state.clock[0]
    mean = parameters.obligations_created / MONTHS
    if parameters.incidents:
        serious = 0.0
        for c in range(state.communities.shape[0]):
            serious += state.communities[c].month_serious * state.policies[c].blame
        mean += parameters.incident_obligation * serious * parameters.districts_share
    u, _ = draw(state.keys[ABOVE], 0, day, 0)
    for _ in range(min(MOST_ABOVE, poisson(u, mean))):
        row = row_of(state, clock.above_rows, False)
        clock.above_rows += 1
        for c in range(state.communities.shape[0]):
            if not_reviewed_away(state, c, row, day):
                set_obligation(state, c, row, day, state.obligations[row].board)


@kernel
def not_reviewed_away(state, c, row, day):
    """Whether an obligation from above passes the review of its burden."""
    u, _ = draw(state.keys[REVIEW], row, 0, 0)
    if u >= state.policies[c].review_refusal:
        return True
    state.forms[c, row].leaks_until = KEPT_OUT
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.OBLIGATIONS_REFUSED] += 1
    return False


@kernel
def set_by_community(state, c, day, most):
    """Free time, imitation and model projects bring obligations to one community."""
    community = state.communities[c]
    parameters = state.parameters[0]
    free = community.month_free / (DAY_TICKS * community.workers * state.clock[0].month_days)
    mean = parameters.slack_obligation / MONTHS * free + parameters.copy_rate * (
        most - community.obligations
    )
    u, v = draw(state.keys[OWN], c, day, 0)
    for _ in range(min(MOST_OWN, poisson(u, mean))):
        row = row_of(state, community.own_rows, True)
        community.own_rows += 1
        set_obligation(state, c, row, day, state.obligations[row].board)
    if v < parameters.model_project_rate / MONTHS:
        start_project(state, c, day)


@kernel
def start_project(state, c, day):
    """A community becomes a model: weeks of work, and boards that stay."""
    community = state.communities[c]
    parameters = state.parameters[0]
    morning = (day + 1) * DAY_TICKS
    length = ticks(parameters.model_project_hours * 60.0 / community.frontline)
    add_front_lots(
        community=community,
        tasks=state.tasks[c],
        piece=int(parameters.piece_ticks),
        lots=((Work.PROJECT, length),),
        subject=NOBODY,
        key=upward_key(morning, parameters.model_project_days, parameters.weight),
        release=morning,
        due=day + 1 + parameters.model_project_days,
    )
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.PROJECTS] += 1
    for _ in range(int(parameters.model_project_boards)):
        row = row_of(state, community.own_rows, True)
        community.own_rows += 1
        set_obligation(state, c, row, day, True)


@kernel
def set_obligation(state, c, obligation, day, board):
    """Set an obligation in a community if the gate does not refuse it."""
    if refused(state, c, obligation, day):
        refuse(state, c, obligation, day)
        return
    parameters = state.parameters[0]
    form = state.forms[c, obligation]
    form.moved_on = day
    form.records = state.obligations[obligation].records
    form.items = state.obligations[obligation].items
    form.item_count = state.obligations[obligation].item_count
    form.board = board and board_approved(state, c, obligation, day)
    if form.board:
        form.on_wall = True
        state.communities[c].boards_up += 1
    form.obsolete_from = day + math.floor(state.obligations[obligation].life)
    start_obligation(state, c, obligation, day)
    u, v = draw(state.keys[EARLY_CHECK], (c << 32) + obligation, 0, 0)
    if u < parameters.early_check_chance * state.policies[c].early_checks:
        days = min(v * parameters.early_check_days, LONGEST_WAIT)
        form.first_check = day + 1 + math.floor(days)
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.OBLIGATIONS_SET] += 1


@kernel
def withdraw(state, c, day):
    """Leaks run out, and some obligations without a purpose are withdrawn."""
    parameters = state.parameters[0]
    pruning = parameters.pruning * response_to_burden(state, c)
    chance = (pruning + state.policies[c].monitoring) / MONTHS
    supervised = state.policies[c].supervision / MONTHS
    for obligation in range(state.clock[0].rows):
        form = state.forms[c, obligation]
        if form.cut:
            restore(state, c, obligation, day)
            continue
        leaking = form.leaks_until > 0
        if form.moved_on == day or not (form.active or leaking):
            continue
        ends = leaking and form.leaks_until <= day
        if (leaking or form.beside) and not ends and supervised > 0.0:
            _, v = draw(state.keys[WITHDRAW], (c << 32) + obligation, day, 0)
            ends = v < supervised
        if leaking:
            if ends:
                stop_leak(state, c, obligation)
            continue
        if not ends and form.obsolete_from <= day:
            u, _ = draw(state.keys[WITHDRAW], (c << 32) + obligation, day, 0)
            ends = u < chance
        if ends:
            end_obligation(state, c, obligation)
            take_down(state, c, obligation)
            if day >= state.clock[0].first_measured:
                state.counts[c, Count.OBLIGATIONS_WITHDRAWN] += 1


@kernel
def response_to_burden(state, c):
    """Factor on pruning: 1, or by the share of paid time that upward work took this month."""
    if not state.parameters[0].pruning_by_burden:
        return 1.0
    community = state.communities[c]
    paid = DAY_TICKS * community.workers * state.clock[0].month_days
    burden = community.month_upward / paid
    return 4.0 * burden * (1.0 - burden)


@kernel
def restore(state, c, obligation, day):
    """A useful obligation cut by mistake is missed until its purpose is gone or it is set again."""
    form = state.forms[c, obligation]
    if form.moved_on == day:
        return
    if form.obsolete_from > day:
        u, _ = draw(state.keys[RESTORE], (c << 32) + obligation, day, 0)
        if u >= state.parameters[0].restore_rate / MONTHS:
            return
        if refused(state, c, obligation, day):
            if not refuse(state, c, obligation, day):
                return
        else:
            start_obligation(state, c, obligation, day)
    form.cut = False
    state.missing[c, state.obligations[obligation].guards] -= 1


@kernel
def send_down(state, department, day):
    """An overloaded department sends down what communities had handed back."""
    parameters = state.parameters[0]
    office = state.departments[department]
    if office.backlog <= parameters.sendback_days * office.capacity:
        return
    for c in range(state.communities.shape[0]):
        for obligation in range(state.clock[0].rows):
            form = state.forms[c, obligation]
            if not form.handed or state.obligations[obligation].department != department:
                continue
            if form.moved_on == day:
                continue
            u, _ = draw(state.keys[SENDBACK], (c << 32) + obligation, day, 0)
            if u >= parameters.sendback_rate / MONTHS:
                continue
            if not refused(state, c, obligation, day):
                resume_obligation(state, c, obligation, day)
    set_capacity(state, department)


@kernel
def resume_obligation(state, c, obligation, day):
    """A community does a handed-back obligation again, unlisted."""
    form = state.forms[c, obligation]
    department = state.obligations[obligation].department
    office = state.departments[department]
    office.handed_back = max(0.0, office.handed_back - form.handed_hours)
    assists = state.assists[c, department]
    assists[0] = max(0.0, assists[0] - form.handed_minutes)
    form.handed = False
    form.beside = True
    start_obligation(state, c, obligation, day)
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.OBLIGATIONS_SENT_DOWN] += 1
