"""Options of the experiment `sweep`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from experiments.config.factors import Scheme
from experiments.config.options import Names, Path, Scenarios
from experiments.config.society_options import ReplicatedOptions


class SweepOptions(ReplicatedOptions):
    """Scenarios, and factors with their ranges or a file of points."""

    usual_societies: ClassVar[int | None] = 20
    """Every point is run in each: 5 and 95 % of fewer societies would be the outermost ones."""
    usual_replications: ClassVar[tuple[int, int]] = 1, 10

    scenarios: Scenarios = Field(("one_table",), description="Scenarios to run at every point.")
    vary: dict[str, Any] | None = Field(
        None,
        description="Paths of settings or ids of assumptions, each with a list of values (sampling "
        "grid, list) or a range {low: 0, high: 1}, with scale: log if wanted (latin, sobol); null "
        "for an id: its own range. Default: the coverage of one_table.",
    )
    sampling: Scheme = Field(
        "grid",
        description="Every combination (grid), row by row (list), Latin hypercube, or Sobol' "
        "sequence.",
    )
    points: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Number of points, for latin and sobol; null: 64."
    )
    points_file: Path | None = Field(
        None, description="CSV file of points, a column for each path or id, in place of vary."
    )
    outcomes: Names | None = Field(
        None, description="Outcomes, written measure or measure.group; null is the primary ones."
    )
    replications: Annotated[int, Field(ge=1)] | None = Field(
        None,
        description="Runs at each point, under the same seeds for all; null: 1 in each society, 10 "
        "with societies=reference.",
    )


OPTIONS = SweepOptions
TABLES = {
    "sweep": "Outcomes of each scenario at each point: median and 90 % of societies; of one "
    "society means with intervals.",
    "points": "What is varied, at each point.",
    "measures": "Measures of every run, by point, scenario and replication.",
}
