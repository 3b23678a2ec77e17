"""What is told of a lever alone: its effects, in the order of their columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments.reports import labels
from experiments.statistics.multiplicity import ALPHA
from experiments.words.outcomes import STANDARD, Outcome


@dataclass(frozen=True, slots=True)
class Effect:
    """One column: a measure, and how it is told, in full and in short."""

    words: str
    short: str
    measure: str
    group: str
    digits: int = 1
    factor: float = 1.0

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.measure, self.group)

    @property
    def primary(self) -> bool:
        """Whether it is tested with the primary family."""
        return self.outcome in STANDARD


EFFECTS = (
    Effect("freed, h a worker-week", "freed\nh", "hours_freed_per_worker_week", "all", 2),
    Effect("visits, h a worker-week", "visits\nh", "hours_per_worker_week", "visits", 2),
    Effect(
        "days, own powers", "days\nown", "days_to_resolution_restricted_mean", "own_powers", 2
    ),
    Effect(
        "days, departments", "days\ndep.", "days_to_resolution_restricted_mean",
        "needs_departments",
    ),
    Effect("promises kept, pt", "promises\npt", "satisfaction", "all", 1, 100.0),
    Effect("departments, h a week", "dep.\nh a week", "department_hours_per_week", "all", 0),
    Effect("others, h a week", "others\nh a week", "outside_hours", "all", 0),
    Effect("forms never made, pt", "no form\npt", "forms_missed_share", "all", 1, 100.0),
)  # fmt: skip
MEASURES = frozenset((effect.measure, effect.group) for effect in EFFECTS)


def effects_of(rows: pd.DataFrame, name: str) -> list[str]:
    """What each effect of a lever comes to, and half of its interval; a star where it is clear."""
    here = rows[rows["lever"] == name]
    here = here.assign(clear=clear(here)).set_index(["measure", "group"])
    return [_cell(here.loc[(e.measure, e.group)], e) for e in EFFECTS]


def clear(rows: pd.DataFrame) -> pd.Series:
    """Whether an effect remains after the correction for the number of tests in its family."""
    return (rows["p_holm"] < ALPHA) | (rows["q_fdr"] < ALPHA)


def _cell(row: Any, effect: Effect) -> str:
    if pd.isna(row["difference"]):
        return "none"
    if not row["differing"]:
        return "same"
    text = labels.signed(float(row["difference"]) * effect.factor, effect.digits)
    half = (float(row["ci_high"]) - float(row["ci_low"])) / 2 * effect.factor
    star = "*" if row["clear"] else ""
    return text if pd.isna(half) else f"{text} ±{half:.{effect.digits}f}{star}"
