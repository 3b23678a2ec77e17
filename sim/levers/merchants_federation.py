"""Merchants' federation (商居联合会)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.parameters import Share, assume
from sim.terms import Kind


class MerchantsFederation(Lever):
    """Merchants keep order among themselves and talk with residents.

    130 street shops and 380 firms with one federation, whose fairs also bring money (002,
    Heping); noise, litter and stalls made quarrels before. Members take on part of what concerns
    merchants and street order. What the money buys is not told and not modelled.
    """

    settled_share: Share = assume("federation_share")
    sessions: int = assume("federation_sessions", ge=0, le=20)

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.share_matters(communities, Kind.MERCHANT, self.settled_share)
        place.share_matters(communities, Kind.STREET_ORDER, self.settled_share)
        place.add(communities, hall_sessions=self.sessions)
