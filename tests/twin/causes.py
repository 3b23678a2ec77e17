"""Causes in a place, which a visit may leave there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import Count, Kind
from tests.twin.numbers import month_of, months_last_day, ticks

if TYPE_CHECKING:
    from tests.twin.issues import Issue

OF_A_PLACE = (Kind.HAZARD, Kind.FACILITY, Kind.STREET_ORDER)
CALLED = 1
"""Class of works in a queue."""


class Cause:
    """What makes one issue come back, and what departments have done about it."""

    def __init__(self, issue: Issue) -> None:
        self.issue, self.model = issue, issue.model
        self.rules = self.model.settings.rules.causes
        self.ordered = False
        self.built_on = math.inf

    @property
    def need(self) -> str:
        """A visit, building or presence."""
        if not self.rules.on or self.issue.level != 2 or self.issue.kind.kind not in OF_A_PLACE:
            return "visit"
        u, _ = self.model.draws("cause", self.issue.entity)
        if u < self.rules.building_share:
            return "building"
        if u < self.rules.building_share + self.rules.presence_share:
            return "presence"
        return "visit"

    def meet(self, root: float, closing: int) -> tuple[float, int]:
        """Departments leave: the chance that it returns, and days for which it cannot."""
        back, day, need = self.model.settings.departments.relapse_share, self.model.day, self.need
        if need == "visit":
            return (1.0 - root) * back, 0
        if self.built_on <= day:
            return 0.0, 0
        u, _ = self.model.draws("root", self.issue.entity, 0, closing)
        if u < root and need == "presence":
            return back, self._attend(day)
        if u < root and not self.ordered:
            self.order(day)
        return back, 0

    def order(self, day: int) -> None:
        """Works are ordered from the first needed department."""
        self.ordered = True
        self._count(Count.WORKS_ORDERED)
        first = self.model.departments[self.issue.needed[0]]
        ready = day + max(1, math.floor(self.rules.building_days))
        amount = ticks(60.0 * self.rules.building_hours)
        first.take_job(self.issue, CALLED, ready, amount, needed=False, works=True)

    @property
    def works_lacking(self) -> bool:
        """Whether something must be built, and nobody was told to."""
        return self.need == "building" and not self.ordered

    def built_by_community(self) -> bool:
        """Whether the community orders the works itself, and pays them."""
        if not self.works_lacking or not self.issue.community.spend(self.rules.building_yuan):
            return False
        self.ordered = True
        self._count(Count.WORKS_ORDERED)
        self._count(Count.WORKS_BUILT)
        self._count(Count.COMMUNITY_WORKS)
        self.built_on = self.model.day + max(1, math.floor(self.rules.building_days))
        return True

    def be_built(self, ready: int) -> None:
        """The department has done its part; works that can be ready from a day on."""
        self._count(Count.WORKS_BUILT)
        self.built_on = max(ready, self.model.day)

    def ended_before(self, day: int) -> bool:
        """Whether works were done before this morning, after an honest closing."""
        return self.built_on < day and not self.issue.false_last

    def _attend(self, day: int) -> int:
        """Days for which the first needed department keeps it away."""
        first = self.model.departments[self.issue.needed[0]]
        if first.capacity < first.ticks_of_presence:
            return 0
        self._count(Count.PRESENCES)
        last = months_last_day(month_of(day) + self.rules.presence_months)
        first.presences.append(last)
        return last - day

    def note_return(self) -> None:
        """It is back."""
        if self.need == "building":
            self._count(Count.RETURNS_TO_BUILD)
        elif self.need == "presence":
            self._count(Count.RETURNS_TO_ATTEND)

    def _count(self, event: Count) -> None:
        self.model.books.count(self.issue.community, event)
