"""The experiment `uncertainty`: every scenario over all assumptions at once, chance included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich import box
from rich.table import Table
from rich.text import Text

from experiments.config.outcomes import Outcome, outcome
from experiments.config.study import Study
from experiments.designs import assumption_sample
from experiments.kinds.compare.summary import console, print_places
from experiments.kinds.uncertainty.options import UncertaintyOptions
from experiments.laboratory import Laboratory
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.runs.storage.claim import given_up
from experiments.statistics import sample_summary

COMPARED = 8
"""Scenarios whose pairwise fit on a terminal, the baseline among them."""
COMPARED_WIDTH = 12
TOLD = 3
NOTES = (
    "Quantiles over draws of assumptions: how far the answer moves with what is not known, and "
    "with chance, as each draw has one run under a seed of its own. They are not confidence "
    "intervals, and they are as right as the ranges of the assumptions. Changes are against the "
    "baseline of the same draw and seed; draws that lack an outcome (too short a horizon, nothing "
    "to count) are left out of its lines and counted there. A median of days that some draw lacks "
    "has no line: those draws have the longest waits. The restricted mean of 60 days exists "
    "wherever some issue was followed for so long: a horizon of 60 days or less is too short.",
    "Helps: share of draws in which the change goes the better way; in brackets its 95 % interval "
    "(Clopper-Pearson), which is for the limited number of draws alone.",
)


def main(study: Study) -> Results:
    """Run the study, print its tables."""
    results = run(study)
    outcomes = [outcome(word) for word in results.manifest["outcomes"]]
    _print(results, outcomes)
    files = {"table": "uncertainty.csv", "pairwise": "pairwise.csv", "leaders": "leaders.csv"}
    print_places(results.folder, files | {"figures": "figures"})
    return results


@given_up()
def run(study: Study) -> Results:
    """Frames `uncertainty`, `pairwise`, `leaders`, `draws`, `points`, and the output folder.

    Raises as `sample` does.
    """
    from experiments.kinds.uncertainty.figures import draw

    laboratory = Laboratory(study, UncertaintyOptions)
    outcomes = list(dict.fromkeys(outcome(word) for word in laboratory.chosen.outcomes))
    drawn = assumption_sample.sample(laboratory, outcomes, "outcomes")
    frames = {
        "uncertainty.csv": sample_summary.quantiles(drawn.values, outcomes),
        "pairwise.csv": sample_summary.pairwise(drawn.values, outcomes),
        "leaders.csv": assumption_sample.described(
            sample_summary.leaders(drawn.values, drawn.points, outcomes), laboratory.ledger
        ),
        "draws.parquet": assumption_sample.tidy(drawn.values, outcomes),
        "points.parquet": drawn.points.reset_index(),
    }

    def illustrate(results: Results, folder: Path) -> None:
        draw(results, outcomes, drawn.told, folder / "figures")

    more: dict[str, Any] = {"outcomes": [str(one) for one in outcomes], "draws": drawn.counts}
    more["told"] = drawn.told + drawn.lacking
    more["units"] = laboratory.units(drawn.plan, outcomes)
    return laboratory.leave(drawn.plan, frames, illustrate, **more)


def _print(results: Results, outcomes: Sequence[Outcome]) -> None:
    to = console()
    units = dict(zip(outcomes, results.manifest["units"], strict=True))
    to.print(_intervals(results.uncertainty, units))
    first = next((one for one in outcomes if one.better), None)
    if first:
        _print_duels(results.pairwise, first)
    _print_leaders(results.leaders, outcomes[0])
    for note in (f"{results.manifest['told']}.", *NOTES):
        to.print(Text(note, style="dim"))
    to.print()


def _intervals(rows: pd.DataFrame, units: Mapping[Outcome, str]) -> Table:
    """Quantiles of the level and of the change, a section an outcome with its unit."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("", overflow="fold")
    for title in ("median\nlevel", "change\n5 %", "\n25 %", "\nmedian", "\n75 %", "\n95 %"):
        table.add_column(title, justify="right", no_wrap=True)
    for title in ("helps\n% of draws", "no change\n% of draws", "\ndraws"):
        table.add_column(title, justify="right", no_wrap=True)
    for one, unit in units.items():
        here = rows[(rows["measure"] == one.measure) & (rows["group"] == one.group)]
        table.add_row(Text(one.titled(unit), style="bold"))
        digits = _decimals(here[["level_50"]]), _decimals(here.filter(regex="^difference_"))
        for row in here.to_dict("records"):
            table.add_row(*_cells(row, *digits))
    return table


