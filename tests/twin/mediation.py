"""Rounds in which a dispute is mediated."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import NOBODY, Count, Kind, Rung, Sort, Status
from sim.streams import waiting_days
from tests.twin.numbers import morning

if TYPE_CHECKING:
    from tests.twin.issues import Issue


class Mediation:
    """How far the mediation of one issue has come."""

    def __init__(self, issue: Issue) -> None:
        self.issue, self.model = issue, issue.model
        self.rules = self.model.settings.rules.mediation
        self.on = self.rules.on and issue.kind.kind == Kind.DISPUTE
        self.rung, self.round, self.rounds = Rung.VOLUNTEER, 0, 0
        self.settled_below = False

    @property
    def sort(self) -> Sort:
        """What the dispute is about."""
        u, _ = self.model.draws("sort", self.issue.entity)
        if u < self.rules.dispute_relation:
            return Sort.RELATION
        beyond = self.rules.dispute_relation + self.rules.dispute_space
        return Sort.SPACE if u < beyond else Sort.RIGHT

    @property
    def with_merchants(self) -> bool:
        """Whether one side are merchants."""
        _, v = self.model.draws("sort", self.issue.entity)
        return v < self.rules.merchant_disputes

    def has_cause(self) -> bool:
        """Whether the dispute arises at all: room to share, and merchants who keep order."""
        u, v = self.model.draws("widened", self.issue.entity)
        if self.with_merchants and v < self.issue.community.policy["merchants_prevent"]:
            return False
        hall = self.issue.community.hall
        return self.sort != Sort.SPACE or u < hall.share_left(hall.topic(self.issue))

    @property
    def for_hall(self) -> bool:
        """Whether a hall, where one is open, is to hear it first."""
        beyond = self.issue.level == 2 or self.issue.third_parties.on
        return self.on and not beyond and self.sort == Sort.SPACE

    def start(self) -> None:
        """A report starts at the first rung open to it."""
        self.settled_below = False
        if self.on:
            self.rung, self.round = self._first(), 0

    def _first(self) -> Rung:
        """Who hears it first."""
        issue = self.issue
        neighbours = self.sort == Sort.RELATION and issue.resident.micro_grid.volunteers > 0
        lawyers = self.sort == Sort.RIGHT and issue.community.policy["legal"]
        return Rung.VOLUNTEER if neighbours else Rung.LEGAL if lawyers else Rung.WORKER

    # The community's rounds

    def minutes(self) -> float:
        """Minutes of the round to come; a volunteer holds it once the worker has told of it."""
        if self.rung == Rung.VOLUNTEER:
            return self.model.settings.issues.passing_minutes
        people = self.rules.mediation_people
        if self.rung != Rung.WORKER:
            people = max(1.0, people - 1.0)
        usual = self.model.settings.issues.kinds.dispute.minutes
        return self.rules.mediation_minutes * people * self.issue.effort / usual

    def work_done(self, moment: int) -> None:
        """A round is over: settled, tried again, or handed on."""
        issue, group = self.issue, self.issue.community.policy["joint_rounds"]
        self.model.books.count(issue.community, Count.MEDIATION_ROUNDS)
        if self._settles():
            self.settled_below = True
            issue.close(moment)
            return
        if issue.level > 0:
            if issue.level == 1:
                self.rung, self.round = Rung.JOINT, 0
            issue.ask_third_parties(moment)
        elif 0 < group <= self.round:
            self._go_to_street(moment)
        elif self.round < self.rules.rung_rounds:
            self._pause()
        elif self.rung == Rung.VOLUNTEER:
            self.rung, self.round = Rung.WORKER, 0
            self._pause()
        else:
            self._go_to_street(moment)

    def _go_to_street(self, moment: int) -> None:
        """A joint session is asked for."""
        self.rung, self.round = Rung.JOINT, 0
        self.issue.ask_at_once(moment)

    def _settles(self) -> bool:
        """Whether this round settles it; if not, the next one is harder."""
        u, _ = self.model.draws("mediation", self.issue.entity, 0, self.rounds)
        power = 1.0
        for _ in range(self.round):
            power *= self.rules.hardening
        settled = u < self._chance() * power
        self.rounds += 1
        self.round += not settled
        return settled

    def _chance(self) -> float:
        name = f"mediation_{self.rung.name.lower()}_{self.sort.name.lower()}"
        chance = float(getattr(self.rules, name))
        if (self.rung, self.sort) == (Rung.WORKER, Sort.RELATION):
            chance = min(1.0, chance + self.issue.community.policy["mediation_training"])
        if self.rung == Rung.JOINT:
            chance = min(1.0, chance + self.issue.community.policy["joint_training"])
        return chance

    def _pause(self) -> None:
        gap = max(1, math.floor(self.rules.mediation_gap))
        self.issue.status, self.issue.due = Status.PAUSE, self.model.day + gap

    # With the street

    def joint_session(self, day: int) -> None:
        """The street has answered."""
        issue, books = self.issue, self.model.books
        books.count(issue.community, Count.JOINT_SESSIONS)
        if self._settles():
            issue.close(morning(day + 1))
        elif self.round < self.rules.mediation_rounds:
            issue.ask()
        else:
            books.count(issue.community, Count.FROZEN)
            issue.status, issue.due = Status.FROZEN, self._thaw(day)

    def _thaw(self, day: int) -> int:
        """The day on which a frozen dispute is taken upward, or never."""
        if self.rules.frozen_report == 0.0:
            return NOBODY
        u, _ = self.model.draws("frozen", self.issue.entity, 0, self.rounds)
        return day + int(waiting_days(u, 1.0 / self.rules.frozen_report))

    def take_upward(self, day: int) -> None:
        """The frost is over: somebody above hears of it, the street is asked again."""
        if self.issue.patience.on:
            self.issue.patience.order(day)
        self.round = 0
        self.issue.ask(day)
