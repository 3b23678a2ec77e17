"""Blockers in lifts and gate applications (智能阻车系统、闸机应用)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.enums import Kind
from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import BLOCKER, Covered, Resource
from sim.parameters import Share, assume


@lever(
    number=31,
    label="Blockers in lifts and gate applications (智能阻车系统、闸机应用)",
    documents=("001", "002"),
    acts_on=("residents",),
)
class EntryControl(Lever):
    """Electric bicycles stay out of lifts, and with them the hazards they bring.

    Documents: Communities of one street have blockers in lifts, and a robot that patrols day
        and night and reports to the property firm (002, Fuminlu). A gate application lets 6,000
        couriers pass (001, Binhai).
    Mechanism: The share of hazards that such bicycles cause falls where lifts have blockers.
    Limits: Only the blockers are modelled.
    """

    hazard_share: Share = assume("ebike_hazard_share")
    blocked_share: Share = assume("ebike_blocked_share")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_issues(communities, Kind.HAZARD, 1.0 - self.hazard_share * self.blocked_share)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Blockers for the share of households whose lift has one."""
        return {BLOCKER: self.blocked_share * covered.households}
