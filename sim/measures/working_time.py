"""Measures of workers' time: by activity, upward, reporting, spent less."""

from __future__ import annotations

from sim.enums import Work
from sim.measures.activities import ACTIVITY, LEDGER, UPWARD
from sim.measures.measure import ALL, WEEKLY, Groups, Key, Line, Measure, Section, Values, share
from sim.measures.observation import Observation
from sim.measures.survival import Reals

DESK = (
    Work.FORM_DESK,
    Work.PATCHWORK,
    Work.REDO,
    Work.ARREARS,
    Work.REQUEST,
    Work.ORDER,
    Work.ROUND_DESK,
    Work.LOGS,
)
"""Reporting at the desk."""
ASKING = (Work.FORM_ASKING, Work.ROUND_ASKING)
"""Asking residents for what is reported."""
HOURS = "hours_per_worker_week"
LESS = "hours_less_per_worker_week"
BY_ACTIVITY: Groups = {**LEDGER, ALL: ""}


def by_activity(hours: Reals) -> dict[str, float]:
    """Hours by work (works,) summed by activity."""
    activities = dict.fromkeys(ACTIVITY.values(), 0.0)
    for spent, activity in zip(hours.tolist(), ACTIVITY.values(), strict=True):
        activities[activity] += spent
    return activities


def _hours(seen: Observation) -> Values:
    return by_activity(seen.hours) | {ALL: float(seen.hours.sum())}


def _overtime(seen: Observation) -> Values:
    return by_activity(seen.overtime_hours) | {ALL: float(seen.overtime_hours.sum())}


def _upward_share(seen: Observation) -> Values:
    hours = by_activity(seen.paid_hours)
    upward = sum(hours[activity] for activity in UPWARD)
    return {ALL: share(upward, float(seen.paid_hours.sum()))}


def _desk(seen: Observation) -> Values:
    return {ALL: float(seen.hours[list(DESK)].sum())}


def _reporting(seen: Observation) -> Values:
    return {ALL: _desk(seen)[ALL] + float(seen.hours[list(ASKING)].sum())}


MEASURES = (
    Measure(
        name=LESS,
        label="time spent less",
        unit=WEEKLY,
        definition="hours of the baseline minus those of a scenario under the same seed; all are "
        "upward activities and chasing departments together, whatever became of the work",
        by_year=(*LEDGER, ALL),
        values=None,
        groups=BY_ACTIVITY,
        better=1,
        lines=(Line(Section.WORKERS, 1, "time spent less on upward work and chasing"),),
    ),
    Measure(
        name=HOURS,
        label="time",
        unit=WEEKLY,
        definition="ticks of the activity in the window, overtime included, over workers and "
        "weeks; all sums the activities, vacant places and unused paid time too",
        by_year=tuple(BY_ACTIVITY),
        values=_hours,
        groups=BY_ACTIVITY,
        grouped="{group}",
        lines=(
            Line(Section.WORKERS, 2, "spent on the reform's own set-up", "setup", digits=2),
            Line(Section.WORKERS, 9, "visits to residents", "visits"),
            Line(Section.WORKERS, 10, "unused paid time", "slack"),
        ),
        key=(Key(2, "visits", digits=2),),
    ),
    Measure(
        name="overtime_hours_per_worker_week",
        label="overtime",
        unit=WEEKLY,
        definition="the part of these that is overtime",
        by_year=(ALL,),
        values=_overtime,
        groups=BY_ACTIVITY,
    ),
    Measure(
        name="upward_share",
        label="share of paid time that goes upward",
        unit="share of paid time",
        definition="regular ticks of upward activities over all regular ticks",
        by_year=(ALL,),
        values=_upward_share,
        better=-1,
        lines=(Line(Section.WORKERS, 5, "share of paid time that goes upward"),),
    ),
    Measure(
        name="reporting_desk",
        label="reporting at the desk",
        unit=WEEKLY,
        definition="the sum called desk, overtime included, over workers and weeks",
        by_year=(ALL,),
        values=_desk,
        better=-1,
        lines=(Line(Section.WORKERS, 3, "reporting, at the desk"),),
    ),
    Measure(
        name="reporting_all",
        label="reporting with asking",
        unit=WEEKLY,
        definition="the sums called desk and asking, in the same way",
        values=_reporting,
        better=-1,
        lines=(Line(Section.WORKERS, 4, "reporting, and collecting at the door"),),
    ),
)
