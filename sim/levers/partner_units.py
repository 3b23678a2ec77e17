"""Partner units and large committees (大工委、大党委、共建单位)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.enums import Kind
from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, Share, assume


@lever(
    number=21,
    label="Partner units and large committees (大工委、大党委、共建单位)",
    documents=("002", "004"),
    acts_on=("workers", "others"),
)
class PartnerUnits(Lever):
    """Units on a community's ground visit households, grant small wishes, lend what they have.

    Documents: Heping signed with 479 units; Party members visited 2,700 households in need over
        a time that is not reported (004). A power firm's shared charger solved one class of
        problem (002).
    Mechanism: Partners visit households, take on a share of care issues and a small share of
        what is beyond the community. Their hours are counted as those of third parties. The
        councils that bring this about cost workers' time.
    Limits: That partners visit as many households in a year is assumed, and so are the shares.
    """

    visits: NotNegative = assume("partner_visits")
    care_share: Share = assume("partner_care_share")
    problem_share: Share = assume("partner_problem_share")
    council_minutes: NotNegative = assume("partner_council_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.add_to_policy(
            communities, partner_visits=float(self.visits), chats_added=self.council_minutes
        )
        place.add_to_policy(communities, partner_share=self.problem_share)
        place.share_issues(communities, Kind.CARE, self.care_share)
