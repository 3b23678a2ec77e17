"""What may bring up a hidden issue, from what was done yesterday."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import DAY_TICKS, Count, Found, Kind
from tests.twin.numbers import morning, ticks

if TYPE_CHECKING:
    from tests.twin.issues import Issue

FILMED = (Kind.HAZARD, Kind.STREET_ORDER)
"""Kinds of issues that cameras see."""


class Search:
    """One day of discovery for one hidden issue."""

    def __init__(self, issue: Issue, day: int) -> None:
        self.issue, self.day = issue, day
        self.model, self.community, self.resident = issue.model, issue.community, issue.resident
        self.settings = issue.model.settings
        self.rules = self.settings.issues

    def go_on(self) -> None:
        """The hazard grows; perhaps the issue comes up."""
        issue, filmed = self.issue, self._filmed()
        found = self._seen() + self._listed() + self._door() + self._helped() + self._checked()
        eyed = self._eyed()
        found = found + filmed + eyed
        own = self._own()
        issue.hazard += found + own
        if issue.hazard < issue.threshold:
            return
        u, v = self.model.draws("surface", issue.entity)
        before = self._seen() + self._listed() + self._door()
        if before <= v * (found + own) < before + self._helped():
            issue.early = Found.BY_VOLUNTEER
        elif v * (found + own) < found:
            issue.early = Found.BY_WORK
        issue.effort *= issue.growth(self.day)
        if found - filmed - eyed <= v * (found + own) < found - eyed:
            rules = self.settings.rules.discovery
            trips = rules.camera_trip_minutes / (1.0 - rules.camera_false_share)
            issue.effort += trips
            self.model.books.count(self.community, Count.CAMERA_TRIP_TICKS, ticks(trips))
        issue.be_reported(morning(self.day) + math.floor(u * DAY_TICKS))

    def _seen(self) -> float:
        """Patrols in the grid."""
        return (
            self.issue.kind.seen * self.community.yesterday.walked[self.resident.grid] / ticks(60.0)
        )

    def _listed(self) -> float:
        """Prescribed visits to those on the list."""
        if not (self.resident.vulnerable and self.community.listed_households):
            return 0.0
        care = self.issue.kind.kind == Kind.CARE
        each = self.rules.list_visit_care if care else self.rules.list_visit_other
        evenly = self.community.yesterday.list_visits / self.community.listed_households
        return each * (evenly * self.community.care_list.share_of(self.resident.tier))

    def _door(self) -> float:
        """Visits at random doors, and contacts for forms."""
        if not self.community.households:
            return 0.0
        collected = self.rules.collect_discovery * self.community.yesterday.contacts
        contacts = self.community.yesterday.random_visits + collected
        return self.rules.visit_discovery * contacts / self.community.households

    def _helped(self) -> float:
        """Volunteers of the micro-grid."""
        rules, volunteers = self.settings.rules.volunteers, self.resident.micro_grid.volunteers
        seen = self.issue.kind.seen * volunteers * rules.volunteer_discovery
        return seen / rules.volunteer_reference_seen

    def _checked(self) -> float:
        """Rounds to merchants, and their own checks."""
        rules = self.settings.rules.discovery
        if not rules.on or self.issue.kind.kind != Kind.MERCHANT:
            return 0.0
        selfcheck = self.community.policy["selfcheck_share"]
        own = selfcheck * rules.selfcheck_discovery / 5.0 * rules.selfcheck_honesty
        return self.community.yesterday.merchant_rounds * rules.merchant_round_discovery + own

    def _filmed(self) -> float:
        """Cameras."""
        rules = self.settings.rules.discovery
        if not rules.on or self.issue.kind.kind not in FILMED:
            return 0.0
        return self.community.policy["camera_coverage"] * rules.camera_discovery

    def _eyed(self) -> float:
        """Couriers and drivers on their way."""
        return self.issue.kind.seen * self.community.policy["eyes"] / 60.0

    def _own(self) -> float:
        """Residents' own notice."""
        elasticity = self.settings.residents.reporting_elasticity
        notice = self.rules.own_notice * math.exp(elasticity * (self.resident.trust - 0.5))
        notice *= self.issue.growth(self.day)
        if self.resident.vulnerable:
            notice *= self.rules.vulnerable_notice * self.community.policy["elder_notice"]
        return notice * self._noticed()

    def _noticed(self) -> float:
        """What an application adds, less for who uses none."""
        policy = self.community.policy
        if self.resident.app_user:
            return policy["notice"]
        return 1.0 + policy["app_others"] * (policy["notice"] - 1.0)
