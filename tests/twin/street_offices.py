"""Offices of the street, which spend hours on what communities bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.enums import Count, Kind, Status
from tests.twin.numbers import ticks

if TYPE_CHECKING:
    from tests.twin.issues import Issue
    from tests.twin.model import TwinModel

MANAGEMENT, SAFETY, MEDIATION, ENFORCEMENT = range(4)
OFFICES_OF = {
    Kind.DISPUTE: (MEDIATION, MANAGEMENT),
    Kind.HAZARD: (SAFETY, ENFORCEMENT),
    Kind.FACILITY: (MANAGEMENT, SAFETY),
    Kind.CARE: (MANAGEMENT, MEDIATION),
    Kind.STREET_ORDER: (ENFORCEMENT, MANAGEMENT),
    Kind.MERCHANT: (ENFORCEMENT, SAFETY),
}
"""First and second office of a kind."""


@dataclass
class OfficeJob:
    """Hours of an office for one issue; `answers` if the street has answered when it is done."""

    order: tuple[int, int, int, int]
    issue: Issue
    ticks: int
    answers: bool


class Office:
    """An office with its queue and its ticks a day."""

    def __init__(self, capacity: int) -> None:
        self.capacity, self.used, self.offered = capacity, 0, 0
        self.jobs: list[OfficeJob] = []

    def serve(self, model: TwinModel, day: int) -> None:
        """Serve the jobs in order."""
        left = self.capacity
        while self.jobs and left:
            job = min(self.jobs, key=lambda job: job.order)
            given = min(left, job.ticks)
            job.ticks -= given
            left -= given
            model.books.count(job.issue.community, Count.STREET_TICKS, given)
            if job.ticks == 0:
                self.jobs.remove(job)
                if job.answers:
                    job.issue.open_jobs = 0
                    job.issue.answers.of_the_street(day)
        if model.measured:
            self.used += self.capacity - left
            self.offered += self.capacity


class StreetOffices:
    """The four offices of a street; pooled ones share a queue."""

    def __init__(self, model: TwinModel, communities: float) -> None:
        self.model, self.rules = model, model.settings.rules.street_offices
        demands = self._demands()
        whole = self.rules.street_capacity * communities
        self.rows = [
            Office(ticks(whole * (demand / sum(demands)) * 60.0 / 5.0)) for demand in demands
        ]
        self.queues = list(self.rows)

    def _demands(self) -> list[float]:
        """What each office may expect."""
        rules, demands = self.model.settings.rules, [0.0] * 4
        for rates in self.model.kinds:
            if rates.kind not in OFFICES_OF:
                continue
            first, second = OFFICES_OF[rates.kind]
            if rates.kind == Kind.DISPUTE and rules.mediation.on:
                demands[first] += rates.rate * (1.0 - rates.a2)
                continue
            demands[first] += rates.rate * rates.a1
            if rules.offices.on:
                demands[second] += rates.rate * rates.a1 * rules.offices.two_office_share
        return demands if any(demands) else [1.0] * 4

    def pool(self) -> None:
        """Law enforcement is put under public management."""
        management, enforcement = self.rows[MANAGEMENT], self.rows[ENFORCEMENT]
        if self.queues[ENFORCEMENT] is management:
            return
        self.queues[ENFORCEMENT] = management
        management.jobs += enforcement.jobs
        management.capacity += enforcement.capacity
        enforcement.jobs, enforcement.capacity = [], 0

    def respond(self, day: int) -> None:
        """All offices serve, in order."""
        for office in self.rows if self.rules.on else ():
            office.serve(self.model, day)

    def _queue(
        self, issue: Issue, office: int, rank: int, hours: float, answers: bool = False
    ) -> None:
        order = (rank, self.model.day, issue.community.number, issue.entity)
        self.queues[office].jobs.append(OfficeJob(order, issue, ticks(60.0 * hours), answers))

    def turn_to(self, issue: Issue) -> None:
        """An office takes the issue in; two offices, where there is a group."""
        first, second = OFFICES_OF[issue.kind.kind]
        hours = self.model.settings.departments.street_hours
        before = issue.answers.of_street > 0 and not issue.mediation.on
        rank = 0 if issue.in_group else 1
        issue.status, issue.open_jobs = Status.JOB, 1
        self._queue(issue, second if before else first, rank, hours, answers=True)
        apart = self.queues[first] is not self.queues[second]
        if not before and issue.in_group and apart and issue.answers.two_offices():
            self._queue(issue, second, rank, hours)

    def command(self, issue: Issue) -> None:
        """An accepted whistle."""
        if self.rules.on:
            first, _ = OFFICES_OF[issue.kind.kind]
            self._queue(issue, first, 0, self.rules.whistle_street_hours)

    def pass_on(self, issue: Issue) -> None:
        """A message for a department is passed on."""
        if self.rules.on and issue.in_group:
            first, _ = OFFICES_OF[issue.kind.kind]
            order = (1, self.model.day, issue.community.number, issue.entity)
            departments = self.model.settings.departments
            minutes = departments.ask_minutes
            if issue.dispatch.on:
                minutes = departments.register_minutes
            amount = ticks(minutes)
            self.queues[first].jobs.append(OfficeJob(order, issue, amount, answers=False))
