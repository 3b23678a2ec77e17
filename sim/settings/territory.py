"""Settings of the size of the simulated place: communities, residents, workers."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sim.parameters import Group, NotNegative, Positive, SettingsError, assume, fact

MOST_COMMUNITIES = 100_000
MOST_RESIDENTS = 2_000_000_000
MOST_WORKERS = 1000
MOST_AGENTS = 100_000_000


class Territory(Group):
    """Size of the place; the defaults are the Tiedonglu street."""

    communities: int = fact("tiedonglu_communities", ge=1, le=MOST_COMMUNITIES)
    villages: int = Field(
        default=0,
        ge=0,
        description="how many communities, counted from the last, are villages",
    )
    workers: int = assume("street_workers", ge=1)
    residents: int = fact("tiedonglu_population", ge=0, le=MOST_RESIDENTS)
    residents_per_agent: int = Field(
        default=1,
        ge=1,
        le=MOST_RESIDENTS,
        description="residents that one agent represents",
    )
    household_size: float = assume("household_size", ge=0.5, le=50)
    village_residents: Positive = assume("village_residents")
    village_workers: Positive = assume("village_workers")
    vulnerable_households: NotNegative = assume("vulnerable_households")
    district_communities: int = fact("heping_communities", ge=1)

    @model_validator(mode="after")
    def staffed(self) -> Self:
        if self.villages > self.communities:
            raise SettingsError("villages", self.villages, "at most as many as communities")
        if self.workers < self.communities:
            raise SettingsError("workers", self.workers, "at least one for each community")
        if self.workers > MOST_WORKERS * self.communities:
            raise SettingsError("workers", self.workers, f"at most {MOST_WORKERS} a community")
        agents = self.residents // self.residents_per_agent
        if agents > MOST_AGENTS:
            allowed = f"makes {agents:,} agents; {MOST_AGENTS:,} at most"
            raise SettingsError("residents_per_agent", self.residents_per_agent, allowed)
        if self.residents > 0 and agents < self.communities:
            raise SettingsError(
                "residents_per_agent", self.residents_per_agent, "an agent at least a community"
            )
        return self

    @property
    def usual_residents(self) -> float:
        """Mean residents of a community that is no village, at least 1; of all if all are."""
        others = self.communities - self.villages
        if not others:
            return self.residents / self.communities
        return max(1.0, (self.residents - self.villages * self.village_residents) / others)

    @property
    def village_staff_weight(self) -> float:
        """Workers of a village beyond its first, over those of another community."""
        others = self.communities - self.villages
        if not others:
            return 1.0
        usual = (self.workers - self.villages * self.village_workers) / others
        return max(0.0, self.village_workers - 1.0) / max(1.0, usual - 1.0)
