"""The life of the traced issue and the hours of the traced day, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from experiments.kinds.trace import lives, texts, timeline
from experiments.kinds.trace.figures import community, description
from experiments.kinds.trace.issue_table import lives_of
from experiments.language import _, marked
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table
from experiments.reporting.terminal import console, print_files, print_text

COLUMNS = (
    Column("day", "number"), Column("into the working day", "number"),
    Column("days since report", "number"), Column("what happens"), Column("who"),
)  # fmt: skip


def show(results: Results) -> None:
    """Print the issue's life in each scenario, hours by activity, and where the files are."""
    manifest = results.manifest
    title = _("\nissue {number}: {description}").format(
        number=manifest["issue"], description=description(manifest)
    )
    console().print(Text(title, style="bold"))
    number, name = manifest["community"], community(manifest)
    if name != _("community {number}").format(number=number):
        named = _("community {number}, {name}").format(number=number, name=name)
        print_text(console(), named, "dim")
    rows = lives_of(results)
    baseline = manifest["scenarios"][0]
    for name, life in rows.items():
        same = life == rows[baseline] and name != baseline
        _show_life(name, life, results, same)
    console().print(_hours(results).terminal())
    files = {marked("life"): "issue.csv", marked("day"): "segments.csv", "figures": "figures"}
    print_files(results.folder, files)


def _show_life(scenario: str, rows: Sequence[lives.Row], results: Results, same: bool) -> None:
    to = console()
    last = results.manifest["horizon_days"] + 1.0
    ending = timeline.outcome(rows, last).replace("\n", " ") if rows else _("never arises")
    ending = _(": {finding}").format(finding=ending)
    to.print(Text.assemble((f"\n{labels.spelled(scenario)}", "bold"), ending))
    for lever in results.manifest["unreached"][scenario]:
        text = _("{lever} does not reach this community").format(lever=labels.spelled(lever))
        print_text(to, text, "dim")
    if not rows:
        print_text(to, _("The issue never arises in this scenario."))
        return
    if same:
        print_text(to, _("Its life is the same as in the baseline."))
        return
    table, departments = Table(COLUMNS), results.manifest["departments"]
    for row in lives.shown(rows):
        since = "" if row.since is None else f"{row.since:.1f}"
        what, who = texts.happened(row, departments), texts.who(row, departments)
        table.add(str(row.day), lives.clock(row.minute), since, what, who)
    to.print(table.terminal())
    if rows[0].day < 1:
        print_text(to, _("days before 1 are the warm-up, before reforms begin"), "dim")
    if all(row.happening != "reported" for row in rows):
        print_text(to, _("It stays hidden until the end of the horizon."))


def _hours(results: Results) -> Table:
    """Hours of all workers on the traced day, by activity."""
    names = results.manifest["scenarios"]
    heads = [Column(labels.spelled(name), "number", given=True) for name in names]
    table = Table([Column(""), *heads], marked("hours of all workers on the traced day"))
    rows = results.segments
    lengths = (rows["end"] - rows["start"]).groupby([rows["scenario"], rows["activity"]]).sum() / 60
    for activity, label in labels.ACTIVITIES.items():
        cells = [float(lengths.get((name, activity), 0.0)) for name in names]
        if any(cells):
            table.add(label, *(f"{cell:.1f}" for cell in cells))
    sums = [float(lengths[lengths.index.get_level_values(0) == name].sum()) for name in names]
    table.add(_("all, overtime included"), *(f"{value:.1f}" for value in sums))
    return table
