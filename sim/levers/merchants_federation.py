"""Merchants' federation (商居联合会)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.enums import Kind
from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=35,
    label="Merchants' federation (商居联合会)",
    documents=("002",),
    acts_on=("merchants",),
)
class MerchantsFederation(Lever):
    """Merchants keep order among themselves, and answer residents themselves.

    Documents: 130 street shops and 380 firms have one federation (002, Heping); noise, litter
        and stalls caused quarrels between merchants and residents before.
    Mechanism: Members keep order, so that a share of issues with merchants, of street order and of
        disputes between merchants and residents does not arise. Of the other such disputes members
        settle a share on the spot, by the next day; workers only pass them on.
    Limits: All shares are assumed. What members spend on keeping order is not counted, nor is what
        their fairs pay for.
    """

    prevented_share: Share = assume("federation_prevented")
    settled_share: Share = assume("federation_settled")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for kind in (Kind.MERCHANT, Kind.STREET_ORDER):
            place.scale_issues(communities, kind, 1.0 - self.prevented_share)
        place.set_policy(
            communities,
            merchants_prevent=self.prevented_share,
            merchants_settle=self.settled_share,
        )
