"""How obligations come back: set, refused, set bypassing the gate, withdrawn, sent down.

ODD 11.4, 11.5, 11.6, 11.7, 11.8, 11.9.
"""

from __future__ import annotations

import math

from sim.enums import DAY_TICKS, FOR_EVER, MONTHS, NOBODY, YEAR_DAYS, Count, Work
from sim.kernels.effort import set_capacity
from sim.kernels.fixed_time import board_fixed_time
from sim.kernels.jit import kernel
from sim.kernels.lifespan import end_obligation, start_obligation, take_down
from sim.kernels.tasks import add_front_lots, ticks, upward_key
from sim.streams import LONGEST_WAIT, draw, numbers, poisson

ABOVE, OWN, GATE, EARLY_CHECK, WITHDRAW, SENDBACK, REVIEW, RESTORE = numbers(
    "above", "own", "gate", "early check", "withdraw", "sendback", "review", "restore"
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
        serious = 0
        for c in range(state.communities.shape[0]):
            serious += state.communities[c].month_serious
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
    """Set an obligation in a community: through the gate, beside it, or not at all."""
    parameters = state.parameters[0]
    policy = state.policies[c]
    form = state.forms[c, obligation]
    measured = day >= state.clock[0].first_measured
    u, v = draw(state.keys[GATE], (c << 32) + obligation, day, 0)
    refused = u < policy.gate_refusal
    if refused and measured:
        state.counts[c, Count.OBLIGATIONS_REFUSED] += 1
    if refused and v >= policy.gate_leak:
        return
    form.set_on = day
    form.records = state.obligations[obligation].records
    form.items = state.obligations[obligation].items
    form.item_count = state.obligations[obligation].item_count
    form.beside = refused
    form.board = board and not refused
    if refused:
        form.until = day + math.floor(parameters.ungated_life * YEAR_DAYS / MONTHS)
    elif form.board:
        form.on_wall = True
        state.communities[c].boards_up += 1
    form.obsolete_from = day + math.floor(state.obligations[obligation].life)
    start_obligation(state, c, obligation, day)
    if not refused:
        u, v = draw(state.keys[EARLY_CHECK], (c << 32) + obligation, 0, 0)
        if u < parameters.early_check_chance * policy.early_checks:
            days = min(v * parameters.early_check_days, LONGEST_WAIT)
            form.first_check = day + 1 + math.floor(days)
    if measured:
        state.counts[c, Count.OBLIGATIONS_BESIDE if refused else Count.OBLIGATIONS_SET] += 1


@kernel
def withdraw(state, c, day):
    """Obligations that bypassed the gate expire; some of those without a purpose are withdrawn."""
    parameters = state.parameters[0]
    chance = (parameters.pruning + state.policies[c].monitoring) / MONTHS
    supervised = state.policies[c].supervision / MONTHS
    for obligation in range(state.clock[0].rows):
        form = state.forms[c, obligation]
        if form.cut:
            restore(state, c, obligation, day)
            continue
        if not form.active or form.set_on == day:
            continue
        ends = form.beside and form.until <= day
        if form.beside and not ends and supervised > 0.0:
            _, v = draw(state.keys[WITHDRAW], (c << 32) + obligation, day, 0)
            ends = v < supervised
        if not ends and form.obsolete_from <= day:
            u, _ = draw(state.keys[WITHDRAW], (c << 32) + obligation, day, 0)
            ends = u < chance
        if ends:
            end_obligation(state, c, obligation)
            take_down(state, c, obligation)
            if day >= state.clock[0].first_measured:
                state.counts[c, Count.OBLIGATIONS_WITHDRAWN] += 1


@kernel
def restore(state, c, obligation, day):
    """A useful obligation cut by mistake is missed until its purpose is gone or it is set again."""
    form = state.forms[c, obligation]
    guarded = state.obligations[obligation].guards
    if form.obsolete_from <= day:
        form.cut = False
        state.missing[c, guarded] -= 1
        return
    u, _ = draw(state.keys[RESTORE], (c << 32) + obligation, day, 0)
    if u < state.parameters[0].restore_rate / MONTHS:
        form.cut = False
        state.missing[c, guarded] -= 1
        start_obligation(state, c, obligation, day)


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
            u, v = draw(state.keys[SENDBACK], (c << 32) + obligation, day, 0)
            if u < parameters.sendback_rate / MONTHS and v >= state.policies[c].gate_refusal:
                resume_obligation(state, c, obligation, day)
    set_capacity(office)


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
    form.until = FOR_EVER
    start_obligation(state, c, obligation, day)
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.OBLIGATIONS_SENT_DOWN] += 1
