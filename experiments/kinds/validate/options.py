"""Options of the experiment `validate`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from experiments.config.catalogue import BASELINE
from experiments.config.options import LEAST_DRAWS, Names, Scenarios
from experiments.config.society_options import SampleOptions


class ValidateOptions(SampleOptions):
    """Checks, draws of all assumptions, and replications at the declared ones."""

    usual_draws: ClassVar[int] = 100
    scenarios: Scenarios = Field((BASELINE,), exclude=True)
    checks: Names | None = Field(
        None, description="Names of checks, as validation.csv has them; null is all."
    )
    draws: Annotated[int, Field(ge=LEAST_DRAWS)] | None = Field(
        None, description="With societies=declared: draws of all assumptions; null: 100."
    )
    replications: Annotated[int, Field(ge=2)] = Field(
        10, description="Runs at the declared assumptions."
    )


OPTIONS = ValidateOptions
TABLES = {
    "validation": "Each check: what documents say, what the model gives, and the verdict.",
    "draws": "The value of each check in each draw.",
    "points": "Values of the assumptions in each draw.",
}
