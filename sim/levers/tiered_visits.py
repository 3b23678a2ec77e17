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
    """Households on the list are visited by tiers, and the hour's patrol is kept against paper.

    Documents: Four colours stand for four frequencies, which are not given, for 223 households
        of one street (002, Heyuan). Needs that a grid worker learns of are matched with
        volunteers, one to one. A grid worker patrols one hour a day.
    Mechanism: The visits that are made go by tier, more of them where more care arises; their
        number stays. A paired volunteer does a share of the care of listed households. The part
        of the patrol that comes before upward work, but after residents who wait, rises to a level.
    Limits: Colours are given rightly and for good. A yearly survey of opinions is reported as
        well and not modelled.
    """

    visits_red: NotNegative = assume("tier_visits_red")
    visits_orange: NotNegative = assume("tier_visits_orange")
    visits_yellow: NotNegative = assume("tier_visits_yellow")
    visits_green: NotNegative = assume("tier_visits_green")
    paired_share: Share = assume("paired_share")
    patrol_checked: Share = assume("tier_patrol_checked")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(
            communities,
            visit_red=float(self.visits_red),
            visit_orange=float(self.visits_orange),
            visit_yellow=float(self.visits_yellow),
            visit_green=float(self.visits_green),
        )
        place.raise_policy(
            communities, patrol_checked=self.patrol_checked, paired_share=self.paired_share
        )
