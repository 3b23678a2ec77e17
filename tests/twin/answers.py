"""Answers of those whom a community has asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import Count, Status
from tests.twin.numbers import morning, ticks

if TYPE_CHECKING:
    from tests.twin.issues import Issue


class Answers:
    """What the day brings to one issue from the street, departments and others."""

    def __init__(self, issue: Issue) -> None:
        self.issue, self.model, self.community = issue, issue.model, issue.community
        self.of_street = 0

    def convene(self, day: int) -> None:
        """Answers, decisions on whistles and projects, and new whistles."""
        issue = self.issue
        if issue.dispatch.case:
            issue.dispatch.case.morning_after(day)
        if issue.status == Status.ANSWER and issue.due == day:
            self._hear(day)
        elif issue.status == Status.SCREENING and issue.due == day:
            if issue.project:
                self.community.projects.gather(issue, day)
            else:
                self.model.street.decide(issue, day)
        if self.model.street.whistle_open(issue, day):
            self.model.street.hear_whistle(issue)

    def _hear(self, day: int) -> None:
        if self.issue.third_parties.on:
            self.issue.third_parties.complete(day)
        elif self.issue.level == 2:
            self._hear_department(day)
        else:
            self._hear_street(day)

    def _hear_street(self, day: int) -> None:
        if self.model.settings.rules.street_offices.on:
            self.issue.community.street_offices.turn_to(self.issue)
            return
        hours = self.model.settings.departments.street_hours
        self.model.books.count(self.community, Count.STREET_TICKS, ticks(60.0 * hours))
        self.of_the_street(day)

    def of_the_street(self, day: int) -> None:
        """An office has done its part."""
        self.model.books.count(self.community, Count.STREET_ISSUES)
        if self.issue.in_group:
            self.model.books.count(self.community, Count.JOINT_ANSWERS)
        self.of_street += 1
        if self.issue.mediation.on:
            self.issue.mediation.joint_session(day)
        elif self.of_street == 1 and not self.issue.in_group and self.two_offices():
            self.issue.ask()
        else:
            self.issue.close(morning(day + 1))

    def two_offices(self) -> bool:
        """Whether one office of the street is not enough."""
        if self.issue.mediation.on:
            return False
        rules = self.model.settings.rules.offices
        u, _ = self.model.draws("offices", self.issue.entity)
        return rules.on and u < rules.two_office_share and not self.community.policy["one_visit"]

    def _hear_department(self, day: int) -> None:
        issue, rules, dispatch = self.issue, self.model.settings.departments, self.issue.dispatch
        department = self.model.departments[issue.not_here()[0]]
        u, v = self.model.draws("answer", issue.entity, day, 1)
        willing = v < min(1.0, department.accept_chance + self.community.policy["links"])
        takes_on = not dispatch.held and (willing or dispatch.binding)
        if not takes_on and dispatch.may_return(day, u):
            return
        self.model.books.count(self.community, Count.ANSWERED)
        self.model.appraisal.note_answer(issue, department, day - issue.asked_on)
        if takes_on:
            deadline = day + math.floor(rules.ordinary_deadline)
            issue.status = Status.JOB
            department.take_job(issue, 1, deadline, ticks(60.0 * rules.field_hours), needed=True)
        else:
            self.model.books.count(self.community, Count.REFUSED)
            issue.refusals += 1
            issue.ask()
