"""Residents, their trust, and the micro-grids in which some volunteer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import mesa

from sim.enums import Tier
from sim.streams import poisson

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.place import Community


class Resident(mesa.Agent):  # type: ignore[misc]
    """Lives in a household of a grid; trusts more when issues are settled in time."""

    model: TwinModel
    micro_grid: MicroGrid

    def __init__(
        self, model: TwinModel, number: int, household: int, vulnerable: bool, tier: Tier
    ) -> None:
        super().__init__(model)
        self.number, self.grid, self.household = number, 0, household
        self.vulnerable, self.tier = vulnerable, tier
        self.elderly = self.app_user = False
        self.trust = model.settings.residents.trust_start

    def gain(self) -> None:
        """An issue was settled within its promise."""
        if self.model.measured:
            self.trust += self._step * (1.0 - self.trust)

    def lose(self, times: float = 1.0) -> None:
        """An issue was settled late, came back, became an emergency or was given up."""
        if not self.model.measured:
            return
        loss = self.model.settings.residents.trust_loss
        self.trust = max(0.0, self.trust - loss * self._step * self.trust * times)

    @property
    def _step(self) -> float:
        settings = self.model.settings
        return settings.residents.trust_gain / settings.territory.residents_per_agent


def mean_trust(residents: Sequence[Resident]) -> float:
    """Mean trust of some residents."""
    whole = 0.0
    for resident in residents:
        whole += resident.trust
    return whole / len(residents)


class MicroGrid:
    """Neighbouring households, and how many of their people volunteer."""

    def __init__(self, community: Community, number: int, residents: list[Resident]) -> None:
        self.model, self.community = community.model, community
        self.entity = community.number * 2**32 + number
        self.residents, self.disappointments = residents, 0
        self.rules = self.model.settings.rules.volunteers
        u, _ = self.model.draws("volunteers", self.entity)
        self.volunteers = int(self.rules.on and u < self.rules.volunteers_before)

    @property
    def people(self) -> int:
        """How many people live here."""
        return len(self.residents) * self.model.settings.territory.residents_per_agent

    def have_at_least(self, volunteers: int) -> None:
        """So many volunteer, if they are not more already."""
        if self.rules.on:
            self.volunteers = max(self.volunteers, min(volunteers, self.people))

    @property
    def grid(self) -> int:
        """The grid to which it belongs: that of its first agent."""
        return self.residents[0].grid

    def disappoint(self) -> None:
        """An issue that volunteers found ended badly."""
        if self.volunteers == 0:
            return
        self.disappointments += 1
        if self.disappointments >= self.rules.volunteer_disappointments:
            self.volunteers -= 1
            self.disappointments = 0

    def end_month(self, day: int) -> None:
        """Some leave, some join."""
        draws, policy = self.model.draws, self.community.policy
        neglect = self.community.frontline[self.grid].neglect
        leave = self.rules.volunteer_leave * (1.0 + self.rules.volunteer_neglect * neglect)
        leaving = sum(
            draws("leave", self.entity, day, j)[0] < leave for j in range(self.volunteers)
        )
        chance = policy["volunteers_asked"] * self.rules.volunteer_join
        mean = chance * mean_trust(self.residents) * (1.0 + policy["volunteer_points"])
        joining = poisson(draws("join", self.entity, day)[0], mean)
        if leaving == self.volunteers:
            self.disappointments = 0
        self.volunteers = min(self.people, self.volunteers - leaving + joining)


def enlist(micro_grids: Sequence[MicroGrid], volunteers: int) -> None:
    """So many join, each where there are fewest and somebody is left to join."""
    for _ in range(volunteers):
        left = [m for m in micro_grids if m.rules.on and m.volunteers < m.people]
        if not left:
            return
        min(left, key=lambda micro_grid: micro_grid.volunteers).volunteers += 1
