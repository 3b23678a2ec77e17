"""Options of the experiment `ablation`, and the tables that it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from experiments.config.errors import InputError
from experiments.config.options import Accepts, Names, Scenarios, as_list
from experiments.config.society_options import ReplicatedOptions

Part = Literal["alone", "without", "pairs", "shapley"]
Parts = Annotated[
    tuple[Part, ...],
    Field(min_length=1, strict=False),
    BeforeValidator(as_list),
    Accepts(str | Sequence[str]),
]
ALL: Literal["all"] = "all"
FEWEST = 2
"""Replications of one society that have an interval."""


def _number_of_orders(value: object) -> object:
    if value == ALL or (isinstance(value, int) and value >= 2 and value % 2 == 0):
        return value
    raise PydanticCustomError("orders", "an even number of orders a replication, or all")


class AblationOptions(ReplicatedOptions):
    """The package, the parts of its effect to estimate, and the outcomes."""

    usual_societies: ClassVar[int | None] = 20
    """As many runs as the replications of one society: 5 and 95 % of fewer are the outermost."""
    usual_replications: ClassVar[tuple[int, int]] = 1, 20
    package: Scenarios = Field(
        ("headline_package",),
        description="Scenarios that make up the package, laid one over another.",
    )
    parts: Parts | None = Field(
        None,
        description="Parts of the analysis: alone, without, shapley, pairs; null is all of them, "
        "but pairs only for a package of up to 8 levers.",
    )
    outcomes: Names | None = Field(
        None, description="Outcomes, written measure or measure.group; null is the primary ones."
    )
    permutations: Annotated[int | Literal["all"], BeforeValidator(_number_of_orders)] = Field(
        10,
        description="Orders of introduction in each society and replication, for more than 6 "
        "levers: an even number, or all.",
    )
    replications: Annotated[int, Field(ge=1)] | None = Field(
        None,
        description="Runs of each set of levers, under the same seeds for all sets; null: 1 in "
        "each society, 20 with societies=reference.",
    )

    def refuse_contradictions(self) -> None:
        """Raises InputError for a single run of one society, of which nothing has an interval."""
        if not self.over_societies and self.runs_each < FEWEST:
            allowed = f"at least {FEWEST} with societies=reference: intervals are over replications"
            raise InputError("replications", self.runs_each, allowed)


OPTIONS = AblationOptions
TABLES = {
    "ablation": "What each lever contributes to each outcome: alone, last and as a Shapley value; "
    "median, 90 % and share of societies that gain, of one society means with intervals.",
    "pairs": "The interaction of each pair of levers on each outcome, in the same form.",
    "subsets": "Outcomes of every run, by set of levers, society and replication.",
}
