"""Four-colour visits and the daily patrol (四色探视、每日巡查)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, Share, assume


@lever(
    number=38,
    label="Four-colour visits and the daily patrol (四色探视、每日巡查)",
    documents=("002",),
    acts_on=("workers",),
)
class TieredVisits(Lever):
    """Households on the list are visited by tiers, and the hour's patrol is kept whatever the load.

    Documents: Four colours stand for four frequencies, which are not given, for 223 households
        of one street (002, Heyuan). A grid worker patrols one hour a day.
    Mechanism: Prescribed visits and the part of the patrol that is kept under load rise to a
        level, where they were below it.
    Limits: The four frequencies are one mean rate. A yearly survey of opinions is reported as
        well and not modelled.
    """

    visit_rate: NotNegative = assume("tier_visit_rate")
    patrol_floor: Share = assume("tier_patrol_floor")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.raise_policy(communities, patrol_floor=self.patrol_floor)
        for community in communities:
            visits = self.visit_rate * place.listed_households(community)
            place.raise_policy([community], prescribed_visits=visits)
