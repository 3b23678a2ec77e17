"""The evidence on the terminal: entries, one entry in full, or the catalogue of levers."""

from __future__ import annotations

import pandas as pd
from rich.text import Text

from experiments.kinds.evidence.listing import values
from experiments.kinds.evidence.options import EvidenceFilter
from experiments.kinds.evidence.tables import (
    checked_table,
    detail_table,
    documents_table,
    entry_table,
    grades_table,
    lever_table,
)
from experiments.language import _, counted, joined, marked
from experiments.reporting import own_evidence
from experiments.reporting.results import Results
from experiments.reporting.table import Column, filled
from experiments.reporting.terminal import console, print_files, print_text

FILES = {"html": "evidence.html", "csv": "evidence.csv", marked("levers"): "levers.csv"}
UNSHOWN = ("turns",)
"""Columns of the catalogue for which the terminal has no room."""


ASKED = {
    "evidence.id=overlap": marked("one entry in full, and what uses it"),
    "evidence.about=meeting": marked("entries with this text in their id, meaning or use"),
    "evidence.lever=one_table": marked("what a lever is based on"),
    "evidence.grade=assumed": marked("entries of one grade"),
    "evidence.source=001": marked("entries from one document"),
    "evidence.used=false": marked("entries that no setting uses"),
    "evidence.levers=true": marked("every lever and shock"),
}
"""What prints rows, and which; an example each."""


def show(results: Results) -> None:
    """Print the selected entries; without a filter how many there are, and how to ask for some."""
    chosen = EvidenceFilter.model_validate(results.manifest["evidence"])
    own = results.manifest["evidence_file"]
    to, rows = console(), results.evidence
    if chosen.levers:
        to.print(lever_table(results.levers, UNSHOWN).terminal())
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
    elif chosen.filters:
        to.print(entry_table(rows).terminal())
        grades = joined(
            _("{number} {grade}").format(number=count, grade=_(str(grade)))
            for grade, count in rows["grade"].value_counts().items()
        )
        text = _("{entries}: {grades}")
        text = text.format(entries=_entries(rows), grades=grades)
        to.print(Text(text, style="bold"))
    else:
        for table in (grades_table(rows), documents_table(rows, results.manifest["documents"])):
            to.print(table.terminal())
        text = _("{entries}, and {levers} levers and shocks. These print some of them:")
        print_text(to, text.format(entries=_entries(rows), levers=len(results.levers)), "bold")
        asked = [(f"unburden experiment=evidence {key}", _(what)) for key, what in ASKED.items()]
        to.print(filled([Column("", "name"), Column("")], asked).terminal())
        to.print()
    if own is not None and chosen.check is None:
        text = _("{file}: {summary}")
        print_text(to, text.format(file=own["file"], summary=own_evidence.summary(own)))
    print_files(results.folder, FILES)


def _entries(rows: pd.DataFrame) -> str:
    return counted(len(rows), "entry", "entries")
