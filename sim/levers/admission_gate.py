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

    The gate covers boards in the rooms and new obligations (002, Ninghe; 000 names strict
    admission); here all boards. Requests pass beside it, and some of what it refuses comes back as
    one. No document counts approvals or refusals.
    """

    refusal: Share = assume("gate_refusal")
    leak: Share = assume("gate_leak")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(communities, gate_refusal=self.refusal, gate_leak=self.leak)
