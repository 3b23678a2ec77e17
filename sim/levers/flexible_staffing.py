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
    """A street may pool the staff of its offices, which then share hours and visits.

    Documents: One office had litter cleared and another fined for it; three of the enforcement
        team were put under the first, and one market was set in order (002, Heping).
    Mechanism: Issues of the street that need two offices (`rules.offices`) take one visit. Public
        management and law enforcement have one queue and all hours of both
        (`rules.street_offices`), for all communities of a street as soon as one is covered.
    Limits: It has no parameters. Of one office three people were pooled; here it is all of them.
    """

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(communities, one_visit=True)
        place.pool_offices(communities)
