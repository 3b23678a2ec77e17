"""Options of the experiment `uncertainty`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from experiments.config.options import LEAST_DRAWS, Names, Scenarios
from experiments.config.society_options import SampleOptions


class UncertaintyOptions(SampleOptions):
    """Scenarios, draws of all assumptions, and the outcomes that are reported."""

    usual_draws: ClassVar[int] = 200
    scenarios: Scenarios = Field(
        (
            "signboards_only", "signboard_removal", "one_table", "escalation_rights",
            "headline_package",
        ),
        description="Scenarios to compare with the baseline.",
    )  # fmt: skip
    draws: Annotated[int, Field(ge=LEAST_DRAWS)] | None = Field(
        None, description="With societies=declared: draws of all assumptions; null: 200."
    )
    outcomes: Names = Field(
        (
            "hours_freed_per_worker_week",
            "days_to_resolution_restricted_mean.own_powers",
            "days_to_resolution_restricted_mean.needs_departments",
            "satisfaction",
            "department_hours_per_week",
            "reporting_desk",
        ),
        description="Outcomes, written measure or measure.group.",
    )


OPTIONS = UncertaintyOptions
TABLES = {
    "uncertainty": "Quantiles of each outcome and of its change, over societies or draws.",
    "pairwise": "Share of societies or draws in which one scenario does better than another.",
    "leaders": "Assumptions that move each outcome most.",
    "draws": "Outcomes of each scenario in each society or draw.",
    "points": "Values of the assumptions in each society or draw.",
}
