"""Census-type campaign (人口普查、经济普查)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import shock
from sim.parameters import Days, Share, assume


@shock(
    number=66,
    label="Census-type campaign (人口普查、经济普查)",
    documents=("002",),
    acts_on=("workers",),
)
class CensusCampaign(Lever):
    """Workers go to every door and type what they hear, besides the usual rounds.

    Documents: Censuses of people and of the economy made workers collect the same data again
        and again, and the systems gave nothing back (002, Wanghailou).
    Mechanism: One door-to-door round over a share of the households has to be done within days.
        With a pool of data only what must be verified is left.
    Limits: The share and the days are assumed.
    """

    share: Share = assume("census_share")
    days: Days = assume("census_days")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        department = math.floor(place.uniform("census", 0) * place.departments)
        for community in communities:
            place.start_round(community, float(self.share), department, float(self.days))
