"""The days of a place: the phases in order, and what is recorded at the end of each."""

from __future__ import annotations

import numpy as np
from numba import njit

from sim.kernels.duties import duties, inspection_count, request_count, round_count
from sim.kernels.issues import HIDDEN, KINDS, QUIET, arrival_count, issues
from sim.kernels.referrals import convene
from sim.kernels.responses import respond
from sim.kernels.tasks import MOST_PIECES
from sim.kernels.workday import remember, work
from sim.terms import Daily

DONE, MORE_TASKS, MORE_ISSUES, MORE_JOBS, MORE_OUTCOMES = range(5)
BACKLOG, HIDDEN_COUNT = int(Daily.BACKLOG), int(Daily.HIDDEN)
TASKS_OF_AN_ISSUE = 2
TASKS_OF_AN_INSPECTION = 3 * MOST_PIECES


@njit(cache=True, nogil=True)
def run_days(state, until):  # type: ignore[no-untyped-def]
    """Run up to (not including) a day; return DONE, or what must grow before the day to come."""
    arrivals = np.empty(state.tasks.shape[1], np.int32)
    while state.clock[0].day < until:
        day = state.clock[0].day
        lacking = room(state, day)
        if lacking != DONE:
            return lacking
        run_day(state, day, arrivals)
        state.clock[0].day += 1
    return DONE


@njit(cache=True, nogil=True)
def run_day(state, day, arrivals):  # type: ignore[no-untyped-def]
    """One day: the phases of sim/ODD.md; communities meet only in `respond`."""
    for c in range(state.communities.shape[0]):
        open_pool(state, c, day)
        duties(state, c, day)
        issues(state, c, day)
        work(state, c, day, arrivals)
        convene(state, c, day)
    respond(state, day)
    for c in range(state.communities.shape[0]):
        remember(state, c)
    if day >= state.clock[0].first_measured:
        book(state, day - state.clock[0].first_measured)


@njit(cache=True, nogil=True)
def open_pool(state, c, day):  # type: ignore[no-untyped-def]
    """The survey is done: from this morning the pool serves, fresh for all items."""
    if state.communities[c].pool_opens != day:
        return
    state.policies[c].pool = True
    state.pool[c] = day


@njit(cache=True, nogil=True)
def book(state, row):  # type: ignore[no-untyped-def]
    """Add the day to what is measured."""
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
            if status == HIDDEN:
                daily[HIDDEN_COUNT] += 1
            elif status != QUIET:
                daily[BACKLOG] += 1
    for department in range(state.departments.shape[0]):
        office = state.departments[department]
        office.handed_ticks += office.handed_daily


@njit(cache=True, nogil=True)
def room(state, day):  # type: ignore[no-untyped-def]
    """Whether every array holds what this day can bring at most; nothing is changed."""
    live = 0
    for c in range(state.communities.shape[0]):
        community = state.communities[c]
        arrivals = 0
        for kind in range(KINDS):
            arrivals += arrival_count(state, c, kind, day)
        if community.live_issues + arrivals > state.issues.shape[1]:
            return MORE_ISSUES
        live += community.live_issues + arrivals
        if most_tasks(state, c, day, arrivals) > community.free_tasks:
            return MORE_TASKS
    if live > state.outcomes.shape[0] - state.clock[0].outcomes:
        return MORE_OUTCOMES
    if state.rules[0].answering * live > state.clock[0].free_jobs:
        return MORE_JOBS
    return DONE


@njit(cache=True, nogil=True)
def most_tasks(state, c, day, arrivals):  # type: ignore[no-untyped-def]
    """An upper bound of the tasks that a community can make in a day."""
    community = state.communities[c]
    most = TASKS_OF_AN_ISSUE * (community.live_issues + arrivals)
    forms = state.forms[c]
    for duty in range(forms.shape[0]):
        form = forms[duty]
        if form.due <= day or form.left > 0:
            most += 2 * MOST_PIECES
    most += MOST_PIECES * (request_count(state, c, day) + state.departments.shape[0])
    most += TASKS_OF_AN_INSPECTION * inspection_count(state, c, day)
    most += 2 * MOST_PIECES * community.frontline * round_count(state, day)
    return most
