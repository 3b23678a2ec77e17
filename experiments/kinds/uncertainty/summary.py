"""Changes over draws of the assumptions, on the terminal: quantiles, pairs, leading assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.outcomes import Outcome, outcome
from experiments.language import _, marked
from experiments.reporting import labels
from experiments.reporting.meanings import meaning
from experiments.reporting.recorded_texts import text
from experiments.reporting.results import Results
from experiments.reporting.society_notes import named, society_notes
from experiments.reporting.table import Cell, Column, Table
from experiments.reporting.terminal import console, print_files, print_text
from experiments.statistics import sample_summary

COMPARED = 8
"""Scenarios whose pairwise comparison fits a terminal, the baseline among them."""
COMPARED_WIDTH = 10
SHOWN = 3
"""Leading assumptions shown for a scenario."""
QUANTILES_NOTE = marked(
    "Quantiles are over draws, Monte Carlo noise included: each draw has one run under its own "
    "seed. They are not confidence intervals, and are as good as the ranges of the assumptions. "
    "Changes are against the baseline of the same draw and seed. Draws that lack "
    "an outcome are left out of its rows and counted there. A median of days that some draw lacks "
    "has no row, as those draws have the longest waits; the restricted mean of 60 days exists for "
    "any horizon over 60 days."
)
HELPS_NOTE = marked(
    "Helps: share of draws in which the change is in the better direction, however small (a "
    "comparison counts changes beyond the least difference that matters); in brackets its 95 % "
    "interval (Clopper-Pearson) for the limited number of draws."
)


def show(results: Results) -> None:
    """Print quantiles of changes, pairwise comparisons, leading assumptions, and the files."""
    to, outcomes, manifest = console(), outcomes_of(results), results.manifest
    to.print(quantiles(results, outcomes).terminal())
    compared = next((outcome for outcome in outcomes if outcome.better), None)
    if compared:
        table = pairwise(results, compared)
        if 3 <= len(table) <= COMPARED:
            to.print(table.terminal())
    table = leaders(results.leaders, next(iter(outcomes)))
    if len(table):
        to.print(table.terminal())
    sample = _("{sample}{lacking}.").format(
        sample=text(manifest, "sample"), lacking=text(manifest, "lacking")
    )
    notes = (named(note, manifest) for note in (QUANTILES_NOTE, HELPS_NOTE))
    for note in (sample, *society_notes(manifest), *notes):
        print_text(to, note, "dim")
    to.print()
    files = {"table": "uncertainty.csv", marked("pairwise"): "pairwise.csv"}
    files |= {marked("leaders"): "leaders.csv", "figures": "figures"}
    print_files(results.folder, files)


def outcomes_of(results: Results) -> dict[Outcome, str]:
    """Outcomes of the study with their units, in order."""
    names = map(outcome, results.manifest["outcomes"])
    return dict(zip(names, results.manifest["units"], strict=True))


def of(rows: pd.DataFrame, which: Outcome) -> pd.DataFrame:
    """The rows of an outcome."""
    return rows[(rows["measure"] == which.measure) & (rows["group"] == which.group)]


def quantiles(results: Results, outcomes: Mapping[Outcome, str]) -> Table:
    """Quantiles of the level and of the change, a section an outcome with its unit."""
    manifest = results.manifest
    numbers = (
        marked("median\nlevel"), marked("change\n5 %"), "\n25 %", marked("\nmedian"), "\n75 %",
        "\n95 %",
    )  # fmt: skip
    counts = (
        named("helps\n% of draws", manifest), named("no change\n% of draws", manifest),
        named("\ndraws", manifest),
    )  # fmt: skip
    table = Table([Column(""), *(Column(title, "number") for title in (*numbers, *counts))])
    for shown, unit in outcomes.items():
        selected = of(results.uncertainty, shown)
        table.section(shown.titled(unit))
        digits = _decimals(selected[["level_50"]]), _decimals(selected.filter(regex="^difference_"))
        for row in selected.to_dict("records"):
            table.add(*_cells(row, *digits))
    return table


def _cells(row: dict[Any, Any], level: int, change: int) -> list[Cell]:
    """Cells of a row; the baseline has its level alone."""
    texts = [labels.spelled(row["scenario"]), _number(row["level_50"], level)]
    for quantile in sample_summary.QUANTILES:
        value = row[f"difference_{quantile * 100:02.0f}"]
        texts.append("" if pd.isna(value) else labels.signed(value, change))
    helps, low, high = (_percent(row[name]) for name in ("helps", "helps_low", "helps_high"))
    texts += [f"{helps} [{low}, {high}]" if helps else "", _percent(row["unchanged"])]
    lacking = _("{number:,} lack it").format(number=row["lacking"]) if row["lacking"] else ""
    return [*map(Cell, texts), Cell(f"{row['draws']:,}", lacking)]


def pairwise(results: Results, compared: Outcome) -> Table:
    """The share of draws in which the scenario of the row does better than that of the column."""
    selected = of(results.pairwise, compared)
    names = list(dict.fromkeys(selected["scenario"]))
    better = selected.set_index(["scenario", "other"])["better"]
    title = named("draws in which the row does better than the column, %", results.manifest)
    title = _("{outcome}: {what}").format(outcome=compared.label, what=title)
    heads = [Column(labels.spelled(name), "number", COMPARED_WIDTH, given=True) for name in names]
    table = Table([Column("", "name"), *heads], title)
    for name in names:
        cells = ["" if other == name else _percent(better[name, other]) for other in names]
        table.add(labels.spelled(name), *cells)
    return table


def leaders(rows: pd.DataFrame, changed: Outcome) -> Table:
    """The assumptions most strongly correlated with the change in an outcome."""
    selected = of(rows, changed)
    columns = [
        Column(""), Column("rank\ncorrelation", "number"), Column("assumption", "name"),
        Column("grade", "name"), Column("meaning", "prose"),
    ]  # fmt: skip
    title = _("{outcome}: assumptions most strongly correlated with the change")
    title = title.format(outcome=changed.label)
    table = Table(columns, title, _noise(selected))
    for scenario, part in selected.groupby("scenario", sort=False):
        shown = part[part["beyond_noise"]].head(SHOWN)
        name = labels.spelled(str(scenario))
        if shown.empty:
            table.add(name, "", _("none beyond noise"), "", "")
        for place, row in enumerate(shown.to_dict("records")):
            rho = labels.signed(row["rank_correlation"], 2)
            head = "" if place else name
            table.add(head, rho, row["assumption"], _(row["grade"]), meaning(row["meaning"]))
    return table


def _noise(rows: pd.DataFrame) -> str:
    return _(
        "By noise alone the largest of so many correlations exceeds {limit:.2f} in 5 of 100 cases, "
        "in each scenario. leaders.csv has the first {most} of every scenario and outcome."
    ).format(limit=rows["noise_limit"].max(), most=sample_summary.MOST)


def _decimals(values: pd.DataFrame) -> int:
    return labels.decimals(float(np.nanmax(np.abs(values.to_numpy(np.float64)), initial=0.0)))


def _number(value: float, digits: int) -> str:
    return "" if pd.isna(value) else labels.signed(value, digits).lstrip("+")


def _percent(share: float) -> str:
    return "" if pd.isna(share) else f"{100 * share:.0f}"
