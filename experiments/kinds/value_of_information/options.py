"""Options of the experiment `value_of_information`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from experiments.config.options import LEAST_DRAWS, Scenarios
from experiments.config.society_options import SampleOptions

WEIGHTS = {
    "hours_freed_per_worker_week": 1.0,
    "hours_per_worker_week.setup": -1.0,
    "days_to_resolution_restricted_mean.own_powers": -0.5,
    "days_to_resolution_restricted_mean.needs_departments": -0.5,
    "department_load": -25.0,
}
"""Utility in hours per worker-week. An hour for set-up costs an hour. The other weights are such
that the least differences that matter (`least_difference`) count the same: a quarter of an hour,
half a day, one percentage point of departments' hours."""
Weight = Annotated[float, Field(allow_inf_nan=False)]


class ValueOfInformationOptions(SampleOptions):
    """Decisions, their utility, and the societies over which they are compared."""

    usual_draws: ClassVar[int] = 400
    scenarios: Scenarios = Field(
        (
            "signboard_removal", "form_cuts", "one_table", "admission_gate", "duty_list",
            "escalation_rights", "street_powers", "joint_response", "micro_grids",
            "department_evaluation",
        ),
        description="Levers or packages to choose from, one to begin with; doing nothing is "
        "always a choice. The defaults are single levers, one for each theme of the documents.",
    )  # fmt: skip
    utility: dict[str, Weight] | None = Field(
        None,
        description="{outcome: weight}: the utility of one unit more of an outcome, in hours per "
        "worker-week; null: 1 for hours_freed_per_worker_week, -1 for hours_per_worker_week.setup, "
        "-0.5 for a day of days_to_resolution_restricted_mean.own_powers and .needs_departments, "
        "-25 for department_load (so that a quarter of an hour, half a day and one percentage "
        "point, the least differences that matter, count the same).",
    )
    draws: Annotated[int, Field(ge=LEAST_DRAWS)] | None = Field(
        None, description="With societies=declared: draws of all assumptions; null: 400."
    )

    @property
    def weights(self) -> dict[str, float]:
        """Weights of the utility, by outcome."""
        return dict(WEIGHTS if self.utility is None else self.utility)


OPTIONS = ValueOfInformationOptions
TABLES = {
    "value": "Value of knowing each assumption, with interval and noise limit, and how to measure.",
    "decisions": "Each decision: mean utility, share of societies where it is best, regret.",
    "reversals": "Each pair of decisions: how often their order flips, and what it depends on.",
    "utilities": "Utility and outcomes of each decision in each society.",
    "points": "Values of the assumptions in each society.",
}
