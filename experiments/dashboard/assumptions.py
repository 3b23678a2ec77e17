"""The few assumptions that the dashboard moves, within their declared ranges."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.language import _, marked
from experiments.reporting.meanings import meaning, unit_in_words
from sim.settings import default_ledger

LABELS = {
    "survey_minutes": marked("Minutes per household of the survey for one table"),
    "effort_elasticity": marked("How much an appraisal moves departments"),
    "overlap": marked("Share of a form's items that departments have in common"),
    "old_form_share": marked("Old forms still demanded beside one table"),
    "form_kinds": marked("Kinds of periodic forms of a community"),
    "inspections": marked("Inspections of a community in a week"),
    "visit_propensity": marked("Share of free minutes spent on visits"),
    "structure_dispatch": marked("How an issue reaches a department"),
    "structure_returns": marked("How often a department may return an issue"),
}
"""Assumptions by id: the two that are worth measuring first, then those that results depend on."""
NAMES = {
    "platform": marked("over a platform"),
    "telephone": marked("by telephone"),
    "endless": marked("without end"),
    "limited": marked("at most a few times, then binding"),
    "designated": marked("never"),
}
"""What names of choices mean."""
STEPS = 100
"""Steps of a slider from the low to the high end of a range."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An assumption as it is shown: its range, its declared value, and the names of its choices."""

    id: str
    label: str
    unit: str
    meaning: str
    low: float
    high: float
    declared: float
    whole: bool
    names: tuple[str, ...] = ()

    @property
    def step(self) -> float:
        """The step of its slider."""
        return 1.0 if self.whole else (self.high - self.low) / STEPS


def moved() -> list[Moved]:
    """The assumptions in the order in which they are shown, in the language in use."""
    ledger, rows = default_ledger(), []
    for name, label in LABELS.items():
        entry = ledger.assumptions[name]
        assert entry.low is not None
        assert entry.high is not None
        rows.append(
            Moved(
                name, _(label), unit_in_words(entry.unit), meaning(entry.meaning),
                float(entry.low), float(entry.high),
                float(ledger.value(f"assume:{name}")), entry.distribution == "integer",
                tuple(_(NAMES.get(each, each)) for each in entry.names),
            )
        )  # fmt: skip
    return rows
