"""Tables on the terminal."""

from __future__ import annotations

from textwrap import fill

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.kinds.compare.headline import Headline, headline, title
from experiments.kinds.compare.notes import notes
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.shown_scenarios import MOST, chosen
from experiments.reporting.terminal import console, print_files

LABEL_WIDTH = 42
CELL_WIDTH = 15


def print_comparison(results: Results, to: Console | None = None) -> None:
    """The headline of a comparison, its footnotes, and where the rest lies."""
    to = to or console()
    head = headline(results)
    to.print(Text(f"\n{title(results)}", style="bold"))
    shown, left_out = chosen(results, MOST, "report.html")
    others = [head.scenarios.index(name) for name in shown]
    label_width = min(LABEL_WIDTH, to.width - 2 * CELL_WIDTH)
    room = max(1, (to.width - label_width) // CELL_WIDTH - 1)
    for start in range(0, max(1, len(others)), room):
        to.print(_block(head, [0, *others[start : start + room]], label_width))
    if left_out:
        to.print(Text(f"{left_out}."))
    for note in notes(results):
        to.print(Text(note, style="dim"))
    to.print()
    print_files(results.folder, {"report": "report.html", "figures": "figures"})


def _block(head: Headline, columns: list[int], label_width: int) -> Table:
    """The table for some of the scenarios, the baseline first."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("", width=label_width - 2)
    for column in columns:
        name = labels.spelled(head.scenarios[column])
        table.add_column(Text(name.replace(" ", "\n", 1)), justify="right", overflow="fold")
    section = ""
    for line, cells in head.cells.items():
        if line.section != section:
            section = line.section
            table.add_row(Text(section, style="bold"))
        texts = [
            Text.assemble(cells[column].level, (f"\n{cells[column].below}".rstrip(), "dim"))
            for column in columns
        ]
        unit = head.units[line].sign.strip() or head.units[line].unit
        label = fill(
            f"{head.labels[line]}, {unit}",
            label_width - 2,
            initial_indent="  ",
            subsequent_indent="    ",
        )
        table.add_row(Text(label), *texts)
    return table
