"""Property governance (五位一体物业治理)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import methodcaller

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import FIRM, Covered, Resource
from sim.parameters import NotNegative, Share, assume


@lever(
    number=40,
    label="Property governance (五位一体物业治理)",
    documents=("002", "004"),
    acts_on=("workers", "residents", "others"),
    acts_through=("types",),
)
class PropertyGovernance(Lever):
    """Estates without a property firm get one, with owners, committee and Party around it.

    Documents: Eight of eleven estates had none (002, Dongfengli), one tower for 22 years until
        a department found a firm (002, Heping). 004 names the five sides without a mechanism.
    Mechanism: After some hours of preparation a share of the estates without a firm has one.
        They have fewer facility issues, and the firm deals with its share of them.
    Limits: How many find a firm is assumed. It acts in old communities only (`rules.types`), so
        it does nothing where the place is a single community of another type.
    """

    found_share: Share = assume("property_found_share")
    setup_hours: NotNegative = assume("property_setup_hours")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            found = methodcaller("find_property_firms", community, self.found_share)
            place.prepare(community, self.setup_hours * 60.0, found)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """What firms advance for the estates that they take on."""
        return {FIRM: self.found_share * covered.unkept_estates}
