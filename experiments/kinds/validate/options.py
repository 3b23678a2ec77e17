"""Options of the experiment `validate`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from experiments.config.catalogue import BASELINE
from experiments.config.options import LEAST_DRAWS, Names, Scenarios
from experiments.config.society_options import SampleOptions


class ValidateOptions(SampleOptions):
    """Checks, societies, and replications in the reference society."""

    usual_draws: ClassVar[int] = 100
    usual_societies: ClassVar[int | None] = 100
    """Thirty cases in each; half of the time that all of them would take."""
    scenarios: Scenarios = Field((BASELINE,), exclude=True)
    checks: Names | None = Field(
        None, description="Names of checks, as validation.csv has them; null is all."
    )
    draws: Annotated[int, Field(ge=LEAST_DRAWS)] | None = Field(
        None, description="With societies=declared: draws of all assumptions; null: 100."
    )
    replications: Annotated[int, Field(ge=2)] = Field(
        10, description="Runs of the reference society, which has the declared values."
    )


OPTIONS = ValidateOptions
TABLES = {
    "validation": "Each check: what documents say, what the model gives, and the verdict.",
    "years": "The same by year, where the horizon has two or more.",
    "draws": "The value of each check in each society or draw.",
    "points": "Values of the assumptions in each society or draw.",
}
