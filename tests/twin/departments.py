"""Departments that demand forms and spend field hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa

from tests.twin.numbers import ticks

if TYPE_CHECKING:
    from tests.twin.issues import Issue
    from tests.twin.model import TwinModel


@dataclass
class Job:
    """A department's part in an issue."""

    issue: Issue
    order: tuple[int, int, bool, int, int]
    ticks: int
    needed: bool
    works: bool

    @property
    def deadline(self) -> int:
        """The day by which it should be done."""
        return self.order[1]


class Department(mesa.Agent):  # type: ignore[misc]
    """Demands forms; with response hours it also answers."""

    model: TwinModel

    def __init__(self, model: TwinModel, number: int, answers: bool) -> None:
        super().__init__(model)
        self.number, self.answers = number, answers
        self.connected = self.exchanging = False
        self.pooled: set[int] = set()
        self.staff_hours = self.handed_back = self.spared_hours = 0.0
        self.load = 0.0
        self.response_share = model.settings.departments.response_share
        self.effort, self.score = 1.0, 0.0
        self.attention = 1.0
        self.presences: list[int] = []
        self.presence_ticks = self.presence_given = 0
        self.jobs: list[Job] = []
        self.used = self.offered = 0
        self.handed_ticks = 0.0

    @property
    def given(self) -> int:
        """Ticks a day for communities, presence included."""
        if not self.answers:
            return 0
        share = min(1.0, self.response_share * self.attention * self.effort)
        hours = max(0.0, self.staff_hours - self.handed_back)
        return ticks(hours * share * 60.0 / 5.0)

    @property
    def capacity(self) -> int:
        """Ticks a day for jobs."""
        return max(0, self.given - self.presence_ticks)

    @property
    def presence_count(self) -> int:
        """Presences that have not ended."""
        return len(self.presences)

    @property
    def ticks_of_presence(self) -> int:
        """Ticks a day of one presence."""
        return ticks(self.model.settings.rules.causes.presence_hours * 60.0 * 12 / 250)

    def end_day(self, day: int) -> None:
        """Presences end, and others take hours from tomorrow."""
        if self.model.measured:
            self.presence_given += min(self.given, self.presence_ticks)
        self.presences = [last for last in self.presences if last > day]
        self.presence_ticks = self.presence_count * self.ticks_of_presence

    @property
    def accept_chance(self) -> float:
        """Chance that an issue is taken when a community asks."""
        share = self.model.settings.departments.accept_share
        assessment = self.model.settings.rules.assessment
        if not assessment.on:
            return share
        return min(max(assessment.accept_limit, share), share * self.effort)

    @property
    def backlog(self) -> int:
        """Ticks of open jobs."""
        return sum(job.ticks for job in self.jobs)

    def take_job(
        self,
        issue: Issue,
        rank: int,
        deadline: int,
        amount: int,
        needed: bool,
        works: bool = False,
    ) -> None:
        """Queue a job by class, deadline, visits before works, community and entity."""
        order = (rank, deadline, works, issue.community.number, issue.entity)
        issue.open_jobs += needed
        self.jobs.append(Job(issue, order, amount, needed, works))
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
                if job.works:
                    job.issue.cause.be_built(job.deadline)
                elif job.needed:
                    if job.issue.whistled:
                        self.model.appraisal.note_job(job.issue, self, job.deadline)
                    job.issue.open_jobs -= 1
                    job.issue.visited(self.number, day)
        used = (capacity - left) / capacity if capacity else float(had_jobs)
        self.load += (used - self.load) / self.model.settings.departments.load_memory
        if self.model.measured:
            self.used += capacity - left
            self.offered += capacity
            done = min(self.handed_back, self.staff_hours)
            self.handed_ticks += done * 60.0 * 1000.0 / 5.0
