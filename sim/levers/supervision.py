"""Supervision of burdens (督查巡察)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import REVIEW, Covered, Resource
from sim.parameters import NotNegative, Share, assume


@lever(
    number=42,
    label="Supervision of burdens (督查巡察)",
    documents=("001",),
    acts_on=("obligations",),
)
class Supervision(Lever):
    """Inspectors look for what leaks around the gate, and end it.

    Documents: Ninghe put the relief of burdens under supervision and inspection tours (001),
        and says no more than that burdens are lighter.
    Mechanism: They end leaks, and obligations that were sent down again, at a yearly rate. Their
        visits must be prepared and hosted.
    Limits: What they look for is assumed. Without `admission_gate` they find next to nothing,
        and only their visits are left.
    """

    withdrawal: Share = assume("supervision_withdrawal")
    visits: NotNegative = assume("supervision_visits")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(communities, supervision=self.withdrawal)
        place.add_to_policy(communities, inspections_added=self.visits / 50.0)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Officials of the district, as far as they serve this place."""
        return {REVIEW: covered.districts}
