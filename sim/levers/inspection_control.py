"""Control of inspections (检查督导)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=9,
    label="Control of inspections (检查督导)",
    documents=("002",),
    acts_on=("obligations",),
)
class InspectionControl(Lever):
    """Fewer inspections come, and above all fewer right after an obligation was set.

    Documents: A district reports fewer checks (002, Xiqing). An essay names checks by many
        bodies, and work that is assessed as soon as it is assigned (002).
    Mechanism: Inspections fall by a share, and early checks of new obligations by another.
    Limits: Neither document gives a number.
    """

    inspections_cut: Share = assume("inspections_cut_share")
    early_checks_cut: Share = assume("early_checks_cut_share")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_policy(
            communities,
            inspections=1.0 - self.inspections_cut,
            early_checks=1.0 - self.early_checks_cut,
        )
