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

    Documents: A district says that obligations of departments went back to them (002, Hedong).
    Mechanism: A share of obligations ends here and takes hours that departments had for
        communities. A part of the work stays as assistance.
    Limits: How many went back is not reported, nor what departments made of them. Boards are
        left to `signboard_removal`.
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
