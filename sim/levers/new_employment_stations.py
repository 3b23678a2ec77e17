"""Stations for couriers and drivers (新就业群体站点)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, assume


@lever(
    number=41,
    label="Stations for couriers and drivers (新就业群体站点)",
    documents=("002",),
    acts_on=("others",),
)
class NewEmploymentStations(Lever):
    """Couriers and drivers rest at a station and tell what they see on their way.

    176 stations in one district, some 360 in another (002, Hedong and Beichen); the former solved
    18 difficulties of couriers themselves in a year, which are not modelled. That they report
    what they see is assumed, after drivers as members of grids, which Heyuan tries (002): a few
    minutes of a patrol.
    """

    courier_minutes: NotNegative = assume("courier_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.add_to_policy(communities, eyes=float(self.courier_minutes))
