"""Major proposals of streets (重大事项建议权)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=113,
    label="Major proposals of streets (重大事项建议权)",
    documents=("001", "002"),
    acts_on=("departments", "streets"),
    acts_through=("causes",),
)
class MajorProposals(Lever):
    """Streets propose works that lasting causes need, and departments' money is moved to them.

    Documents: Streets may propose on major issues (001; 002, Heping); in Jizhou a list has fifteen
        kinds (001). No document says how many are made, or what becomes of them.
    Mechanism: At month ends a street may propose works for the oldest issue of a community that
        needs something built. If the proposal is accepted, the first department that is needed
        begins at once, and does not wait for all the others to come.
    Limits: That each kind is proposed once in two years is assumed, and so is how often it is
        accepted. Departments' hours are used; of their money is only counted what works cost, as no
        document gives a budget that would run out. Streets' time for proposals is not counted. The
        weight of streets' voice in appraisals is `street_powers`.
    """

    rate: float = assume("proposals_rate", ge=0, le=12)
    accepted_share: Share = assume("proposals_accepted")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(communities, proposals=self.rate, proposals_accepted=self.accepted_share)
