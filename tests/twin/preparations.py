"""Reforms that front-line workers prepare before they take effect."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.enums import Burden, Work
from tests.twin.numbers import morning, residents_key, ticks, upward_key

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.place import Community


class Preparation:
    """One reform in one community, until the last front-line worker is done with it."""

    def __init__(self, community: Community, then: Callable[[], None]) -> None:
        self.left, self.then = len(community.frontline), then

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
    ) -> None:
        """A lot for each front-line worker; what needs no time happens at once."""
        amount, day = ticks(minutes / len(community.frontline)), self.model.day
        if amount == 0:
            then()
            return
        span = self.model.settings.obligations.span_round if days is None else days
        preparation = Preparation(community, then)
        self.open.append(preparation)
        key, due = upward_key(morning(day), span, self.model.weight), day + span
        if not upward:
            key, due = residents_key(morning(day), span, self.model.weight), math.inf
        put = community.queue.put_lot
        for worker in community.frontline:
            if work == Work.SETUP:
                self.model.books.demand(community, False, Burden.SURVEY, amount)
            put([worker], work, amount, key, morning(day), due, preparation.lot_done)

    def take_effect(self) -> None:
        """This morning: what was done by yesterday happens."""
        done = [preparation for preparation in self.open if preparation.left == 0]
        self.open = [preparation for preparation in self.open if preparation.left > 0]
        for preparation in done:
            preparation.then()