def _cells(row: dict[Any, Any], level: int, change: int) -> list[Text]:
    """A line of the table; the baseline has its level alone."""
    cells = [f"  {labels.spelled(row['scenario'])}", _number(row["level_50"], level)]
    for quantile in sample_summary.QUANTILES:
        value = row[f"difference_{quantile * 100:02.0f}"]
        cells.append("" if pd.isna(value) else labels.signed(value, change))
    helps, low, high = (_share(row[name]) for name in ("helps", "helps_low", "helps_high"))
    cells += [f"{helps} [{low}, {high}]" if helps else "", _share(row["unchanged"])]
    lacking = f"\n{row['lacking']:,} lack it" if row["lacking"] else ""
    cells.append(f"{row['draws']:,}{lacking}")
    return [Text(cell) for cell in cells]


def _decimals(values: pd.DataFrame) -> int:
    return labels.decimals(float(np.nanmax(np.abs(values.to_numpy(np.float64)), initial=0.0)))


def _number(value: float, digits: int) -> str:
    return "" if pd.isna(value) else labels.signed(value, digits).lstrip("+")


def _print_duels(rows: pd.DataFrame, one: Outcome) -> None:
    """Who beats whom by the first outcome, if there is room."""
    here = rows[(rows["measure"] == one.measure) & (rows["group"] == one.group)]
    names = list(dict.fromkeys(here["scenario"]))
    if len(names) > COMPARED or len(names) < 3:
        return
    beats = here.set_index(["scenario", "other"])["beats"]
    title = f"{one.words}: draws in which the line does better than the column, %"
    console().print(Text(title, style="bold"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("", overflow="fold")
    for name in names:
        title = labels.spelled(name).replace(" ", "\n", 1)
        table.add_column(title, justify="right", max_width=COMPARED_WIDTH)
    for name in names:
        cells = ["" if other == name else _share(beats[name, other]) for other in names]
        table.add_row(labels.spelled(name), *cells)
    console().print(table)


def _share(value: float) -> str:
    return "" if pd.isna(value) else f"{100 * value:.0f}"


def _print_leaders(rows: pd.DataFrame, one: Outcome) -> None:
    """The assumptions on which the change in the first outcome hangs most."""
    here = rows[(rows["measure"] == one.measure) & (rows["group"] == one.group)]
    if here.empty:
        return
    console().print(Text(f"{one.words}: assumptions that the change goes with most", "bold"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("", overflow="fold")
    table.add_column("rank\ncorrelation", justify="right", no_wrap=True)
    table.add_column("assumption", no_wrap=True)
    table.add_column("grade", no_wrap=True)
    table.add_column("meaning")
    for scenario, part in here.groupby("scenario", sort=False):
        shown = part[part["beyond_noise"]].head(TOLD)
        name = labels.spelled(str(scenario))
        if shown.empty:
            table.add_row(name, "", "none beyond what chance gives")
        for place, row in enumerate(shown.to_dict("records")):
            cells = [labels.signed(row["rank_correlation"], 2), row["assumption"], row["grade"]]
            table.add_row("" if place else name, *cells, row["meaning"])
    console().print(table)
    limit = here["noise"].max()
    told = (
        f"Of so many correlations the largest passes {limit:.2f} by chance in 5 of 100 cases, with "
        f"more draws less; leaders.csv has the first {sample_summary.MOST} for every scenario "
        "and outcome."
    )
    console().print(Text(told, style="dim"))
