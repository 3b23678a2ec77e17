"""Work that is expected to be queued, and the pace at which it is done.

ODD 5 (obligations), 6 (issues), 7.3, 7.4, 7.6, 7.8 and 11.6.
"""

from __future__ import annotations

from experiments.designs.expected_load.issues import Issues
from experiments.designs.expected_load.sizes import Sizes
from experiments.designs.expected_load.stock import Stock
from sim.enums import MONTHS, WEEK_DAYS, YEAR_WEEKS, Work
from sim.settings import Settings

BY_OTHERS = {
    Work.FORM_ASKING: 0.15, Work.FORM_DESK: 0.2, Work.REQUEST: 0.25, Work.ORDER: 0.25,
    Work.INSPECTION_PREPARE: 0.45, Work.INSPECTION_HOST: 0.2, Work.PROJECT: 0.05,
    Work.ROUND_ASKING: 0.05, Work.ROUND_DESK: 0.05, Work.REPEAT: 0.5, Work.INQUIRY: 0.7,
    Work.CERTIFICATE: 0.75, Work.ISSUE: 0.45, Work.MEDIATION: 0.35, Work.EMERGENCY: 0.45,
    Work.ASKING: 0.3, Work.PROCEDURE: 0.25,
}  # fmt: skip
"""Share of a work that others do for its owner, and take longer for (ODD 7.3).

From runs of societies with a load below 1, in which these shares hardly depend on it. Callers are
all of one worker a day, so others take most of them; rounds come to all workers evenly.
"""
LOGGED_DAYS = 0.8
"""Share of days on which a patrol is not walked in full, from the same runs."""


def queued(
    settings: Settings,
    sizes: Sizes,
    forms: tuple[float, float],
    stock: Stock,
    taken: Issues,
    volunteered: float,
) -> dict[Work, float]:
    """Hours per worker-week of queued work, by its owners at the usual pace.

    Parameters:
        forms: asking and desk minutes a week of the obligations of the start.
        stock: obligations of the window.
        taken: what issues take.
        volunteered: chance that a micro-grid has an active volunteer, who goes to its doors.
    """
    rules, rebound, workers = settings.obligations, settings.rules.rebound, sizes.workers
    asking, desk = forms
    checks = projects = 0.0
    if rebound.on:
        checks = stock.set_yearly * rebound.early_check_chance / YEAR_WEEKS
        projects = rebound.model_project_rate * rebound.model_project_hours / YEAR_WEEKS
    inspections = rules.inspections * stock.obligations + checks
    doors = rules.campaigns * rules.campaign_share * sizes.households / YEAR_WEEKS
    walked = 1.0 - settings.rules.volunteers.volunteer_doors * volunteered
    return {
        Work.FORM_ASKING: asking / 60.0 / workers * stock.obligations,
        Work.FORM_DESK: desk / 60.0 / workers * stock.obligations,
        Work.REQUEST: sizes.shared(rules.adhoc_requests * rules.adhoc_minutes),
        Work.ROUND_ASKING: walked * doors * rules.door_minutes / 60.0 / workers,
        Work.ROUND_DESK: doors * rules.round_items * rules.enter_minutes / 60.0 / workers,
        Work.INSPECTION_PREPARE: sizes.shared(inspections * rules.inspection_prepare_minutes),
        Work.INSPECTION_HOST: sizes.shared(inspections * rules.inspection_host_minutes),
        Work.PROJECT: projects * sizes.communities / workers,
        Work.PROCEDURE: sizes.shared(_procedure_minutes(settings)),
        Work.ORDER: taken.orders / workers,
        Work.REPEAT: taken.repeats / workers,
        Work.INQUIRY: taken.inquiries / workers,
        Work.CERTIFICATE: taken.certificates / workers,
        Work.ISSUE: taken.issues / workers,
        Work.MEDIATION: taken.mediation / workers,
        Work.EMERGENCY: taken.emergencies / workers,
        Work.ASKING: taken.asking / workers,
    }


def _procedure_minutes(settings: Settings) -> float:
    """Minutes a week and community of procedures upward."""
    rule = settings.rules.procedures
    steps = rule.procedures_a_month * MONTHS / YEAR_WEEKS * rule.procedure_steps
    return steps * rule.procedure_minutes if rule.on else 0.0


def spent(
    settings: Settings, own: dict[Work, float], overtime: dict[Work, float], sizes: Sizes
) -> dict[Work, float]:
    """Hours that queued work takes: others are slower at it, and so is who is tired (ODD 7.4).

    Parameters:
        own: hours by owners at the usual pace.
        overtime: hours of overtime that is no task.
    """
    slower = settings.organisation.line_penalty - 1.0
    coping = settings.rules.coping
    tired = 0.0
    if coping.on and sizes.cap:
        tired = coping.fatigue * min(1.0, sum(overtime.values()) / sizes.cap)
    return {
        work: hours * (1.0 + BY_OTHERS[work] * slower) / (1.0 - tired)
        for work, hours in own.items()
    }


def overtime(settings: Settings, sizes: Sizes, taken: Issues, walked: float) -> dict[Work, float]:
    """Hours per worker-week of overtime that is no task (ODD 7.6, 7.8).

    Parameters:
        walked: share of the whole patrol that is walked.
    """
    hours = {Work.INQUIRY: min(taken.after_hours / sizes.workers, sizes.cap)}
    if settings.rules.coping.on and walked < 1.0:
        minutes = settings.rules.coping.patrol_log_minutes
        logged = minutes / 60.0 * WEEK_DAYS * sizes.frontline
        hours[Work.LOGS] = LOGGED_DAYS * min(logged, sizes.cap - hours[Work.INQUIRY])
    return hours
