"""Lines of the headline table of a comparison: what each shows, and its values by run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.config.outcomes import Outcome
from experiments.language import _, marked
from experiments.reporting.frames import part
from experiments.reporting.labels import Shown, shown_in
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from sim.measures.measure import Line as SpecifiedLine
from sim.measures.measure import Measure, Section
from sim.measures.registry import MEASURES


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: a measure, and how its specification shows it."""

    specification: Measure
    shown: SpecifiedLine

    @property
    def section(self) -> str:
        return self.shown.section

    @property
    def label(self) -> str:
        return _(self.shown.label)

    @property
    def measure(self) -> str:
        return self.specification.name

    @property
    def group(self) -> str:
        return self.shown.group

    @property
    def digits(self) -> int:
        digits = self.shown.digits
        return self.specification.digits if digits is None else digits

    @property
    def compared(self) -> bool:
        """Whether only a comparison has this line."""
        return self.specification.values is None

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.measure, self.group)


@dataclass(frozen=True, slots=True)
class Cell:
    """The level, its change against the baseline, and the number of runs that have it.

    It is `incomplete` where some run or pair lacks a mean or quantile of days.
    """

    level: str
    change: str = ""
    note: str = ""
    incomplete: bool = False

    @property
    def below(self) -> str:
        """The text under the level."""
        return "\n".join(text for text in (self.change, self.note) if text)


@dataclass(frozen=True, slots=True)
class Headline:
    """Cells by line, in the order of `scenarios`; the first is the baseline. Units by line.

    `labels` are the lines as they are shown: a primary outcome has a dagger.
    """

    scenarios: tuple[str, ...]
    cells: dict[Line, list[Cell]]
    units: dict[Line, Shown]
    labels: dict[Line, str]


SECTIONS = tuple(Section)
STATISTICS = (marked("mean"), marked("median"), marked("90 % quantile"))
"""What specifications call a mean or quantile that a run may lack."""


def statistic(line: Line) -> str:
    """The mean or quantile that a line shows, in the language in use."""
    return _(line.specification.censored)


def headline_lines() -> tuple[Line, ...]:
    """Lines that the specifications of measures ask for, those of the user's last."""
    found = (Line(measure, line) for measure in MEASURES.values() for line in measure.lines)
    return tuple(
        sorted(found, key=lambda line: (SECTIONS.index(line.shown.section), line.shown.place))
    )


def shown_lines(results: Results) -> tuple[Line, ...]:
    """Those of `headline_lines` that these results have: of a rule only where it is on."""
    settings = results.manifest["settings"].values()
    on = {name for each in settings for name, rule in each["rules"].items() if rule["on"]}
    return tuple(line for line in headline_lines() if line.shown.rule in ("", *on))


def lines(results: Results, wanted: Sequence[Line] | None = None) -> pd.DataFrame:
    """Values of the measures of the table, of the whole place: one row a run, measure and group.

    Over societies there is a column `society`.
    """
    wanted = headline_lines() if wanted is None else wanted
    columns = [
        *(["society"] if societies(results) else []),
        "scenario",
        "measure",
        "group",
        "value",
        "unit",
    ]
    measures = sorted({line.measure for line in wanted})
    return part(results.frames, "measures", columns, community=None, measure=measures)


def by_society(results: Results, line: Line, wanted: Sequence[Line] | None = None) -> pd.DataFrame:
    """Means of a line, societies x scenarios; NaN where a society has no value.

    A society has no mean or quantile of days if one of its runs has none.
    """
    rows = lines(results, wanted)
    rows = rows[(rows["measure"] == line.measure) & (rows["group"] == line.group)]
    values = rows["value"].where(np.isfinite(rows["value"]))
    runs = values.groupby([rows["society"], rows["scenario"]], observed=True)
    means = runs.mean()
    if line.outcome.censored:
        means = means.where(runs.count() == runs.size())
    return means.unstack("scenario")


def units(results: Results, wanted: Sequence[Line]) -> dict[tuple[str, str], Shown]:
    """How each measure and group is shown."""
    rows = lines(results, wanted)[["measure", "group", "unit"]].drop_duplicates()
    columns = (rows[name].astype(str) for name in rows)
    return {(measure, group): shown_in(unit) for measure, group, unit in zip(*columns, strict=True)}
