"""Micro-grids (微网格)."""

from __future__ import annotations

from collections.abc import Sequence
from operator import methodcaller

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, assume


@lever(
    number=32,
    label="Micro-grids (微网格)",
    documents=("002",),
    acts_on=("workers", "volunteers"),
)
class MicroGrids(Lever):
    """Grids are divided into micro-grids of thirty to a hundred households, each with a volunteer.

    Documents: Ten grid workers cannot know 1,700 households; fifty neighbours can (002, Junlv).
        Heyuan has three to a micro-grid.
    Mechanism: Workers first find and brief the volunteers. Volunteers notice hazards, hear of
        quarrels and mediate (`rules.volunteers`), and take some of workers' time each week.
    Limits: How much volunteers notice is assumed.
    """

    per_micro_grid: int = assume("micro_grid_volunteers", ge=0)
    setup_minutes: NotNegative = assume("micro_grid_setup_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            minutes = self.setup_minutes * place.micro_grids(community)
            place.prepare(
                community, minutes, methodcaller("enlist_each", community, self.per_micro_grid)
            )
