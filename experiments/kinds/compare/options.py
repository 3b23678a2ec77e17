"""Options of the experiment `compare`, and the tables that it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from experiments.config.errors import InputError
from experiments.config.messages import counted
from experiments.config.options import Accepts, Names, Scenarios
from experiments.config.outcomes import FREED, STANDARD
from experiments.config.society_options import COMPARED_TABLES, CostedOptions


def _targets(value: object) -> object:
    """Targets by outcome; a number alone is for hours freed."""
    if value is None or isinstance(value, Mapping):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = (
            "should be a half-width of hours freed, such as 0.2, or {outcome: half-width, ...}"
        )
        raise PydanticCustomError("precision", message)
    return {FREED: value}


Targets = Annotated[
    dict[str, Annotated[float, Field(gt=0, allow_inf_nan=False)]],
    Field(min_length=1),
    BeforeValidator(_targets),
    Accepts(float | Mapping[str, float]),
]


Author = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$",
    ),
]
OF_REFERENCE = ("precision", "interval", "primary")
"""Options of intervals and tests for chance in one society."""


class CompareOptions(CostedOptions):
    """Scenarios to compare with the baseline, each replicated under the same seeds."""

    usual_societies: ClassVar[int | None] = 40
    usual_replications: ClassVar[tuple[int, int]] = 2, 60
    """Two in each society, so that chance can be distinguished from assumptions."""
    settings_checked: ClassVar[Literal["first", "opened", "later"]] = "opened"
    scenarios: Scenarios = Field(
        (
            "signboards_only", "signboard_removal", "one_table", "escalation_rights",
            "headline_package",
        ),
        description="Scenarios to compare with the baseline.",
    )  # fmt: skip
    replications: Annotated[int, Field(ge=1)] | None = Field(
        None,
        description="Runs of each scenario, under the same seeds for all; null: 2 in each society, "
        "60 with societies=reference. With precision, the number to start from.",
    )
    primary: Names = Field(
        tuple(map(str, STANDARD)),
        description="With societies=reference: outcomes that are tested as one family (Holm); all "
        "others are exploratory (false discovery rate).",
    )
    interval: Literal["t", "bca"] = Field(
        "t",
        description="With societies=reference, method of intervals: paired t, or the BCa "
        "bootstrap.",
    )
    precision: Targets | None = Field(
        None,
        description="Half-width to reach in place of a fixed number of replications: of hours "
        "freed, such as 0.2, or {outcome: half-width}.",
    )
    most_replications: Annotated[int, Field(ge=1)] = Field(
        500, description="Replications at most, with precision."
    )
    author: Author | None = Field(
        None, description="Who made the report: a name, an institution; null: no such line."
    )
    pdf: bool = Field(
        False,
        description="Also report.pdf, on A4; it takes a Chromium, Chrome or Edge on this machine.",
    )

    def refuse_contradictions(self) -> None:
        """Raises InputError for options that contradict each other."""
        if self.over_societies:
            self._refuse_tests()
        if self.pdf:
            from experiments.reporting.pdf import refuse_without_browser

            refuse_without_browser()
        if self.interval == "t" and self.precision is None:
            return
        from experiments.statistics import bootstrap, precision  # They need scipy.

        start, most = self.runs_each, self.most_replications
        if self.interval == "bca" and self.precision is not None:
            raise InputError("interval", "bca", "not with precision, whose looks are paired t")
        if self.interval == "bca" and start < bootstrap.FEWEST:
            least = counted(bootstrap.FEWEST, "replication")
            reason = f"takes at least {least}, not {start}: with few it covers less than it says"
            raise InputError("interval", "bca", f"{reason}; interval=t takes any number")
        if self.precision is None:
            return
        if start < precision.FEWEST:
            allowed = f"at least {precision.FEWEST} with precision: fewer do not tell the spread"
            raise InputError("replications", start, allowed)
        if most < start:
            allowed = f"at least replications, which are {start}"
            raise InputError("most_replications", most, allowed)

    def _refuse_tests(self) -> None:
        """Raises InputError for options that only the reference society has."""
        for name in OF_REFERENCE:
            if getattr(self, name) != type(self).model_fields[name].default:
                allowed = (
                    "is for one society: with societies=reference alone; over societies there are "
                    "medians, 90 % intervals and shares in place of tests"
                )
                value = getattr(self, name)
                value = f"[{','.join(value)}]" if isinstance(value, tuple) else value
                raise InputError(name, value, allowed)


OPTIONS = CompareOptions
TABLES = {
    "comparison": "Each scenario and measure against the baseline: median over societies, 90 % "
    "interval, share that gains, what the spread comes from; of one society difference, interval, "
    "p-value.",
    "freed": "Hours freed at equal delivery: what they come from, and what they are.",
    "depends": "Over societies: assumptions that hours freed at equal delivery go with, by rank "
    "correlation, with the threshold of chance, hours where each is low and high, and its range; "
    "or that societies are too few to tell.",
    "measures": "Measures of every run, by scenario, society, replication and group.",
    "series": "Measures of every run, day by day.",
    "by_community": "Key outcomes of single communities against the baseline, by name and type: "
    "median, 5 and 95 %; not there of a city, nor of more than 30 communities without names.",
    **COMPARED_TABLES,
    "fairness": "Groups of residents against the baseline, by type of community, village or "
    "community, age, applications and list of visits, and the gap of each to all others; not there "
    "of a city.",
    "city": "A city of districts in all: person-years freed, hours and issues in a year, with the "
    "error of the sample of streets.",
    "covered": "Communities that each lever covers; not there where all are covered.",
}
