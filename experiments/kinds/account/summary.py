"""The account of freed time, on the terminal."""

from __future__ import annotations

from experiments.config.catalogue import BASELINE
from experiments.kinds.account.entries import columns, lines
from experiments.language import _, counted, joined, marked
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies, society_notes
from experiments.reporting.table import Column, Table
from experiments.reporting.terminal import console, print_files, print_text

NOTE = marked(
    "Time spent less: on upward work and chasing departments. Freed at equal delivery: this, and "
    "less work left undone (below 0: more is). The activities that time went to are listed below. "
    "Together they make longer or shorter days (overtime)."
)


def show(results: Results) -> None:
    """Print a table a scenario, and where the files are."""
    to = console()
    rows = results.account
    for scenario in [name for name in rows["scenario"].unique() if name != BASELINE]:
        heads = [Column(_head(world, year), "number") for world, year in columns(rows)]
        title = _("{scenario}: hours per worker and week against the baseline")
        title = title.format(scenario=labels.spelled(scenario))
        table = Table([Column(""), *heads], title)
        for label, cells in lines(rows, scenario):
            table.add(label, *cells)
        to.print()
        to.print(table.terminal())
    print_text(to, joined([*_notes(results), _(NOTE)], "sentences"), "dim")
    print_files(results.folder, {"csv": "account.csv", marked("figure"): "figures/account.png"})


def _head(world: str, year: int) -> str:
    below = _("year {year}").format(year=year)
    return f"{_(world)}\n{below}"


def _notes(results: Results) -> list[str]:
    """What a cell is."""
    replications = counted(results.manifest["replications"], "replication")
    if not (number := societies(results)):
        text = _("Mean over {replications} under the same seeds.")
        return [text.format(replications=replications)]
    these = counted(number, "plausible society", "plausible societies")
    cell = _(
        "A cell is the median of {societies} and [5 %, 95 %] of them, each the mean over "
        "{replications} under the same seeds. Medians do not add up; means do (value in "
        "account.csv)."
    ).format(societies=these, replications=replications)
    return [cell, *society_notes(results.manifest)]
