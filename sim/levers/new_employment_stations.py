"""Stations for couriers and drivers (新就业群体站点)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import STATION, Covered, Resource
from sim.parameters import NotNegative, assume


@lever(
    number=41,
    label="Stations for couriers and drivers (新就业群体站点)",
    documents=("002",),
    acts_on=("others",),
)
class NewEmploymentStations(Lever):
    """Couriers and drivers rest at a station and tell what they see on their way.

    Documents: There are 176 stations in one district and some 360 in another (002, Hedong and
        Beichen).
    Mechanism: What couriers and drivers report adds as much as a few minutes of a patrol.
    Limits: That they report is assumed, after drivers as members of grids, which Heyuan tries
        (002). That Hedong's stations solved 18 difficulties of couriers in a year is not
        modelled.
    """

    courier_minutes: NotNegative = assume("courier_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.add_to_policy(communities, eyes=float(self.courier_minutes))

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """A station in each community."""
        return {STATION: covered.communities}
