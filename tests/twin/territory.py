"""How people, staff and types are given to communities."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sim.enums import Habitat, Kind
from sim.streams import normal
from tests.twin.numbers import dealt, dealt_by_weight

if TYPE_CHECKING:
    from tests.twin.model import TwinModel

FACTORS = {
    (Habitat.OLD, Kind.CARE): "old_estate_care",
    (Habitat.COMMERCIAL, Kind.INQUIRY): "commercial_inquiry",
    (Habitat.COMMERCIAL, Kind.FACILITY): "commercial_facility",
    (Habitat.BUSINESS, Kind.MERCHANT): "business_merchant",
    (Habitat.BUSINESS, Kind.STREET_ORDER): "business_order",
    (Habitat.VILLAGE, Kind.DISPUTE): "village_dispute",
    (Habitat.VILLAGE, Kind.MERCHANT): "village_merchant",
    (Habitat.VILLAGE, Kind.STREET_ORDER): "village_order",
}
"""Settings of the types; old estates' facility issues have a formula of their own."""

TYPES = {
    "old_estate": Habitat.OLD,
    "commercial": Habitat.COMMERCIAL,
    "business": Habitat.BUSINESS,
    "mixed": Habitat.MIXED,
    "village": Habitat.VILLAGE,
}
"""Stated types; villages are known by themselves."""


