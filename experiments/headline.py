"""The few figures a reader wants first, as text: one line a measure, one cell a scenario."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from experiments.basis import tally
from experiments.labels import signed
from experiments.pairs import BURDEN
from experiments.results import Results

WORKERS = "Workers, hours per worker and week"
RESIDENTS = "Residents' problems, working days"
DEPARTMENTS = "Departments"


@dataclass(frozen=True, slots=True)
class Line:
    """A measure of the table, and how it is put. Shares are shown as percent."""

    section: str
    label: str
    measure: str
    group: str = "all"
    digits: int = 1
    percent: bool = False
    freed: bool = False

    @property
    def factor(self) -> float:
        return 100.0 if self.percent else 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """The level, its change against the baseline, in how many runs it is there."""

    level: str
    change: str = ""
    note: str = ""

    @property
    def below(self) -> str:
        """What stands under the level."""
        return "\n".join(text for text in (self.change, self.note) if text)


@dataclass(frozen=True, slots=True)
class Headline:
    """Cells by line, in the order of `scenarios`; the first is the baseline."""

    scenarios: tuple[str, ...]
    cells: dict[Line, list[Cell]]


LINES = (
    Line(WORKERS, "freed from upward work and chasing", "hours_freed_per_worker_week", freed=True),
    Line(WORKERS, "spent on the reform's own set-up", "hours_per_worker_week", "setup", digits=2),
    Line(WORKERS, "reporting, at the desk", "reporting_desk"),
    Line(WORKERS, "reporting, and collecting at the door", "reporting_all"),
    Line(WORKERS, "share of paid time that goes upward", "upward_share", percent=True),
    Line(WORKERS, "visits to residents", "hours_per_worker_week", "visits"),
    Line(WORKERS, "slack", "hours_per_worker_week", "slack"),
    Line(
        RESIDENTS, "until solved, own powers (median)",
        "days_to_resolution_median", "own_powers",
    ),
    Line(
        RESIDENTS, "until solved, departments (median)",
        "days_to_resolution_median", "needs_departments",
    ),
    Line(
        RESIDENTS, "until solved, departments (mean*)",
        "days_to_resolution_restricted_mean", "needs_departments",
    ),
    Line(
        RESIDENTS, "come back after closing, departments",
        "relapse_share", "needs_departments", percent=True,
    ),
    Line(RESIDENTS, "found before anybody complains", "early_discovery_share", percent=True),
    Line(DEPARTMENTS, "hours a week for these communities", "department_hours_per_week", digits=0),
    Line(DEPARTMENTS, "load: used of the hours they have", "department_load", percent=True),
    Line(DEPARTMENTS, "load of the busiest one", "department_load", "busiest", percent=True),
)  # fmt: skip


def headline(results: Results) -> Headline:
    """The table of a comparison; lines that the model does not measure are left out."""
    whole = results.measures[results.measures["community"].isna()]
    values = whole.groupby(["scenario", "measure", "group"])["value"]
    levels: dict[Any, float] = values.mean().to_dict()
    reached: dict[Any, int] = values.count().to_dict()
    there = {(measure, group) for _, measure, group in levels}
    rows: list[Any] = results.comparison.to_dict("records")
    changes = {(row["scenario"], row["measure"], row["group"]): row for row in rows}
    scenarios = tuple(results.manifest["scenarios"])
    runs = results.manifest["replications"]
    cells: dict[Line, list[Cell]] = {}
    for line in LINES:
        if (line.measure, line.group) not in there:
            continue
        cells[line] = []
        for name in scenarios:
            place = (name, line.measure, line.group)
            found = reached.get(place, 0)
            note = f"{found}/{runs} runs" if 0 < found < runs else ""
            cell = _cell(line, levels.get(place, math.nan), changes.get(place))
            cells[line].append(replace(cell, note=note))
    return Headline(scenarios, cells)


def title(results: Results) -> str:
    """One line: how many scenarios, on what place, for how long."""
    settings = next(iter(results.manifest["settings"].values()))
    place = settings["territory"]
    others = len(results.manifest["scenarios"]) - 1
    return (
        f"{others} {'scenario' if others == 1 else 'scenarios'} against the baseline: "
        f"{place['communities']:,} {'community' if place['communities'] == 1 else 'communities'}, "
        f"{place['workers']:,} workers, "
        f"{place['residents']:,} residents, {settings['horizon_days']} working days, "
        f"replications: {results.manifest['replications']}"
    )


def notes(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """What a reader has to know to read the table rightly."""
    replications = manifest["replications"]
    behind = tally(manifest["evidence"], manifest["overrides"])
    error = (
        f"Intervals and ± are 95 %, paired t over {replications} replications under the same "
        "seeds. They are simulation error only: what is not known about the assumptions is not in "
        "them."
        if replications > 1
        else "One replication: there are no intervals, and chance may explain any difference."
    )
    return (
        "The second line of a cell is the change against the baseline; pt: percentage points. Days "
        "are working days, from first report to a lasting solution; departments: of matters that "
        "need their powers.",
        "* counting at most the first 60 days of each matter, solved or not. 'n/N runs': in the "
        "others there was nothing to measure, or half was not solved by the end.",
        f"Freed: less time for {', '.join(BURDEN[:-1])} and {BURDEN[-1]} departments. The reform's "
        "own set-up is not taken off; it stands on the next line.",
        error,
        f"Behind it stand {sum(behind.values())} numbers: "
        + ", ".join(f"{count} {name}" for name, count in behind.items())
        + ". `unburden experiment=evidence` lists them.",
    )


def _cell(line: Line, level: float, change: Mapping[str, Any] | None) -> Cell:
    if line.freed:
        return _freed(line, change)
    if not math.isfinite(level):
        return Cell("not reached" if line.measure.startswith("days") else "none")
    text = f"{level * line.factor:,.{line.digits}f}" + (" %" if line.percent else "")
    if change is None or not math.isfinite(change["difference"]):
        return Cell(text)
    if change["difference"] == 0 and not change["ci_low"] < change["ci_high"]:
        return Cell(text, "same")
    moved = signed(change["difference"] * line.factor, line.digits)
    half = (change["ci_high"] - change["ci_low"]) / 2 * line.factor
    around = f" ±{half:.{line.digits}f}" if math.isfinite(half) else ""
    return Cell(text, f"{moved}{around}{' pt' if line.percent else ''}")


def _freed(line: Line, change: Mapping[str, Any] | None) -> Cell:
    if change is None:
        return Cell("")
    ends = [change["ci_low"], change["ci_high"]]
    if not pd.notna(ends).all():
        return Cell(signed(change["difference"], line.digits))
    low, high = (signed(end, line.digits).lstrip("+") for end in ends)
    return Cell(signed(change["difference"], line.digits), f"[{low}, {high}]")
