"""Secretary projects (书记项目)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, assume


@lever(
    number=23,
    label="Secretary projects (书记项目)",
    documents=("002",),
    acts_on=("departments", "workers"),
)
class SecretaryProjects(Lever):
    """The head leads one hard issue through, with all that it needs at one table.

    Documents: 672 projects in one district in a year, led by secretaries and done with members
        and paired units (002, Xiqing).
    Mechanism: Some times a year the head spends hours on one hard issue, and all departments
        that it needs take part.
    Limits: No completion rate is reported. That departments never refuse a project is assumed.
    """

    rate: float = assume("secretary_projects", ge=0, le=12)
    minutes: NotNegative = assume("secretary_project_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(
            communities, projects=float(self.rate), project_minutes=float(self.minutes)
        )
