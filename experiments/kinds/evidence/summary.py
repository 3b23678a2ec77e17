"""The evidence on the terminal: entries, one entry in full, or the catalogue of levers."""

from __future__ import annotations

import pandas as pd
from rich.text import Text

from experiments.kinds.evidence.listing import values
from experiments.kinds.evidence.options import EvidenceFilter
from experiments.kinds.evidence.tables import (
    checked_table,
    detail_table,
    entry_table,
    lever_table,
)
from experiments.language import _, counted, joined, marked
from experiments.reporting import own_evidence
from experiments.reporting.results import Results
from experiments.reporting.terminal import console, print_files, print_text

FILES = {"html": "evidence.html", "csv": "evidence.csv", marked("levers"): "levers.csv"}
UNSHOWN = ("turns",)
"""Columns of the catalogue for which the terminal has no room."""


def show(results: Results) -> None:
    """Print the selected entries; without a filter also the levers and the unused entries."""
    chosen = EvidenceFilter.model_validate(results.manifest["evidence"])
    own = results.manifest["evidence_file"]
    to, rows, levers = console(), results.evidence, lever_table(results.levers, UNSHOWN)
    if chosen.levers:
        to.print(levers.terminal())
    elif chosen.check is not None:
        to.print(checked_table(rows).terminal())
        text = _("{file}: no faults; {summary}")
        text = text.format(file=chosen.check, summary=own_evidence.summary(own))
        to.print(Text(text, style="bold"))
    elif chosen.id is not None:
        row = {str(name): value for name, value in rows.iloc[0].items()}
        known = results.manifest["documents"]
        documents = {name: known[name] for name in values(row, "source") if name in known}
        to.print(detail_table(row, documents).terminal())
    else:
        to.print(entry_table(rows).terminal())
        grades = joined(
            _("{number} {grade}").format(number=count, grade=_(str(grade)))
            for grade, count in rows["grade"].value_counts().items()
        )
        text = _("{entries}: {grades}")
        text = text.format(entries=counted(len(rows), "entry", "entries"), grades=grades)
        to.print(Text(text, style="bold"))
    if own is not None and chosen.check is None:
        text = _("{file}: {summary}")
        print_text(to, text.format(file=own["file"], summary=own_evidence.summary(own)))
    if not chosen.filters:
        to.print(levers.terminal())
        text = _("no setting uses {entries}: evidence.used=false lists them")
        print_text(to, text.format(entries=_unused(rows)))
    print_files(results.folder, FILES)


def _unused(rows: pd.DataFrame) -> str:
    counts = rows.loc[rows["used"] == "", "class"].value_counts().sort_index(ascending=False)
    texts = {"fact": _("{number} facts"), "assumption": _("{number} assumptions")}
    parts = [texts[str(name)].format(number=count) for name, count in counts.items()]
    both = _("{first} and {second}")
    return both.format(first=parts[0], second=parts[1]) if len(parts) > 1 else "".join(parts)
