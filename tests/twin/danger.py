"""What a hidden issue can turn into: an emergency."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import DAY_TICKS, Count, Daily
from sim.streams import exponential
from tests.twin.numbers import morning
from tests.twin.obligations import GUARDED

if TYPE_CHECKING:
    from tests.twin.issues import Issue


class Danger:
    """The danger of one issue, and whether it became an incident."""

    def __init__(self, issue: Issue) -> None:
        self.issue, self.model = issue, issue.model
        self.rules = self.model.settings.rules.incidents
        self.possible = self.rules.on and issue.kind.kind in GUARDED
        self.so_far, self.incident = 0.0, False

    def breaks_out(self, day: int) -> bool:
        """Another day in hiding; whether it is an incident today."""
        if not self.possible:
            return False
        unguarded = self.issue.community.missing[self.issue.kind.kind]
        wrong_cut = self.model.settings.rules.rebound.wrong_cut_incidents
        self.so_far += self.rules.incident_rate * (1.0 + wrong_cut * unguarded)
        u, v = self.model.draws("incident", self.issue.entity)
        if self.so_far < exponential(u, 1.0):
            return False
        self._happen(day, v)
        return True

    def _happen(self, day: int, v: float) -> None:
        issue, books = self.issue, self.model.books
        self.incident = True
        issue.effort = issue.effort * issue.growth(day) * self.rules.incident_effort
        issue.lose_trust()
        books.count(issue.community, Count.INCIDENTS)
        books.daily(Daily.INCIDENTS)
        u, _ = self.model.draws("incident", issue.entity, 0, 1)
        if u < self.rules.serious_share:
            books.count(issue.community, Count.SERIOUS_INCIDENTS)
            self.model.rebound.serious[issue.community.number] += 1
        issue.be_reported(morning(day) + math.floor(v * DAY_TICKS))
