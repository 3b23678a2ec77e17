"""Sizes of a place, as the mean community has them."""

from __future__ import annotations

from dataclasses import dataclass

from sim.enums import DAY_MINUTES, WEEK_DAYS
from sim.settings import Settings

PAID = DAY_MINUTES * WEEK_DAYS / 60.0
"""Paid hours of a worker and week."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of a place; of several districts together.

    Parameters:
        workers, communities: of the place.
        heads, frontline: shares of workers.
        each: front-line workers of a community.
        households: of the place.
        present: share of paid time that is not spent away (ODD 7.1).
        cap: most overtime of front-line workers, hours per worker-week of all.
    """

    workers: int
    communities: int
    heads: float
    frontline: float
    each: float
    households: float
    present: float
    cap: float

    @classmethod
    def of(cls, settings: Settings) -> Sizes:
        """The sizes of the place of some settings (ODD 3)."""
        size, day = settings.territory, settings.workday
        headed = settings.organisation.head and size.workers >= 2 * size.communities
        heads = size.communities / size.workers if headed else 0.0
        return cls(
            workers=size.workers,
            communities=size.communities,
            heads=heads,
            frontline=1.0 - heads,
            each=(1.0 - heads) * size.workers / size.communities,
            households=size.residents / size.household_size,
            present=1.0 - day.away_share - day.secondment_share,
            cap=day.overtime_cap_minutes / 60.0 * WEEK_DAYS * (1.0 - heads),
        )

    def shared(self, minutes: float) -> float:
        """Hours per worker-week of so many minutes a week and community."""
        return minutes / 60.0 * self.communities / self.workers
