"""Options of the experiment `ablation`, and the tables that it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from experiments.config.options import Accepts, Names, Options, Scenarios, as_list

Part = Literal["alone", "without", "pairs", "shapley"]
Parts = Annotated[
    tuple[Part, ...],
    Field(min_length=1, strict=False),
    BeforeValidator(as_list),
    Accepts(str | Sequence[str]),
]
ALL: Literal["all"] = "all"


def _number_of_orders(value: object) -> object:
    if value == ALL or (isinstance(value, int) and value >= 2 and value % 2 == 0):
        return value
    raise PydanticCustomError("orders", "an even number of orders a replication, or all")


class AblationOptions(Options):
    """The package, the parts of its effect to estimate, and the outcomes."""

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
        description="Orders of introduction in each replication, for more than 6 levers: an even "
        "number, or all.",
    )
    replications: Annotated[int, Field(ge=2)] = Field(
        20, description="Runs of each set of levers, under the same seeds for all sets."
    )


OPTIONS = AblationOptions
TABLES = {
    "ablation": "What each lever contributes to each outcome: alone, last and as a Shapley value.",
    "pairs": "The interaction of each pair of levers on each outcome.",
    "subsets": "Outcomes of every run, by set of levers and replication.",
}
