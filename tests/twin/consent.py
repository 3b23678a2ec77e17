"""Households that share what is to be repaired, and their consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.enums import Kind, Status
from sim.streams import waiting_days
from tests.twin.numbers import morning

if TYPE_CHECKING:
    from tests.twin.issues import Issue


class Consent:
    """Whether households have agreed to one repair."""

    def __init__(self, issue: Issue) -> None:
        self.issue, self.model = issue, issue.model
        self.rules = self.model.settings.rules.consent
        self.asking = self.given = False

    @property
    def lacking(self) -> bool:
        """Whether they have still to agree."""
        issue = self.issue
        if not self.rules.on or issue.kind.kind != Kind.FACILITY or issue.level == 2:
            return False
        if issue.third_parties.on or self.given:
            return False
        u, _ = self.model.draws("consent", issue.entity)
        return u < self.rules.consent_share

    def ask(self, day: int) -> None:
        """A worker goes from door to door."""
        self.asking = True
        self.issue.put_own_work(morning(day))

    def asked(self, moment: int) -> None:
        """All doors were tried; the last household takes its time."""
        _, v = self.model.draws("consent", self.issue.entity)
        self.asking, self.given = False, True
        self.issue.status = Status.PAUSE
        self.issue.due = self.model.day + waiting_days(v, self.rules.consent_days)
