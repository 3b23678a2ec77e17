"""What became of issues: counts by community and traits, days until solved, their survival.

ODD 12.4, 12.5.
"""

from __future__ import annotations

import math

from sim.enums import COMMUNITY_BITS, DAY_TICKS, ISSUE_LEVELS, Person, Status, Tally
from sim.kernels.jit import entry, kernel


@kernel
def traits_of(issue):
    """One number for kind, level and whether the resident is vulnerable."""
    return (issue.kind * ISSUE_LEVELS + issue.level) * 2 + (issue.person & Person.VULNERABLE)


@kernel
def add(counts, tally, number):
    """Add to one of the counts; Numba 0.61 takes no member of an enum as an index."""
    counts[tally] += number


@entry
def tally_issues(
    issues, statuses, window, promises, tallies, since_report, since_onset, traits, solved
):
    """Count issues, and note of each the days until it was solved or the run ended, and traits.

    `window` is its first day, its end, and the days in which an issue may come back. Days are NaN
    for issues that were not reported, or did not arise, inside the window.
    """
    start, end, back_days = window
    for i in range(len(issues)):
        issue, status = issues[i], statuses[i]
        traits[i], solved[i] = traits_of(issue), issue.resolved
        counts = tallies[issue.entity >> COMMUNITY_BITS, traits[i]]
        born, reported = issue.born / DAY_TICKS, issue.reported / DAY_TICKS
        last = min(issue.ended / DAY_TICKS, end) if issue.resolved else end
        promise = promises[issue.kind]
        if status != Status.FREE and status != Status.HIDDEN and status != Status.QUIET:
            add(counts, Tally.OPEN, 1)
        since_onset[i] = since_report[i] = math.nan
        if born >= start:
            wait = max(last - born, 0.0)
            since_onset[i] = wait
            add(counts, Tally.ARISEN, 1)
            if end - born >= promise:
                add(counts, Tally.ONSET_OVER, 1)
                add(counts, Tally.ONSET_KEPT, issue.resolved and wait <= promise)
        if issue.reported < 0 or reported < start:
            continue
        wait = max(last - reported, 0.0)
        since_report[i] = wait
        add(counts, Tally.REPORTED, 1)
        add(counts, Tally.RESOLVED, issue.resolved)
        add(counts, Tally.GIVEN_UP, issue.given_up)
        add(counts, Tally.FALSE_CLOSED, issue.false_closed)
        add(counts, Tally.HIDDEN, issue.hidden)
        add(counts, Tally.EARLY, issue.early)
        if end - reported >= promise:
            add(counts, Tally.PROMISE_OVER, 1)
            add(counts, Tally.PROMISE_KEPT, issue.resolved and wait <= promise)
        if issue.first_closed < 0:
            continue
        closed = issue.first_closed / DAY_TICKS
        add(counts, Tally.EVER_CLOSED, 1)
        if (status == Status.FREE or status == Status.QUIET) and not issue.given_up:
            add(counts, Tally.CLOSED, 1)
        if closed <= end - back_days:
            add(counts, Tally.WATCHED, 1)
            back = issue.first_back / DAY_TICKS - closed
            add(counts, Tally.CAME_BACK, issue.first_back >= 0 and back <= back_days)


@entry
def kaplan_meier(days, solved, censored, traits, wanted, restricted, chosen, areas):
    """Survival of issues of the wanted traits: solved and censored after so many days, in order.

    `chosen` is room for their rows, `areas` for the areas under the curve up to the day
    `restricted`. Returns median and 90 % quantile, NaN where not reached, how many areas are used,
    and whether the curve reaches that day.
    """
    rows = 0
    for i in range(len(days)):  # without a branch, which would be mispredicted
        chosen[rows] = i
        rows += wanted[traits[i]]
    at_risk = total_censored = 0
    for row in range(rows):
        at_risk += solved[chosen[row]] + censored[chosen[row]]
        total_censored += censored[chosen[row]]
    median = p90 = math.nan
    if at_risk == 0:
        return median, p90, 0, False
    longest = days[chosen[rows - 1]]
    if total_censored == at_risk:  # nothing is solved
        areas[0] = restricted
        return median, p90, 1, longest >= restricted
    issues, gone, unsolved = at_risk, 0, 1.0
    areas_used, step, height = 0, 0.0, 1.0
    now_solved = now_censored = 0
    for row in range(rows):
        i = chosen[row]
        day = days[i]
        now_solved += solved[i]
        now_censored += censored[i]
        if row + 1 < rows and days[chosen[row + 1]] == day:
            continue
        gone += now_solved
        if not total_censored:
            unsolved = 1.0 - gone / issues
        elif now_solved > 0:
            unsolved *= (at_risk - now_solved) / at_risk
        at_risk -= now_solved + now_censored
        now_solved = now_censored = 0
        if unsolved <= 0.5 and math.isnan(median):
            median = day
        if unsolved <= 0.1 and math.isnan(p90):
            p90 = day
        if day < restricted:
            areas[areas_used] = (day - step) * height
            areas_used, step, height = areas_used + 1, day, unsolved
    areas[areas_used] = (restricted - step) * height
    reaches_limit = unsolved == 0.0 or longest >= restricted
    return median, p90, areas_used + 1, reaches_limit
