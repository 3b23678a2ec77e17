"""Fewer and simpler indicators of assessment (精简优化考核指标)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.enums import ITEMS
from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=101,
    label="Fewer and simpler indicators (精简优化考核指标)",
    documents=("002",),
    acts_on=("obligations",),
)
class SimplerIndicators(Lever):
    """Forms ask fewer items, and less has to be shown when somebody inspects.

    Documents: An essay finds assessment intricate and its indicators split up too finely, and asks
        to streamline them (002). It tells of no place that has done it.
    Mechanism: Each form in use no longer asks a share of its items, the same ones in all covered
        communities. It keeps one. Preparing an inspection takes less time.
    Limits: Both sizes are assumed. An item that is dropped does no harm, whatever it was good for.
        Obligations that are set later ask all their items, so that indicators grow again. Those
        who revise the indicators are above, and no worker's time goes into it.
    """

    items_cut: Share = assume("indicators_cut_share")
    preparing_cut: Share = assume("indicators_preparing_cut")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_policy(communities, preparing=1.0 - self.preparing_cut)
        for number in range(place.obligations):
            dropped = [
                item
                for item in range(place.core_items + place.own_items)
                if place.uniform("indicator", number * ITEMS + item) < self.items_cut
            ]
            for community in communities:
                if place.is_active(community, number):
                    place.drop_items(community, number, dropped)
