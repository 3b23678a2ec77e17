"""What is counted inside the measured window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.terms import (
    Burden,
    Count,
    Daily,
    Work,
)

if TYPE_CHECKING:
    from tests.twin.issues import Issue
    from tests.twin.model import TwinModel
    from tests.twin.place import Community


class Books:
    """Counts of the whole place and of each community."""

    def __init__(self, model: TwinModel) -> None:
        self.model = model
        size, days = model.settings.territory.communities, model.settings.horizon_days
        self.burden = [[0] * len(Burden) for _ in range(size)]
        self.counts = [[0] * len(Count) for _ in range(size)]
        self.days = [[0] * len(Daily) for _ in range(days)]
        self.work = [[0] * len(Work) for _ in range(days)]
        self.ended: list[Issue] = []

    @property
    def _today(self) -> int:
        return self.model.day - self.model.settings.warmup_days

    def demand(self, community: Community, part: Burden, ticks: int) -> None:
        """Ticks that somebody above demands."""
        if self.model.measured:
            self.burden[community.number][part] += ticks

    def count(self, community: Community, event: Count) -> None:
        """An event in a community."""
        if self.model.measured:
            self.counts[community.number][event] += 1

    def daily(self, event: Daily, number: int = 1) -> None:
        """An event of the day."""
        if self.model.measured:
            self.days[self._today][event] += number

    def record_work(self) -> None:
        """Add the day of every worker to the totals."""
        if self.model.measured:
            for community in self.model.communities:
                for worker in community.workers:
                    for work in Work:
                        regular, over = worker.today[work], worker.overtime[work]
                        worker.totals[work] += regular
                        worker.overtime_totals[work] += over
                        self.work[self._today][work] += regular + over
