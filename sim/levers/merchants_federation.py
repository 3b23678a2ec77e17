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

    130 street shops and 380 firms with one federation (002, Heping); noise, litter and stalls
    made quarrels before. Here members take on part of what concerns merchants and street order,
    which is assumed. Its talks with residents, and what its fairs pay for (works, care of old and
    young), are told and not modelled.
    """

    settled_share: Share = assume("federation_share")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.share_issues(communities, Kind.MERCHANT, self.settled_share)
        place.share_issues(communities, Kind.STREET_ORDER, self.settled_share)
