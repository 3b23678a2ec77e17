"""Data of a place, as levers see them: what is pooled, and what departments exchange."""

from __future__ import annotations

from sim.place.base import Base


class DataSide(Base):
    """Who holds what, and who still wants it the old way."""

    def connect(self, department: int) -> None:
        """Connect a department to the pool."""
        self.state.departments[department]["connected"] = True

    def pool_item(self, department: int, item: int) -> None:
        """Keep an item, as this department asks it, in the pool."""
        self.state.pooled[department, item] = True

    def keep_old_form(self, duty: int) -> None:
        """A connected department still demands the old form of this duty."""
        self.state.duties[duty]["old_form"] = True

    def exchange(self, department: int) -> None:
        """A department shares what it receives with the others that exchange."""
        self.state.departments[department]["exchanging"] = True
