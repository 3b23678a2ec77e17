"""Options of the experiment `trace`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from experiments.config.options import PATHS, Accepts, Options, Path, as_list


class TraceOptions(Options):
    """One issue and one day of a community, in the baseline and in scenarios."""

    settings_checked: ClassVar[Literal["first", "opened", "later"]] = "first"
    scenarios: Annotated[tuple[Path, ...], Field(strict=False), BeforeValidator(as_list), PATHS] = (
        Field(("headline_package",), description="Scenarios to trace beside the baseline.")
    )
    issue: Annotated[str, BeforeValidator(str), Accepts(str | int)] = Field(
        "departments", description="The issue to follow: its number, or a kind of issue."
    )
    community: Annotated[int, Field(ge=0)] | Annotated[str, Field(min_length=1)] = Field(
        0, description="The community that is traced: its name, or its number, counted from 0."
    )
    day: Annotated[int, Field(ge=1)] = Field(
        60, description="The day of workers that is shown, counted from 1."
    )
    timeout: None = Field(None, exclude=True)


OPTIONS = TraceOptions
TABLES = {
    "issue": "What happens to the issue in each scenario, event by event.",
    "segments": "What every worker does on the day, minute by minute.",
}
