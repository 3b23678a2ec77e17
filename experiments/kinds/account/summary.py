"""The account of freed time, on the terminal."""

from __future__ import annotations

from experiments.config.catalogue import BASELINE
from experiments.config.messages import counted
from experiments.kinds.account.entries import columns, lines
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies, society_notes
from experiments.reporting.table import Column, Table
from experiments.reporting.terminal import console, print_files

NOTE = (
    "Time spent less: on upward work and chasing departments. Freed at equal delivery: this, and "
    "less work left undone (below 0: more is). The activities that time went to are listed below. "
    "Together they make longer or shorter days (overtime)."
)


def show(results: Results) -> None:
    """Print a table a scenario, and where the files are."""
    to = console()
    rows = results.account
    for scenario in [name for name in rows["scenario"].unique() if name != BASELINE]:
        heads = [Column(f"{world}\nyear {year}", "number") for world, year in columns(rows)]
        title = f"{labels.spelled(scenario)}: hours per worker and week against the baseline"
        table = Table([Column(""), *heads], title)
        for label, cells in lines(rows, scenario):
            table.add(label, *cells)
        to.print()
        to.print(table.terminal())
    to.print(" ".join([*_notes(results), NOTE]), style="dim")
    print_files(results.folder, {"csv": "account.csv", "figure": "figures/account.png"})


def _notes(results: Results) -> list[str]:
    """What a cell is."""
    replications = counted(results.manifest["replications"], "replication")
    if not (number := societies(results)):
        return [f"Mean over {replications} under the same seeds."]
    these = counted(number, "plausible society", "plausible societies")
    cell = (
        f"A cell is the median of {these} and [5 %, 95 %] of them, each the mean over "
        f"{replications} under the same seeds. Medians do not add up; means do (value in "
        "account.csv)."
    )
    return [cell, *society_notes(results.manifest)]
