"""Workers' time, as levers see it: surveys, preparations, call-outs, rounds."""

from __future__ import annotations

from collections.abc import Callable
from operator import methodcaller
from typing import Any

import numpy as np

from sim.enums import Work
from sim.facade.base import Base
from sim.initialization.capacity import grow_tasks
from sim.kernels.callouts import call_out, prepare
from sim.kernels.obligations import go_round
from sim.kernels.state_ref import refer
from sim.kernels.tasks import MOST_PIECES
from sim.records import PREPARATION


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
    ) -> None:
        """Let the front-line workers prepare a reform together; `then` follows when it is done."""
        span = self.settings.obligations.span_round if days is None else days
        self._begin(community, Work.PREPARATION, minutes, then or (lambda place: None), span)

    def fulfil(self) -> bool:
        """What was prepared by last night takes effect; whether there was anything."""
        table = self.state.preparations
        ready = np.flatnonzero((table["left"] == 0) & ~table["done"])
        self.state.clock["ready"] = 0
        for number in ready:
            self.state.preparations[number]["done"] = True
            self.prepared[number](self)
        return len(ready) > 0

    def call_out(
        self, community: int, minutes: float, head_minutes: float = 0.0, days: int = 0
    ) -> None:
        """Front-line workers together, and the head, are called out in some days."""
        self._room_for_lots(community, 1)
        call_out(refer(self.state), community, self.day + days, minutes, head_minutes)

    def start_round(self, community: int, share: float, department: int, days: float) -> None:
        """A door-to-door round over a share of the households, to be done within days."""
        self._room_for_lots(community, 2)
        go_round(refer(self.state), community, self.day, department, share, days)

    def _begin(
        self,
        community: int,
        work: Work,
        minutes: float,
        then: Callable[[Any], None],
        days: float,
    ) -> None:
        self._room_for_lots(community, 1)
        number = len(self.prepared)
        self.prepared.append(then)
        more = np.concatenate([self.state.preparations, np.zeros(1, PREPARATION)])
        self.state = self.state._replace(preparations=more)
        pieces = prepare(
            refer(self.state), community, self.day, int(work), number, minutes, float(days)
        )
        self.state.preparations[number]["left"] = pieces
        if pieces == 0:
            self.state.preparations[number]["done"] = True
            then(self)

    def open_pool(self, community: int) -> None:
        """The survey is done: what is pooled serves from today."""
        self.set_policy([community], pool=True)
        self.state.pool[community] = self.day

    def _room_for_lots(self, community: int, lots: int) -> None:
        place = self.state.communities[community]
        while place["free_tasks"] < lots * MOST_PIECES * (place["frontline"] + 1):
            self.state = grow_tasks(self.state)
