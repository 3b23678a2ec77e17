"""Flexible staffing across street offices (灵活用人)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place


class FlexibleStaffing(Lever):
    """A street may pool the staff of its offices, so one visit does what took two.

    One office had litter cleared and another fined for it; three of the enforcement team were put
    under the first, and one market was set in order (002, Heping). It acts on issues of
    the street that need two offices (`rules.offices`).
    """

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.write(communities, one_visit=True)
