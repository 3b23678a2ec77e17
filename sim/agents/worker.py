"""Community workers (社区工作者、网格员)."""

from __future__ import annotations

from sim.agents.view import View
from sim.enums import TICKS_PER_MINUTE
from sim.measures.activities import ACTIVITY


class Worker(View):
    """Paid staff with a day counted in ticks."""

    type_number = 1
    array = "workers"

    @property
    def community(self) -> int:
        """Number of the community."""
        return int(self.row["community"])

    @property
    def is_head(self) -> bool:
        """Whether this worker heads the community: no lines, no grid, more meetings."""
        community = self.model.state.communities[self.community]
        return bool(self.index < community["first_worker"] + community["front"])

    @property
    def grid(self) -> int | None:
        """Number of the grid inside the community; none for the head and for recruits."""
        community = self.model.state.communities[self.community]
        number = int(self.index - community["first_worker"] - community["front"])
        grids = int(community["workers"] - community["recruits"] - community["front"])
        return number if 0 <= number < grids else None

    @property
    def fatigue(self) -> float:
        """Overtime of the last weeks, as a share of the cap."""
        return float(self.row["fatigue"])

    @property
    def vacant(self) -> bool:
        """Whether nobody holds this place on the day to come."""
        return bool(self.row["vacant_until"] > self.model.day)

    @property
    def today(self) -> dict[str, float]:
        """Minutes of the last day by activity."""
        minutes: dict[str, float] = {}
        for work, activity in ACTIVITY.items():
            ticks = int(self.model.state.today[self.index, work])
            minutes[activity] = minutes.get(activity, 0.0) + ticks / TICKS_PER_MINUTE
        return minutes
