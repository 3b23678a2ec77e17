"""Reporting obligations (报表、台账、事项)."""

from __future__ import annotations

from sim.agents.view import View
from sim.enums import Cadence


class Obligation(View):
    """An obligation to report that one department sets for all communities of its district."""

    type_number = 4
    array = "obligations"

    @property
    def department(self) -> int:
        """Number of the department that demands it."""
        return int(self.row["department"])

    @property
    def cadence(self) -> str:
        """How often it falls due."""
        return Cadence(int(self.row["cadence"])).name.lower()

    @property
    def on_board(self) -> bool:
        """Whether it came with a board."""
        return bool(self.row["board"])

    @property
    def items(self) -> int:
        """Number of data items asked."""
        return int(self.row["item_count"])

    @property
    def communities(self) -> int:
        """Number of communities in which it is active."""
        return int(self.model.state.forms["active"][:, self.index].sum())
