"""Departments: capacity, effort for residents' issues, and how streets score them.

ODD 9.1, 9.2.
"""

from __future__ import annotations

from sim.enums import TICKS_PER_MINUTE, WEEK_DAYS
from sim.kernels.jit import entry, kernel
from sim.kernels.tasks import ticks
from sim.streams import NUMBER, draw, normal

SCORE = NUMBER["score"]
UNKNOWN = 0.5


@kernel
def department_at(issue, place):
    """The needed department at a place."""
    if place == 0:
        return issue.department_0
    if place == 1:
        return issue.department_1
    return issue.department_2


@kernel
def capacity(staff_hours, handed_back, response_share, effort):
    """Ticks a day for communities' issues, after the work that was handed back."""
    hours = max(0.0, staff_hours - handed_back)
    return ticks(hours * min(1.0, response_share * effort) * 60.0 / WEEK_DAYS)


@entry
def set_capacity(state, department):
    """Set capacity from staff hours, hours handed back, attention, effort and presence."""
    office = state.departments[department]
    share = office.response_share * office.attention_factor
    hours = capacity(office.staff_hours, office.handed_back, share, office.effort)
    office.presence_daily = min(hours, office.presence_ticks)
    office.capacity = hours - office.presence_daily
    done = min(office.handed_back, office.staff_hours)
    office.handed_daily = done * 60.0 * TICKS_PER_MINUTE / WEEK_DAYS


@kernel
def accept_chance(parameters, office):
    """Chance that a department takes an issue on when asked once."""
    if not parameters.assessment:
        return parameters.accept_share
    limit = max(parameters.accept_limit, parameters.accept_share)
    return min(limit, parameters.accept_share * office.effort)


@kernel
def tally_job(state, c, department, in_time):
    """Count a job of a needed department in an issue of a whistle."""
    if state.evaluation[0].on:
        tally = state.appraisals[state.communities[c].street, department]
        tally.jobs_done += 1
        tally.jobs_in_time += 1 if in_time else 0


@kernel
def tally_answer(state, c, department, in_time):
    """Count an answer of a department."""
    if state.evaluation[0].on:
        tally = state.appraisals[state.communities[c].street, department]
        tally.answers += 1
        tally.answers_in_time += 1 if in_time else 0


@kernel
def tally_closing(state, c, issue, in_time, root):
    """Count a closing of a whistle for each needed department; keep the two of greatest effort.

    Of the greatest, issues without a whistle count as well.
    """
    if not state.evaluation[0].on:
        return
    outcome = 1.0 if root else 0.0
    street = state.communities[c].street
    for place in range(issue.needed):
        tally = state.appraisals[street, department_at(issue, place)]
        if issue.whistled:
            tally.closings += 1
            tally.pleased += 1 if in_time else 0
        if issue.effort > tally.greatest:
            tally.second = tally.greatest
            tally.second_root = tally.greatest_root
            tally.greatest = issue.effort
            tally.greatest_root = outcome
        elif issue.effort > tally.second:
            tally.second = issue.effort
            tally.second_root = outcome


@kernel
def clear_tally(tally):
    """Start the tally of a new year."""
    tally.jobs_done = 0
    tally.jobs_in_time = 0
    tally.answers = 0
    tally.answers_in_time = 0
    tally.closings = 0
    tally.pleased = 0
    tally.greatest = 0.0
    tally.second = 0.0


@kernel
def share(part, whole, otherwise):
    """A share, or another value where the whole is zero."""
    return part / whole if whole > 0 else otherwise


@kernel
def salient(tally):
    """Mean result of the two closings of greatest effort."""
    if tally.greatest == 0.0:
        return UNKNOWN
    if tally.second == 0.0:
        return tally.greatest_root
    return (tally.greatest_root + tally.second_root) / 2.0


@kernel
def score(state, street, department, day):
    """Score of a department's year by a street and its communities."""
    parameters = state.parameters[0]
    evaluation = state.evaluation[0]
    tally = state.appraisals[street, department]
    answered = share(tally.answers_in_time, tally.answers, 1.0)
    weight = parameters.felt_salient_weight
    felt = (1.0 - weight) * answered + weight * salient(tally)
    earned = evaluation.felt * felt
    weights = evaluation.felt
    if tally.jobs_done > 0:
        earned += evaluation.completion * (tally.jobs_in_time / tally.jobs_done)
        weights += evaluation.completion
    if tally.closings > 0:
        earned += evaluation.satisfaction * (tally.pleased / tally.closings)
        weights += evaluation.satisfaction
    u, v = draw(state.keys[SCORE], department, day, street)
    value = earned / weights if weights > 0.0 else 1.0
    return value + evaluation.noise * normal(u) + evaluation.leniency * v


@kernel
def score_departments(state, day):
    """Score the year; departments with the top grade relax, others make full effort."""
    if not state.evaluation[0].on:
        return
    parameters = state.parameters[0]
    streets = state.appraisals.shape[0]
    for department in range(int(parameters.answering)):
        office = state.departments[department]
        scores = 0.0
        for street in range(streets):
            scores += score(state, street, department, day)
            clear_tally(state.appraisals[street, department])
        office.score = scores / streets
        if office.score >= parameters.top_grade:
            office.effort -= parameters.effort_decay * (office.effort - 1.0)
        else:
            office.effort = office.full_effort
        set_capacity(state, department)
