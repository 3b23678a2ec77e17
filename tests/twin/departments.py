"""Departments that spend field hours, and the street that calls them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa

from sim.terms import Count, Status
from tests.twin.numbers import ticks

if TYPE_CHECKING:
    from tests.twin.issues import Issue
    from tests.twin.model import TwinModel


@dataclass
class Job:
    """A department's part in a matter."""

    issue: Issue
    order: tuple[int, int, int, int]
    ticks: int
    needed: bool


class Department(mesa.Agent):  # type: ignore[misc]
    """Demands forms; with response hours it also answers."""

    model: TwinModel

    def __init__(self, model: TwinModel, number: int, answers: bool) -> None:
        super().__init__(model)
        self.number, self.answers = number, answers
        self.connected = False
        self.pooled: set[int] = set()
        self.staff_hours = self.handed_back = 0.0
        self.load = 0.0
        self.jobs: list[Job] = []
        self.used = self.offered = 0
        self.handed_ticks = 0.0

    @property
    def capacity(self) -> int:
        """Ticks a day for communities' matters."""
        if not self.answers:
            return 0
        share = self.model.settings.departments.response_share
        hours = max(0.0, self.staff_hours - self.handed_back)
        return ticks(hours * share * 60.0 / 5.0)

    @property
    def backlog(self) -> int:
        """Ticks of open jobs."""
        return sum(job.ticks for job in self.jobs)

    def take_job(self, issue: Issue, rank: int, deadline: int, amount: int, needed: bool) -> None:
        """Queue a job by class, deadline, community and entity."""
        order = (rank, deadline, issue.community.number, issue.entity)
        issue.open_jobs += needed
        self.jobs.append(Job(issue, order, amount, needed))
        self.jobs.sort(key=lambda job: job.order)

    def respond(self, day: int) -> None:
        """Serve the jobs with the capacity of a day."""
        capacity = left = self.capacity
        had_jobs = bool(self.jobs)
        while self.jobs and left:
            job = self.jobs[0]
            given = min(left, job.ticks)
            job.ticks -= given
            left -= given
            if job.ticks == 0:
                self.jobs.pop(0)
                if job.needed:
                    job.issue.open_jobs -= 1
                    job.issue.visited(self.number, day)
        used = (capacity - left) / capacity if capacity else float(had_jobs)
        self.load += (used - self.load) / self.model.settings.departments.load_memory
        if self.model.measured:
            self.used += capacity - left
            self.offered += capacity
            done = min(self.handed_back, self.staff_hours)
            self.handed_ticks += done * 60.0 * 1000.0 / 5.0


class Street(mesa.Agent):  # type: ignore[misc]
    """Decides on whistles."""

    model: TwinModel

    def whistle_open(self, issue: Issue, day: int) -> bool:
        """Whether a community may whistle for an issue today."""
        policy = issue.community.policy
        if not policy.get("whistle") or issue.level != 2 or issue.turned_down:
            return False
        if issue.status not in (Status.ASKING, Status.ANSWER):
            return False
        u, _ = self.model.draws("listed", issue.entity)
        beyond = len(issue.needed) >= 2 or issue.refusals >= policy["refusals"]
        tried = issue.colour == "red" or day >= issue.tried + policy["try_days"]
        return u < policy["listed_share"] and beyond and tried

    def decide(self, issue: Issue, day: int) -> None:
        """Call the departments, or turn the whistle down for good."""
        u, _ = self.model.draws("whistle", issue.entity, day)
        if u < issue.community.policy["accept"]:
            self._call(issue, day)
        else:
            issue.turned_down = True
            issue.ask()

    def _call(self, issue: Issue, day: int) -> None:
        policy, departments = issue.community.policy, self.model.departments
        self.model.books.count(issue.community, Count.WHISTLES_ACCEPTED)
        issue.whistled, issue.status = True, Status.JOB
        issue.weak = any(
            departments[d].backlog > policy["backlog_days"] * departments[d].capacity
            for d in issue.needed
        )
        rank = 0 if issue.colour == "red" else 1
        deadline = day + math.floor(policy[f"deadline_{issue.colour}"])
        meeting = ticks(60.0 * policy["meeting_hours"])
        field = ticks(60.0 * self.model.settings.departments.field_hours)
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
