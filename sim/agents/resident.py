"""Residents (居民); at city scale one agent stands for many."""

from __future__ import annotations

from sim.agents.view import View


class Resident(View):
    """Raises issues, and gains or loses trust depending on their outcome."""

    type_number = 2
    array = "residents"

    @property
    def community(self) -> int:
        """Number of the community."""
        return int(self.row["community"])

    @property
    def grid(self) -> int:
        """Number of the grid inside the community."""
        return int(self.row["grid"])

    @property
    def micro_grid(self) -> int:
        """Number of the micro-grid inside the community."""
        return int(self.row["micro_grid"])

    @property
    def vulnerable(self) -> bool:
        """Whether the household is on the list for prescribed visits."""
        return bool(self.row["vulnerable"])

    @property
    def elderly(self) -> bool:
        """Whether the resident is 60 or older."""
        return bool(self.row["elderly"])

    @property
    def app_user(self) -> bool:
        """Whether the resident uses applications."""
        return bool(self.row["app_user"])

    @property
    def trust(self) -> float:
        """Trust in the community, 0 to 1."""
        return float(self.row["trust"])
