"""The life of the traced issue and the hours of the traced day, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from experiments.kinds.trace import lives, timeline
from experiments.kinds.trace.issue_table import lives_of
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table
from experiments.reporting.terminal import console, print_files

COLUMNS = (
    Column("day", "number"), Column("into the working day", "number"),
    Column("days since report", "number"), Column("what happens"), Column("who"),
)  # fmt: skip


def show(results: Results) -> None:
    """Print the issue's life in each scenario, hours by activity, and where the files are."""
    manifest = results.manifest
    console().print(Text(f"\nissue {manifest['issue']}: {manifest['description']}", style="bold"))
    community, name = manifest["community"], manifest["community_name"]
    if name != f"community {community}":
        console().print(Text(f"community {community}, {name}", style="dim"))
    rows = lives_of(results)
    baseline = manifest["scenarios"][0]
    for name, life in rows.items():
        same = life == rows[baseline] and name != baseline
        _show_life(name, life, results, same)
    console().print(_hours(results).terminal())
    files = {"life": "issue.csv", "day": "segments.csv", "figures": "figures"}
    print_files(results.folder, files)


def _show_life(scenario: str, rows: Sequence[lives.Row], results: Results, same: bool) -> None:
    to = console()
    last = results.manifest["horizon_days"] + 1.0
    ending = timeline.outcome(rows, last).replace("\n", " ") if rows else "never arises"
    to.print(Text.assemble((f"\n{labels.spelled(scenario)}", "bold"), f": {ending}"))
    for lever in results.manifest["unreached"][scenario]:
        to.print(Text(f"{labels.spelled(lever)} does not reach this community", style="dim"))
    if not rows:
        to.print("The issue never arises in this scenario.")
        return
    if same:
        to.print("Its life is the same as in the baseline.")
        return
    table = Table(COLUMNS)
    for row in lives.shown(rows):
        since = "" if row.since is None else f"{row.since:.1f}"
        table.add(str(row.day), lives.clock(row.minute), since, row.words, row.who)
    to.print(table.terminal())
    if rows[0].day < 1:
        to.print(Text("days before 1 are the warm-up, before reforms begin", style="dim"))
    if all(row.happening != "reported" for row in rows):
        to.print("It stays hidden until the end of the horizon.")


def _hours(results: Results) -> Table:
    """Hours of all workers on the traced day, by activity."""
    names = results.manifest["scenarios"]
    heads = [Column(labels.spelled(name), "number") for name in names]
    table = Table([Column(""), *heads], "hours of all workers on the traced day")
    rows = results.segments
    lengths = (rows["end"] - rows["start"]).groupby([rows["scenario"], rows["activity"]]).sum() / 60
    for activity, label in labels.ACTIVITIES.items():
        cells = [float(lengths.get((name, activity), 0.0)) for name in names]
        if any(cells):
            table.add(label, *(f"{cell:.1f}" for cell in cells))
    sums = [float(lengths[lengths.index.get_level_values(0) == name].sum()) for name in names]
    table.add("all, overtime included", *(f"{value:.1f}" for value in sums))
    return table
