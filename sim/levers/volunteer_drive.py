"""Volunteers with growth and drop-out (志愿服务)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import assume


@lever(
    number=37,
    label="Volunteers with growth and drop-out (志愿服务)",
    documents=("000", "002"),
    acts_on=("volunteers",),
    acts_through=("volunteers",),
)
class VolunteerDrive(Lever):
    """Grid workers ask more neighbours to join, month after month.

    Documents: Seven in ten residents are registered in one community (000), which is a
        signature. A river team grew from 13 to 160 in sixteen years (002, Haiheyuan).
    Mechanism: More residents are asked each month. Who joins depends on trust; some leave, and
        those whose reports lead to nothing leave sooner (`rules.volunteers`).
    Limits: Asking costs no time of workers here.
    """

    asked: float = assume("volunteers_asked", ge=0, le=500)

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.raise_policy(communities, volunteers_asked=float(self.asked))
