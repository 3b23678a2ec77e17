"""What a community needs from above: steps, each with its work and a wait."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import MONTHS, YEAR_DAYS, Count, Work
from sim.streams import poisson, waiting_days
from tests.twin.numbers import morning, ticks, upward_key

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.place import Community


class Procedure:
    """One approval, review, request for instruction, report or filing."""

    def __init__(self, procedures: Procedures, day: int, number: int, steps: int) -> None:
        self.procedures, self.community = procedures, procedures.community
        self.begun, self.number, self.left = day, number, steps
        u, _ = procedures.model.draws("procedure", self.community.number, day, number)
        department = math.floor(u * len(procedures.model.departments))
        self.owner = self.community.line_holder(department)

    def take_step(self, day: int) -> None:
        """The next step, from a day on."""
        model = self.procedures.model
        span = model.settings.obligations.span_request
        key = upward_key(morning(day), span, model.weight)
        amount, put = ticks(self.procedures.rules.procedure_minutes), self.community.queue.put
        put(self.owner, Work.PROCEDURE, amount, key, morning(day), self._taken, due=day + span)

    def _taken(self, moment: int) -> None:
        """What was handed in is answered after a wait."""
        model, ordinal = self.procedures.model, 64 * self.number + self.left
        u, _ = model.draws("step", self.community.number, self.begun, ordinal)
        then = model.day + int(waiting_days(u, self.procedures.rules.procedure_days))
        self.left -= 1
        if self.left:
            self.take_step(then)
        else:
            model.books.count(self.community, Count.PROCEDURES_ENDED)
            model.books.count(self.community, Count.PROCEDURE_DAYS, then - self.begun)


class Procedures:
    """Those of one community."""

    def __init__(self, model: TwinModel, community: Community) -> None:
        self.model, self.community = model, community
        self.rules = model.settings.rules.procedures

    def morning(self, day: int) -> None:
        """Those that begin today."""
        if not self.rules.on:
            return
        u, _ = self.model.draws("procedures", self.community.number, day)
        for number in range(poisson(u, self.rules.procedures_a_month * MONTHS / YEAR_DAYS)):
            if steps := self._steps(day, number):
                self.model.books.count(self.community, Count.PROCEDURES_BEGUN)
                Procedure(self, day, number, steps).take_step(day)

    def _steps(self, day: int, number: int) -> int:
        """Steps that are needed."""
        draws, here = self.model.draws, self.community.number
        more = int(poisson(draws("procedure", here, day, number)[1], self._more))
        steps = min(63, 1 + more)
        u, policy = draws("shortened", here, day, number)[0], self.community.policy
        if u < policy["procedures_ended"]:
            return 0
        if u >= policy["procedures_ended"] + policy["procedures_shortened"]:
            return steps
        return min(steps, max(1, math.floor(steps * policy["steps_kept"] + 0.5)))

    @property
    def _more(self) -> float:
        """Mean number of steps beyond the first."""
        return self.rules.procedure_steps - 1.0
