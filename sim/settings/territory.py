"""Settings of the size of the simulated place: communities, residents, workers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import compress
from typing import Self

from pydantic import Field, ValidationError, model_validator

from sim.joint_bound import JointError
from sim.parameters import (
    Group,
    NotNegative,
    Positive,
    SettingsError,
    assume,
    fact,
    first_fault,
)
from sim.settings.apportionment import largest_remainder
from sim.settings.each import MOST_RESIDENTS, MOST_WORKERS, Each

MOST_DISTRICTS = 1000
MOST_COMMUNITIES = 100_000
SMALLEST_HOUSEHOLD, LARGEST_HOUSEHOLD = 0.5, 50
MOST_AGENTS = 100_000_000


class Territory(Group):
    """Size of the place; the defaults are the Tiedonglu street."""

    districts: int = Field(
        default=1,
        ge=1,
        le=MOST_DISTRICTS,
        description="districts that share the place; each is a society of its own",
    )
    communities: int = fact("tiedonglu_communities", ge=1, le=MOST_COMMUNITIES)
    villages: int = Field(
        default=0,
        ge=0,
        description="how many communities, counted from the last, are villages",
    )
    streets: int = Field(
        default=1,
        ge=1,
        description="streets and towns of the place, each with offices of its own",
    )
    towns: int = Field(
        default=0,
        ge=0,
        description="how many streets, counted from the last, are towns, which have the villages",
    )
    sampled: float = Field(
        default=1.0,
        gt=0,
        le=1,
        description="share of the streets and towns of each district that a city runs",
    )
    workers: int = assume("street_workers", ge=1)
    residents: int = fact("tiedonglu_population", ge=0, le=MOST_RESIDENTS)
    residents_per_agent: int = Field(
        default=1,
        ge=1,
        le=MOST_RESIDENTS,
        description="residents that one agent represents",
    )
    household_size: float = assume("household_size", ge=SMALLEST_HOUSEHOLD, le=LARGEST_HOUSEHOLD)
    village_residents: Positive = assume("village_residents")
    village_workers: Positive = assume("village_workers")
    vulnerable_households: NotNegative = assume("vulnerable_households")
    district_communities: int = fact("heping_communities", ge=1)
    district_residents: int = fact("heping_population", ge=1)
    each: Each = Field(default_factory=Each)

    @model_validator(mode="after")
    def staffed(self) -> Self:
        if self.villages > self.communities:
            raise self._together("at most as many as communities", "villages")
        if self.workers < self.communities:
            raise self._together("at least one worker for each community", "workers")
        if self.workers > MOST_WORKERS * self.communities:
            raise self._together(f"at most {MOST_WORKERS} workers a community", "workers")
        agents = self.residents // self.residents_per_agent
        if agents > MOST_AGENTS:
            members = {"residents_per_agent": self.residents_per_agent, "residents": self.residents}
            raise JointError(members, f"{MOST_AGENTS:,} agents at most", agents)
        if self.residents > 0 and agents < self.communities and not self.each.residents:
            raise self._together(
                "an agent at least a community", "residents_per_agent", "residents"
            )
        if self.districts > self.communities:
            raise self._together("at most as many as communities", "districts")
        self._governed()
        self._known()
        if self.districts > 1:
            self.divided()
        return self

    def _governed(self) -> None:
        """Refuse streets or towns that would have no community."""
        if self.streets > self.communities:
            raise self._together("at most as many as communities", "streets")
        if 1 < self.streets < self.districts:
            members = {"streets": self.streets, "districts": self.districts}
            raise JointError(members, "1, or one at least for each district")
        if self.towns > self.streets:
            members = {"towns": self.towns, "streets": self.streets}
            raise JointError(members, "at most as many as streets")
        if self.sampled < 1 and (self.districts == 1 or (self.villages and not self._towns_apart)):
            whose = " whose villages are under towns" if self.villages else ""
            rule = f"1, as only a city of several districts{whose} can be sampled"
            raise SettingsError("sampled", self.sampled, rule)
        if not self._towns_apart:
            return
        if self.towns > self.villages:
            members = {"towns": self.towns, "villages": self.villages}
            raise JointError(members, "at most as many as villages, where there are other streets")
        if self.streets - self.towns > self.communities - self.villages:
            members = {name: getattr(self, name) for name in ("streets", "towns", "villages")}
            rule = "streets that are no towns at most as many as communities that are no villages"
            raise JointError(members | {"communities": self.communities}, rule)

    @property
    def _towns_apart(self) -> bool:
        """Whether villages are under towns, and other communities under other streets."""
        return 0 < self.towns < self.streets

    @property
    def street_sizes(self) -> tuple[int, ...]:
        """Communities of each street, towns last; sim/ODD.md, section 3."""
        if not self._towns_apart:
            return tuple(largest_remainder(self.communities, [1.0] * self.streets))
        others = [1.0] * (self.streets - self.towns)
        urban = largest_remainder(self.communities - self.villages, others)
        return (*urban, *largest_remainder(self.villages, [1.0] * self.towns))

    @property
    def street_of(self) -> tuple[int, ...]:
        """The street of each community."""
        order = list(range(self.communities))
        if self._towns_apart:
            rural = self.is_village
            order.sort(key=lambda c: rural[c])
        numbered = (number for number, size in enumerate(self.street_sizes) for _ in range(size))
        return tuple(number for _, number in sorted(zip(order, numbered, strict=True)))

    def _known(self) -> None:
        """Refuse what is stated of communities if it contradicts the place as a whole."""
        names = [name for name, _ in self.each.stated()]
        if names and self.districts > 1:
            rule = f"1 district where territory.each.{names[0]} is stated"
            raise SettingsError("districts", self.districts, rule)
        self.each.refuse_beside(self.communities, self.villages, self.residents, self.workers)
        self.each.refuse_homes(
            SMALLEST_HOUSEHOLD, LARGEST_HOUSEHOLD, self.household_size, self.residents
        )

    def _together(self, rule: str, *keys: str) -> JointError:
        """What is wrong with these settings and the number of communities."""
        return JointError({key: getattr(self, key) for key in (*keys, "communities")}, rule)

    @property
    def is_village(self) -> tuple[bool, ...]:
        """Whether each community is a village: as stated, else the last ones are."""
        urban = self.communities - self.villages
        return self.each.villages or (False,) * urban + (True,) * self.villages

    @property
    def usual_residents(self) -> float:
        """Mean residents of a community that is no village, at least 1; of all if all are."""
        others = self.communities - self.villages
        if not others:
            return self.residents / self.communities
        if known := self.each.residents:
            urban = [n for n, rural in zip(known, self.is_village, strict=True) if not rural]
            return max(1.0, sum(urban) / others)
        return max(1.0, (self.residents - self.villages * self.village_residents) / others)

    @property
    def village_size(self) -> float:
        """Mean residents of a village, at least 1, over those of a mean community of the district.

        What communities have by their size a village has in this proportion; 1 without villages.
        """
        if not self.villages:
            return 1.0
        usual = self.district_residents / self.district_communities
        return max(1.0, self._in_villages / self.villages) / usual

    @property
    def _in_villages(self) -> float:
        """Residents of all villages: as stated, all where there is nothing else, or usual ones."""
        if known := self.each.residents:
            return sum(n for n, rural in zip(known, self.is_village, strict=True) if rural)
        if self.villages == self.communities:
            return self.residents
        return min(self.residents, self.villages * self.village_residents)

    @property
    def usual_communities(self) -> float:
        """Communities of the district's mean size that have the hours of this place."""
        return self._in_usual(self.communities, self.villages)

    @property
    def usual_communities_of_streets(self) -> tuple[float, ...]:
        """The same of each street: its communities, villages as `village_size` of one."""
        villages = Counter(compress(self.street_of, self.is_village))
        return tuple(
            self._in_usual(size, villages[street]) for street, size in enumerate(self.street_sizes)
        )

    def _in_usual(self, communities: int, villages: int) -> float:
        """Some communities, each of the villages among them as `village_size` of one."""
        return communities - villages + villages * self.village_size

    @property
    def largest_community(self) -> float:
        """Residents of the largest community where they are stated, else of the mean one."""
        return max(self.each.residents, default=self.residents / self.communities)

    @property
    def village_staff_weight(self) -> float:
        """Workers of a village beyond its first, over those of another community."""
        others = self.communities - self.villages
        if not others:
            return 1.0
        usual = (self.workers - self.villages * self.village_workers) / others
        return max(0.0, self.village_workers - 1.0) / max(1.0, usual - 1.0)

    def divided(self) -> tuple[Self, ...]:
        """The territory of each district as it is run; sim/ODD.md, section 3.

        Raises:
            SettingsError: a district would have a territory that is not allowed.
        """
        return tuple(self._sample(part) for part in self.whole_districts())

    def whole_districts(self) -> tuple[Self, ...]:
        """The territory of each district with all its streets, by largest remainders.

        Raises:
            SettingsError: a district would have a territory that is not allowed.
        """
        even = [1.0] * self.districts
        places = largest_remainder(self.communities, even)
        villages = largest_remainder(self.villages, even)
        mixes = [(some - rural, rural) for some, rural in zip(places, villages, strict=True)]
        homes = [
            urban * self.usual_residents + rural * self.village_residents for urban, rural in mixes
        ]
        posts = [urban + rural * self.village_staff_weight for urban, rural in mixes]
        residents = largest_remainder(self.residents, homes)
        workers = largest_remainder(self.workers - self.communities, posts)
        towns = largest_remainder(self.towns, even)
        streets = largest_remainder(self.streets - self.towns, even)
        parts = zip(places, villages, residents, workers, streets, towns, strict=True)
        return tuple(
            self._district(
                communities=some,
                villages=rural,
                residents=people,
                workers=some + further,
                streets=max(1, urban + rural_towns),
                towns=rural_towns,
            )
            for some, rural, people, further, urban, rural_towns in parts
        )

    def _sample(self, whole: Self) -> Self:
        """The sampled streets of a district, with their share of its residents and workers."""
        if self.sampled == 1:
            return whole
        sizes, first_town = whole.street_sizes, whole.streets - whole.towns
        urban = _sampled(sizes[:first_town], self.sampled)
        rural = _sampled(sizes[first_town:], self.sampled)
        places = sum(urban) + sum(rural)
        villages = sum(rural) if whole.villages else 0

        mixes = ((places, villages), (whole.communities, whole.villages))

        def part(total: int, of_a_village: float, of_another: float) -> int:
            here, everywhere = (
                (every - some) * of_another + some * of_a_village for every, some in mixes
            )
            return math.floor(total * here / everywhere + 0.5)

        further = part(whole.workers - whole.communities, self.village_staff_weight, 1.0)
        return self._district(
            communities=places,
            villages=villages,
            residents=part(whole.residents, self.village_residents, self.usual_residents),
            workers=places + further,
            streets=len(urban) + len(rural),
            towns=len(rural),
        )

    def _district(self, **size: int) -> Self:
        one = {"districts": 1, "sampled": 1.0}
        try:
            return type(self)(**(self.model_dump() | one | size))
        except ValidationError as error:
            fault = first_fault(error)
            raise SettingsError(
                fault.path, fault.value, f"in a district: {fault.allowed}"
            ) from None


def _sampled(sizes: Sequence[int], share: float) -> Sequence[int]:
    """The first of these streets, rounded half up, one at least where there is one."""
    return sizes[: max(1, math.floor(len(sizes) * share + 0.5))]
