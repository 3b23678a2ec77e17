"""The effects reported of a lever alone, in the order of their columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments.config.outcomes import KEY, Outcome
from experiments.language import _
from experiments.reporting import labels
from experiments.reporting.labels import shown_in
from experiments.reporting.society_cells import change_cell
from experiments.reporting.society_cells import clear as one_sided
from experiments.reporting.table import Cell
from experiments.statistics.multiplicity import ALPHA
from sim.measures.measure import Key
from sim.measures.registry import MEASURES as specifications


@dataclass(frozen=True, slots=True)
class Effect:
    """One column: a key outcome and its decimals. Shares are shown as percent."""

    outcome: Outcome
    digits: int
    primary: bool
    """Whether it is tested with the primary family."""

    def titled(self, rows: pd.DataFrame) -> str:
        """The label with the unit of changes, from the unit of the measure in these rows."""
        unit = shown_in(self._unit(rows)).change
        return _("{label}, {unit}").format(label=self.outcome.label, unit=unit)

    def factor(self, rows: pd.DataFrame) -> float:
        """From the unit of the measure to the one that is shown."""
        return shown_in(self._unit(rows)).factor

    def _unit(self, rows: pd.DataFrame) -> str:
        selected = rows[(rows["measure"] == self.measure) & (rows["group"] == self.group)]
        return str(selected["unit"].iloc[0])

    @property
    def measure(self) -> str:
        return self.outcome.measure

    @property
    def group(self) -> str:
        return self.outcome.group


def _effect(outcome: Outcome, key: Key) -> Effect:
    digits = specifications[outcome.measure].digits if key.digits is None else key.digits
    return Effect(outcome, digits, key.primary)


EFFECTS = tuple(_effect(outcome, key) for outcome, key in KEY.items())
"""A column for each key outcome that the specifications of measures name."""
MEASURES = frozenset((effect.measure, effect.group) for effect in EFFECTS)


def effects_of(rows: pd.DataFrame, name: str) -> list[str | Cell]:
    """Each effect of a lever: with half of its interval, a star where it is clear.

    Over societies: the median, 5 to 95 % of societies, shares that it helps and hurts.
    """
    selected = rows[rows["lever"] == name]
    selected = selected.assign(clear=clear(selected)).set_index(["measure", "group"])
    cell = _over_societies if "median" in rows else _cell
    return [cell(selected.loc[(e.measure, e.group)], e, e.factor(rows)) for e in EFFECTS]


def clear(rows: pd.DataFrame) -> pd.Series:
    """Whether an effect remains after the correction for the number of tests in its family.

    Over societies: whether 90 % of them are on one side of 0.
    """
    if "median" in rows:
        return one_sided(rows)
    return (rows["p_holm"] < ALPHA) | (rows["q_fdr"] < ALPHA)


def _over_societies(row: Any, effect: Effect, factor: float) -> Cell:
    return change_cell(row, effect.digits, factor)


def _cell(row: Any, effect: Effect, factor: float) -> str:
    if pd.isna(row["difference"]):
        return _("none")
    if not row["differing"]:
        return _("same")
    text = labels.signed(float(row["difference"]) * factor, effect.digits)
    half = (float(row["ci_high"]) - float(row["ci_low"])) / 2 * factor
    star = "*" if row["clear"] else ""
    return text if pd.isna(half) else f"{text} ±{half:,.{effect.digits}f}{star}"
