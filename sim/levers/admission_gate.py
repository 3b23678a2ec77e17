"""Admission gate for boards and obligations (准入)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import REVIEW, Covered, Resource
from sim.parameters import Share, assume


@lever(
    number=4,
    label="Admission gate for boards and obligations (准入)",
    documents=("000", "002"),
    acts_on=("obligations",),
    acts_through=("rebound",),
)
class AdmissionGate(Lever):
    """A new obligation needs approval before it reaches communities, and its board another.

    Documents: Boards in the rooms need the approval of two departments of the city, obligations
        outside the list that of the district (002, Ninghe); the city names strict admission (000).
    Mechanism: The district decides once for all its communities, and refuses a share of new
        obligations, restored ones included. Of those that pass, the city refuses the same share
        of boards. Part of what is refused leaks: its department asks by requests and a group.
    Limits: No document counts approvals or refusals. Here all boards need approval.
    """

    refusal: Share = assume("gate_refusal")
    leak: Share = assume("gate_leak")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(communities, gate_refusal=self.refusal, gate_leak=self.leak)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Officials of the district, as far as they serve this place."""
        return {REVIEW: covered.districts}
