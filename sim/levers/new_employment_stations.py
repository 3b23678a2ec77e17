"""Stations for couriers and drivers (红色驿站)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.parameters import NotNegative, assume


class NewEmploymentStations(Lever):
    """Couriers and drivers rest at a station and tell what they see on their way.

    176 stations in one district, some 360 in another (002, Hedong and Beichen); 18 problems were
    solved at the former in a year. They pass every door daily and look elsewhere: a few minutes
    of a patrol.
    """

    courier_minutes: NotNegative = assume("courier_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.add(communities, eyes=float(self.courier_minutes))
