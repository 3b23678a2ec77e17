"""A patrol robot (智能巡检机器人)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.enums import Kind
from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import ROBOT, Covered, Resource
from sim.parameters import Share, assume


@lever(
    number=116,
    label="Patrol robot (智能巡检机器人)",
    documents=("002",),
    acts_on=("workers", "residents", "others"),
)
class PatrolRobot(Lever):
    """A robot goes round one estate day and night, speaks to people, and tells the property firm.

    Documents: A robot in Yongjingwan notices open doors, vehicles and dogs for 24 hours, gives a
        voice prompt and sends what it sees to the firm's platform (002, Fuminlu).
    Mechanism: On the ground that it passes it sees as a patrol camera does. So workers make trips
        to true and false alerts. There a share of disorder ends at the prompt, and the firm
        settles another share, of which workers only pass on what they hear.
    Limits: One estate of the community has one; how much of its ground it passes is assumed, and so
        are both shares. It spares no patrol. That nights count is not modelled: there are none.
    """

    estate_share: Share = assume("robot_estate_share")
    ground_share: Share = assume("robot_ground_share")
    prompted_share: Share = assume("robot_prompted_share")
    firm_share: Share = assume("robot_firm_share")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        seen = self.estate_share * self.ground_share
        for community in communities:
            before = place.policy_of(community, "camera_coverage")
            both = 1.0 - (1.0 - before) * (1.0 - seen)
            place.set_policy([community], camera_coverage=both)
        place.scale_issues(communities, Kind.STREET_ORDER, 1.0 - seen * self.prompted_share)
        place.share_issues(communities, Kind.STREET_ORDER, seen * self.firm_share)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """A robot of the property firm for each estate that has one."""
        return {ROBOT: self.estate_share * covered.communities}
