"""Help with land and produce (助农带货、土地流转)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import BROADCASTS, Covered, Resource
from sim.parameters import NotNegative, assume


@lever(
    number=122,
    label="Help with land and produce (助农带货、土地流转)",
    documents=("000", "002"),
    acts_on=("others",),
)
class ProduceHelp(Lever):
    """Others sell what a village makes and bring its waste land into use.

    Documents: A first secretary sells pottery in live broadcasts (002, Penguanzhuang); a team found
        experts and seeds for waste land and held three sales (000, Chapeng); a village has a room
        for broadcasts (002, Diliubu), and hired managers look for visitors (002, Ninghe).
    Mechanism: Hours of third parties are spent, and nothing else changes.
    Limits: It reaches villages alone. Sales, income and jobs are not modelled, and no issue arises
        or is solved by them. With `village_teams` as well, hours of people besides those cadres are
        meant. Hours of the village's own workers, who help at Diliubu when the counter is done, are
        not told.
    """

    hours: NotNegative = assume("produce_hours")

    @property
    def in_villages_alone(self) -> bool:
        return True

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.add_to_policy(communities, others_hours=float(self.hours))

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """What a village sells its produce with."""
        return {BROADCASTS: covered.communities}
