"""Double registration of Party members (双报到)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, Share, assume


@lever(
    number=22,
    label="Double registration of Party members (双报到)",
    documents=("002",),
    acts_on=("volunteers",),
    acts_through=("volunteers",),
)
class DoubleRegistration(Lever):
    """Party members register where they live, and some of them serve their micro-grid.

    Documents: Wuqing registered more than 14,000 in 115 paired communities (002).
    Mechanism: A share of the members become volunteers, in the micro-grids that have fewest.
        They drop out like others.
    Limits: Registering is not serving: the active share is assumed.
    """

    members: NotNegative = assume("registered_members")
    active_share: Share = assume("members_active_share")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            place.enlist_some(community, round(self.members * self.active_share))
