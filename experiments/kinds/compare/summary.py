"""The headline of a comparison on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console

from experiments.costs import tables
from experiments.kinds.compare import city, community_groups, freed
from experiments.kinds.compare.headline import headline, title
from experiments.kinds.compare.lines import Headline
from experiments.kinds.compare.notes import notes
from experiments.kinds.compare.report.answers import answers
from experiments.kinds.compare.society_cells import not_told_apart, sources
from experiments.kinds.compare.years import by_year
from experiments.language import _, breadth, marked
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.scenario_key import scenario_key
from experiments.reporting.shown_scenarios import MOST, chosen
from experiments.reporting.society_notes import societies
from experiments.reporting.table import Cell, Column, Table
from experiments.reporting.terminal import console, print_files, print_text
from experiments.reporting.workforce import workforce_notes

LABELS = 32, 42
"""Characters of a label: at least, at most."""
NARROWEST = 20
"""Columns for labels below which a table has fewer scenarios."""
CELL_WIDTH = 13
GAP, EDGES = 2, 2
"""Characters between columns, and at both ends of a table."""


def show(results: Results, to: Console | None = None) -> None:
    """Print the headline of a comparison, its footnotes, and where the files are."""
    to = to or console()
    head, years = headline(results), by_year(results)
    to.print()
    print_text(to, title(results), "bold")
    shown, left_out = chosen(results, MOST, "report.html")
    others = [head.scenarios.index(name) for name in shown]
    room = max(1, (to.width - EDGES - LABELS[0]) // (CELL_WIDTH + GAP) - 1)
    if len(split := freed.freed(results)):
        for start in range(0, len(shown), room):
            to.print(freed.table(split, shown[start : start + room], LABELS[1]).terminal())
    for columns in _beside(head, others, room, to.width):
        label_width = max(1, min(LABELS[1], _left(head, columns, to.width)))
        to.print(_table(head, columns, label_width).terminal())
        if years is not None:
            to.print(_table(years, columns, label_width).terminal())
    if "city" in results.frames:
        for start in range(0, max(1, len(shown)), room):
            to.print(city.totals(results, shown[start : start + room], LABELS[1]).terminal())
        print_text(to, city.totals_note(results), "dim")
    if societies(results) > 1 and not not_told_apart(results):
        for start in range(0, len(shown), room):
            to.print(sources(results, shown[start : start + room], LABELS[1]).terminal())
    if len(tables.costs(results)):
        _costs(results, shown, room, to)
    if len(key := scenario_key(results, shown)):
        to.print(key.terminal())
    if left_out:
        print_text(to, _("{note}.").format(note=left_out))
    for note in workforce_notes(results):
        print_text(to, note)
    if len(shown) and societies(results) > 1 and (reason := not_told_apart(results)):
        print_text(to, reason, "dim")
    for line in community_groups.lines(results):
        print_text(to, line)
    for note in notes(results):
        print_text(to, note, "dim")
    for said in answers(results):
        to.print()
        print_text(to, said.question, "bold")
        print_text(to, said.lead)
    to.print()
    print_files(results.folder, {marked("report"): "report.html", marked("figures"): "figures"})


def _costs(results: Results, scenarios: list[str], room: int, to: Console) -> None:
    """Tables of costs and their notes."""
    to.print(tables.ranked(results).terminal())
    for start in range(0, len(scenarios), room):
        some = scenarios[start : start + room]
        to.print(tables.budgets(results, some).terminal())
        to.print(tables.standard(results, some).terminal())
    for note in (*tables.notes(results), _(tables.STANDARD_NOTE)):
        print_text(to, note, "dim")


def _beside(head: Headline, others: list[int], room: int, width: int) -> Iterator[list[int]]:
    """Columns of each table: the baseline, and scenarios that leave room for labels.

    Parameters: the headline; scenarios; how many there are at most; columns of the terminal.
    """
    number = min(room, max(1, len(others)))
    while number > 1 and any(
        _left(head, [0, *others[start : start + number]], width) < NARROWEST
        for start in range(0, len(others), number)
    ):
        number -= 1
    for start in range(0, max(1, len(others)), number):
        yield [0, *others[start : start + number]]


def _left(head: Headline, columns: list[int], width: int) -> int:
    """Columns of the terminal that are left for labels."""
    return width - EDGES - sum(_width(head, column) + GAP for column in columns)


def _width(head: Headline, column: int) -> int:
    """Columns of the terminal that the widest cell of a scenario takes."""
    cells = (values[column] for values in head.cells.values())
    lines = (line for cell in cells for line in (cell.level, *cell.below.split("\n")))
    return max([CELL_WIDTH, *map(breadth, lines)])


def _table(head: Headline, columns: list[int], label_width: int) -> Table:
    """The table for some of the scenarios, the baseline first."""
    names = [labels.spelled(head.scenarios[column]).replace(" ", "\n", 1) for column in columns]
    heads = [Column(name, "number", CELL_WIDTH, given=True) for name in names]
    table = Table([Column("", width=label_width), *heads])
    for line, cells in head.cells.items():
        table.section(line.section)
        unit = head.units[line].short
        values = (cells[column] for column in columns)
        table.add(
            _("{label}, {unit}").format(label=head.labels[line], unit=unit),
            *(Cell(cell.level, cell.below.rstrip()) for cell in values),
        )
    return table
