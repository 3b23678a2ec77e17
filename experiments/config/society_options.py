"""Options of experiments over societies: plausible ones, the reference society, or draws."""

from __future__ import annotations

import os
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from experiments.config.errors import InputError
from experiments.config.factors import Sampling
from experiments.config.options import LEAST_DRAWS, Accepts, Names, Options, Scenarios

SOCIETIES = "societies"
ENSEMBLE: Literal["ensemble"] = "ensemble"
REFERENCE: Literal["reference"] = "reference"
DECLARED: Literal["declared"] = "declared"
FILE = ".parquet"


def _societies(*words: str) -> BeforeValidator:
    """Allows these words, a whole number from 1 on, and the path of a file of societies."""

    def checked(value: object) -> object:
        if isinstance(value, os.PathLike):
            value = os.fspath(value)
        if isinstance(value, str):
            plain = value.isprintable() and "$" not in value
            if value in words or (plain and value.endswith(FILE)):
                return value
        elif isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        allowed = f"should be {', '.join(words)}, a whole number from 1 on, or a file ({FILE})"
        raise PydanticCustomError("societies", allowed)

    return BeforeValidator(checked)


NAMED = Accepts(str | int | os.PathLike[str])
Named = Annotated[str | int, _societies(ENSEMBLE, REFERENCE), NAMED]
"""Plausible societies, or the reference society alone."""
Drawn = Annotated[str | int, _societies(ENSEMBLE, DECLARED), NAMED]
"""Plausible societies, or draws from the declared ranges."""


class SocietyOptions(Options):
    """Options of experiments that run over plausible societies."""

    usual_societies: ClassVar[int | None] = None
    """How many societies the word ensemble stands for; None: all of the file."""

    societies: Named = Field(
        ENSEMBLE,
        description="Plausible societies (ensemble), the first N of them (a whole number), a file "
        "of societies (.parquet), or the declared values alone (reference).",
    )

    @property
    def over_societies(self) -> bool:
        """Whether runs are over several societies, and not of the reference society."""
        return self.societies != REFERENCE


class ReplicatedOptions(SocietyOptions):
    """Options of experiments with replications in each of several societies, or of one alone."""

    usual_replications: ClassVar[tuple[int, int]]
    """What null stands for: replications in each society, and of the reference society."""

    replications: Annotated[int, Field(ge=1)] | None

    @property
    def runs_each(self) -> int:
        """Replications of each scenario, in each society."""
        within, alone = self.usual_replications
        usual = within if self.over_societies else alone
        return usual if self.replications is None else self.replications


class CostedOptions(ReplicatedOptions):
    """Options of experiments that compare scenarios with the baseline, and may price them."""

    costs: bool = Field(
        False,
        description="Also yuan a year by budget, for an hour freed and for a day of waiting saved: "
        "costs.csv, ranked, budgets.csv, standard_cost.csv and a figure.",
    )


COMPARED_TABLES = {
    "costs": "With costs=true: yuan a year, for an hour freed, and for a day of waiting saved; "
    "ranked.",
    "budgets": "With costs=true: yuan a year more than in the baseline, by who pays and what for; "
    "of money and paid time the means add up to cost_mean of costs.csv.",
    "standard_cost": "With costs=true: hours and yuan of reporting by the standard cost model, of "
    "the run, and what the gap consists of, by department.",
    "workers": "Where a scenario changes the number of workers: workers, and upward work of each "
    "and of all.",
}
"""What the tables of these experiments hold."""
Bounds = Annotated[tuple[float | None, float | None], Field(strict=False)]


class DrawnOptions(Options):
    """Options of experiments that run at plausible societies, or at draws of the declared ranges.

    Each has a default of `draws`, None, and the number that it stands for as `usual_draws`.
    """

    usual_societies: ClassVar[int | None] = None
    """How many societies the word ensemble stands for; None: all of the file."""
    usual_draws: ClassVar[int]
    least_societies: ClassVar[int] = LEAST_DRAWS
    """Societies below which their quantiles and shares say nothing."""
    of_draws: ClassVar[tuple[str, ...]] = ("draws",)
    """Keys that are for draws of the declared ranges alone."""

    societies: Drawn = Field(
        ENSEMBLE,
        description="Plausible societies (ensemble), the first N of them (a whole number), a file "
        "of societies (.parquet), or draws of all assumptions from their ranges (declared).",
    )

    @property
    def number_of_draws(self) -> int:
        """Draws of the declared ranges."""
        draws = getattr(self, "draws", None)
        return self.usual_draws if draws is None else int(draws)

    def refuse_contradictions(self) -> None:
        """Raises InputError for options of draws where no draws are made."""
        if self.societies == DECLARED:
            return
        for name in self.of_draws:
            if getattr(self, name) != type(self).model_fields[name].default:
                allowed = "is for draws of the declared ranges: with societies=declared alone"
                raise InputError(name, getattr(self, name), allowed)


class SampleOptions(DrawnOptions):
    """Options of experiments that run scenarios at many societies at once."""

    of_draws: ClassVar[tuple[str, ...]] = ("draws", "sampling", "assumptions", "keep")

    scenarios: Scenarios
    draws: Annotated[int, Field(ge=LEAST_DRAWS)] | None
    sampling: Sampling = Field(
        "latin",
        description="With societies=declared: Latin hypercube, or Sobol' sequence.",
    )
    assumptions: Names | None = Field(
        None,
        description="With societies=declared: assumptions to draw; null: all that have a range.",
    )
    keep: dict[str, Bounds] | None = Field(
        None,
        description="With societies=declared, {outcome: [low, high]}: draws whose baseline lies "
        "outside are left out; null in place of a number: no bound.",
    )
