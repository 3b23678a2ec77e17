"""The page of every lever and shock: its definition, its evidence, and its effect alone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from experiments.costs import tables
from experiments.costs.section import section
from experiments.kinds.evidence.lever_catalogue import HEAD, Entry, cells
from experiments.kinds.evidence.tables import lever_cells
from experiments.kinds.levers.effects import effects_of
from experiments.kinds.levers.summary import columns, note
from experiments.language import _
from experiments.reporting import page as pages
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table
from experiments.reporting.workforce import workforce_notes


def page(results: Results, entries: Sequence[Entry]) -> str:
    """The page, a row a lever."""
    below = [name for name in HEAD if name not in ("lever", "what")]
    table = Table([Column("what"), *columns(results), *(Column(name, "detail") for name in below)])
    for entry in entries:
        words = lever_cells(cells(entry))
        effects = effects_of(results.levers, entry.name)
        table.add(words["what"], *effects, *(words[name] for name in below))
    parts = [
        f"<h1>{escape(_('Every lever alone'))}</h1>",
        pages.paragraph(note(results), "quiet"),
        *(pages.paragraph(line) for line in workforce_notes(results)),
        table.html(cards=True),
        *_costs(results),
    ]
    return pages.page(_("unburden: levers"), parts, wide=True)


def _costs(results: Results) -> list[str]:
    """What levers cost and buy, and who pays; nothing without costs."""
    return section(results, [tables.payers(results)]) if len(tables.costs(results)) else []
