"""Options of the experiment `sensitivity`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from experiments.config.options import Names, Options, Scenarios
from experiments.config.society_options import DECLARED


def _declared(value: object) -> object:
    if value == DECLARED:
        return value
    why = "its designs need independent inputs, which plausible societies are not"
    there = "experiment=uncertainty and experiment=value_of_information are over these"
    raise PydanticCustomError("societies", f"should be {DECLARED}: {why}; {there}")


class SensitivityOptions(Options):
    """Scenarios and outcomes that are explained, and the designs of screening and indices.

    Its designs vary each assumption by itself over its declared range: `societies` has no other
    choice.
    """

    needs: ClassVar[str] = "SALib"
    societies: Annotated[Literal["declared"], BeforeValidator(_declared)] = Field(
        DECLARED,
        description="The declared ranges alone: its designs need independent inputs, which "
        "plausible societies are not. What moves outcomes over these: experiment=uncertainty "
        "(leaders) and experiment=value_of_information.",
    )
    scenarios: Scenarios = Field(
        ("one_table",), description="Scenarios whose outcomes are explained."
    )
    outcomes: Names = Field(
        ("hours_freed_per_worker_week",),
        description="Outcomes to explain, written measure or measure.group.",
    )
    of: Literal["difference", "level"] = Field(
        "difference",
        description="What is explained: the difference from the baseline, or the level.",
    )
    assumptions: Names | None = Field(
        None,
        description="Assumptions to vary, each by itself over its declared range; null: all that "
        "are active in these scenarios.",
    )
    trajectories: Annotated[int, Field(ge=1)] = Field(
        10, description="Trajectories of the Morris screening."
    )
    levels: Annotated[int, Field(ge=1)] = Field(
        4, description="Levels of the grid of the screening: an even number, 4 or more."
    )
    keep: Annotated[int, Field(ge=0)] = Field(
        8, description="Assumptions that go on to Sobol' indices; 0: screening only."
    )
    samples: Annotated[int, Field(ge=1)] = Field(
        128, description="Blocks of the design for Sobol' indices."
    )
    replications: Annotated[int, Field(ge=1)] = Field(
        1, description="Runs at each point, under the same seeds for all."
    )


OPTIONS = SensitivityOptions
TABLES = {
    "screening": "Elementary effects of each assumption on each outcome, over its declared range "
    "(Morris).",
    "indices": "First-order and total Sobol' indices of the assumptions kept, over their declared "
    "ranges.",
    "answers": "The outcomes at the declared assumptions.",
}
