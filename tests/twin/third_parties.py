"""Third parties: members, partner units or residents who deal with an issue."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import NOBODY, Channel, Count, Found, Kind, Status
from sim.streams import normal, waiting_days
from tests.twin.numbers import morning, ticks

if TYPE_CHECKING:
    from tests.twin.issues import Issue


class ThirdParties:
    """Whether third parties deal with one issue, and whether residents pay for it."""

    def __init__(self, issue: Issue) -> None:
        self.issue, self.model = issue, issue.model
        self.rules = self.model.settings.issues
        self.on = self.paid = self.by_budget = False
        self.channel = Channel.NONE

    def settle(self) -> None:
        """At a report it is decided who deals with the issue."""
        self.on = self.paid = self.by_budget = False
        self.channel = self._channel()
        issue, policy = self.issue, self.issue.community.policy
        if issue.danger.incident:
            return
        if self.channel != Channel.NONE:
            self.on = self.channel == Channel.INSTRUCTOR
            return
        u, v = self.model.draws("taken", issue.entity)
        if issue.kind.kind == Kind.DISPUTE:
            theirs = issue.mediation.on and issue.level == 0 and issue.mediation.with_merchants
            self.on = theirs and u < policy["merchants_settle"]
            return
        self.paid = issue.level > 0 and self._residents_pay()
        self.by_budget = not self.paid and self._community_pays()
        if self.paid or self.by_budget:
            self.on = self.paid or issue.level < 2
        else:
            self.on = u < self._taken() if issue.level == 0 else v < policy["partner_share"]

    def _channel(self) -> Channel:
        """The way of a merchant's issue that was told, where firms have a channel."""
        issue, policy = self.issue, self.issue.community.policy
        told = issue.kind.kind == Kind.MERCHANT and issue.early == Found.NO
        u, v = self.model.draws("firms", issue.entity)
        if not told or issue.danger.incident or u >= policy["firms_reached"]:
            return Channel.NONE
        if v < policy["firms_direct"]:
            return Channel.INSTRUCTOR
        return Channel.COMMITTEE if issue.level == 2 else Channel.NONE

    def bring_to_committee(self) -> None:
        """It waits for a sitting, and then all departments that are needed take it on."""
        issue, day = self.issue, self.model.day
        issue.tried = day if issue.tried == NOBODY else issue.tried
        issue.project, issue.status = True, Status.SCREENING
        u, _ = self.model.draws("firms", issue.entity, day, 1)
        issue.due = day + waiting_days(u, issue.community.policy["firms_days"])

    def _community_pays(self) -> bool:
        """Whether the community pays a repair, or has built what departments would have to."""
        if self.issue.level == 2:
            return self.issue.cause.built_by_community()
        if self.issue.kind.kind != Kind.FACILITY:
            return False
        return self.issue.community.spend(self._cost * self._sharing)

    @property
    def _sharing(self) -> float:
        """Households that share a repair."""
        return self.model.settings.organisation.micro_grid_households

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
        policy = self.issue.community.policy
        small = self.on and self.issue.level == 0
        minutes = self.rules.passing_minutes if small else self.issue.effort
        if self.paid:
            return minutes + policy["funding_minutes"]
        return minutes + policy["budget_minutes"] if self.by_budget else minutes

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
            whole = self._cost * self._sharing
            books.count(community, Count.RESIDENTS_YUAN, math.floor(whole))
        elif not self.by_budget:
            books.count(community, Count.OTHERS_TICKS, ticks(self.issue.effort))
        self.issue.close(morning(day + 1))
