"""Streets (街道)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.agents.view import View
from sim.enums import TICKS_PER_MINUTE, WEEK_DAYS, Count, Office


class Street(View):
    """Decides on whistles of its communities, and settles what is in the powers of its offices."""

    type_number = 5
    array = "communities"

    @property
    def offices(self) -> npt.NDArray[np.void]:
        """Records of its four offices, for reading."""
        first = self.index * len(Office)
        table: npt.NDArray[np.void] = self.model.state.street_offices
        return table[first : first + len(Office)]

    @property
    def whistles(self) -> int:
        """Whistles asked for by its communities inside the measured window."""
        return self._counted(Count.WHISTLES)

    @property
    def whistles_accepted(self) -> int:
        """Whistles passed on to departments inside the measured window."""
        return self._counted(Count.WHISTLES_ACCEPTED)

    def _counted(self, count: Count) -> int:
        state = self.model.state
        return int(state.counts[state.communities["street"] == self.index, count].sum())

    @property
    def office_hours_per_week(self) -> float:
        """Hours a week of its offices for what communities bring to them."""
        capacity = self.offices["capacity"].sum()
        return float(capacity * WEEK_DAYS / TICKS_PER_MINUTE / 60)

    @property
    def backlog_hours(self) -> float:
        """Hours of open jobs of its offices."""
        return float(self.offices["backlog"].sum() / TICKS_PER_MINUTE / 60)
