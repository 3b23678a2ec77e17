"""Options of the experiment `validate`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from experiments.config.catalogue import BASELINE
from experiments.config.options import LEAST_DRAWS, Names, SampleOptions


class ValidateOptions(SampleOptions):
    """Checks, draws of all assumptions, and replications at the declared ones."""

    scenarios: Names = Field((BASELINE,), exclude=True)
    checks: Names | None = Field(
        None, description="Names of checks, as validation.csv has them; null is all."
    )
    draws: Annotated[int, Field(ge=LEAST_DRAWS)] = Field(
        100, description="Draws of all assumptions, each under a seed of its own."
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
