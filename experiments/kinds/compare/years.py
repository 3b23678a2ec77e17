"""The first and the last whole year of a comparison side by side, one line a measure and year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from experiments.config.outcomes import FREED
from experiments.kinds.compare.headline import headline
from experiments.kinds.compare.lines import Headline, Line, headline_lines, shown_lines
from experiments.language import _, joined, marked
from experiments.reporting.frames import part
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from sim.enums import YEAR_DAYS
from sim.measures.measure import ALL, Section, in_year
from sim.measures.measure import Line as SpecifiedLine
from sim.measures.registry import MEASURES

SHOWN = {
    FREED, "forms_missed_share", "satisfaction", "department_load",
    "days_to_resolution_restricted_mean",
}  # fmt: skip
"""Measures of which the lines of the headline are shown."""
MORE = tuple(
    Line(MEASURES[measure], SpecifiedLine(section, place, label, group, digits))
    for measure, section, place, label, group, digits in (
        ("hours_per_worker_week", Section.WORKERS, 9, marked("visits to residents"), "visits", 1),
        ("obligations", Section.WORKERS, 11, marked("obligations of a community"), ALL, 0),
        ("backlog", Section.RESIDENTS, 8, marked("open at the end of the year"), ALL, 0),
    )
)
"""Lines beside these."""
LEAST_GROWTH = 1.0
"""Obligations a community and year, or shorter horizon, from which growth is worth a note."""


def whole_years(results: Results) -> int:
    """Whole years of the horizon."""
    settings = next(iter(results.manifest["settings"].values()))
    return int(settings["horizon_days"]) // YEAR_DAYS


def by_year(results: Results) -> Headline | None:
    """Lines of year 1 and of the last whole year; None where the horizon has less than two."""
    last = whole_years(results)
    return headline(results, tuple(_lines((1, last)))) if last > 1 else None


def table_lines(results: Results) -> tuple[Line, ...]:
    """Lines of all tables of a comparison: of the whole window, and of two years."""
    last = whole_years(results)
    return (*shown_lines(results), *(_lines((1, last)) if last > 1 else ()))


def _lines(years: tuple[int, ...]) -> Iterator[Line]:
    order = list(Section)
    chosen = [line for line in headline_lines() if line.measure in SHOWN] + list(MORE)
    chosen = [line for line in chosen if line.group in line.specification.by_year]
    for line in sorted(chosen, key=lambda one: (order.index(one.shown.section), one.shown.place)):
        for year in years:
            shown = replace(
                line.shown,
                group=in_year(line.group, year),
                label=_("{label}, year {year}").format(label=line.label, year=year),
            )
            yield Line(line.specification, shown)


def growth(results: Results) -> list[str]:
    """How fast obligations grow in the baseline, where they do."""
    several = societies(results)
    columns = [*(["society"] if several else []), "scenario", "group", "value"]
    rows = part(results.frames, "measures", columns, community=None, measure=["obligations_growth"])
    first = results.manifest["scenarios"][0]
    rows = rows[(rows["scenario"] == first) & (rows["group"] == ALL)]
    mean = float(rows["value"].mean())
    if several:
        mean = float(rows.groupby("society")["value"].mean().median())
    settings = results.manifest["settings"][first]
    days = int(settings["horizon_days"])
    mean *= min(days / YEAR_DAYS, 1.0)
    if not abs(mean) >= LEAST_GROWTH:
        return []
    rules = settings["obligations"]
    known = not (several or rules["forms_a_week"])
    note = (
        _(
            "Obligations of a community grow by {n} {span} in {where}{start}: more are set than "
            "withdrawn."
        )
        if mean > 0
        else _(
            "Obligations of a community shrink by {n} {span} in {where}{start}: fewer are set than "
            "withdrawn."
        )
    ).format(
        n=f"{abs(mean):.0f}",
        span=_("in {n} working days").format(n=days) if days < YEAR_DAYS else _("a year"),
        where=_("the baseline of the median society") if several else _("the baseline"),
        start=_(", from {n}").format(n=rules["form_kinds"]) if known else "",
    )
    if whole_years(results) < 2:
        return [note]
    years = _(
        "So years differ without any reform; changes are against the baseline of the same year."
    )
    return [joined([note, years], "sentences")]
