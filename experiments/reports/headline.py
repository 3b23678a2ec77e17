"""The few figures a reader wants first, as text: one line a measure, one cell a scenario."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.reports.basis import tally
from experiments.reports.intervals import intervals
from experiments.reports.labels import Shown, shown_in, signed
from experiments.reports.results import Results
from experiments.statistics.pairs import BURDEN

WORKERS = "Workers"
RESIDENTS = "Residents' problems"
DEPARTMENTS = "Departments"
OTHERS = "Others"
FULL = 0.95
"""A department that uses more of its hours than this is taken for full."""


@dataclass(frozen=True, slots=True)
class Line:
    """A measure of the table, and how it is put; its unit is that of the measure."""

    section: str
    label: str
    measure: str
    group: str = "all"
    digits: int = 1
    freed: bool = False


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
    """Cells by line, in the order of `scenarios`; the first is the baseline. Units by line."""

    scenarios: tuple[str, ...]
    cells: dict[Line, list[Cell]]
    units: dict[Line, Shown]


LINES = (
    Line(WORKERS, "freed from upward work and chasing", "hours_freed_per_worker_week", freed=True),
    Line(WORKERS, "spent on the reform's own set-up", "hours_per_worker_week", "setup", digits=2),
    Line(WORKERS, "reporting, at the desk", "reporting_desk"),
    Line(WORKERS, "reporting, and collecting at the door", "reporting_all"),
    Line(WORKERS, "share of paid time that goes upward", "upward_share"),
    Line(WORKERS, "forms never delivered", "forms_missed_share"),
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
    Line(RESIDENTS, "solved for good within the promise", "satisfaction"),
    Line(
        RESIDENTS, "come back after closing, departments",
        "relapse_share", "needs_departments",
    ),
    Line(
        RESIDENTS, "of hidden matters that came up: found first by workers",
        "early_discovery_share",
    ),
    Line(
        DEPARTMENTS, "visits and meetings",
        "department_hours_per_week", "response", digits=0,
    ),
    Line(
        DEPARTMENTS, "work handed back",
        "department_hours_per_week", "handed_back", digits=0,
    ),
    Line(DEPARTMENTS, "used of their hours for communities", "department_load"),
    Line(
        DEPARTMENTS, "used of its hours, busiest department",
        "department_load", "busiest",
    ),
    Line(OTHERS, "residents, asked and surveyed", "outside_hours", "residents", digits=0),
    Line(OTHERS, "street staff", "outside_hours", "street", digits=0),
)  # fmt: skip


def headline(results: Results) -> Headline:
    """The table of a comparison; lines that the model does not measure are left out."""
    levels, reached = _levels(results)
    units = _units(results)
    rows: list[Any] = results.comparison.to_dict("records")
    changes = {(row["scenario"], row["measure"], row["group"]): row for row in rows}
    scenarios = tuple(results.manifest["scenarios"])
    runs = results.manifest["replications"]
    cells: dict[Line, list[Cell]] = {}
    for line in LINES:
        if (line.measure, line.group) not in units or (line.freed and len(scenarios) == 1):
            continue
        cells[line] = []
        for name in scenarios:
            place = (name, line.measure, line.group)
            change = changes.get(place)
            cell = _cell(line, units[place[1:]], levels.get(place, math.nan), change)
            note = _gaps(runs, reached.get(place, 0), change)
            cells[line].append(replace(cell, note=note))
    return Headline(scenarios, cells, {line: units[line.measure, line.group] for line in cells})


def title(results: Results) -> str:
    """One line: how many scenarios, on what place, for how long."""
    settings = next(iter(results.manifest["settings"].values()))
    place = settings["territory"]
    others = len(results.manifest["scenarios"]) - 1
    compared = f"{others} {'scenario' if others == 1 else 'scenarios'} against the baseline"
    return (
        f"{compared if others else 'The baseline alone'}: "
        f"{place['communities']:,} {'community' if place['communities'] == 1 else 'communities'}, "
        f"{place['workers']:,} workers, "
        f"{place['residents']:,} residents, {settings['horizon_days']} working days, "
        f"replications: {results.manifest['replications']}"
    )


def notes(results: Results) -> tuple[str, ...]:
    """What a reader has to know to read the table rightly."""
    manifest = results.manifest
    behind = tally(manifest["evidence"], manifest["overrides"])
    days = (
        "Days are working days, from first report to a lasting solution; departments: of matters "
        "that need their powers; promise: the days set for each kind of matter; come back: within "
        "40 days of the first closing."
    )
    compared = (
        "The second line of a cell is the change against the baseline; pt: percentage points. ",
        f"Freed: less time for {', '.join(BURDEN[:-1])} and {BURDEN[-1]} departments. A form that "
        "is crowded out and never delivered also counts as time freed: see the line on forms. The "
        "reform's own set-up is not taken off. It is spent once, in the first weeks, and is shown "
        "on the next line as its average over the whole horizon.",
        *intervals(results),
    )
    alone = len(manifest["scenarios"]) == 1
    return (
        days if alone else compared[0] + days,
        "* counting at most the first 60 days of each matter, solved or not. 'n/N runs': in the "
        "others there was nothing to measure, or half was not solved by the end; 'n/N pairs': the "
        "change is over those replications in which both have it.",
        *(() if alone else compared[1:]),
        *_warnings(results),
        *_calibration(results),
        f"Behind it stand {sum(behind.values())} numbers: "
        + ", ".join(f"{count} {name}" for name, count in behind.items())
        + ". `unburden experiment=evidence` lists them.",
    )


def _calibration(results: Results) -> list[str]:
    """Which numbers are calibrated and not as declared."""
    told = results.manifest.get("calibration")
    if told is None:
        return []
    names = ", ".join(told["assumptions"])
    return [f"Calibrated ({told['name']}, {told['file']}), not as declared: {names}."]


def _warnings(results: Results) -> list[str]:
    """Where departments' times are not to be taken at their word."""
    found: list[str] = []
    levels, _ = _levels(results)
    busiest = [load for (_, *row), load in levels.items() if row == ["department_load", "busiest"]]
    if any(load > FULL for load in busiest):
        found.append(
            "At least one department is full: its queue grows, and departments' times depend on "
            "how long one looks."
        )
    place = next(iter(results.manifest["settings"].values()))["territory"]
    if place["communities"] == 1:
        found.append(
            f"One community has 1/{place['district_communities']} of each department's day: "
            "departments' times are not comparable with a street's."
        )
    return found


