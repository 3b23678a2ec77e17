"""Departments (职能部门)."""

from __future__ import annotations

from sim.agents.view import View
from sim.enums import TICKS_PER_MINUTE, WEEK_DAYS


class Department(View):
    """Demands forms; the answering ones also hold powers that communities lack."""

    type_number = 3
    array = "departments"

    @property
    def name(self) -> str:
        """Name of an answering department; others have a number."""
        answering = self.model.settings.departments.answering
        return answering[self.index] if self.index < len(answering) else f"line {self.index}"

    @property
    def field_hours_per_week(self) -> float:
        """Hours a week for communities' issues."""
        return float(self.row["capacity"] * WEEK_DAYS / TICKS_PER_MINUTE / 60)

    @property
    def handed_back_hours_per_week(self) -> float:
        """Hours a week of obligations that communities have handed back."""
        return float(self.row["handed_back"])

    @property
    def effort(self) -> float:
        """Effort for residents' issues, 1 = usual; it depends on how the department is assessed."""
        return float(self.row["effort"])

    @property
    def score(self) -> float:
        """Its last yearly score by the streets; 0 before the first."""
        return float(self.row["score"])

    @property
    def load(self) -> float:
        """Share of its field hours in use, averaged over about `load_memory` days."""
        return float(self.row["load"])

    @property
    def backlog_hours(self) -> float:
        """Hours of open jobs."""
        return float(self.row["backlog"] / TICKS_PER_MINUTE / 60)
