"""Third parties: members, partner units or residents who deal with an issue."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import Count, Kind, Status
from sim.streams import normal, waiting_days
from tests.twin.numbers import morning, ticks

if TYPE_CHECKING:
    from tests.twin.issues import Issue


class ThirdParties:
    """Whether third parties deal with one issue, and whether residents pay for it."""

    def __init__(self, issue: Issue) -> None:
        self.issue, self.model = issue, issue.model
        self.rules = self.model.settings.issues
        self.on = self.paid = False

    def settle(self) -> None:
        """At a report it is decided who deals with the issue."""
        self.on = self.paid = False
        issue, policy = self.issue, self.issue.community.policy
        if issue.danger.incident:
            return
        u, v = self.model.draws("taken", issue.entity)
        if issue.kind.kind == Kind.DISPUTE:
            theirs = issue.mediation.on and issue.level == 0 and issue.mediation.with_merchants
            self.on = theirs and u < policy["merchants_settle"]
        elif issue.level == 0:
            self.on = u < self._taken()
        else:
            self.paid = self._residents_pay()
            self.on = self.paid or v < policy["partner_share"]

    def _taken(self) -> float:
        """Chance that others take on an issue in the community's own powers."""
        issue, resident = self.issue, self.issue.resident
        taken = issue.community.issue_rates[issue.kind.kind].taken
        if issue.kind.kind == Kind.CARE and resident.vulnerable and resident.micro_grid.volunteers:
            taken = 1.0 - (1.0 - taken) * (1.0 - issue.community.policy["paired_share"])
        return taken

    def _residents_pay(self) -> bool:
        """Whether residents share the cost of a repair."""
        policy, trust = self.issue.community.policy, self.issue.community.trust
        if self.issue.kind.kind != Kind.FACILITY:
            return False
        return self._cost <= policy["funding_limit"] and trust >= policy["funding_quorum"]

    @property
    def _cost(self) -> float:
        """Yuan a household."""
        u, _ = self.model.draws("funding", self.issue.entity)
        return self.rules.funding_cost * math.exp(self.rules.funding_sigma * normal(u))

    def minutes(self) -> float:
        """Minutes of own work."""
        if self.on and self.issue.level == 0:
            return self.rules.passing_minutes
        if self.paid:
            return self.issue.effort + self.issue.community.policy["funding_minutes"]
        return self.issue.effort

    def take_over(self) -> None:
        """The own work is done; they finish some days later, merchants the next day."""
        day = self.model.day
        u, _ = self.model.draws("others", self.issue.entity, day)
        merchants = self.issue.kind.kind == Kind.DISPUTE
        self.issue.status = Status.ANSWER
        self.issue.due = day + (1 if merchants else waiting_days(u, self.rules.others_days))

    def complete(self, day: int) -> None:
        """The issue is dealt with."""
        books, community = self.model.books, self.issue.community
        if self.paid:
            households = self.model.settings.organisation.micro_grid_households
            books.count(community, Count.RESIDENTS_YUAN, math.floor(self._cost * households))
        else:
            books.count(community, Count.OTHERS_TICKS, ticks(self.issue.effort))
        self.issue.close(morning(day + 1))
