"""Transparent flow of cases (全程透明)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import MODULE, Covered, Resource
from sim.parameters import Share, assume


@lever(
    number=43,
    label="Transparent flow of cases (全程透明)",
    documents=("002",),
    acts_on=("departments", "residents"),
)
class TransparentFlow(Lever):
    """Residents see where their issue stands, so a closing on paper comes out.

    Documents: Passing on, dodging and false closing can be avoided when every step is open
        (002, Tiedong).
    Mechanism: A closing on paper is found more often, and departments close fewer issues so.
    Limits: Only false closing is modelled. How much less of it there is, is assumed.
    """

    found_chance: Share = assume("transparent_found")
    restraint: Share = assume("false_closure_transparent")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.raise_policy(communities, false_found=self.found_chance)
        place.scale_policy(communities, restraint=self.restraint)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """A module for each street."""
        return {MODULE: covered.streets}
