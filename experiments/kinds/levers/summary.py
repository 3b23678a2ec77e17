"""The table of every lever and shock alone, on the terminal."""

from __future__ import annotations

from experiments.costs import tables
from experiments.kinds.levers.effects import EFFECTS, effects_of
from experiments.language import _, counted, joined, marked
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.society_cells import CELL_NOTE
from experiments.reporting.society_notes import societies, society_notes
from experiments.reporting.table import Column, Table
from experiments.reporting.terminal import console, print_files, print_text
from experiments.reporting.workforce import workforce_notes

HEAD_WIDTH = 12
"""Characters in a line of a column's title."""
OUTCOMES_NOTE = marked(
    "Freed at equal "
    "delivery: upward work and chasing, as if every form were delivered with true figures. Days: "
    "mean days from report to a lasting solution, of at most 60. "
    "Promises kept: share of issues solved within the promised days, which falls when easy "
    "issues (certificates) stop coming. Hours of departments: response and work handed back. "
    "Others: street staff, residents, volunteers, merchants, partners."
)
NOTE = marked(
    "Change against the baseline under the same seeds; ± is half of a 95 % interval, paired t, "
    "which is simulation error only. †: primary outcomes; *: below 0.05 after correction, of "
    "primary outcomes by Holm over all levers and primary outcomes, of the others as a false "
    "discovery rate (Benjamini and Yekutieli) over all levers and other outcomes. {outcomes} Same:"
    " no difference in any pair. None: no pair has a value, as where the horizon is too short. An "
    "effect without ±: all pairs that have a value are equal, or there is only one. All levers are"
    " compared with the same baseline runs. Monte Carlo noise in those runs shifts every row "
    "alike, so small effects of the same sign in many rows mean little."
)
SOCIETIES_NOTE = marked(
    "Change against the baseline of the same society under the same seed. {cells} †: primary "
    "outcomes. {outcomes} Same: no difference in any run. None: some society has no value, as "
    "where the horizon is too short. The interval has chance in it as well as assumptions: where "
    "replications are few, it is wider than assumptions alone make it."
)


def show(results: Results) -> None:
    """Print effects with their intervals, a row a lever, and where the files are."""
    rows = results.levers
    table = Table([Column("lever", "name"), *columns(results)])
    for name in rows["lever"].unique():
        table.add(labels.spelled(name), *effects_of(rows, name))
    to = console()
    to.print(table.terminal())
    print_text(to, note(results), "dim")
    for line in workforce_notes(results):
        print_text(to, line)
    files = {marked("table"): "levers.html", "csv": "levers.csv"}
    files[marked("figure")] = "figures/levers.png"
    if len(tables.costs(results)):
        to.print(tables.ranked(results).terminal())
        print_text(to, _("Who pays, a line for each lever: levers.html, budgets.csv."))
        for line in tables.notes(results):
            print_text(to, line, "dim")
        files |= {marked("costs"): "costs.csv"}
    print_files(results.folder, files)


def columns(results: Results) -> list[Column]:
    """A column an effect, titled with its unit; primary outcomes have a dagger."""
    return [
        Column(effect.titled(results.levers) + "†" * effect.primary, "number", HEAD_WIDTH)
        for effect in EFFECTS
    ]


def note(results: Results) -> str:
    """How the table is read."""
    replications = counted(results.manifest["replications"], "replication")
    if number := societies(results):
        these = counted(number, "plausible society", "plausible societies")
        runs = _("{societies}, {replications} each.").format(
            societies=these, replications=replications
        )
        read = _(SOCIETIES_NOTE).format(cells=_(CELL_NOTE), outcomes=_(OUTCOMES_NOTE))
        return joined([runs, read, *society_notes(results.manifest)], "sentences")
    runs = _("{sentence}.").format(sentence=replications)
    return joined([runs, _(NOTE).format(outcomes=_(OUTCOMES_NOTE))], "sentences")
