"""Inspection season (迎检季)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import shock
from sim.parameters import NotNegative, assume


@shock(
    number=67,
    label="Inspection season (迎检季)",
    documents=("002",),
    acts_on=("obligations",),
)
class InspectionSeason(Lever):
    """Many bodies inspect in the same weeks.

    Documents: An essay names inspections by many bodies, and assessments that follow on the
        heels of orders (002).
    Mechanism: Inspections are more frequent by a factor from `start_day` for some days.
    Limits: That they come in a season is assumed, and so are its factor and its length.
    """

    factor: NotNegative = assume("inspection_season_factor")
    days: int = assume("inspection_season_days", ge=0, le=5000)

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(
            communities, season_factor=float(self.factor), season_until=place.day + self.days
        )
