"""Options of the experiment `rules`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from experiments.config.options import Names, Options


class RulesOptions(Options):
    """Which mechanisms are switched off and on."""

    themes: Names | None = Field(None, description="Themes of mechanisms; null is all of them.")
    replications: Annotated[int, Field(ge=1)] = Field(
        10, description="Runs with each mechanism off and on, under the same seeds."
    )


OPTIONS = RulesOptions
TABLES = {
    "rules": "Each expectation: the measure with the mechanism off and on, and the verdict.",
}