def _gaps(runs: int, reached: int, change: Mapping[str, Any] | None) -> str:
    """In how many runs a level is there, and how many pairs its change is of, if not in all."""
    told = f"{reached}/{runs} runs" if 0 < reached < runs else ""
    pairs = int(change["replications"]) if change else 0
    return f"{pairs}/{runs} pairs" if 0 < pairs < runs else told


def _levels(results: Results) -> tuple[dict[Any, float], dict[Any, int]]:
    """By scenario, measure and group, of the whole place: the mean, and in how many runs it is."""
    whole = results.measures[results.measures["community"].isna()]
    finite = whole.assign(value=whole["value"].where(np.isfinite(whole["value"])))
    values = finite.groupby(["scenario", "measure", "group"])["value"]
    return values.mean().to_dict(), values.count().to_dict()


def _units(results: Results) -> dict[tuple[str, str], Shown]:
    """How each measure and group is shown."""
    rows = results.measures[["measure", "group", "unit"]].drop_duplicates()
    columns = (rows[name].astype(str) for name in rows)
    return {(measure, group): shown_in(unit) for measure, group, unit in zip(*columns, strict=True)}


def _cell(line: Line, shown: Shown, level: float, change: Mapping[str, Any] | None) -> Cell:
    if line.freed:
        return _freed(line, change)
    if not math.isfinite(level):
        return Cell("not reached" if line.measure.startswith("days") else "none")
    text = f"{level * shown.factor:,.{line.digits}f}" + shown.sign
    if change is None or not math.isfinite(change["difference"]):
        return Cell(text)
    if change["difference"] == 0 and not change["ci_low"] < change["ci_high"]:
        return Cell(text, "same")
    moved = signed(change["difference"] * shown.factor, line.digits)
    half = (change["ci_high"] - change["ci_low"]) / 2 * shown.factor
    around = f" ±{half:.{line.digits}f}" if math.isfinite(half) else ""
    return Cell(text, f"{moved}{around}{' pt' if shown.sign else ''}")


def _freed(line: Line, change: Mapping[str, Any] | None) -> Cell:
    if change is None:
        return Cell("")
    ends = [change["ci_low"], change["ci_high"]]
    if not pd.notna(ends).all():
        return Cell(signed(change["difference"], line.digits))
    low, high = (signed(end, line.digits).lstrip("+") for end in ends)
    return Cell(signed(change["difference"], line.digits), f"[{low}, {high}]")
