"""Tables of costs: what scenarios cost and buy, who pays, and forms by the standard cost model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.costs.costs import COSTS, FREES, SHORTENS
from experiments.costs.items import IN_COST, Kind
from experiments.costs.standard_cost import BESIDE, FORMS, OTHER_WORK, UNPAID
from experiments.language import _, marked
from experiments.reporting.labels import spelled, three_digits
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.table import Cell, Column, Table
from experiments.statistics.ratios import Sign
from sim.levers.resources import Budget
from sim.measures.activities import LABELS
from sim.measures.standard_cost import PARTS

KINDS: dict[Kind, str] = {
    "money": marked("money"), "paid time": marked("time of paid staff"),
    "overtime": marked("overtime that is paid"), "time given": marked("time that nobody pays"),
}  # fmt: skip
"""Headings of kinds; those of IN_COST come first."""
TOTAL = marked("yuan a year, the sum of these")
WHOSE = marked("Whose yuan: more a year than in the baseline, means")
UNRANKED = {
    COSTS[Sign.BELOW]: marked("saves\nyuan"),
    COSTS[Sign.EITHER]: marked("may save\nyuan"),
    COSTS[Sign.NOTHING]: marked("costs\nnothing"),
}
"""What stands in place of a rank where hours are freed and the cost may be below zero."""
HOUR = "worker_hour_cost"
"""The price of an hour of a worker."""
UNPAID_LABEL = marked("of it overtime that is not paid")


def costs(results: Results) -> pd.DataFrame:
    """Rows of `costs.csv`; none where costs were not asked for."""
    return results.frames["costs"] if "costs" in results.frames else pd.DataFrame()


def ranked(results: Results) -> Table:
    """Scenarios by yuan for an hour freed: cost, hours, days, and both ratios."""
    over = _("mean, [95 % interval]")
    if societies(results):
        over = _("median, [5 %, 95 %] of societies") if societies(results) > 1 else _("mean")
    table = Table(
        [
            Column("", "number"), Column("scenario"), Column("yuan\na year", "number"),
            Column("hours freed\na year", "number"), Column("yuan\nan hour", "number"),
            Column("days of waiting\nsaved a year", "number"), Column("yuan\na day", "number"),
        ],
        _("What it costs, and what that buys ({over})").format(over=over),
    )  # fmt: skip
    for row in costs(results).to_dict("records"):
        frees, shortens = str(row["frees"]), str(row["shortens"])
        table.add(
            _rank(row),
            spelled(str(row["scenario"])),
            _cell(row, "cost"),
            _cell(row, "hours_freed"),
            _cell(row, "yuan_per_hour") if frees == FREES[Sign.ABOVE] else Cell(_(frees)),
            _cell(row, "days_saved"),
            _cell(row, "yuan_per_day") if shortens == SHORTENS[Sign.ABOVE] else Cell(_(shortens)),
        )
    return table


def budgets(results: Results, scenarios: Sequence[str]) -> Table:
    """Mean yuan a year by whose they are, in a column for each scenario."""
    rows = results.frames["budgets"]
    sums = rows.groupby(["kind", "budget", "scenario"], observed=True)["mean"].sum()
    heads = [
        Column(spelled(name).replace(" ", "\n", 1), "number", given=True) for name in scenarios
    ]
    table = Table([Column(""), *heads], WHOSE)
    for kind, label in KINDS.items():
        table.section(label)
        for budget in Budget:
            values = [float(sums.get((kind, str(budget), name), 0.0)) for name in scenarios]
            if any(values):
                table.add(_(str(budget)), *map(three_digits, values))
        if kind == IN_COST[-1]:
            table.section("")
            total = costs(results).set_index("scenario")["cost_mean"]
            table.add(_(TOTAL), *(three_digits(float(total[name])) for name in scenarios))
    return table


def payers(results: Results) -> Table:
    """The same with a line for each scenario: its sum, then whose yuan they are."""
    rows = results.frames["budgets"]
    sums = rows.groupby(["kind", "budget", "scenario"], observed=True)["mean"].sum()
    places = [
        (kind, budget)
        for kind in KINDS
        for budget in Budget
        if sums.get((kind, str(budget)), pd.Series([0.0])).any()
    ]
    heads = [
        Column(f"{_(str(budget))}:\n{_(KINDS[kind])}", "number", 12) for kind, budget in places
    ]
    table = Table([Column("scenario"), Column("yuan\na year", "number"), *heads], WHOSE)
    for name, total in costs(results).set_index("scenario")["cost_mean"].items():
        cells = (float(sums.get((kind, str(budget), name), 0.0)) for kind, budget in places)
        table.add(spelled(str(name)), three_digits(float(total)), *map(three_digits, cells))
    return table


def standard(results: Results, scenarios: Sequence[str]) -> Table:
    """Mean hours a year: forms by the standard cost model, the parts of the gap, what was spent."""
    rows = results.frames["standard_cost"]
    hours = rows.set_index(["of", "part", "scenario"])["hours_mean"]
    names = [BASELINE, *scenarios]
    heads = [Column(spelled(name).replace(" ", "\n", 1), "number", given=True) for name in names]
    table = Table([Column(""), *heads], _("Forms by the standard cost model, and in the runs"))
    table.section("Hours a year, means")
    labels = {**PARTS, "all": marked("spent on forms"), UNPAID: UNPAID_LABEL}
    for part, label in labels.items():
        table.add(_(label), *(three_digits(float(hours[FORMS, part, name])) for name in names))
    table.section("Other upward work, hours a year")
    for part in BESIDE:
        label = LABELS.get(part, part)
        table.add(_(label), *(three_digits(float(hours[OTHER_WORK, part, name])) for name in names))
    return table


SINCE = {
    "onset": marked(
        "Days of waiting are from the onset of an issue, known or not, at most 60, times "
        "the issues that arise in the baseline; those for the counter are left out."
    ),
    "report": marked(
        "Days of waiting are from report, at most 60, times the issues reported in the baseline; "
        "issues that nobody knows of are left out."
    ),
}
"""What days of waiting are, by `days_from`."""


def notes(results: Results) -> Iterator[str]:
    """How the tables are read: what yuan, ratios and days are, and what an hour of work costs."""
    rows = costs(results)
    yield _(
        "Yuan a year: money of all budgets, and time of paid staff (workers' set-up of the reform, "
        "offices of the street, departments). What is bought once is spread over its years, set-up "
        "over the horizon. Overtime that is paid is left out, as hours freed have it. Time of "
        "volunteers, residents, merchants and partners, and workers' overtime that is not paid, is "
        "valued apart: time that nobody pays. Means add up, medians do not; each number is rounded."
    )
    hour = {row["id"]: row["value"] for row in results.manifest["prices"]}.get(HOUR)
    if hour is not None:
        yield _(
            "An hour of a worker costs {price} yuan: where an hour freed costs less, it is cheaper "
            "than one more that is paid."
        ).format(price=three_digits(hour))
    yield _(
        "A ratio is given where the interval of the effect is above zero, and ranked where that of "
        "the yuan is as well. Over societies prices are drawn anew in each, from wide ranges: see "
        "prices in manifest.json."
    )
    frees = rows["frees"] == FREES[Sign.ABOVE]
    if (frees & rows["costs"].isin(UNRANKED)).any():
        yield _(
            "No rank: the cost may be below zero; such reforms can be cheaper than all that are "
            "ranked."
        )
    for since in dict.fromkeys(rows["days_from"]):
        yield _(SINCE[since])


STANDARD_NOTE = marked(
    "By the standard cost model every edition is filled in once, in full and on its own, by "
    "somebody rested: price x time x number. standard_cost.csv has yuan, and departments."
)


def _rank(row: Any) -> object:
    """Its number, or why a scenario that frees hours has none."""
    if pd.notna(row["rank"]):
        return int(row["rank"])
    if row["frees"] != FREES[Sign.ABOVE] or row["costs"] not in UNRANKED:
        return ""
    return Cell(*_(UNRANKED[row["costs"]]).split("\n", 1))


def _cell(row: Any, name: str) -> Cell:
    middle, low, high = (float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
    if np.isnan(middle):
        return Cell("–")
    span = "" if np.isnan(low) or low == high else f"[{three_digits(low)}, {three_digits(high)}]"
    return Cell(three_digits(middle), span)
