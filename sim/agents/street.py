"""Streets (街道)."""

from __future__ import annotations

from sim.agents.view import View
from sim.enums import TICKS_PER_MINUTE, WEEK_DAYS, Count


class Street(View):
    """Decides on whistles of its communities, and settles what is in the powers of its offices."""

    type_number = 5
    array = "communities"

    @property
    def whistles(self) -> int:
        """Whistles asked for by communities inside the measured window."""
        return int(self.model.state.counts[:, Count.WHISTLES].sum())

    @property
    def whistles_accepted(self) -> int:
        """Whistles passed on to departments inside the measured window."""
        return int(self.model.state.counts[:, Count.WHISTLES_ACCEPTED].sum())

    @property
    def office_hours_per_week(self) -> float:
        """Hours a week of its offices for what communities bring to them."""
        capacity = self.model.state.street_offices["capacity"].sum()
        return float(capacity * WEEK_DAYS / TICKS_PER_MINUTE / 60)

    @property
    def backlog_hours(self) -> float:
        """Hours of open jobs of its offices."""
        return float(self.model.state.street_offices["backlog"].sum() / TICKS_PER_MINUTE / 60)
