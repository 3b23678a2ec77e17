"""The days of a place: phases in order, and what is counted at the end of each day.

ODD 4, 12.1, 12.2, 12.4.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, WEEK_DAYS, Burden, Count, Daily
from sim.kernels.budget import renew_budget
from sim.kernels.calendar import ends_month, is_score_day
from sim.kernels.causes import adjust_department_hours
from sim.kernels.discovery import update_live_issues
from sim.kernels.effort import score_departments
from sim.kernels.end_of_day import record_activity
from sim.kernels.issues import KINDS, arrival_count, arrivals
from sim.kernels.jit import entry, kernel
from sim.kernels.lifespan import listed
from sim.kernels.merchants import visit_ticks
from sim.kernels.month import MOST_ABOVE, MOST_OWN, month_end
from sim.kernels.obligations import inspections_at_most, obligations, request_count, round_count
from sim.kernels.procedures import procedure_count
from sim.kernels.pursuit import TASKS_OF_A_PURSUIT, pursued_today
from sim.kernels.referrals import convene
from sim.kernels.responses import respond
from sim.kernels.street_answers import serve_offices
from sim.kernels.tasks import MOST_PIECES, ticks
from sim.kernels.trace import trace_may_overflow
from sim.kernels.void_tasks import drop_void_tasks
from sim.kernels.workday import work

DONE, MORE_TASKS, MORE_ISSUES, MORE_JOBS, MORE_OUTCOMES, MORE_OBLIGATIONS, MORE_TRACE, PREPARED = (
    range(8)
)


TASKS_OF_AN_ISSUE = 8
TASKS_OF_A_NEW_ISSUE = 5
"""Of one that arises, is hidden or seems closed in the morning: own work, an order, then one
request, and what a whistle, a hall or a project adds."""
SPARE = 4
"""One slot of so many is free after void tasks were dropped, so that it need not be done soon."""
STREET_JOBS_OF_AN_ISSUE = 2
"""Of two offices; or that of a whistle, or of passing on a message."""


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
        record_activity(state, c)
        if day >= state.clock[0].first_measured:
            record_hours(state, c, day)
    serve_offices(state, day)
    respond(state, day)
    adjust_department_hours(state, day)
    if is_score_day(day, state.clock[0].first_measured):
        score_departments(state, day)
    state.clock[0].month_days += 1
    if ends_month(day):
        month_end(state, day)
    for c in range(state.communities.shape[0]):
        renew_budget(state, c, day)
    for c in range(state.communities.shape[0]):
        if day >= state.clock[0].first_measured:
            record_evening(state, c, day)


@kernel
def record_hours(state, c, day):
    """Add the hours of the day to the totals of the measured window."""
    community = state.communities[c]
    series = state.work_series[day - state.clock[0].first_measured]
    for w in range(community.first_worker, community.first_worker + community.workers):
        today, totals = state.today[w], state.totals[w]
        for work_ in range(today.shape[0]):
            totals[work_] += today[work_]
            series[work_] += today[work_]
        if state.workers[w].clock > DAY_TICKS:
            overtime, totals = state.overtime[w], state.overtime_totals[w]
            for work_ in range(today.shape[0]):
                totals[work_] += overtime[work_]
                series[work_] += overtime[work_]


@kernel
def record_evening(state, c, day):
    """Count issues, volunteers and obligations of an evening of the measured window."""
    community = state.communities[c]
    parameters = state.parameters[0]
    policy = state.policies[c]
    counts = state.counts[c]
    daily = state.daily[day - state.clock[0].first_measured]
    hidden, quiet = community.hidden_issues, community.quiet_issues
    daily[Daily.HIDDEN] += hidden
    daily[Daily.BACKLOG] += community.live_issues - hidden - quiet
    if parameters.discovery:
        checking = policy.selfcheck_share * community.merchants
        checking = checking * parameters.selfcheck_minutes / WEEK_DAYS
        counts[Count.MERCHANT_TICKS] += ticks(checking)
    if parameters.merchants:
        counts[Count.MERCHANT_VISIT_TICKS] += visit_ticks(state, c)
    community.rounds_walked += community.merchant_rounds
    visiting = policy.partner_visits / WEEK_DAYS * parameters.visit_minutes
    counts[Count.OTHERS_TICKS] += ticks(policy.others_hours * 60.0 / WEEK_DAYS)
    counts[Count.OTHERS_TICKS] += ticks(visiting)
    counts[Count.VOLUNTEER_DAYS] += community.volunteers
    daily[Daily.VOLUNTEERS] += community.volunteers
    daily[Daily.OBLIGATIONS] += community.obligations
    daily[Daily.UNDELIVERED_TICKS] += forms_demanded(state, c) - counts[Count.DELIVERED_TICKS]
    daily[Daily.SPARED_TICKS] += counts[Count.SPARED_TICKS]
    forms = state.forms[c]
    for obligation in range(state.clock[0].rows):
        if forms[obligation].active and listed(forms[obligation], day) == 0:
            daily[Daily.UNLISTED_OBLIGATIONS] += 1


@kernel
def forms_demanded(state, c):
    """Ticks that forms have demanded in the window so far."""
    demanded = 0
    for listing in range(2):
        burden = state.burden[c, listing]
        for part in range(Burden.READ, Burden.COMPILE + 1):
            demanded += burden[part]
    return demanded


@kernel
def capacity_lacking(state, day):
    """The array that may be too small for this day, or DONE; only `arriving` is set."""
    live = 0
    in_hand = 0
    for c in range(state.communities.shape[0]):
        community = state.communities[c]
        arriving = 0
        for kind in range(KINDS):
            today = arrival_count(state, c, kind, day)
            state.issue_rates[c, kind].arriving = today
            arriving += today
        if trace_may_overflow(state, c, community.live_issues + arriving):
            return MORE_TRACE
        if community.live_issues + arriving > state.issues.shape[1]:
            return MORE_ISSUES
        live += community.live_issues + arriving
        in_hand += community.live_issues - community.hidden_issues - community.quiet_issues
        if tasks_lacking(state, c, most_tasks(state, c, day, arriving)):
            return MORE_TASKS
    if ends_month(day) and obligations_may_overflow(state):
        return MORE_OBLIGATIONS
    if live > state.outcomes.shape[0] - state.clock[0].outcomes:
        return MORE_OUTCOMES
    # Besides the visits of an issue, its works.
    most_jobs = (state.parameters[0].answering + 1) * in_hand + STREET_JOBS_OF_AN_ISSUE * live
    if most_jobs > state.clock[0].free_jobs:
        return MORE_JOBS
    return DONE


@kernel
def tasks_lacking(state, c, most):
    """Whether tasks need more room, though void ones were dropped."""
    community = state.communities[c]
    if most <= community.free_tasks:
        return False
    drop_void_tasks(state, c)
    return most > community.free_tasks - state.tasks.shape[1] // SPARE


@kernel
def most_tasks(state, c, day, arriving):
    """An upper bound of the tasks that a community can make in a day."""
    community = state.communities[c]
    parameters = state.parameters[0]
    new = community.hidden_issues + community.quiet_issues + arriving
    most = TASKS_OF_A_NEW_ISSUE * new
    most += TASKS_OF_AN_ISSUE * (community.live_issues + arriving - new)
    inspections = 0
    patched_found = 0
    forms = state.forms[c]
    for obligation in range(state.clock[0].rows):
        form = forms[obligation]
        if form.due <= day:
            most += 2 * MOST_PIECES
        elif form.left > 0:
            most += pieces_at_most(parameters, form.desk)
        if form.sent_back_on == day:
            most += MOST_PIECES
            patched_found += 1
        if form.first_check == day:
            inspections += 1
        if parameters.pursuit and pursued_today(state, c, obligation, day):
            most += TASKS_OF_A_PURSUIT
            if state.pursuits[c, obligation].criticise_on == day:
                patched_found += 1
    if ends_month(day):
        most += MOST_PIECES * community.frontline
    most += MOST_PIECES * request_count(state, c, day)
    most += state.departments.shape[0] * pieces_at_most(parameters, ticks(parameters.adhoc_minutes))
    inspections += inspections_at_most(state, c, day, patched_found)
    most += inspections * tasks_of_inspection(parameters, state.policies[c].preparing)
    most += 2 * MOST_PIECES * community.frontline * round_count(state, day)
    # A step is made before the one it follows is dropped.
    most += procedure_count(state, c, day) + 1
    return most


@kernel
def pieces_at_most(parameters, length):
    """An upper bound of the pieces of a lot."""
    return min(MOST_PIECES, int(length // parameters.piece_ticks) + 1)


@kernel
def tasks_of_inspection(parameters, preparing):
    """An upper bound of the tasks of an inspection: to prepare, and to host with the head."""
    hosting = pieces_at_most(parameters, ticks(parameters.host_minutes))
    prepared = pieces_at_most(parameters, ticks(parameters.prepare_minutes * preparing))
    return prepared + 2 * hosting


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
