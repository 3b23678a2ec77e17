"""Secretary projects: the head brings all needed departments to one table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import MONTHS, NOBODY, Count, Status
from tests.twin.numbers import ticks

if TYPE_CHECKING:
    from tests.twin.issues import Issue
    from tests.twin.place import Community

CHASED = (Status.ASKING, Status.ANSWER)
"""Where departments are asked for, or owe an answer."""


class Projects:
    """Secretary projects of one community."""

    def __init__(self, community: Community) -> None:
        self.community, self.model = community, community.model

    def end_month(self, day: int) -> None:
        """Perhaps one begins."""
        u, _ = self.model.draws("secretary", self.community.number, day)
        if u < self.community.policy["projects"] / MONTHS:
            for issue in self.community.live():
                if issue.level == 2 and issue.status in CHASED and not issue.third_parties.on:
                    self._begin(issue)
                    return

    def propose(self, day: int) -> None:
        """Perhaps the street proposes works for the oldest issue that lacks them."""
        policy = self.community.policy
        u, v = self.model.draws("proposal", self.community.number, day)
        lacking = [issue for issue in self.community.live() if self._lacks_works(issue)]
        if u < policy["proposals"] / MONTHS and lacking:
            self.model.books.count(self.community, Count.PROPOSALS)
            if v < policy["proposals_accepted"]:
                lacking[0].cause.order(day)

    def _lacks_works(self, issue: Issue) -> bool:
        """Tried alone, in hand, and to be built."""
        in_hand = issue.tried != NOBODY and issue.status != Status.QUIET
        return in_hand and not issue.third_parties.on and issue.cause.works_lacking

    def _begin(self, issue: Issue) -> None:
        self.model.books.count(self.community, Count.SECRETARY_PROJECTS)
        issue.project = True
        minutes = self.community.policy["project_minutes"]
        issue.turn_to_head(minutes, lambda moment: self._led(issue))

    def _led(self, issue: Issue) -> None:
        """The head has done his part; departments gather at the end of this day."""
        issue.status, issue.due = Status.SCREENING, self.model.day

    def gather(self, issue: Issue, day: int) -> None:
        """All needed departments that have not been here take the issue on."""
        rules = self.model.settings.departments
        issue.project, issue.weak, issue.status = False, False, Status.JOB
        deadline, amount = (
            day + math.floor(rules.ordinary_deadline),
            ticks(60.0 * rules.field_hours),
        )
        for number in issue.not_here():
            department = self.model.departments[number]
            department.take_job(issue, 1, deadline, amount, needed=True)
