"""The list of vulnerable households, by tiers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.enums import Tier
from sim.settings.rules import Tiers

if TYPE_CHECKING:
    from tests.twin.place import Community
    from tests.twin.resident import Resident


def tier_of(rules: Tiers, v: float) -> Tier:
    """The tier of a listed household; all are of the first with the rule off."""
    orange = rules.tier_red + rules.tier_orange
    if not rules.on or v < rules.tier_red:
        return Tier.RED
    if v < orange:
        return Tier.ORANGE
    return Tier.YELLOW if v < orange + rules.tier_yellow else Tier.GREEN


class CareList:
    """Residents on the list of one community, in order of tier, then of number."""

    def __init__(self, community: Community, residents: Sequence[Resident]) -> None:
        self.community, self.rules = community, community.model.settings.rules.tiers
        self.residents = [one for tier in Tier for one in residents if one.tier == tier]
        households = {one.household: one.tier for one in residents}
        self.households = {tier: list(households.values()).count(tier) for tier in Tier}

    def in_need(self, u: float) -> Resident:
        """In whose household care arises."""
        evenly = self.residents[math.floor(u * len(self.residents))]
        return self._by_risk(u) or evenly if self.rules.on else evenly

    def _by_risk(self, u: float) -> Resident | None:
        """Tiers count by their risk; None if nobody has any."""
        people = {tier: [one for one in self.residents if one.tier == tier] for tier in Tier}
        risks: dict[Tier, float] = {
            tier: getattr(self.rules, f"risk_{tier.name.lower()}") for tier in Tier
        }
        parts = {tier: len(people[tier]) * risks[tier] for tier in Tier}
        parts = {tier: part for tier, part in parts.items() if part > 0.0}
        left = u * sum(parts.values())
        for number, (tier, part) in enumerate(parts.items(), 1):
            if left < part or number == len(parts):
                return people[tier][min(len(people[tier]) - 1, math.floor(left / risks[tier]))]
            left -= part
        return None

    def share_of(self, tier: Tier) -> float:
        """Visits to a household of this tier, against the mean of the list."""
        policy = self.community.policy
        wanted = {one: policy[f"visit_{one.name.lower()}"] for one in Tier}
        whole = sum(self.households[one] * wanted[one] for one in Tier)
        return wanted[tier] / (whole / sum(self.households.values())) if whole else 1.0
