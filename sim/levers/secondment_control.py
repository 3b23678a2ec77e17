"""Control of secondment (严格控制借调)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=12,
    label="Control of secondment (严格控制借调)",
    documents=("002",),
    acts_on=("workers",),
)
class SecondmentControl(Lever):
    """Streets and departments may hardly borrow staff of communities any more.

    Documents: One district names it, without a number (002, Xiqing).
    Mechanism: The time for which staff are away on secondment falls to a share of what it was.
    Limits: Who is no longer away also sits in meetings and walks patrols, so not all of this
        time is free for residents.
    """

    secondment_kept: Share = assume("secondment_kept")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_policy(communities, secondment=self.secondment_kept)
