"""The street, to which communities whistle."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import mesa

from sim.enums import Count, Status
from tests.twin.numbers import ticks

if TYPE_CHECKING:
    from tests.twin.issues import Issue
    from tests.twin.model import TwinModel


class Street(mesa.Agent):  # type: ignore[misc]
    """Decides on whistles."""

    model: TwinModel

    def whistle_open(self, issue: Issue, day: int) -> bool:
        """Whether a community may whistle for an issue today."""
        policy = issue.community.policy
        if not policy["whistle"] or issue.level != 2 or issue.turned_down or issue.third_parties.on:
            return False
        if issue.status not in (Status.ASKING, Status.ANSWER):
            return False
        listed = self.model.draws("listed", issue.entity)[0] < policy["listed_share"]
        chosen = self.model.draws("use", issue.entity)[0] < policy["use_share"]
        disputed = issue.refusals >= policy["refusals"] and not issue.dispatch.binding
        beyond = len(issue.needed) >= 2 or disputed
        tried = self._colour(issue) == "red" or day >= issue.tried + policy["try_days"]
        dared = issue.community.courage.is_enough_for(issue)
        return listed and chosen and beyond and tried and dared

    def _colour(self, issue: Issue) -> str:
        """Colour of the deadline."""
        policy = issue.community.policy
        _, v = self.model.draws("listed", issue.entity)
        if v < policy["colour_red"]:
            return "red"
        return "yellow" if v < policy["colour_red"] + policy["colour_yellow"] else "blue"

    def hear_whistle(self, issue: Issue) -> None:
        """The community's asking is dropped; its head turns to the street."""
        self.model.books.count(issue.community, Count.WHISTLES)
        issue.turn_to_head(
            issue.community.policy["head_minutes"], lambda moment: self._screen(issue)
        )

    def _screen(self, issue: Issue) -> None:
        """The street screens, the district calls."""
        policy = issue.community.policy
        issue.status = Status.SCREENING
        red = self._colour(issue) == "red"
        wait = 0 if red else policy["screen_days"] + policy["call_days"]
        issue.due = self.model.day + int(wait)

    def decide(self, issue: Issue, day: int) -> None:
        """Call the departments, or turn the whistle down for good."""
        u, _ = self.model.draws("whistle", issue.entity, day)
        if u < issue.community.policy["accept"]:
            self._call(issue, day)
        else:
            issue.community.courage.take_in(in_vain=True)
            issue.turned_down = True
            issue.ask()

    def _call(self, issue: Issue, day: int) -> None:
        policy, departments = issue.community.policy, self.model.departments
        self.model.books.count(issue.community, Count.WHISTLES_ACCEPTED)
        issue.whistled, issue.status = True, Status.JOB
        self.model.attention.hear_of(issue)
        issue.weak = any(
            departments[d].backlog > policy["backlog_days"] * departments[d].capacity
            for d in issue.needed
        )
        issue.community.courage.take_in(in_vain=issue.weak)
        colour = self._colour(issue)
        rank = 0 if colour == "red" else 1
        deadline = day + math.floor(policy[f"deadline_{colour}"])
        meeting = ticks(60.0 * policy["meeting_hours"])
        field = ticks(60.0 * self.model.settings.departments.field_hours)
        issue.community.street_offices.command(issue)
        for d in issue.not_here():
            departments[d].take_job(issue, rank, deadline, meeting + field, needed=True)
        for d in self._extra(issue, day):
            departments[d].take_job(issue, rank, deadline, meeting, needed=False)

    def _extra(self, issue: Issue, day: int) -> list[int]:
        """Departments called without need."""
        answering = [d.number for d in self.model.departments if d.answers]
        overcall, needed = issue.community.policy["overcall"], len(issue.needed)
        left = [d for d in answering if d not in issue.needed]
        extra = []
        for j in range(min(math.ceil(overcall * needed), len(answering)) - needed):
            u, _ = self.model.draws("extra", issue.entity, day, j)
            extra.append(left.pop(math.floor(u * len(left))))
        return extra
