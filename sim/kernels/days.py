"""The days of a place: phases in order, and what is counted at the end of each day.

ODD 4, 12.1, 12.2, 12.4.
"""

from __future__ import annotations

from sim.enums import WEEK_DAYS, Count, Daily, Status
from sim.kernels.calendar import ends_month, is_score_day
from sim.kernels.discovery import update_live_issues
from sim.kernels.effort import score_departments
from sim.kernels.end_of_day import record_activity
from sim.kernels.issues import KINDS, arrival_count, arrivals
from sim.kernels.jit import entry, kernel
from sim.kernels.lifespan import listed
from sim.kernels.month import MOST_ABOVE, MOST_OWN, month_end
from sim.kernels.obligations import inspections_at_most, obligations, request_count, round_count
from sim.kernels.referrals import convene
from sim.kernels.responses import respond
from sim.kernels.tasks import MOST_PIECES, ticks
from sim.kernels.trace import trace_may_overflow
from sim.kernels.workday import work

DONE, MORE_TASKS, MORE_ISSUES, MORE_JOBS, MORE_OUTCOMES, MORE_OBLIGATIONS, MORE_TRACE, PREPARED = (
    range(8)
)


TASKS_OF_AN_ISSUE = 8
TASKS_OF_AN_INSPECTION = 3 * MOST_PIECES


@entry
def run_days(state, until):
    """Run up to (not including) day `until`.

    Returns DONE, or why it stopped: an array to be enlarged, or a preparation that is complete.
    """
    while state.clock[0].day < until:
        day = state.clock[0].day
        if state.clock[0].ready > 0:
            return PREPARED
        lacking = capacity_lacking(state, day)
        if lacking != DONE:
            return lacking
        run_day(state, day)
        state.clock[0].day += 1
    return DONE


@kernel
def run_day(state, day):
    """One day: the phases of sim/ODD.md; communities meet only in `respond`."""
    for c in range(state.communities.shape[0]):
        obligations(state, c, day)
        update_live_issues(state, c, day)
        arrivals(state, c, day)
        work(state, c, day)
        convene(state, c, day)
    respond(state, day)
    for c in range(state.communities.shape[0]):
        record_activity(state, c)
    if is_score_day(day, state.clock[0].first_measured):
        score_departments(state, day)
    state.clock[0].month_days += 1
    if ends_month(day):
        month_end(state, day)
    if day >= state.clock[0].first_measured:
        record_totals(state, day, day - state.clock[0].first_measured)


@kernel
def record_totals(state, day, row):
    """Add the day to the totals of the measured window."""
    today, overtime = state.today, state.overtime
    totals, overtime_totals = state.totals, state.overtime_totals
    series = state.work_series[row]
    for w in range(today.shape[0]):
        for work_ in range(today.shape[1]):
            totals[w, work_] += today[w, work_]
            overtime_totals[w, work_] += overtime[w, work_]
            series[work_] += today[w, work_] + overtime[w, work_]
    daily = state.daily[row]
    for c in range(state.communities.shape[0]):
        issues, order = state.issues[c], state.order[c]
        for place in range(state.communities[c].live_issues):
            status = issues[order[place]].status
            if status == Status.HIDDEN:
                daily[Daily.HIDDEN] += 1
            elif status != Status.QUIET:
                daily[Daily.BACKLOG] += 1
        community = state.communities[c]
        policy = state.policies[c]
        if state.parameters[0].discovery:
            checking = policy.selfcheck_share * state.parameters[0].community_merchants
            checking = checking * state.parameters[0].selfcheck_minutes / WEEK_DAYS
            state.counts[c, Count.MERCHANT_TICKS] += ticks(checking)
        community.rounds_walked += community.merchant_rounds
        visiting = policy.partner_visits / WEEK_DAYS * state.parameters[0].visit_minutes
        state.counts[c, Count.OTHERS_TICKS] += ticks(policy.others_hours * 60.0 / WEEK_DAYS)
        state.counts[c, Count.OTHERS_TICKS] += ticks(visiting)
        state.counts[c, Count.VOLUNTEER_DAYS] += community.volunteers
        daily[Daily.VOLUNTEERS] += community.volunteers
        daily[Daily.OBLIGATIONS] += community.obligations
        for obligation in range(state.clock[0].rows):
            form = state.forms[c, obligation]
            if form.active and listed(form, day) == 0:
                daily[Daily.UNLISTED_OBLIGATIONS] += 1


@kernel
def capacity_lacking(state, day):
    """The array that may be too small for this day, or DONE; nothing is changed."""
    live = 0
    for c in range(state.communities.shape[0]):
        community = state.communities[c]
        arriving = 0
        for kind in range(KINDS):
            arriving += arrival_count(state, c, kind, day)
        if trace_may_overflow(state, c, community.live_issues + arriving):
            return MORE_TRACE
        if community.live_issues + arriving > state.issues.shape[1]:
            return MORE_ISSUES
        live += community.live_issues + arriving
        if most_tasks(state, c, day, arriving) > community.free_tasks:
            return MORE_TASKS
    if ends_month(day) and obligations_may_overflow(state):
        return MORE_OBLIGATIONS
    if live > state.outcomes.shape[0] - state.clock[0].outcomes:
        return MORE_OUTCOMES
    if state.parameters[0].answering * live > state.clock[0].free_jobs:
        return MORE_JOBS
    return DONE


@kernel
def most_tasks(state, c, day, arriving):
    """An upper bound of the tasks that a community can make in a day."""
    community = state.communities[c]
    most = TASKS_OF_AN_ISSUE * (community.live_issues + arriving)
    forms = state.forms[c]
    patched_found = 0
    for obligation in range(state.clock[0].rows):
        form = forms[obligation]
        if form.due <= day:
            most += 2 * MOST_PIECES
        elif form.left > 0:
            most += min(MOST_PIECES, int(form.desk // state.parameters[0].piece_ticks) + 1)
        if form.sent_back_on == day:
            most += MOST_PIECES
            patched_found += 1
        if form.first_check == day:
            most += TASKS_OF_AN_INSPECTION
    if ends_month(day):
        most += MOST_PIECES * community.frontline
    most += MOST_PIECES * (request_count(state, c, day) + state.departments.shape[0])
    most += TASKS_OF_AN_INSPECTION * inspections_at_most(state, c, day, patched_found)
    most += 2 * MOST_PIECES * community.frontline * round_count(state, day)
    return most


@kernel
def obligations_may_overflow(state):
    """Whether this month's end could set more obligations than there are rows for."""
    parameters = state.parameters[0]
    if not parameters.rebound:
        return False
    most = state.clock[0].above_rows + MOST_ABOVE
    own = MOST_OWN + int(parameters.model_project_boards)
    for c in range(state.communities.shape[0]):
        most = max(most, state.communities[c].own_rows + own)
    return parameters.form_kinds + 2 * most > state.forms.shape[1]
