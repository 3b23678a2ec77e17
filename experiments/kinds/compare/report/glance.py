"""Scenarios at a glance: a row for each, with what it is and its primary outcomes."""

from __future__ import annotations

from experiments.config.outcomes import STANDARD
from experiments.kinds.compare import freed
from experiments.kinds.compare.headline import headline
from experiments.kinds.compare.lines import Line, shown_lines
from experiments.kinds.compare.report.answer import HOURS_FREED
from experiments.kinds.compare.report.phrases import capital
from experiments.language import _
from experiments.reporting.labels import spelled
from experiments.reporting.results import Results
from experiments.reporting.table import Cell, Column, Table


def glance(results: Results) -> Table:
    """Scenarios as rows, primary outcomes as columns.

    So that any number of scenarios fits on a page of paper, which has room for few columns.
    """
    by_outcome = {line.outcome: line for line in shown_lines(results)}
    if freed.refused(results):
        by_outcome.pop(HOURS_FREED, None)
    wanted: list[Line] = [by_outcome[one] for one in STANDARD if one in by_outcome]
    head = headline(results, wanted)
    said = results.manifest.get("descriptions", {})
    titled = _("{label}, {unit}")
    titles = [
        titled.format(label=line.outcome.label, unit=head.units[line].short) for line in head.cells
    ]
    table = Table([Column("scenario"), *(Column(capital(title), "number") for title in titles)])
    for place, name in enumerate(head.scenarios):
        cells = [cells[place] for cells in head.cells.values()]
        what = _(said[name]) if place and name in said else ""
        label = Cell(capital(spelled(name)), "" if what == spelled(name) else what)
        table.add(label, *(Cell(cell.level, cell.below) for cell in cells))
    return table
