"""Data of a place, as levers see them: what is pooled, and what departments exchange."""

from __future__ import annotations

from sim.facade.base import Base


class DataSide(Base):
    """Who holds what."""

    def connect(self, department: int) -> None:
        """Connect a department to the pool."""
        self.state.departments[department]["connected"] = True

    def pool_item(self, department: int, item: int) -> None:
        """Keep an item, as this department asks it, in the pool."""
        self.state.pooled[department, item] = True

    def exchange(self, department: int) -> None:
        """A department shares what it receives with the others that exchange."""
        self.state.departments[department]["exchanging"] = True
