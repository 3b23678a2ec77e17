"""Options of the experiment `calibrate`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from experiments.config.options import Names, Options

LEAST_EFFECTIVE = 20
"""Effective sample size (equally weighted draws) below which draws describe no posterior."""


class CalibrateOptions(Options):
    """Draws of a wave, targets that are fitted, and assumptions that move."""

    draws: Annotated[int, Field(ge=100)] = Field(
        500, description="Draws of assumptions in each wave and population."
    )
    waves: Annotated[int, Field(ge=1, le=2)] = Field(2, description="Waves of history matching.")
    fit: Names | None = Field(None, description="Targets to fit; null: those listed for fitting.")
    held_back: Names | None = Field(
        None,
        description="Targets that are not fitted and show whether the fit predicts; null: those "
        "listed for it, or all that are not fitted.",
    )
    discrepancy: Annotated[float, Field(gt=0, le=1)] = Field(
        0.2,
        description="How far the model may be from a perfect one: a standard deviation, as a share "
        "of the documented number.",
    )
    parameters: Names | None = Field(
        None,
        description="Assumptions to calibrate; null: those that move the fitted targets most.",
    )
    populations: Annotated[int, Field(ge=0, le=10)] = Field(
        4, description="Populations drawn at most where the likelihood is high, after the waves."
    )
    effective_size: Annotated[int, Field(ge=LEAST_EFFECTIVE)] = Field(
        200, description="Equally weighted draws that all draws shall be worth; then it stops."
    )


OPTIONS = CalibrateOptions
TABLES = {
    "waves": "Targets in each wave, and the share of draws that each rules out.",
    "targets": "Documented numbers beside what the model gives before and after calibration.",
    "assumptions": "Range of each calibrated assumption before and after.",
    "draws": "Every draw with its assumptions, simulated targets and weight.",
}
