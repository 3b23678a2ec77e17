"""Options of the experiment `portfolio`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from experiments.config.options import Names, Scenarios
from experiments.config.society_options import DrawnOptions

LEAST = 10
"""Draws below which a share of them or their largest regret would say nothing."""


class Effort(BaseModel):
    """Limits on the effort of a set of levers; null is no limit."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    setup_hours: Annotated[float, Field(ge=0)] | None = Field(
        None, description="Hours of set-up a worker, at most."
    )
    department_hours: float | None = Field(
        None, description="More hours a week of departments, at most."
    )

    @property
    def limits(self) -> dict[str, float]:
        """The limits that are set."""
        return {name: value for name, value in self if value is not None}


class PortfolioOptions(DrawnOptions):
    """The package, outcomes, limits of effort, societies, and how sets are searched."""

    usual_draws: ClassVar[int] = 30
    usual_societies: ClassVar[int | None] = 60
    least_societies: ClassVar[int] = 2 * LEAST
    package: Scenarios = Field(
        (
            "signboard_removal", "one_table", "escalation_rights", "department_evaluation",
            "duty_list", "admission_gate", "form_cuts",
        ),
        description="Scenarios that make up the package, laid one over another.",
    )  # fmt: skip
    outcomes: Names = Field(
        (
            "hours_freed_per_worker_week",
            "days_to_resolution_restricted_mean.needs_departments",
            "department_load",
        ),
        description="Outcomes to weigh against each other: two at least.",
    )
    effort: Effort = Field(Effort(), description="Limits of effort: all, unless its keys are set.")
    confidence: Annotated[float, Field(gt=0, le=1)] = Field(
        0.9,
        description="Share of societies, or draws, in which a set has to keep within the limits of "
        "effort.",
    )
    scales: dict[str, Annotated[float, Field(gt=0, allow_inf_nan=False)]] | None = Field(
        None,
        description="{outcome: difference}: differences that weigh alike; for outcomes not named, "
        "the standard deviation of the baseline over societies, or draws.",
    )
    draws: Annotated[int, Field(ge=LEAST)] | None = Field(
        None, description="With societies=declared: draws of all assumptions; null: 30."
    )
    search: Literal["auto", "enumerate", "nsga2"] = Field(
        "auto", description="All sets (enumerate), a genetic search (nsga2), or by their number."
    )
    trials: Annotated[int, Field(ge=1)] = Field(1000, description="Sets that nsga2 looks at.")
    population: Annotated[int, Field(ge=2)] = Field(
        40, description="Sets in a generation of nsga2."
    )


OPTIONS = PortfolioOptions
TABLES = {
    "portfolio": "Each set of levers: outcomes, effort, whether it is non-dominated, and regret.",
    "draws": "Outcomes of each set in each society or draw.",
}
