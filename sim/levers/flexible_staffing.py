"""Flexible staffing across street offices (灵活用人)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever


@lever(
    number=14,
    label="Flexible staffing across street offices (灵活用人)",
    documents=("002",),
    acts_on=("streets",),
)
class FlexibleStaffing(Lever):
    """A street may pool the staff of its offices, so one visit does what took two.

    Documents: One office had litter cleared and another fined for it; three of the enforcement
        team were put under the first, and one market was set in order (002, Heping).
    Mechanism: Issues of the street that need two offices (`rules.offices`) take one visit.
    Limits: It has no parameters and changes nothing else.
    """

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(communities, one_visit=True)
