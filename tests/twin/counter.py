"""The counter, and who mans it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.enums import DAY_MINUTES, Kind
from tests.twin.numbers import ticks

if TYPE_CHECKING:
    from tests.twin.place import Community
    from tests.twin.worker import Worker


class Counter:
    """Posts at which residents call; the work beside them is as on the first day."""

    def __init__(self, community: Community) -> None:
        self.community, self.organisation = community, community.model.settings.organisation
        first_day = dict(community.frontline[0].fixed_time.beside_counter(0))
        self.fixed_time = sum(ticks(minutes) for minutes in first_day.values()) / 1000.0
        self.callers = 0.0
        for kind in (Kind.INQUIRY, Kind.CERTIFICATE):
            minutes = community.model.kinds[kind].minutes
            self.callers += community.issue_rates[kind].usual() * minutes

    @property
    def posts(self) -> int:
        """Posts that are manned."""
        return min(int(self.community.policy["counter_posts"]), len(self.community.frontline))

    def manned_by(self, day: int) -> list[Worker]:
        """The front-line workers at the posts today."""
        front = self.community.frontline
        return [front[(day + j) % len(front)] for j in range(self.posts)]

    @property
    def minutes(self) -> float:
        """Minutes a day at a post beside callers and desk work."""
        idle = max(0.0, DAY_MINUTES - self.fixed_time - self.callers / self.posts)
        return (1.0 - self.organisation.counter_desk_share) * idle
