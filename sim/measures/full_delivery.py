"""Measures of upward work at full delivery: what was demanded, and what was not really done."""

from __future__ import annotations

from sim.enums import Burden, Count, Work
from sim.measures.activities import ACTIVITIES
from sim.measures.measure import ALL, WEEKLY, Groups, Key, Line, Measure, Section, Values
from sim.measures.observation import Observation

FREED, FULL = "hours_freed_per_worker_week", "upward_work_at_full_delivery"
FORM_PARTS = (Burden.READ, Burden.ASK, Burden.TYPE, Burden.RETYPE, Burden.COMPILE)
"""Parts of the burden that an edition of a form has."""
DEMANDS: dict[str, tuple[Count, tuple[Burden, ...]]] = {
    "forms": (Count.FORMS_DUE, FORM_PARTS),
    "requests": (Count.REQUESTS, (Burden.REQUESTS,)),
    "inspections": (Count.INSPECTIONS, (Burden.INSPECTIONS,)),
    "rounds": (Count.ROUNDS, (Burden.ROUNDS,)),
}
"""What is demanded one by one: how often, and which parts of the burden it makes."""
STANDING = (Work.MEETING, Work.CHAT, Work.BOARD_TRACES, Work.SIGN_UPKEEP, Work.LOGS)
"""Upward works that come every day, whatever is demanded."""
CHASING = (Work.ASKING, Work.WHISTLE)
COUNTED = tuple(work for one in ACTIVITIES if one.freed for work in one.works)
"""Works that hours freed and time spent less are counted over."""
PARTS: Groups = {
    **{name: f"{name} demanded" for name in DEMANDS},
    "standing": "meetings, groups, traces",
    "chasing": "chasing departments",
    "procedures": "procedures upward",
    "extra": "slow pace, redoing, reminders, work carried over",
    "undelivered": "forms not delivered",
    "patchwork": "filled in from old figures",
    "overtime": "of it overtime",
    ALL: "",
}


def _work(seen: Observation) -> Values:
    """Hours; what was not done is negative, so that all but overtime sum to hours spent."""
    hours, scale = seen.hours, seen.worker_week_ticks
    burden = seen.sums.burden.sum(axis=0)
    parts = {
        name: float(burden[list(columns)].sum()) / scale for name, (_, columns) in DEMANDS.items()
    }
    delivered = float(seen.counts[Count.DELIVERED_TICKS]) / scale
    parts["standing"] = float(hours[list(STANDING)].sum())
    parts["chasing"] = float(hours[list(CHASING)].sum())
    parts["procedures"] = float(hours[Work.PROCEDURE])
    parts["undelivered"] = delivered - parts["forms"]
    parts["patchwork"] = -float(seen.counts[Count.SPARED_TICKS]) / scale
    spent = float(hours[list(COUNTED)].sum())
    parts["extra"] = spent - sum(parts.values())
    parts["overtime"] = float(seen.overtime_hours[list(COUNTED)].sum())
    return {group: parts.get(group, spent) for group in PARTS}


def _full(seen: Observation) -> Values:
    work = _work(seen)
    return {ALL: work[ALL] - work["undelivered"] - work["patchwork"]}


def _demands(seen: Observation) -> Values:
    weeks = seen.sums.communities * seen.weeks
    return {name: float(seen.counts[count]) / weeks for name, (count, _) in DEMANDS.items()}


MEASURES = (
    Measure(
        name=FREED,
        label="freed at equal delivery",
        unit=WEEKLY,
        definition=f"{FULL} of the baseline minus that of a scenario under the same seed",
        values=None,
        by_year=(ALL,),
        better=1,
        lines=(Line(Section.WORKERS, 0, "freed at equal delivery"),),
        key=(Key(1, digits=2, primary=True),),
    ),
    Measure(
        name=FULL,
        label="upward work and chasing, if all were delivered",
        unit=WEEKLY,
        definition="ticks spent on upward activities and chasing, and those of forms that were "
        "demanded and not delivered in the window or spared by filling in old figures, over "
        "workers and weeks",
        values=_full,
        by_year=(ALL,),
        better=-1,
    ),
    Measure(
        name="upward_work",
        label="upward work and chasing",
        unit=WEEKLY,
        definition="ticks demanded by forms, requests, inspections and rounds; ticks spent on "
        "meetings, groups and traces (standing), on chasing and on procedures; minus ticks of "
        "forms that were not delivered in the window, and minus those spared by patchwork; extra "
        "is what then lacks to ticks spent, which are all; overtime is the part of all that is "
        "overtime",
        values=_work,
        groups=PARTS,
        lines=(
            Line(
                Section.WORKERS, 11, "procedures upward", "procedures", rule="procedures", digits=2
            ),
        ),
    ),
    Measure(
        name="upward_demands",
        label="demands",
        unit="demands per community-week",
        definition="forms due, requests, inspections announced and rounds to doors in the window, "
        "over communities and weeks",
        values=_demands,
        groups={name: name for name in DEMANDS},
    ),
)
