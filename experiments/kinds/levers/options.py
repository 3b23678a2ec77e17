"""Options of the experiment `levers`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from experiments.config.options import Names, Options


class LeversOptions(Options):
    """Which levers and shocks are run, each alone."""

    only: Names | None = Field(None, description="Levers and shocks to run; null is all of them.")
    replications: Annotated[int, Field(ge=1)] = Field(
        20, description="Runs of each lever, under the same seeds for all."
    )


OPTIONS = LeversOptions
TABLES = {
    "levers": "The effect of each lever or shock on each outcome, against the baseline.",
}
