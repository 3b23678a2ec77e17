"""Monitoring points (监测点)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.parameters import Share, assume


class Monitoring(Lever):
    """Contact points report obligations without a purpose, so that they are withdrawn.

    Ninghe set up such points (002) and reports no findings. A covered community has a contact
    point; a correction reaches the others through the district, to a part.
    """

    withdrawal: Share = assume("monitoring_withdrawal")
    elsewhere: Share = assume("monitoring_elsewhere")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        if communities:
            everywhere = range(place.communities)
            place.write(everywhere, monitoring=self.withdrawal * self.elsewhere)
            place.write(communities, monitoring=self.withdrawal)
