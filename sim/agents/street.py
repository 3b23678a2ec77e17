"""Streets (街道)."""

from __future__ import annotations

from sim.agents.view import View
from sim.enums import Count


class Street(View):
    """Decides on whistles of its communities."""

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
