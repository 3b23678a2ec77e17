"""Options of the experiment `account`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from experiments.config.options import PATHS, Options, Path, as_list


class AccountOptions(Options):
    """Scenarios shown over the years."""

    settings_checked: ClassVar[Literal["first", "opened", "later"]] = "opened"
    scenarios: Annotated[
        tuple[Path, ...], Field(min_length=1, strict=False), BeforeValidator(as_list), PATHS
    ] = Field(
        ("signboard_removal", "signboards_with_gate"),
        description="Scenarios to compare with the baseline.",
    )
    replications: Annotated[int, Field(ge=1)] = Field(
        10, description="Runs of each scenario, under the same seeds for all."
    )
    years: Annotated[int, Field(ge=1, le=20)] = Field(
        3, description="Years that are followed, of 250 working days each."
    )


OPTIONS = AccountOptions
TABLES = {
    "account": "Where freed time goes, by scenario, year and activity, with and without the "
    "rebound of obligations.",
}
