"""Application for residents with an assistant (铁东快办)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import APPLICATION, Covered, Resource
from sim.parameters import NotNegative, Share, assume


@lever(
    number=29,
    label="Application for residents with an assistant (铁东快办)",
    documents=("002",),
    acts_on=("residents",),
)
class ResidentApp(Lever):
    """Residents report in a few touches, and an assistant answers questions at any hour.

    Documents: The assistant knows nearly 2,000 policies and relieves workers who answered
        groups round the clock (002, Tiedong).
    Mechanism: Of those who use it, a share of questions is answered without a worker, and
        more issues are reported. It is made for residents who use applications; others are
        reached by a share of that, where somebody types for them.
    Limits: Whether a resident uses applications depends on age alone. Transparent cases are
        a lever of their own, `transparent_flow`; points for volunteers are `points_scheme`.
    """

    adoption: Share = assume("app_adoption")
    answered_share: Share = assume("assistant_share")
    notice: NotNegative = assume("app_notice")
    helped: Share = assume("app_helped_share")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(communities, assistant_share=self.adoption * self.answered_share)
        place.set_policy(communities, app_others=self.helped)
        place.scale_policy(communities, notice=1.0 + self.adoption * (self.notice - 1.0))

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """One for each street."""
        return {APPLICATION: covered.streets}
