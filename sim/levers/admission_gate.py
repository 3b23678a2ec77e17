"""Admission gate for boards and obligations (准入)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=4,
    label="Admission gate for boards and obligations (准入)",
    documents=("000", "002"),
    acts_on=("obligations",),
)
class AdmissionGate(Lever):
    """A new board or formal obligation needs approval before it reaches a community.

    Documents: The gate covers boards in the rooms and new obligations (002, Ninghe); the city
        names strict admission (000).
    Mechanism: It refuses a share of new boards and formal obligations. Part of what it refuses
        comes back as a request, and other requests bypass it.
    Limits: No document counts approvals or refusals. Here all boards need approval.
    """

    refusal: Share = assume("gate_refusal")
    leak: Share = assume("gate_leak")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(communities, gate_refusal=self.refusal, gate_leak=self.leak)
