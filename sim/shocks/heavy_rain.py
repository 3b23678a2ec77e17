"""Heavy rain on low-lying estates (低洼片区内涝)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pydantic import Field

from sim.enums import Kind
from sim.levers.base import Lever, Place
from sim.levers.registry import shock
from sim.parameters import NotNegative, Share, assume


@shock(
    number=65,
    label="Heavy rain on low-lying estates (低洼片区内涝)",
    documents=("002",),
    acts_on=("workers", "residents"),
)
class HeavyRain(Lever):
    """Several heavy rains of a summer flood the estates that lie low.

    Documents: One old estate stood in water to the knee each year, until a pump station was
        built and steps were raised (002, Zhengyili).
    Mechanism: Workers are called out at each rain, and more hazards and damage arise for days
        after the first. With a `pump` most of it stays away.
    Limits: How many communities lie low (at least one of those covered) and how often it rains
        is assumed.
    """

    pump: bool = Field(default=False, description="whether a pump keeps most of the water away")
    pump_relief: Share = assume("pump_relief")
    lowland_share: Share = assume("lowland_share")
    rains: int = assume("rain_days", ge=0, le=100)
    gap_days: int = assume("rain_gap_days", ge=0, le=250)
    minutes: NotNegative = assume("rain_minutes")
    surge: NotNegative = assume("rain_surge", le=1e12)
    surge_days: int = assume("rain_surge_days", ge=0, le=250)

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        count = math.ceil(self.lowland_share * len(communities))
        low = sorted(communities, key=lambda c: place.uniform("lowland", c))[:count]
        felt = 1.0 - self.pump_relief if self.pump else 1.0
        for community in low:
            for rain in range(self.rains):
                place.call_out(community, felt * self.minutes, days=rain * self.gap_days)
        if self.rains == 0:
            return
        for kind in (Kind.HAZARD, Kind.FACILITY):
            place.surge(low, kind, 1.0 + felt * (self.surge - 1.0), self.surge_days)
