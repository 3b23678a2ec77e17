"""Tables of costs: what scenarios cost and buy, who pays, and forms by the standard cost model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.kinds.compare.costs import FREES, SHORTENS
from experiments.kinds.compare.standard_cost import BESIDE, FORMS, OTHER_WORK, UNPAID
from experiments.reporting.labels import spelled
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.table import Cell, Column, Table
from experiments.statistics.ratios import Sign
from sim.levers.resources import Budget
from sim.measures.activities import LABELS
from sim.measures.standard_cost import PARTS

DIGITS = 3
"""Digits of yuan and hours that are shown."""
KINDS = {"money": "money", "paid time": "time of paid staff", "time given": "time that nobody pays"}
UNPAID_LABEL = "of it overtime that is not paid"


def costs(results: Results) -> pd.DataFrame:
    """Rows of `costs.csv`; none where costs were not asked for."""
    return results.frames["costs"] if "costs" in results.frames else pd.DataFrame()


def ranked(results: Results) -> Table:
    """Scenarios by yuan for an hour freed: cost, hours, days, and both ratios."""
    over = "median, [5 %, 95 %] of societies" if societies(results) else "mean, [95 % interval]"
    table = Table(
        [
            Column("", "number"), Column("scenario"), Column("yuan\na year", "number"),
            Column("hours freed\na year", "number"), Column("yuan\nan hour", "number"),
            Column("days of waiting\nsaved a year", "number"), Column("yuan\na day", "number"),
        ],
        f"What it costs, and what that buys ({over})",
    )  # fmt: skip
    for row in costs(results).to_dict("records"):
        frees, shortens = str(row["frees"]), str(row["shortens"])
        table.add(
            "" if pd.isna(row["rank"]) else int(row["rank"]),
            spelled(str(row["scenario"])),
            _cell(row, "cost"),
            _cell(row, "hours_freed"),
            _cell(row, "yuan_per_hour") if frees == FREES[Sign.ABOVE] else Cell(frees),
            _cell(row, "days_saved"),
            _cell(row, "yuan_per_day") if shortens == SHORTENS[Sign.ABOVE] else Cell(shortens),
        )
    return table


def budgets(results: Results, scenarios: Sequence[str]) -> Table:
    """Mean yuan a year by whose they are, in a column for each scenario."""
    rows = results.frames["budgets"]
    sums = rows.groupby(["kind", "budget", "scenario"], observed=True)["mean"].sum()
    heads = [Column(spelled(name).replace(" ", "\n", 1), "number") for name in scenarios]
    table = Table([Column(""), *heads], "Whose yuan: more a year than in the baseline, means")
    for kind, label in KINDS.items():
        table.section(label)
        for budget in Budget:
            values = [float(sums.get((kind, str(budget), name), 0.0)) for name in scenarios]
            if any(values):
                table.add(str(budget), *map(shown, values))
    return table


def standard(results: Results, scenarios: Sequence[str]) -> Table:
    """Mean hours a year: forms by the standard cost model, the parts of the gap, what was spent."""
    rows = results.frames["standard_cost"]
    hours = rows.set_index(["of", "part", "scenario"])["hours_mean"]
    names = [BASELINE, *scenarios]
    heads = [Column(spelled(name).replace(" ", "\n", 1), "number") for name in names]
    table = Table([Column(""), *heads], "Forms by the standard cost model, and in the runs")
    table.section("Hours a year, means")
    labels = {**PARTS, "all": "spent on forms", UNPAID: UNPAID_LABEL}
    for part, label in labels.items():
        table.add(label, *(shown(float(hours[FORMS, part, name])) for name in names))
    table.section("Other upward work, hours a year")
    for part in BESIDE:
        label = LABELS.get(part, part)
        table.add(label, *(shown(float(hours[OTHER_WORK, part, name])) for name in names))
    return table


NOTES = (
    "Yuan a year: money of all budgets, and time of paid staff (workers' set-up of the reform, "
    "offices of the street, departments). What is bought once is spread over its years, set-up "
    "over the horizon. Overtime is left out, as hours freed have it. Time of volunteers, "
    "residents, merchants and partners is valued apart, in budgets.csv.",
    "A ratio is given where the interval of the effect is above zero, and ranked where that of the "
    "yuan is as well. Over societies prices are drawn anew in each, from wide ranges: see prices "
    "in manifest.json.",
    "By the standard cost model every edition is filled in once, in full and on its own, by "
    "somebody rested: price x time x number. standard_cost.csv has yuan, and departments.",
)


def shown(value: float) -> str:
    """A number with few digits, and commas between thousands."""
    if not np.isfinite(value):
        return "∞" if value > 0 else "–"
    if value == 0:
        return "0"
    places = DIGITS - 1 - int(np.floor(np.log10(abs(value))))
    rounded = round(value, places)
    text = f"{rounded:,.{max(places, 0) if abs(rounded) < 100 else 0}f}"
    return "0" if not text.strip("-0.") else text.replace("-", "−")


def _cell(row: Any, name: str) -> Cell:
    middle, low, high = (float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
    if np.isnan(middle):
        return Cell("–")
    span = "" if np.isnan(low) or low == high else f"[{shown(low)}, {shown(high)}]"
    return Cell(shown(middle), span)
