"""Options of the experiment `calibrate`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from experiments.config.errors import InputError
from experiments.config.options import LEAST_DRAWS, Options

LEAST_RUNS = 100
"""Fewest societies of a wave: fewer say little of hundreds of assumptions."""

MOST_SOCIETIES = 100_000


class CalibrateOptions(Options):
    """Societies that are drawn, run and wanted."""

    needs: ClassVar[str] = "sklearn"

    pool: Annotated[int, Field(ge=LEAST_RUNS, le=MOST_SOCIETIES)] = Field(
        1200, description="Societies of the balanced prior, of which waves and ensemble are taken."
    )
    draws: Annotated[int, Field(ge=LEAST_RUNS)] = Field(
        400, description="Societies that are run in each wave."
    )
    waves: Annotated[int, Field(ge=1, le=10)] = Field(
        4, description="Waves at most; it stops where the space left does not shrink any more."
    )
    declared: Annotated[int, Field(ge=0, le=MOST_SOCIETIES)] = Field(
        300, description="Draws of the declared ranges that are run to compare with."
    )
    wanted: Annotated[int, Field(ge=LEAST_DRAWS)] = Field(
        200, description="Plausible societies of the ensemble; it stops where they are found."
    )
    replications: Annotated[int, Field(ge=1, le=100)] = Field(
        2, description="Runs of a society whose mean has to be plausible."
    )

    def refuse_contradictions(self) -> None:
        """Raises InputError for a pool too small for a wave, or for the ensemble."""
        for key in ("draws", "wanted"):
            if getattr(self, key) > self.pool:
                allowed = f"is more than pool={self.pool}, from which societies are taken"
                raise InputError(key, getattr(self, key), allowed)


OPTIONS = CalibrateOptions
TABLES = {
    "waves": "Societies run in each wave, how many are plausible, and the space left.",
    "emulators": "Error of each emulator in runs that it was not fitted to, by wave.",
    "checks": "Predicted and run values of these runs.",
    "patterns": "Values of each pattern, and the share of societies outside its band, by wave.",
    "left_out": "Each pattern in the societies of wave 1 that meet all others.",
    "assumptions": "Each assumption before and after, and whether it was narrowed.",
    "draws": "Every society that was run, with its patterns and assumptions.",
}
