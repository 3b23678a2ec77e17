"""The stages of an issue between its events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from experiments.kinds.trace.lives import Row
from experiments.language import marked
from sim.enums import DAY_MINUTES

HIDDEN, COMMUNITY, ANSWER, DEPARTMENT, WHISTLE, QUIET, FROZEN, OTHERS = (
    marked("nobody knows of it"),
    marked("with the community"),
    marked("street or department asked, no answer yet"),
    marked("departments at work on it"),
    marked("called: with the head and the street"),
    marked("thought closed"),
    marked("frozen"),
    marked("others deal with it"),
)
INKS = {
    HIDDEN: "#DDDDDD",
    COMMUNITY: "#56B4E9",
    ANSWER: "#E69F00",
    DEPARTMENT: "#009E73",
    WHISTLE: "#CC79A7",
    QUIET: "#FFFFFF",
    FROZEN: "#777777",
    OTHERS: "#F0E442",
}
"""Colours of the stages, distinct to the colour-blind, in the order of the legend."""
HATCHES = {ANSWER: "////", WHISTLE: "xxxx", FROZEN: "----", OTHERS: "...."}
"""Hatches of stages whose colours are like others in grey."""
EDGE = "#333333"
"""Colour of hatches."""

AFTER = {
    "arose": HIDDEN,
    "reported": COMMUNITY,
    "asked_street": ANSWER,
    "asked_department": ANSWER,
    "posted_in_group": ANSWER,
    "registered": ANSWER,
    "department_took_on": DEPARTMENT,
    "department_refused": COMMUNITY,
    "whistle_written": WHISTLE,
    "whistle_sounded": DEPARTMENT,
    "whistle_turned_down": COMMUNITY,
    "session_failed": COMMUNITY,
    "froze": FROZEN,
    "passed_on": OTHERS,
    "went_to_hall": COMMUNITY,
    "hall_failed": COMMUNITY,
    "consent_asked": COMMUNITY,
    "consent_given": COMMUNITY,
    "project_chosen": WHISTLE,
    "project_gathered": DEPARTMENT,
    "closed_for_a_while": QUIET,
}
ENDS = ("closed_at_root", "gave_up")


def look(stage: str) -> dict[str, Any]:
    """Colour and hatch of a stage, as Matplotlib takes them for bars and patches."""
    hatch = HATCHES.get(stage, "")
    edge = EDGE if hatch or stage == QUIET else INKS[stage]
    dash = ":" if stage == QUIET else "-"
    return {"facecolor": INKS[stage], "hatch": hatch, "edgecolor": edge, "linestyle": dash}


class Span(NamedTuple):
    """Days from one moment to another, spent in one stage."""

    start: float
    end: float
    stage: str


def moment(row: Row) -> float:
    """Days: 1 is the first morning of the horizon, 2 the evening of that day and the next one."""
    return row.day + min(row.minute, DAY_MINUTES) / DAY_MINUTES


def spans(rows: Sequence[Row], end: float) -> list[Span]:
    """Spans of a life until it is over, or until the end of the horizon."""
    periods: list[Span] = []
    stage: str | None = None
    since = 0.0
    called = False
    for place, row in enumerate(rows):
        following = AFTER.get(row.happening, stage)
        if row.happening == "reported":
            called = False
        elif row.happening in ("whistle_sounded", "project_gathered"):
            called = True
        elif row.happening == "department_came":
            following = stage if called else COMMUNITY
        elif row.happening == "order_came_down":
            following = COMMUNITY if stage == FROZEN else stage
        elif row.happening == "closed_on_paper":
            back = any(row.happening == "came_back" for row in rows[place:])
            following = QUIET if back else None
        elif row.happening in ENDS:
            following = None
        if following != stage:
            if stage is not None and moment(row) > since:
                periods.append(Span(since, moment(row), stage))
            stage, since = following, moment(row)
    if stage is not None and end > since:
        periods.append(Span(since, end, stage))
    return periods
