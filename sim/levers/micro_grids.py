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
    acts_through=("volunteers",),
)
class MicroGrids(Lever):
    """Grids are divided into micro-grids of thirty to a hundred households, each with a volunteer.

    Documents: Ten grid workers cannot know 1,700 households; fifty neighbours can (002, Junlv).
        Heyuan has three to a micro-grid.
    Mechanism: Workers find and brief the volunteers of a month's share of micro-grids after those
        of another. Residents' issues come first until the time for all is nearly over. Volunteers
        notice hazards, hear of quarrels between neighbours and mediate without a worker, and go to
        some doors of a round (`rules.volunteers`). They are owed some of workers' time each week,
        which waits behind residents; those who are left alone stop sooner.
    Limits: How much volunteers notice, to how many doors they go, what care they need and who
        stops without it are assumed, and so is the pace of the set-up. They give many hours and
        spare workers few, so that workers' time as a whole is hardly changed.
    """

    per_micro_grid: int = assume("micro_grid_volunteers", ge=0)
    setup_minutes: NotNegative = assume("micro_grid_setup_minutes")
    setup_months: int = assume("micro_grid_setup_months", ge=1, le=120)

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            self.begin(community, place.day, 0, place)

    def begin(self, community: int, first_day: int, wave: int, place: Place) -> None:
        """Volunteers of a wave are looked for, in what is left of the time for all."""
        minutes = self.setup_minutes * place.micro_grids(community) / self.setup_months
        month = YEAR_DAYS / MONTHS
        left = first_day + self.setup_months * month - place.day
        won = partial(self.win, community, first_day, wave)
        place.prepare(community, minutes, won, max(month, left), upward=False)

    def win(self, community: int, first_day: int, wave: int, place: Place) -> None:
        """They are there, and the next ones are looked for."""
        place.enlist_each(community, self.per_micro_grid, wave, self.setup_months)
        if wave + 1 < self.setup_months:
            self.begin(community, first_day, wave + 1, place)
