"""Options of the experiment `discover`, and the tables that it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from experiments.config.options import Accepts, Scenarios, as_list
from experiments.config.society_options import SampleOptions


class DiscoverOptions(SampleOptions):
    """Draws, the definition of a failure, and the observables of a place."""

    needs: ClassVar[str] = "ema_workbench"
    usual_draws: ClassVar[int] = 400
    scenarios: Scenarios = Field(
        ("escalation_rights",), description="Scenarios whose failures are explained."
    )
    outcome: Annotated[str, Field(min_length=1)] = Field(
        "days_to_resolution_restricted_mean.needs_departments",
        description="The outcome that decides: a measure with a better direction.",
    )
    threshold: Annotated[float, Field(allow_inf_nan=False)] = Field(
        0.0,
        description="A society, or draw, fails where the gain against the baseline is less than "
        "this; at 0, where the outcome is worse.",
    )
    observe: Annotated[
        tuple[Annotated[str, Field(min_length=1)], ...],
        Field(strict=False),
        BeforeValidator(as_list),
        Accepts(str | Sequence[str]),
    ] = Field(
        (
            "department_load",
            "department_load.busiest",
            "days_to_resolution_restricted_mean.own_powers",
            "days_to_resolution_restricted_mean.needs_departments",
            "satisfaction",
            "backlog",
            "refused_share",
            "upward_share",
            "reporting_desk",
            "forms_missed_share",
            "overtime_hours_per_worker_week",
        ),
        description="Outcomes of the baseline that a place can know before a reform; each society "
        "or draw takes one more run for them; [] leaves them out.",
    )
    draws: Annotated[int, Field(ge=100)] | None = Field(
        None, description="With societies=declared: draws of all assumptions; null: 400."
    )


OPTIONS = DiscoverOptions
TABLES = {
    "discover": "Each scenario: share of societies, or draws, that fail, and how well rules find "
    "them.",
    "boxes": "Limits of the boxes that hold the failures.",
    "variables": "How well each assumption or observable predicts failures.",
    "trajectory": "Coverage and density of every box on the way (PRIM).",
    "draws": "Each society or draw: gain, whether it fails, and whether the box holds it.",
    "points": "Values of the assumptions in each society or draw.",
    "observed": "What a place can observe of its baseline, in each society or draw.",
}
