"""Residents who wait too long: they ask again, complain above, or give up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import Count, Found, Kind, Status, Work
from sim.streams import normal
from tests.twin.numbers import CALLERS_FIRST, morning, ticks

if TYPE_CHECKING:
    from tests.twin.issues import Issue

AT_REST = (Status.HIDDEN, Status.QUIET, Status.FREE)


class Patience:
    """The patience of one issue's resident."""

    def __init__(self, issue: Issue) -> None:
        self.issue, self.model = issue, issue.model
        self.rules = self.model.settings.rules.patience
        self.on = self.rules.on
        self.waits = self.span = self.until = 0

    def start(self, day: int) -> None:
        """A report: patience is fresh."""
        if self.on:
            u, _ = self.model.draws("patience", self.issue.entity)
            usual = self.rules.patience_factor * self.issue.kind.promise
            own = math.exp(self.rules.patience_sigma * normal(u))
            self.span = max(1, math.ceil(usual * own))
            self.waits, self.until = 0, day + self.span

    def check(self, day: int) -> None:
        """Whether the patience of the resident ends today, and what follows."""
        issue = self.issue
        if not self.on or issue.early != Found.NO or issue.status in AT_REST or self.until > day:
            return
        self.waits += 1
        self.until = day + self.span
        if self.waits >= self.rules.giveup_factor and self._not_started():
            self._give_up()
            return
        u, v = self.model.draws("impatience", issue.entity, 0, 64 * issue.closings + self.waits)
        trust = issue.resident.trust
        if u < self.rules.overhead_chance * (self.rules.overhead_offset - trust):
            self.order(day)
        elif v < self.rules.repeat_chance:
            self._ask_again(day)

    def _not_started(self) -> bool:
        """Nobody has started the next step."""
        status, task = self.issue.status, self.issue.task
        if status in (Status.OWN_WORK, Status.ASKING):
            return task is not None and not task.started
        return status in (Status.PAUSE, Status.FROZEN)

    def _give_up(self) -> None:
        self.model.books.count(self.issue.community, Count.GIVEN_UP)
        self.issue.lose_trust()
        self.issue.community.hotline.note(self.issue, in_time=False)
        self.issue.drop_task()
        self.issue.given_up = True
        self.issue.end()

    def order(self, day: int) -> None:
        """The resident went over the community's head: an order comes down."""
        self.issue.ordered = True
        self.issue.make_task_anew(day)
        self.issue.put_order(morning(day))

    def _ask_again(self, day: int) -> None:
        community, inquiry = self.issue.community, self.model.kinds[Kind.INQUIRY]
        self.model.books.count(community, Count.REPEATS)
        key, owner = morning(day) - CALLERS_FIRST, community.on_duty(day)
        community.queue.put(owner, Work.REPEAT, ticks(inquiry.minutes), key, morning(day))
