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
    """Merchants keep order among themselves.

    Documents: 130 street shops and 380 firms have one federation (002, Heping); noise, litter
        and stalls caused quarrels before.
    Mechanism: Members take on a share of the community's issues with merchants and with street
        order.
    Limits: The share is assumed. Its talks with residents, and what its fairs pay for, are
        reported and not modelled.
    """

    settled_share: Share = assume("federation_share")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.share_issues(communities, Kind.MERCHANT, self.settled_share)
        place.share_issues(communities, Kind.STREET_ORDER, self.settled_share)
