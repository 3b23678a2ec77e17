"""Reforms that front-line workers prepare before they take effect."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from sim.enums import Burden, Work
from tests.twin.numbers import morning, residents_key, ticks, upward_key

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.place import Community


class Preparation:
    """One reform in one community, until the last front-line worker is done with it."""

    def __init__(self, lots: int, then: Callable[[], None]) -> None:
        self.left, self.then = lots, then

    def lot_done(self, moment: int) -> None:
        """One worker is done."""
        self.left -= 1


class Preparations:
    """All that is being prepared, in the order in which it was begun."""

    def __init__(self, model: TwinModel) -> None:
        self.model = model
        self.open: list[Preparation] = []

    def begin(
        self,
        community: Community,
        minutes: float,
        then: Callable[[], None],
        days: float | None = None,
        work: Work = Work.PREPARATION,
        upward: bool = True,
        day: int | None = None,
        by_head: bool = False,
    ) -> None:
        """A lot for each front-line worker, or for the head; what needs no time happens at once."""
        workers = community.workers[:1] if by_head else community.frontline
        amount = ticks(minutes / len(workers))
        day = self.model.day if day is None else day
        if amount == 0:
            then()
            return
        span = self.model.settings.obligations.span_round if days is None else days
        preparation = Preparation(len(workers), then)
        self.open.append(preparation)
        key, due = upward_key(morning(day), span, self.model.weight), day + span
        if not upward:
            key, due = residents_key(morning(day), span, self.model.weight), math.inf
        put = community.queue.put_lot
        for worker in workers:
            if work == Work.SETUP:
                self.model.books.demand(community, False, Burden.SURVEY, amount)
            alone = by_head and worker.is_head
            put([worker], work, amount, key, morning(day), due, preparation.lot_done, alone)

    def teach(
        self,
        community: Community,
        minutes: float,
        sessions: int,
        days: float,
        taught: Callable[[int], None],
        by_head: bool = False,
    ) -> None:
        """Sessions one after the other, each on its day or when the one before is over."""
        first_day, gap = self.model.day, days / sessions

        def hold(number: int) -> None:
            day = max(self.model.day, first_day + math.floor(number * days / sessions))
            begin = partial(self.begin, day=day, by_head=by_head)
            begin(community, minutes / sessions, lambda: follow(number + 1), gap)

        def follow(held: int) -> None:
            taught(held)
            if held < sessions:
                hold(held)

        hold(0)

    def take_effect(self) -> None:
        """This morning: what was done by yesterday happens."""
        done = [preparation for preparation in self.open if preparation.left == 0]
        self.open = [preparation for preparation in self.open if preparation.left > 0]
        for preparation in done:
            preparation.then()
