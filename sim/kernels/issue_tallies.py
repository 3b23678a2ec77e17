"""What became of issues: counts by community and traits, days until solved, their survival.

ODD 12.4.
"""

from __future__ import annotations

import math

from sim.enums import COMMUNITY_BITS, DAY_TICKS, ISSUE_LEVELS, Status, Tally
from sim.kernels.jit import entry, kernel


@kernel
def traits_of(issue):
    """One number for kind, level and whether the resident is vulnerable."""
    return (issue.kind * ISSUE_LEVELS + issue.level) * 2 + issue.vulnerable


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
            counts[Tally.OPEN] += 1
        since_onset[i] = since_report[i] = math.nan
        if born >= start:
            wait = max(last - born, 0.0)
            since_onset[i] = wait
            counts[Tally.ARISEN] += 1
            if end - born >= promise:
                counts[Tally.ONSET_OVER] += 1
                counts[Tally.ONSET_KEPT] += issue.resolved and wait <= promise
        if issue.reported < 0 or reported < start:
            continue
        wait = max(last - reported, 0.0)
        since_report[i] = wait
        counts[Tally.REPORTED] += 1
        counts[Tally.RESOLVED] += issue.resolved
        counts[Tally.GIVEN_UP] += issue.given_up
        counts[Tally.FALSE_CLOSED] += issue.false_closed
        counts[Tally.HIDDEN] += issue.hidden
        counts[Tally.EARLY] += issue.early
        if end - reported >= promise:
            counts[Tally.PROMISE_OVER] += 1
            counts[Tally.PROMISE_KEPT] += issue.resolved and wait <= promise
        if issue.first_closed < 0:
            continue
        closed = issue.first_closed / DAY_TICKS
        counts[Tally.EVER_CLOSED] += 1
        if (status == Status.FREE or status == Status.QUIET) and not issue.given_up:
            counts[Tally.CLOSED] += 1
        if closed <= end - back_days:
            counts[Tally.WATCHED] += 1
            back = issue.first_back / DAY_TICKS - closed
            counts[Tally.CAME_BACK] += issue.first_back >= 0 and back <= back_days


@entry
def count_ends(days, resolved, traits, wanted, chosen, times, solved, lost):
    """Issues of the wanted traits, solved and no longer watched, by day; days are in order.

    `chosen` is for the rows of these issues. Returns how many different days there are.
    """
    issues = 0
    for i in range(len(days)):  # without a branch, which would be mispredicted
        chosen[issues] = i
        issues += wanted[traits[i]]
    rows = 0
    for i in chosen[:issues]:
        if rows == 0 or days[i] > times[rows - 1]:
            times[rows] = days[i]
            solved[rows] = lost[rows] = 0
            rows += 1
        solved[rows - 1] += resolved[i]
        lost[rows - 1] += not resolved[i]
    return rows


@entry
def kaplan_meier(times, solved, lost, restricted, areas):
    """Median and 90 % quantile, NaN where not reached; areas under the curve up to a day.

    Returns these, how many areas there are, and whether the curve is known up to that day.
    """
    issues, censored = 0, 0
    for i in range(len(times)):
        issues += solved[i] + lost[i]
        censored += lost[i]
    at_risk, gone, unsolved = issues, 0, 1.0
    median = ninth = math.nan
    if issues == 0:
        return median, ninth, 0, False
    if censored == issues:  # nothing is solved
        areas[0] = restricted
        return median, ninth, 1, times[len(times) - 1] >= restricted
    rows, step, height = 0, 0.0, 1.0
    for i in range(len(times)):
        gone += solved[i]
        if censored:
            unsolved *= (at_risk - solved[i]) / at_risk
        else:
            unsolved = 1.0 - gone / issues
        at_risk -= solved[i] + lost[i]
        if math.isnan(median) and unsolved <= 0.5:
            median = times[i]
        if math.isnan(ninth) and unsolved <= 0.1:
            ninth = times[i]
        if times[i] < restricted:
            areas[rows] = (times[i] - step) * height
            rows, step, height = rows + 1, times[i], unsolved
    areas[rows] = (restricted - step) * height
    known = unsolved == 0.0 or times[len(times) - 1] >= restricted
    return median, ninth, rows + 1, known
