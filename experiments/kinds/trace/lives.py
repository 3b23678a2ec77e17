"""The life of one issue: its events, their times, and who acts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from experiments.kinds.trace.portraits import Portrait
from sim.enums import DAY_MINUTES, TICKS_PER_MINUTE, Kind
from sim.settings import Settings
from sim.society import Society

WORDS = {
    "arose": "arises",
    "reported": "is reported, and taken on",
    "found": "is found by those who walk, visit or watch",
    "became_incident": "turns into an emergency while hidden",
    "work_begun": "work on it begins",
    "work_done": "the community has done what it can",
    "asked_street": "the street is asked",
    "asked_department": "a department is asked",
    "street_answered": "the street, property firm or utility has come",
    "department_took_on": "the department takes it on",
    "department_refused": "the department passes it on",
    "department_came": "the department has done its part",
    "whistle_written": "the head is to write to the street",
    "whistle_sounded": "the street calls all departments at once",
    "whistle_turned_down": "the street turns the whistle down",
    "round_failed": "a round of mediation fails",
    "session_failed": "a joint session fails",
    "froze": "no mediator is left: the dispute is suspended",
    "asked_again": "the resident asks again",
    "order_came_down": "the resident complained to a higher level: an order comes down",
    "gave_up": "the resident gives up",
    "closed_at_root": "is closed at the root",
    "closed_for_a_while": "is closed, but its cause remains",
    "closed_on_paper": "is closed on paper only",
    "came_back": "is back",
    "passed_on": "is passed on to others, who take care of it",
    "others_came": "others have dealt with it",
    "went_to_hall": "goes to the deliberation hall",
    "hall_failed": "the hall finds no agreement",
    "consent_asked": "all households that share it were asked to agree",
    "consent_given": "the hall agrees to the repair",
    "project_chosen": "the head makes it a project",
    "project_gathered": "the head has all departments at one table",
    "posted_in_group": "is posted in the joint-response group",
    "office_turned_to": "an office of the street has it in its queue",
    "works_ordered": "a department is to have something built",
    "works_done": "the department has done its part of the works",
    "presence_began": "a department will be present for some months",
    "registered": "is registered on the platform",
    "reply_entered": "a reply is entered on the platform, and the case closed",
}
OF_A_DISPUTE = {
    "work_begun": "a round of mediation begins",
    "work_done": "the round is held",
    "street_answered": "a joint mediation session is held",
}
STREET = (
    "street_answered", "whistle_sounded", "whistle_turned_down", "session_failed",
    "office_turned_to",
)  # fmt: skip
HEAD = ("whistle_written", "project_chosen", "project_gathered")
RESIDENT = ("asked_again", "order_came_down", "gave_up")
CLOSED = ("closed_at_root", "closed_for_a_while", "closed_on_paper")
OF_CONSENT = ("went_to_hall", "consent_asked", "consent_given")
BY_HAND = ("work_done", "asked_street", "asked_department", "registered", "posted_in_group")
AFTER_WORK = (
    "work_begun",
    *BY_HAND,
    "round_failed",
    "passed_on",
    "hall_failed",
    *OF_CONSENT,
    *CLOSED,
)
OF_AN_EVENING = (
    "street_answered", "department_took_on", "department_refused", "department_came",
    "whistle_sounded", "whistle_turned_down", "session_failed", "froze", "others_came",
    "project_gathered", "office_turned_to", "works_ordered", "works_done", "presence_began",
    "reply_entered",
    *AFTER_WORK,
)  # fmt: skip
"""What never happens at the first tick of a morning: such a moment is the evening before."""


class Row(NamedTuple):
    """An event of an issue; day 1 is the first that is measured, `since` the days from its report.

    `since` is None before the first report.
    """

    day: int
    minute: float
    happening: str
    worker: int | None
    department: int | None
    since: float | None
    words: str
    who: str


def life(model: Society, segments: pd.DataFrame, issue: int, portrait: Portrait) -> list[Row]:
    """The events of an issue in order, none if it never arises; `segments` are the model's."""
    hands = _hands(segments, issue)
    events = model.events()
    rows: list[Row] = []
    came: set[int] = set()
    mine = events[events["issue"] == issue]
    reports = mine[mine["happening"] == "reported"]
    reported = _days(*reports.iloc[0][["day", "minute"]]) if len(reports) else None
    for day, minute, happening, worker, department in zip(
        mine["day"], mine["minute"], mine["happening"], mine["worker"], mine["department"],
        strict=True,
    ):  # fmt: skip
        day, minute = _placed(int(day), float(minute), str(happening), hands)
        who = None if pd.isna(worker) else int(worker)
        if happening in BY_HAND:
            who = hands.get((day, _ticks(minute)), who)
        office = None if pd.isna(department) else int(department)
        if happening == "reported":
            came.clear()
        elif happening == "asked_department":
            office = next(
                (department for department in portrait.departments if department not in came), None
            )
        elif happening == "department_came" and office is not None:
            came.add(office)
        since = None if reported is None else _days(day, minute) - reported
        since = None if since is None or since < 0 else since
        rows.append(
            Row(
                day - model.settings.warmup_days + 1,
                minute,
                str(happening),
                who,
                office,
                since,
                _description(str(happening), office, portrait, model.settings),
                _who(model, str(happening), who, office),
            )
        )
    return sorted(rows, key=lambda row: (row.day, row.minute))


