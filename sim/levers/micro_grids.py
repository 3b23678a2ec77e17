"""Micro-grids (微网格)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sim.enums import MONTHS, YEAR_DAYS
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
    Mechanism: Month after month workers find and brief the volunteers of some micro-grids, where
        residents' issues leave time. Volunteers notice hazards, hear of quarrels between
        neighbours and mediate (`rules.volunteers`), and take some of workers' time each week.
    Limits: How much volunteers notice is assumed, and so is the pace of the set-up.
    """

    per_micro_grid: int = assume("micro_grid_volunteers", ge=0)
    setup_minutes: NotNegative = assume("micro_grid_setup_minutes")
    setup_months: int = assume("micro_grid_setup_months", ge=1, le=120)

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            self.begin(community, 0, place)

    def begin(self, community: int, wave: int, place: Place) -> None:
        """Volunteers of a month's micro-grids are looked for."""
        minutes = self.setup_minutes * place.micro_grids(community) / self.setup_months
        won = partial(self.win, community, wave)
        place.prepare(community, minutes, won, YEAR_DAYS / MONTHS, upward=False)

    def win(self, community: int, wave: int, place: Place) -> None:
        """They are there, and the next month's are looked for."""
        place.enlist_each(community, self.per_micro_grid, wave, self.setup_months)
        if wave + 1 < self.setup_months:
            self.begin(community, wave + 1, place)
