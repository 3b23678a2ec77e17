"""A city in all: what its districts add up to in a year, for whoever decides for the whole."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from experiments.config.catalogue import BASELINE
from experiments.kinds.compare.options import CompareOptions
from experiments.laboratory import Laboratory
from experiments.language import _, counted, joined, marked
from experiments.reporting import labels
from experiments.reporting.frames import Table as Frame
from experiments.reporting.page import paragraph
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.table import Cell, Column, Table
from experiments.runs.plan import Plan
from experiments.statistics.city_totals import FREED, MEASURES, UPWARD, city_totals
from sim.settings.territory import Territory


def city_frames(laboratory: Laboratory[CompareOptions], plan: Plan) -> dict[str, Frame]:
    """The table `city.csv`; of a city of several districts alone."""
    settings = plan.settings(BASELINE)
    if settings.territory.districts == 1:
        return {}
    rows = laboratory.stored_rows(plan, MEASURES)
    table = city_totals(rows, territories(plan), settings.horizon_days)
    return {} if table.empty else {"city.csv": table}


def territories(plan: Plan) -> dict[int, Territory]:
    """The territory of the baseline in each society by its number; 0 where there is one alone."""
    labels_of = plan.design.labels
    points = dict.fromkeys(map(int, plan.table["point"]))
    numbers = {
        point: 0 if labels_of is None else int(labels_of["society"][point]) for point in points
    }
    return {number: plan.settings(BASELINE, point).territory for point, number in numbers.items()}


def streets_run(territory: Territory) -> dict[str, int] | None:
    """Streets and towns that a sampled city runs, and all of them; None of any other place."""
    if territory.sampled == 1:
        return None
    parts = {"run": territory.divided(), "all": territory.whole_districts()}
    return {name: sum(part.streets for part in some) for name, some in parts.items()}


def sample_of(manifest: Mapping[str, Any]) -> str:
    """`32 of 250 streets and towns were run`; empty where all were."""
    streets = manifest.get("streets")
    if not streets:
        return ""
    towns = next(iter(manifest["settings"].values()))["territory"]["towns"]
    sample = _("{n} of {all} streets were run")
    if towns:
        sample = _("{n} of {all} streets and towns were run")
    return sample.format(n=f"{streets['run']:,}", all=f"{streets['all']:,}")


def sample_notes(manifest: Mapping[str, Any]) -> list[str]:
    """What is of all streets and what of those that were run."""
    if not (sample := sample_of(manifest)):
        return []
    return [
        _(
            "{sample}. Totals (workers, forms, issues, hours of departments and others, costs) are "
            "raised to all of them; means and shares are of those that were run. Intervals are "
            "without the error of this sample, which city.csv has for its totals."
        ).format(sample=sample)
    ]


LABELS = {
    UPWARD: marked("upward work and chasing, if all were delivered"),
    FREED: marked("freed at equal delivery"),
    "street_offices": marked("street offices for communities"),
    "residents_asked": marked("residents asked and surveyed"),
    "issues_reported": marked("reported"),
    "issues_solved": marked("solved for good"),
    "issues_open": marked("open at the end"),
}
TITLE = marked("In the whole city")
DIGITS, FEWER, FEWEST = 4, 3, 2
"""Significant digits of a level, of a change, and of half of an interval."""


def totals(results: Results, scenarios: Sequence[str], width: int | None = None) -> Table:
    """Totals as rows: the baseline, and the changes of these scenarios; empty of no city."""
    label = Column("", width=width) if width else Column("")
    names = [BASELINE, *scenarios]
    heads = [
        Column(labels.spelled(name).replace(" ", "\n", 1), "number", given=True) for name in names
    ]
    table = Table([label, *heads], TITLE)
    if "city" not in results.frames:
        return table
    rows: list[Any] = results.frames["city"].to_dict("records")
    by_place = {(row["total"], row["scenario"]): row for row in rows}
    units = {row["total"]: row["unit"] for row in rows}
    for total in (name for name in LABELS if name in units):
        found = (by_place.get((total, name)) for name in names)
        cells = (Cell("") if row is None else _cell(row) for row in found)
        named = _("{label}, {unit}").format(label=_(LABELS[total]), unit=_(units[total]))
        table.add(named, *cells)
    return table


def _cell(row: Mapping[str, Any]) -> Cell:
    """The level of the baseline, what is freed, or a change; half of an interval; societies."""
    level = row["scenario"] == BASELINE or row["total"] == FREED
    digits, sign = (DIGITS, "") if row["scenario"] == BASELINE else (FEWER, "+")
    middle, low, high, half = (
        row[name] if level else row["change" if name == "value" else f"change_{name}"]
        for name in ("value", "low", "high", "half_width")
    )
    sample = f" ±{rounded(half, FEWEST)}" if half > 0 else ""
    ends = (rounded(end, digits) for end in (low, high))
    span = "" if math.isnan(low) else f"[{', '.join(ends)}]"
    return Cell(f"{rounded(middle, digits, sign)}{sample}", span)


def rounded(value: float, digits: int, sign: str = "") -> str:
    """A number with so many significant digits, and separators of thousands."""
    if not math.isfinite(value) or value == 0:
        return "0" if value == 0 else _("none")
    places = digits - 1 - math.floor(math.log10(abs(value)))
    text = f"{round(value, places):{sign},.{max(0, places)}f}"
    return text.replace("-", "−")


def totals_note(results: Results) -> str:
    """How the table is read."""
    sample, number = sample_of(results.manifest), societies(results)
    parts = [_("First column: the baseline; the others: changes against it.")]
    if number > 1:
        these = counted(number, "plausible society", "plausible societies")
        parts.append(_("Median of {societies}, and [5 %, 95 %] of them.").format(societies=these))
    parts.append(
        _(
            "{sample}. ±: half of the 95 % interval that comes from this sample alone, by the "
            "spread between districts."
        ).format(sample=sample)
        if sample
        else _("All streets were run, so that there is no error of a sample.")
    )
    parts.append(_("A person-year is 2,000 paid hours. city.csv has levels of all scenarios."))
    return joined(parts, "sentences")


def section(results: Results, abreast: int) -> list[str]:
    """The city in all, as a part of the report; nothing where there is no such table."""
    if "city" not in results.frames:
        return []
    names = results.manifest["scenarios"][1:]
    starts = range(0, max(1, len(names)), abreast)
    parts = [totals(results, names[start : start + abreast]).html() for start in starts]
    return [*parts, paragraph(totals_note(results), "quiet")]
