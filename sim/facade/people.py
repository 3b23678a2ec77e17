"""People of a place, as levers see them: workers, recruits, volunteers, households."""

from __future__ import annotations

from sim.enums import FOR_EVER
from sim.facade.base import Base
from sim.kernels.callouts import enlist
from sim.kernels.state_ref import refer


class PeopleSide(Base):
    """Who lives and works in communities."""

    def listed_households(self, community: int) -> float:
        """Vulnerable households of a community."""
        return float(self.state.communities[community]["listed_households"])

    def frontline(self, community: int) -> int:
        """Front-line workers of a community."""
        return int(self.state.communities[community]["frontline"])

    def micro_grids(self, community: int) -> int:
        """Micro-grids of a community in which somebody lives."""
        place = self.state.communities[community]
        first = int(place["first_micro_grid"])
        here = self.state.micro_grids[first : first + int(place["micro_grids"])]
        return int((here["agents"] > 0).sum())

    def fill_posts(self, community: int, count: int) -> None:
        """Recruits take up their places."""
        place = self.state.communities[community]
        last = int(place["first_worker"] + place["workers"])
        for worker in self.state.workers[last - int(place["recruits"]) : last]:
            if count > 0 and worker["vacant_until"] == FOR_EVER:
                worker["vacant_until"] = self.day
                count -= 1

    def enlist_each(self, community: int, volunteers: int) -> None:
        """Every micro-grid has at least so many volunteers."""
        for number, most in self._room_for_volunteers(community):
            lacking = min(volunteers, most) - int(self.state.micro_grids[number]["volunteers"])
            enlist(refer(self.state), community, number, max(0, lacking))

    def enlist_some(self, community: int, volunteers: int) -> None:
        """So many join, each where there are fewest."""
        for _ in range(volunteers):
            open_ = [
                (int(self.state.micro_grids[number]["volunteers"]), number)
                for number, most in self._room_for_volunteers(community)
                if self.state.micro_grids[number]["volunteers"] < most
            ]
            if open_:
                enlist(refer(self.state), community, min(open_)[1], 1)

    def _room_for_volunteers(self, community: int) -> list[tuple[int, int]]:
        """Micro-grids in which agents live, and the people of each."""
        if not self.settings.rules.volunteers.on:
            return []
        place = self.state.communities[community]
        first = int(place["first_micro_grid"])
        agents = self.state.micro_grids["agents"]
        people = self.settings.territory.residents_per_agent
        numbers = range(first, first + int(place["micro_grids"]))
        return [(n, int(agents[n]) * people) for n in numbers if agents[n] > 0]