def shown(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows without reports that the event of the same moment already implies."""
    before: Row | None = None
    for row in rows:
        implying = ("found", "became_incident", "came_back")
        same = before is not None and (before.day, before.minute) == (row.day, row.minute)
        if not (row.happening == "reported" and same and before and before.happening in implying):
            yield row
        before = row


def clock(minute: float) -> str:
    """Hours and minutes into the working day, e.g. 2 h 05; its ends by name."""
    if minute == 0:
        return "morning"
    if minute == DAY_MINUTES:
        return "evening"
    return f"{int(minute) // 60} h {int(minute) % 60:02d}"


def name(model: Society, worker: int) -> str:
    """A worker of the traced community, by role."""
    front = _front(model)
    return "head" if worker < front else f"grid worker {worker - front + 1}"


def _front(model: Society) -> int:
    return int(model.state.communities["front"][int(model.state.clock["traced"][0])])


def _hands(segments: pd.DataFrame, issue: int) -> dict[tuple[int, int], int]:
    """Who began or ended a segment of work on an issue, by day and tick since its morning."""
    mine = segments[segments["subject"] == issue]
    mine = mine[~mine["activity"].isin(["forms", "setup"])]
    hands: dict[tuple[int, int], int] = {}
    for day, start, end, worker in zip(
        mine["day"], mine["start"], mine["end"], mine["worker"], strict=True
    ):
        hands.setdefault((int(day), _ticks(start)), int(worker))
        hands[int(day), _ticks(end)] = int(worker)
    return hands


def _placed(
    day: int, minute: float, happening: str, hands: dict[tuple[int, int], int]
) -> tuple[int, float]:
    """Day and minute as people would say it: evenings and overtime belong to the day before."""
    overtime = happening in AFTER_WORK and (day - 1, _ticks(DAY_MINUTES + minute)) in hands
    if overtime or (minute == 0 and happening in OF_AN_EVENING):
        return day - 1, minute + DAY_MINUTES
    return day, minute


def _ticks(minutes: float) -> int:
    return round(minutes * TICKS_PER_MINUTE)


def _days(day: int, minute: float) -> float:
    return day + min(minute, DAY_MINUTES) / DAY_MINUTES


def _description(
    happening: str, department: int | None, portrait: Portrait, settings: Settings
) -> str:
    text = WORDS[happening]
    if portrait.kind == Kind.DISPUTE and settings.rules.mediation.on:
        text = OF_A_DISPUTE.get(happening, text)
    if department is not None:
        office = settings.departments.answering[department]
        text = text.replace("the department", office).replace("a department", office)
    if happening == "arose" and portrait.hidden:
        text += ", and stays hidden"
    return text


def _who(model: Society, happening: str, worker: int | None, department: int | None) -> str:
    if happening in STREET:
        return "street"
    if happening in RESIDENT:
        return "resident"
    if worker is None:
        office = model.settings.departments.answering[department] if department is not None else ""
        return "head" if happening in HEAD else office
    who = name(model, worker)
    if happening == "asked_department" and department is not None:
        front = _front(model)
        line = int(model.state.communities["frontline"][int(model.state.clock["traced"][0])])
        if worker == front + department % line:
            who += ", holds its line"
    return who
