"""How an issue reaches departments, how often they may return it, and its case on the platform."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import Status
from sim.streams import waiting_days
from tests.twin.replies import Case

if TYPE_CHECKING:
    from tests.twin.issues import Issue


class Dispatch:
    """The way of one issue to departments since its report."""

    def __init__(self, issue: Issue) -> None:
        self.issue, self.model = issue, issue.model
        self.structures = self.model.settings.structures
        self.rules = self.model.settings.departments
        self.on = self.structures.dispatch == "platform"
        self.begin()

    def begin(self) -> None:
        """At a report nobody has been asked, and there is no case."""
        self.case: Case | None = None
        self.asked_before = self.held = False

    @property
    def registered(self) -> bool:
        """Whether the platform has it already."""
        return self.on and self.issue.level == 2 and self.asked_before

    @property
    def binding(self) -> bool:
        """Whether the next department may not refuse."""
        if self.structures.returns == "endless":
            return False
        if self.structures.returns == "designated":
            return True
        return self.issue.refusals >= self.rules.returns_at_most

    def asked(self, moment: int) -> None:
        """A request was made, and the answer takes days; or the platform sends the issue."""
        issue, day = self.issue, self.model.day
        wait = self._designation_days() if issue.level == 2 else 0
        self.asked_before = True
        if issue.level == 2:
            issue.community.street_offices.pass_on(issue)
        if issue.level == 2 and self.on:
            self._register(day, wait)
            return
        issue.status, issue.asked_on = Status.ANSWER, day
        mean = self.rules.answer_days if issue.level == 2 else issue.community.policy["street_days"]
        u, _ = self.model.draws("answer", issue.entity, day, 0)
        issue.due = day + wait + waiting_days(u, mean)

    def _designation_days(self) -> int:
        """Days in which it is found out who is in charge, before the first answer."""
        designated = self.structures.returns == "designated" and not self.asked_before
        return self.rules.designation_days if designated else 0

    def _register(self, day: int, wait: int) -> None:
        """It is on the platform now, and a case."""
        self.send(day)
        self.issue.due += wait
        if self.model.settings.rules.replies.on:
            self.case = Case(self.issue, day)

    def send(self, day: int) -> None:
        """The next department receives it soon."""
        self.issue.status, self.held = Status.ANSWER, False
        self.issue.asked_on = day
        self.issue.due = day + self.rules.receive_days

    def may_return(self, day: int, u: float) -> bool:
        """Whether a department that refuses keeps it for some days before it says so."""
        if not self.on or self.held:
            return False
        self.held = True
        self.issue.due = day + math.ceil(u * self.rules.return_days)
        return True
