"""Cases on the platform: closed by a reply, whether or not the issue is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.enums import Count

if TYPE_CHECKING:
    from tests.twin.issues import Issue

DAYS = 60
"""A case is watched for so many days."""


class Case:
    """A case: what the platform says of an issue that was registered on a day."""

    def __init__(self, issue: Issue, day: int) -> None:
        self.issue, self.model, self.day = issue, issue.model, day
        self.rules = self.model.settings.rules.replies
        self.limit, self.closed = day + self.rules.reply_limit, False
        u, _ = self.model.draws("reply", issue.entity, 0, issue.closings)
        self.replied_anyway = u < self.rules.reply_unsolved
        settings = self.model.settings
        end = settings.warmup_days + settings.horizon_days
        inside = day >= settings.warmup_days
        self.counted = inside and self.limit < end - 1
        self.watched = inside and day < end - DAYS
        if self.counted:
            self._count(Count.CASES)
        if self.watched:
            self._count(Count.CASES_WATCHED)

    def _count(self, event: Count, number: int = 1) -> None:
        """Counted by the day on which the case was opened, inside the window or not."""
        self.model.books.counts[self.issue.community.number][event] += number

    def morning_after(self, day: int) -> None:
        """On the limit of yesterday a reply may have been entered although nothing is done."""
        if day == self.limit + 1 and self.replied_anyway:
            self._close(self.limit, unsolved=True)

    def work_done(self, day: int, false: bool, root: bool) -> None:
        """Departments have closed the issue, at the root or not, or on paper."""
        if not self.closed:
            self._close(day, unsolved=false)
        if root and day <= self.limit and self.counted:
            self._count(Count.CASES_ROOT_IN_TIME)

    def _close(self, day: int, unsolved: bool) -> None:
        self.closed = True
        if self.counted:
            self._count(Count.CASES_CLOSED)
            self._count(Count.CASES_IN_TIME, day <= self.limit)
            self._count(Count.CASES_UNSOLVED, unsolved)
        if self.watched:
            self._count(Count.CASE_DAYS_SPARED, DAYS - min(DAYS, day - self.day))
