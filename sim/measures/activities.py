"""The activities of the time ledger: what each is, and how figures show it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sim.enums import Work


class Segment(Enum):
    """Segments of the bar of a working week, from left to right: label and colour."""

    FORMS = ("forms", "#8F3A00")
    TRACES = ("traces of work", "#D55E00")
    INSPECTIONS = ("inspections", "#E69F00")
    MEETINGS = ("meetings, chat groups", "#F5CF80")
    CHASING = ("chasing departments", "#CC79A7")
    SETUP = ("set-up of the reform", "#6A3D6A")
    ISSUES = ("residents' issues", "#004C80")
    COUNTER = ("counter", "#0072B2")
    ROUNDS = ("patrol, merchant checks", "#56B4E9")
    VISITS = ("visits to residents", "#009E73")
    EVENTS = ("events for residents", "#8FD3BE")
    PARTY = ("Party work", "#777777")
    AWAY = ("away", "#AAAAAA")
    UNUSED = ("unused paid time, vacant places", "#DDDDDD")

    def __init__(self, label: str, colour: str) -> None:
        self.label = label
        self.colour = colour


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity: every tick of every worker is counted as one, by the work that it went to.

    Parameters: the name in frames; a label; the segment of figures; the works counted as it; what
    these are; whether it goes upward (it answers to higher levels, not to residents); whether
    hours taken off it count as freed, or as time spent less.
    """

    name: str
    label: str
    segment: Segment
    works: tuple[Work, ...]
    meaning: str
    upward: bool = False
    freed: bool = False


ACTIVITIES = (
    Activity(
        "forms", "forms", Segment.FORMS,
        (
            Work.FORM_ASKING, Work.FORM_DESK, Work.PATCHWORK, Work.REDO, Work.ARREARS,
            Work.REMINDER, Work.CRITICISM, Work.REQUEST, Work.ORDER,
            Work.ROUND_ASKING, Work.ROUND_DESK, Work.PROCEDURE,
        ),
        "forms, surveys and requests from above: asking residents, and the work at the desk; steps "
        "of procedures upward",
        upward=True, freed=True,
    ),
    Activity(
        "traces", "traces of work", Segment.TRACES,
        (Work.BOARD_TRACES, Work.SIGN_UPKEEP, Work.LOGS),
        "records that show that work was done: of boards on the wall, and logs",
        upward=True, freed=True,
    ),
    Activity(
        "inspections", "inspections", Segment.INSPECTIONS,
        (Work.INSPECTION_PREPARE, Work.INSPECTION_HOST),
        "preparing for inspections and receiving inspectors",
        upward=True, freed=True,
    ),
    Activity(
        "meetings", "meetings, chat groups", Segment.MEETINGS, (Work.MEETING, Work.CHAT),
        "meetings called by higher levels, and their chat groups",
        upward=True, freed=True,
    ),
    Activity(
        "chasing", "chasing departments", Segment.CHASING, (Work.ASKING, Work.WHISTLE),
        "asking street and departments to act on issues, and whistles",
        freed=True,
    ),
    Activity(
        "setup", "set-up of the reform", Segment.SETUP, (Work.SETUP, Work.PREPARATION),
        "work to introduce a reform",
    ),
    Activity(
        "issues", "residents' issues", Segment.ISSUES, (Work.REPEAT, Work.INQUIRY, Work.ISSUE),
        "work on residents' issues, inquiries, and residents who ask again",
    ),
    Activity(
        "mediation", "mediation", Segment.ISSUES, (Work.MEDIATION,), "mediating disputes"
    ),
    Activity(
        "emergency", "emergencies", Segment.ISSUES, (Work.EMERGENCY, Work.SHOCK),
        "incidents, and work that a shock brings",
    ),
    Activity(
        "certificates", "certificates", Segment.ISSUES, (Work.CERTIFICATE,),
        "certificates for residents",
    ),
    Activity(
        "counter", "staffing the counter", Segment.COUNTER, (Work.COUNTER,),
        "hours at the service counter",
    ),
    Activity(
        "visits", "visits to residents", Segment.VISITS, (Work.TIER_VISITS, Work.FREE_VISITS),
        "visits to residents, prescribed or in time that is left",
    ),
    Activity("patrol", "patrol", Segment.ROUNDS, (Work.PATROL,), "daily patrols"),
    Activity(
        "merchant_checks", "merchant checks", Segment.ROUNDS, (Work.MERCHANTS,),
        "rounds to merchants",
    ),
    Activity(
        "activities", "events for residents", Segment.EVENTS,
        (Work.ACTIVITIES, Work.VOLUNTEER_CARE, Work.PROJECT),
        "events, care for volunteers, and model projects",
    ),
    Activity("party", "Party work", Segment.PARTY, (Work.PARTY,), "Party work"),
    Activity(
        "away", "away: leave, training", Segment.AWAY, (Work.AWAY,),
        "paid time away from the community: leave, training, secondment",
    ),
    Activity(
        "slack", "unused paid time", Segment.UNUSED, (Work.SLACK,),
        "paid time in which there is nothing to do",
    ),
    Activity(
        "vacant", "vacant place", Segment.UNUSED, (Work.VACANT,),
        "paid time of places that nobody holds",
    ),
)  # fmt: skip
"""In the order in which tables show them."""

_NAMES = {work: activity.name for activity in ACTIVITIES for work in activity.works}
ACTIVITY = {work: _NAMES[work] for work in Work}
"""Name of the activity of each work."""
UPWARD = tuple(activity.name for activity in ACTIVITIES if activity.upward)
FREED_FROM = tuple(activity.name for activity in ACTIVITIES if activity.freed)
"""Activities that hours freed and time spent less are counted over."""
LABELS = {activity.name: activity.label for activity in ACTIVITIES}
LEDGER = {name: LABELS[name] for name in ACTIVITY.values()}
"""Label of each activity, in the order of rows of frames: that of works."""
