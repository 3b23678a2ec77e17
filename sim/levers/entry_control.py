"""Blockers in lifts and gate applications (智能阻车系统、闸机应用)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field

from sim.enums import Kind
from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import BLOCKER, GATES, MODULE, Covered, Resource
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
    Mechanism: The share of hazards that such bicycles cause falls where lifts have blockers. With
        `gates`, couriers are registered at the gate, and most disorder that they bring there ends.
    Limits: All shares are assumed. The robot is `patrol_robot`; what couriers see and tell is
        `new_employment_stations`.
    """

    hazard_share: Share = assume("ebike_hazard_share")
    blocked_share: Share = assume("ebike_blocked_share")
    gates: bool = Field(default=False, description="whether gates have the application as well")
    gate_share: Share = assume("gate_order_share")
    gate_solved: Share = assume("gate_solved_share")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_issues(communities, Kind.HAZARD, 1.0 - self.hazard_share * self.blocked_share)
        if self.gates:
            ended = self.gate_share * self.gate_solved
            place.scale_issues(communities, Kind.STREET_ORDER, 1.0 - ended)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Blockers for the share of households whose lift has one; with gates what these need."""
        needed = {BLOCKER: self.blocked_share * covered.households}
        if self.gates:
            needed |= {GATES: covered.communities, MODULE: covered.streets}
        return needed
