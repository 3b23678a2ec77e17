"""Shared data exchange between departments (数据共享交换平台)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import LINK, Covered, Resource
from sim.parameters import Share, assume


@lever(
    number=26,
    label="Shared data exchange between departments (数据共享交换平台)",
    documents=("002",),
    acts_on=("departments",),
)
class DataExchange(Lever):
    """What one department has received, the others have; systems report changes by themselves.

    Documents: Xiqing connected 32 systems of 82 units and 1,196 offices (002), and repeated
        tables fell.
    Mechanism: Exchanging departments share the core items that each has received, and systems
        report a share of changes by themselves.
    Limits: What one department alone asks stays. That materials leave its platform with one
        click is part of `one_table` and `data_cockpit`.
    """

    exchange_share: Share = assume("exchange_share")
    feed_share: Share = assume("exchange_feed")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for department in range(place.departments):
            if place.uniform("exchange", department) < self.exchange_share:
                place.exchange(department)
        place.set_policy(communities, exchange=True, exchange_feed=self.feed_share)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Links of the systems that exchange."""
        return {LINK: self.exchange_share * covered.departments}
