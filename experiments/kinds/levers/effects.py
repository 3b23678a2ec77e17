"""What is told of a lever alone: its effects, in the order of their columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments.config.outcomes import STANDARD, Outcome
from experiments.reporting import labels
from experiments.reporting.labels import shown_in
from experiments.statistics.multiplicity import ALPHA


@dataclass(frozen=True, slots=True)
class Effect:
    """One column: a measure, how it is called, and its decimals. Shares are shown as percent."""

    words: str
    measure: str
    group: str = "all"
    digits: int = 1

    def titled(self, rows: pd.DataFrame) -> str:
        """The words with the unit that changes are in, by the unit of the measure in these rows."""
        return f"{self.words}, {shown_in(self._unit(rows)).change}"

    def factor(self, rows: pd.DataFrame) -> float:
        """From the unit of the measure to the one that is shown."""
        return shown_in(self._unit(rows)).factor

    def _unit(self, rows: pd.DataFrame) -> str:
        here = rows[(rows["measure"] == self.measure) & (rows["group"] == self.group)]
        return str(here["unit"].iloc[0])

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.measure, self.group)

    @property
    def primary(self) -> bool:
        """Whether it is tested with the primary family."""
        return self.outcome in STANDARD


EFFECTS = (
    Effect("freed", "hours_freed_per_worker_week", digits=2),
    Effect("visits", "hours_per_worker_week", "visits", 2),
    Effect("until solved, own powers", "days_to_resolution_restricted_mean", "own_powers", 2),
    Effect("until solved, departments", "days_to_resolution_restricted_mean", "needs_departments"),
    Effect("promises kept", "satisfaction"),
    Effect("time of departments", "department_hours_per_week", digits=0),
    Effect("time of others", "outside_hours", digits=0),
    Effect("forms never made", "forms_missed_share"),
)
MEASURES = frozenset((effect.measure, effect.group) for effect in EFFECTS)


def effects_of(rows: pd.DataFrame, name: str) -> list[str]:
    """What each effect of a lever comes to, and half of its interval; a star where it is clear."""
    here = rows[rows["lever"] == name]
    here = here.assign(clear=clear(here)).set_index(["measure", "group"])
    return [_cell(here.loc[(e.measure, e.group)], e, e.factor(rows)) for e in EFFECTS]


def clear(rows: pd.DataFrame) -> pd.Series:
    """Whether an effect remains after the correction for the number of tests in its family."""
    return (rows["p_holm"] < ALPHA) | (rows["q_fdr"] < ALPHA)


def _cell(row: Any, effect: Effect, factor: float) -> str:
    if pd.isna(row["difference"]):
        return "none"
    if not row["differing"]:
        return "same"
    text = labels.signed(float(row["difference"]) * factor, effect.digits)
    half = (float(row["ci_high"]) - float(row["ci_low"])) / 2 * factor
    star = "*" if row["clear"] else ""
    return text if pd.isna(half) else f"{text} ±{half:.{effect.digits}f}{star}"
