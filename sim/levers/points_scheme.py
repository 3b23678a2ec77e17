"""Points schemes (积分)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import POINTS, Covered, Resource
from sim.parameters import NotNegative, assume


@lever(
    number=36,
    label="Points schemes (积分)",
    documents=("001", "002"),
    acts_on=("volunteers",),
    acts_through=("volunteers",),
)
class PointsScheme(Lever):
    """Volunteers earn points that they can exchange for small things.

    Documents: Points malls and love points (002, Tiedong and Zhongbeixie; 001), without rates.
    Mechanism: More of the residents who are asked join as volunteers.
    Limits: It keeps nobody from leaving. The effect is assumed.
    """

    effect: NotNegative = assume("points_effect")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(communities, volunteer_points=float(self.effect))

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Goods in each community."""
        return {POINTS: covered.communities}
