"""Tasks handed back to departments (交还职能部门)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, Share, assume


@lever(
    number=10,
    label="Tasks handed back to departments (交还职能部门)",
    documents=("002",),
    acts_on=("obligations", "departments"),
)
class TaskReturn(Lever):
    """Communities return part of what they do for departments, who do it from then on.

    A district says that obligations of departments went back to them (002, Hedong); how many is not
    told, nor what departments made of it. The work does not vanish: it takes hours that
    departments had for communities, and a part stays as assistance.
    """

    returned_share: Share = assume("returned_share")
    assist_share: Share = assume("assist_share")
    department_minutes_ratio: NotNegative = assume("department_minutes_ratio")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for obligation in range(place.obligations):
            if place.uniform("return", obligation) >= self.returned_share:
                continue
            for community in communities:
                if place.has_board(community, obligation):
                    continue
                place.hand_back(
                    community, obligation, self.department_minutes_ratio, self.assist_share
                )
