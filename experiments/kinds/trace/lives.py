"""The life of one issue: its events, their times, and who acts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from experiments.kinds.trace.portraits import Portrait
from experiments.language import _, marked, use
from sim.enums import DAY_MINUTES, TICKS_PER_MINUTE, Kind
from sim.settings import Settings
from sim.society import Society

WORDS = {
    "arose": marked("arises"),
    "reported": marked("is reported, and taken on"),
    "found": marked("is found by those who walk, visit or watch"),
    "became_incident": marked("turns into an emergency while hidden"),
    "work_begun": marked("work on it begins"),
    "work_done": marked("the community has done what it can"),
    "asked_street": marked("the street is asked"),
    "asked_department": marked("a department is asked"),
    "street_answered": marked("the street, property firm or utility has come"),
    "department_took_on": marked("the department takes it on"),
    "department_refused": marked("the department passes it on"),
    "department_came": marked("the department has done its part"),
    "whistle_written": marked("the head is to write to the street"),
    "whistle_sounded": marked("the street calls all departments at once"),
    "whistle_turned_down": marked("the street turns the whistle down"),
    "round_failed": marked("a round of mediation fails"),
    "session_failed": marked("a joint session fails"),
    "froze": marked("no mediator is left: the dispute is suspended"),
    "asked_again": marked("the resident asks again"),
    "order_came_down": marked("the resident complained to a higher level: an order comes down"),
    "gave_up": marked("the resident gives up"),
    "closed_at_root": marked("is closed at the root"),
    "closed_for_a_while": marked("is closed, but its cause remains"),
    "closed_on_paper": marked("is closed on paper only"),
    "came_back": marked("is back"),
    "passed_on": marked("is passed on to others, who take care of it"),
    "others_came": marked("others have dealt with it"),
    "went_to_hall": marked("goes to the deliberation hall"),
    "hall_failed": marked("the hall finds no agreement"),
    "consent_asked": marked("all households that share it were asked to agree"),
    "consent_given": marked("the hall agrees to the repair"),
    "project_chosen": marked("the head makes it a project"),
    "project_gathered": marked("the head has all departments at one table"),
    "posted_in_group": marked("is posted in the joint-response group"),
    "office_turned_to": marked("an office of the street has it in its queue"),
    "works_ordered": marked("a department is to have something built"),
    "works_done": marked("the department has done its part of the works"),
    "presence_began": marked("a department will be present for some months"),
    "registered": marked("is registered on the platform"),
    "reply_entered": marked("a reply is entered on the platform, and the case closed"),
}
OF_A_DISPUTE = {
    "work_begun": marked("a round of mediation begins"),
    "work_done": marked("the round is held"),
    "street_answered": marked("a joint mediation session is held"),
}
A_HEAD, STREET_OFFICE, A_RESIDENT = marked("head"), marked("street"), marked("resident")
GRID_WORKER, HOLDS_LINE = "grid worker ", ", holds its line"
"""Who acts, as tables of data have it; after GRID_WORKER there is a number."""
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
        return _("morning")
    if minute == DAY_MINUTES:
        return _("evening")
    return _("{hours} h {minutes:02d}").format(hours=int(minute) // 60, minutes=int(minute) % 60)


def name(model: Society, worker: int) -> str:
    """A worker of the traced community, by role."""
    front = _front(model)
    return A_HEAD if worker < front else f"{GRID_WORKER}{worker - front + 1}"


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
    dispute = portrait.kind == Kind.DISPUTE and settings.rules.mediation.on
    hidden = happening == "arose" and portrait.hidden
    office = "" if department is None else settings.departments.answering[department]
    with use("en"):  # it is written into a table
        return described(happening, office, dispute, hidden)


def described(happening: str, office: str, dispute: bool, hidden: bool) -> str:
    """What happens, in the language in use.

    Parameters: the event; the department that it names, else empty; whether the issue is a dispute
    that is mediated; whether it arises and stays hidden.
    """
    text = _(OF_A_DISPUTE.get(happening, WORDS[happening]) if dispute else WORDS[happening])
    if office:
        for general in (_("the department"), _("a department")):
            text = text.replace(general, _(office))
    return _("{what}, and stays hidden").format(what=text) if hidden else text


def _who(model: Society, happening: str, worker: int | None, department: int | None) -> str:
    if happening in STREET:
        return STREET_OFFICE
    if happening in RESIDENT:
        return A_RESIDENT
    if worker is None:
        office = model.settings.departments.answering[department] if department is not None else ""
        return A_HEAD if happening in HEAD else office
    who = name(model, worker)
    if happening == "asked_department" and department is not None:
        front = _front(model)
        line = int(model.state.communities["frontline"][int(model.state.clock["traced"][0])])
        if worker == front + department % line:
            who += HOLDS_LINE
    return who
