"""Options of the experiment `account`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from experiments.config.options import PATHS, Path, as_list
from experiments.config.society_options import ReplicatedOptions


class AccountOptions(ReplicatedOptions):
    """Scenarios shown over the years."""

    settings_checked: ClassVar[Literal["first", "opened", "later"]] = "opened"
    usual_societies: ClassVar[int | None] = 20
    """Each arm is a run of years: 5 and 95 % of fewer societies would be the outermost ones."""
    usual_replications: ClassVar[tuple[int, int]] = 1, 10
    scenarios: Annotated[
        tuple[Path, ...], Field(min_length=1, strict=False), BeforeValidator(as_list), PATHS
    ] = Field(
        ("signboard_removal", "signboards_with_gate"),
        description="Scenarios to compare with the baseline.",
    )
    replications: Annotated[int, Field(ge=1)] | None = Field(
        None,
        description="Runs of each scenario, under the same seeds for all; null: 1 in each society, "
        "10 with societies=reference.",
    )
    years: Annotated[int, Field(ge=1, le=20)] = Field(
        3, description="Years that are followed, of 250 working days each."
    )


OPTIONS = AccountOptions
TABLES = {
    "account": "Where freed time goes, by scenario, year and activity, with and without the "
    "rebound of obligations: means, and over societies medians and 90 %.",
}
