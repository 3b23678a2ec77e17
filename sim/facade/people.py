"""People of a place, as levers see them: workers, recruits, volunteers, households."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.enums import FOR_EVER
from sim.facade.base import Base
from sim.kernels.callouts import enlist


class PeopleSide(Base):
    """Who lives and works in communities."""

    def listed_households(self, community: int) -> float:
        """Vulnerable households of a community."""
        return float(self.state.communities[community]["listed_households"])

    def frontline(self, community: int) -> int:
        """Front-line workers of a community."""
        return int(self.state.communities[community]["frontline"])

    def merchants(self, community: int) -> float:
        """Merchants of a community who get safety checks."""
        return float(self.state.communities[community]["merchants"])

    def micro_grids(self, community: int) -> int:
        """Micro-grids of a community in which somebody lives."""
        return int((self._agents(community) > 0).sum())

    def _agents(self, community: int) -> npt.NDArray[np.int32]:
        """Agents of each micro-grid."""
        place = self.state.communities[community]
        first = int(place["first_micro_grid"])
        agents: npt.NDArray[np.int32] = self.state.micro_grids["agents"]
        return agents[first : first + int(place["micro_grids"])]

    def fill_posts(self, community: int, count: int) -> None:
        """Recruits take up their places."""
        place = self.state.communities[community]
        last = int(place["first_worker"] + place["workers"])
        for worker in self.state.workers[last - int(place["recruits"]) : last]:
            if count > 0 and worker["vacant_until"] == FOR_EVER:
                worker["vacant_until"] = self.day
                count -= 1

    def enlist_each(self, community: int, volunteers: int, wave: int = 0, waves: int = 1) -> None:
        """Every micro-grid of a wave has at least so many volunteers."""
        first, now, most = self._volunteers(community)
        lived_in = np.flatnonzero(self._agents(community) > 0)
        of_wave = lived_in[wave * len(lived_in) // waves : (wave + 1) * len(lived_in) // waves]
        for number in of_wave.tolist():
            if (lacking := min(volunteers, int(most[number])) - int(now[number])) > 0:
                enlist(self.reference, community, first + number, lacking)

    def enlist_some(self, community: int, volunteers: int) -> None:
        """So many join, each where there are fewest."""
        for _ in range(volunteers):
            first, now, most = self._volunteers(community)
            free = np.flatnonzero(now < most)
            if len(free):
                fewest = int(free[np.argmin(now[free])])
                enlist(self.reference, community, first + fewest, 1)

    def _volunteers(
        self, community: int
    ) -> tuple[int, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The first micro-grid; of each, the volunteers it has, and can have at most."""
        place = self.state.communities[community]
        first = int(place["first_micro_grid"])
        here = self.state.micro_grids[first : first + int(place["micro_grids"])]
        on = self.settings.rules.volunteers.on
        people = here["agents"].astype(np.int64) * self.settings.territory.residents_per_agent
        return first, here["volunteers"], people * on
