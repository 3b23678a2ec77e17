"""Options of the experiment `levers`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from experiments.config.options import Names
from experiments.config.society_options import COMPARED_TABLES, CostedOptions


class LeversOptions(CostedOptions):
    """Which levers and shocks are run, each alone."""

    usual_societies: ClassVar[int | None] = 20
    """As many runs as the replications of one society: 5 and 95 % of fewer are the outermost."""
    usual_replications: ClassVar[tuple[int, int]] = 1, 20
    only: Names | None = Field(None, description="Levers and shocks to run; null is all of them.")
    replications: Annotated[int, Field(ge=1)] | None = Field(
        None,
        description="Runs of each lever, under the same seeds for all; null: 1 in each society, 20 "
        "with societies=reference.",
    )


OPTIONS = LeversOptions
TABLES = {
    "levers": "The effect of each lever or shock on each outcome, against the baseline: median, "
    "90 % and share of societies that gain; of one society difference, interval, p-value.",
    **COMPARED_TABLES,
}
