"""The hall, in which residents with opposed interests hear each other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import Count, Kind, Rung, Sort, Status, Theme
from tests.twin.numbers import morning

if TYPE_CHECKING:
    from tests.twin.issues import Issue
    from tests.twin.place import Community

STUCK = (Status.PAUSE, Status.FROZEN, Status.ASKING, Status.ANSWER)
Topic = tuple[int, Theme]
"""An estate, and what is shared there."""


class Hall:
    """The hall of one community; there is one where a policy gives it sessions."""

    def __init__(self, community: Community) -> None:
        self.community, self.model = community, community.model
        self.rules = self.model.settings.rules.mediation
        self.called = 0
        self.room: dict[Topic, float] = {}

    def end_month(self) -> None:
        """Sessions are counted anew."""
        self.called = 0

    @property
    def is_open(self) -> bool:
        """Whether sessions are left, and residents would come."""
        policy = self.community.policy
        left = self.rules.on and self.called < policy["hall_sessions"]
        return left and self.community.trust >= policy["hall_quorum"]

    def estate(self, grid: int) -> int:
        """The estate to which a grid belongs."""
        return grid * self.rules.estates // len(self.community.frontline)

    def topic(self, issue: Issue) -> Topic:
        """Where an issue is, and what it is about."""
        estate = self.estate(issue.resident.grid)
        if issue.kind.kind == Kind.FACILITY:
            return estate, Theme.BUILDING
        u, _ = self.model.draws("theme", issue.entity)
        if u < self.rules.theme_parking:
            return estate, Theme.PARKING
        ground = u < self.rules.theme_parking + self.rules.theme_ground
        return estate, Theme.GROUND if ground else Theme.BUILDING

    def share_left(self, topic: Topic) -> float:
        """Share of disputes on a topic that still arise."""
        return self.room.get(topic, 1.0)

    # Waiting

    def take(self, issue: Issue, day: int) -> None:
        """An issue is to be talked over."""
        issue.at_hall, issue.mediation.rung = True, Rung.HALL
        issue.status = Status.PAUSE
        issue.due = day + max(1, math.floor(self.rules.hall_notice))

    def go_on(self, issue: Issue, day: int) -> None:
        """It has waited: for a session that is called, a session of its own, or in vain."""
        at_table = [other for other in self._same(issue) if other.at_hall]
        waiting = [other for other in at_table if other.status == Status.PAUSE]
        patient = day < issue.report_day + self.rules.hall_wait
        if len(waiting) < len(at_table):
            issue.due = day + 1
        elif self.is_open and len(waiting) >= self.community.policy["hall_issues"]:
            self.called += 1
            issue.put_own_work(morning(day))
        elif patient:
            issue.due = day + 1
        else:
            self._send_away(issue, Rung.WORKER, day)

    def _same(self, issue: Issue) -> list[Issue]:
        """Issues of the same topic that the hall may settle."""
        topic = self.topic(issue)
        return [
            other
            for other in self.community.live()
            if self._may_come(other) and self.topic(other) == topic
        ]

    def _may_come(self, issue: Issue) -> bool:
        if issue.level == 2 or issue.third_parties.on:
            return False
        about_space = issue.mediation.on and issue.mediation.sort == Sort.SPACE
        return about_space or issue.kind.kind == Kind.FACILITY

    def _send_away(self, issue: Issue, rung: Rung, day: int) -> None:
        """No session, or no agreement: somebody else has it from a morning on."""
        issue.at_hall, issue.mediation.round = False, 0
        issue.mediation.rung = rung
        if issue.kind.kind == Kind.FACILITY:
            issue.consent.ask(day)
        elif rung == Rung.JOINT:
            issue.ask(day)
        else:
            issue.put_own_work(morning(day))

    # Sessions

    def minutes(self) -> float:
        """Minutes of a session."""
        return self.rules.hall_minutes * self.rules.hall_staff

    def hold(self, caller: Issue, moment: int) -> None:
        """One outcome for all that is open."""
        self.model.books.count(self.community, Count.HALL_SESSIONS)
        u, _ = self.model.draws("hall", caller.entity, 0, caller.closings)
        agreed, topic = u < self.rules.hall_success_space, self.topic(caller)
        if agreed:
            self.room[topic] = self.share_left(topic) * self.rules.hall_rate_effect
        for issue in (one for one in self._same(caller) if one.report <= moment):
            stuck = issue.mediation.on and issue.status in STUCK
            if agreed and (issue.at_hall or stuck):
                self._settle(issue, moment)
            elif issue.at_hall:
                self._send_away(issue, Rung.JOINT, self.model.day + 1)

    def _settle(self, issue: Issue, moment: int) -> None:
        issue.at_hall = False
        if issue.mediation.on:
            issue.drop_task()
            issue.close(moment)
        else:
            issue.consent.given = True
            issue.put_own_work(morning(self.model.day + 1))
