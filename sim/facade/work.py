"""Workers' time, as levers see it: surveys, preparations, call-outs, rounds."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from operator import methodcaller
from typing import Any, NamedTuple

import numpy as np

from sim.enums import Work
from sim.facade.base import Base
from sim.initialization.capacity import grow_tasks
from sim.kernels.callouts import call_out, prepare
from sim.kernels.obligations import go_round
from sim.kernels.tasks import MOST_PIECES
from sim.records import PREPARATION


class Course(NamedTuple):
    """Lessons of one community in sessions."""

    community: int
    minutes: float
    sessions: int
    days: float
    first_day: int
    taught: Callable[[Any, int], None]
    by_head: bool


def go_on(course: Course, held: int, place: Any) -> None:
    """After a session: what it taught holds, and the next one is held."""
    course.taught(place, held)
    if held < course.sessions:
        place.hold_session(course, held)


class WorkSide(Base):
    """What levers and shocks let workers do."""

    def survey(self, community: int, minutes_per_household: float) -> None:
        """Let the front-line workers make a base survey, once; the pool opens when it is done."""
        place = self.state.communities[community]
        if place["surveyed"]:
            return
        place["surveyed"] = True
        self.set_policy([community], survey_minutes=minutes_per_household)
        minutes = minutes_per_household * float(place["households"])
        span = self.settings.obligations.span_round
        self._begin(community, Work.SETUP, minutes, methodcaller("open_pool", community), span)

    def prepare(
        self,
        community: int,
        minutes: float,
        then: Callable[[Any], None] | None = None,
        days: float | None = None,
        upward: bool = True,
    ) -> None:
        """Let the front-line workers prepare a reform together; `then` follows when it is done.

        What is not upward waits behind residents' issues.
        """
        span = self.settings.obligations.span_round if days is None else days
        self._begin(community, Work.PREPARATION, minutes, then, span, upward)

    def teach(
        self,
        community: int,
        minutes: float,
        sessions: int,
        days: float,
        taught: Callable[[Any, int], None],
        by_head: bool = False,
    ) -> None:
        """Let the front-line workers, or the head, be taught in sessions spread over days."""
        course = Course(community, minutes, sessions, days, self.day, taught, by_head)
        self.hold_session(course, 0)

    def hold_session(self, course: Course, number: int) -> None:
        """Begin a session of a course on its day, or today if that is over."""
        gap = course.days / course.sessions
        day = max(self.day, course.first_day + math.floor(number * course.days / course.sessions))
        follows = partial(go_on, course, number + 1)
        minutes = course.minutes / course.sessions
        begin = partial(self._begin, day=day, by_head=course.by_head)
        begin(course.community, Work.PREPARATION, minutes, follows, gap)

    def fulfil(self) -> bool:
        """What was prepared by last night takes effect; whether there was anything."""
        table = self.state.preparations[: self.preparations]
        ready = np.flatnonzero((table["left"] == 0) & ~table["done"])
        self.state.clock["ready"] = 0
        for number in ready:
            self._finish(int(number))
        return len(ready) > 0

    def call_out(
        self, community: int, minutes: float, head_minutes: float = 0.0, days: int = 0
    ) -> None:
        """Front-line workers together, and the head, are called out in some days."""
        self._room_for_lots(community, 1)
        call_out(self.reference, community, self.day + days, minutes, head_minutes)

    def start_round(self, community: int, share: float, department: int, days: float) -> None:
        """A door-to-door round over a share of the households, to be done within days."""
        self._room_for_lots(community, 2)
        go_round(self.reference, community, self.day, department, share, days)

    def _begin(
        self,
        community: int,
        work: Work,
        minutes: float,
        then: Callable[[Any], None] | None,
        days: float,
        upward: bool = True,
        day: int | None = None,
        by_head: bool = False,
    ) -> None:
        day = self.day if day is None else day
        self._room_for_lots(community, 1)
        number = self._new_preparation()
        if then is not None:
            self.prepared[number] = then
        pieces = prepare(
            self.reference, community, day, int(work), number, minutes, float(days), upward, by_head
        )
        self.state.preparations[number]["left"] = pieces
        if pieces == 0:
            self._finish(number)

    def _new_preparation(self) -> int:
        """The number of one more preparation; their table doubles when it is full."""
        number = self.preparations
        self.preparations += 1
        table = self.state.preparations
        if number == len(table):
            longer = np.concatenate([table, np.zeros(number + 1, PREPARATION)])
            self.state = self.state._replace(preparations=longer)
        return number

    def _finish(self, number: int) -> None:
        """A preparation takes effect; what follows it is forgotten, as it may hold this place."""
        self.state.preparations[number]["done"] = True
        follows = self.prepared.pop(number, None)
        if follows is not None:
            follows(self)

    def open_pool(self, community: int) -> None:
        """The survey is done: what is pooled serves from today."""
        self.set_policy([community], pool=True)
        self.state.pool[community] = self.day

    def _room_for_lots(self, community: int, lots: int) -> None:
        place = self.state.communities[community]
        while place["free_tasks"] < lots * MOST_PIECES * (place["frontline"] + 1):
            self.state = grow_tasks(self.state)
