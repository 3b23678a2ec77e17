"""How issues of a kind arise in a community, and who takes them on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.enums import Habitat, Kind
from tests.twin.kinds import CALLED

if TYPE_CHECKING:
    from tests.twin.place import Community


class IssueRates:
    """Issues of one kind in one community."""

    def __init__(self, community: Community, kind: Kind) -> None:
        territory = community.model.territory
        self.community, self.kind = community, kind
        self.rate = territory.rate(community.number, kind)
        self.street_share = territory.street_share(community.number, kind)
        self.taken = 0.0
        self.surge, self.surge_ends = 1.0, 0

    def usual(self) -> float:
        """Issues expected in a day, but for surges and trust."""
        mean = self.rate * self.community.people
        return mean if self.kind in CALLED else mean * self.community.hotline.demand()

    def expected(self, day: int) -> float:
        """Issues expected today, at the usual trust."""
        mean = self.usual()
        return min(mean * self.surge, 500.0) if day < self.surge_ends else mean

    def share(self, share: float) -> None:
        """Others take on a share more."""
        self.taken = 1.0 - (1.0 - self.taken) * (1.0 - share)

    def swell(self, factor: float, ends: int) -> None:
        """More arise until a day."""
        self.surge, self.surge_ends = factor, ends


class Estates:
    """The estates of a community, of which some have no property firm."""

    def __init__(self, community: Community) -> None:
        self.community, self.rules = community, community.model.settings.rules.types
        self.unkept = self.rules.no_property_estates

    def keep_up(self, share: float) -> None:
        """Property firms are found for a share of those without; only in old communities."""
        habitat = self.community.model.territory.habitats[self.community.number]
        if not self.rules.on or habitat != Habitat.OLD:
            return
        facility = self.community.issue_rates[Kind.FACILITY]
        more, own = self.rules.no_property_facility - 1.0, self.rules.no_property_own_share
        before, after = self.unkept, self.unkept * (1.0 - share)
        # Nothing arises, or is asked, where a divisor is 0, and nothing is to be changed.
        if 1.0 + before * more:
            facility.rate = facility.rate * (1.0 + after * more) / (1.0 + before * more)
        if 1.0 - before * own:
            facility.street_share = (
                facility.street_share * (1.0 - after * own) / (1.0 - before * own)
            )
        self.unkept = after