class Territory:
    """Numbers of each community before anything happens."""

    def __init__(self, model: TwinModel) -> None:
        self.model, self.rules = model, model.settings.territory
        self.types = model.settings.rules.types
        self.size = self.rules.communities
        self.each = self.rules.each
        self.urban = self.size - self.rules.villages
        self.villages = self._villages()
        self.streets = self._streets()
        self.people = self._people()
        self.agents = self._agents()
        self.staff = self._staff()
        self.habitats = self._habitats()
        self.means = {kind: self._mean_factor(kind) for kind in Kind}

    def known(self, name: str, community: int) -> Any:
        """What is stated of a community under a name; None if nothing is."""
        values = getattr(self.each, name)
        return values[community] if values else None

    def _streets(self) -> list[int]:
        """The street of each community: in order, but villages under towns if there are both."""
        towns, streets = self.rules.towns, self.rules.streets
        everywhere, street = range(self.size), [0] * self.size
        parts = [([*everywhere], [*range(streets)])]
        if 0 < towns < streets:
            urban = [c for c in everywhere if c not in self.villages]
            rural = [c for c in everywhere if c in self.villages]
            parts = [
                (urban, [*range(streets - towns)]),
                (rural, [*range(streets - towns, streets)]),
            ]
        for places, numbers in parts:
            each, more = divmod(len(places), len(numbers))
            for place, number in enumerate(numbers):
                size = each + (place < more)
                for c in places[:size]:
                    street[c] = number
                places = places[size:]
        return street

    def _villages(self) -> set[int]:
        if self.each.types:
            return {c for c, name in enumerate(self.each.types) if name == "village"}
        return set(range(self.urban, self.size))

    # Dealing out

    def _people(self) -> list[int]:
        return list(self.each.residents) or self._dealt(self.rules.residents)

    def _agents(self) -> list[int]:
        many = self.rules.residents_per_agent
        if not self.each.residents:
            return self._dealt(self.rules.residents // many)
        return [max(1, people // many) if people else 0 for people in self.each.residents]

    def homes(self, community: int) -> float:
        """Households of a community."""
        stated = self.known("households", community)
        return self.people[community] / self.rules.household_size if stated is None else stated

    def household_size(self, community: int) -> float:
        """Persons in a household of a community."""
        if self.known("households", community) is None or not self.people[community]:
            return self.rules.household_size
        return self.people[community] / self.homes(community)

    def merchants(self, community: int) -> float:
        """Merchants of a community."""
        stated = self.known("merchants", community)
        usual: float = self.model.settings.workday.community_merchants * self.trade(community)
        return usual if stated is None else float(stated)

    def village_size(self, community: int) -> float:
        """Residents of a mean village over those of the district's mean community; 1 elsewhere."""
        if community not in self.villages:
            return 1.0
        if self.each.residents or not self.urban:
            people: float = sum(n for c, n in enumerate(self.people) if c in self.villages)
        else:
            people = self.rules.villages * self.rules.village_residents
            people = min(self.rules.residents, people)
        usual = self.rules.district_residents / self.rules.district_communities
        return max(1.0, people / len(self.villages)) / usual

    def trade(self, community: int) -> float:
        """Merchants over those of a community that is no village."""
        if community not in self.villages:
            return 1.0
        return self.village_size(community) * (
            self.types.village_merchant if self.types.on else 1.0
        )

    def usual_communities(self) -> float:
        """Communities of the district's mean size that have the hours of this place."""
        if not self.villages:
            return self.size
        return self.urban + len(self.villages) * self.village_size(max(self.villages))

    def usual_communities_of(self, street: int) -> float:
        """The same of the communities of a street."""
        rural = [c for c in self.villages if self.streets[c] == street]
        whole = self.streets.count(street)
        return whole - len(rural) + len(rural) * self.village_size(max(rural)) if rural else whole

    def boards(self, community: int) -> int:
        """Boards of a community on the first day."""
        stated = self.known("boards", community)
        return self.model.settings.obligations.boards if stated is None else stated

    def _dealt(self, total: int) -> list[int]:
        if not self.model.settings.rules.caseloads.on and not self.rules.villages:
            return dealt(total, self.size)
        return dealt_by_weight(total, [self._weight(c) for c in range(self.size)])

    def _weight(self, community: int) -> float:
        weight, caseloads = 1.0, self.model.settings.rules.caseloads
        if community in self.villages and self.rules.residents:
            weight = self.rules.village_residents / self._usual_residents()
        if caseloads.on:
            u, _ = self.model.draws("caseload", community)
            weight *= math.exp(caseloads.caseload_sigma * normal(u))
        return weight

    def _staff(self) -> list[int]:
        if self.each.workers:
            return list(self.each.workers)
        workers = self.rules.workers
        if not self.model.settings.rules.caseloads.on and not self.rules.villages:
            return dealt(workers, self.size)
        weights = [self._staff_weight(c) for c in range(self.size)]
        return [1 + more for more in dealt_by_weight(workers - self.size, weights)]

    def _staff_weight(self, community: int) -> float:
        caseloads, residents = self.model.settings.rules.caseloads, self.rules.residents
        if community in self.villages:
            return self._village_staff_weight()
        if not caseloads.on or not residents:
            return 1.0
        by_size = self.people[community] / self._usual_residents()
        return (1.0 - caseloads.staff_by_size) + caseloads.staff_by_size * by_size

    def _usual_residents(self) -> float:
        """Mean residents of a community that is no village, of all where all are villages."""
        rules = self.rules
        if self.urban == 0:
            return rules.residents / self.size
        if self.each.residents:
            urban = [n for c, n in enumerate(self.people) if c not in self.villages]
            return max(1.0, sum(urban) / self.urban)
        in_villages = rules.villages * rules.village_residents
        return max(1.0, (rules.residents - in_villages) / self.urban)

    def _village_staff_weight(self) -> float:
        """Workers beyond the first, of a village over another community."""
        rules = self.rules
        if self.urban == 0:
            return 1.0
        usual = (rules.workers - rules.villages * rules.village_workers) / self.urban
        return max(0.0, rules.village_workers - 1.0) / max(1.0, usual - 1.0)

    # Types

    def _habitats(self) -> list[Habitat]:
        habitats = [self._stated_type(c) for c in range(self.size)]
        drawn = [c for c, habitat in enumerate(habitats) if habitat is None]
        drawn.sort(key=lambda c: (self.model.draws("type", c)[0], c))
        alike = self.size == 1 or not self.types.on
        for rank, community in enumerate(drawn):
            habitats[community] = Habitat.MIXED if alike else self._habitat(rank, len(drawn))
        return [habitat for habitat in habitats if habitat is not None]

    def _stated_type(self, community: int) -> Habitat | None:
        if community in self.villages:
            return Habitat.VILLAGE
        name = self.known("types", community)
        return None if name is None else TYPES[name]

    def _habitat(self, rank: int, among: int) -> Habitat:
        share = 0.0
        for habitat in (Habitat.OLD, Habitat.COMMERCIAL, Habitat.BUSINESS):
            share += float(getattr(self.types, habitat.name.lower()))
            if rank < math.floor(among * share + 0.5):
                return habitat
        return Habitat.MIXED

    def _factor(self, community: int, kind: Kind) -> float:
        types, habitat = self.types, self.habitats[community]
        if not types.on:
            return 1.0
        if (habitat, kind) == (Habitat.OLD, Kind.FACILITY):
            unkept = types.no_property_estates * (types.no_property_facility - 1.0)
            return types.old_estate_facility * (1.0 + unkept)
        name = FACTORS.get((habitat, kind))
        return float(getattr(types, name)) if name else 1.0

    def _mean_factor(self, kind: Kind) -> float:
        whole, everybody = 0.0, sum(self.people)
        for community, people in enumerate(self.people):
            whole += people * self._factor(community, kind)
        return whole / everybody if everybody and whole else 1.0

    def rate(self, community: int, kind: Kind) -> float:
        """Issues a day and resident."""
        factor = self._factor(community, kind) / self.means[kind]
        return self.model.kinds[kind].rate * factor

    def street_share(self, community: int, kind: Kind) -> float:
        """Share of issues for which the street is asked."""
        share = self.model.kinds[kind].a1
        if self.types.on and (self.habitats[community], kind) == (Habitat.OLD, Kind.FACILITY):
            share *= 1.0 - self.types.no_property_estates * self.types.no_property_own_share
        return share
