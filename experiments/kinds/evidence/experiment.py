"""The experiment `evidence`: what every number rests on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.config import calibration, options
from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError, nearest
from experiments.config.plurals import counted
from experiments.config.study import Study
from experiments.kinds.compare.summary import console, print_places
from experiments.kinds.evidence.lever_catalogue import HEAD, Entry, cells, register
from experiments.kinds.evidence.options import EvidenceFilter, EvidenceOptions
from experiments.reporting import page, provenance
from experiments.reporting.frames import write_frames
from experiments.reporting.manifest import head
from experiments.reporting.results import write_manifest
from experiments.runs.dry_run import begins
from experiments.runs.storage.output import Output
from sim.evidence import Ledger

SHOWN = ("id", "value", "range", "unit", "grade", "role", "where", "meaning")
Row = dict[str, Any]
WORD = re.compile(r"[a-z_][a-z0-9_]*")
LEVER = re.compile(r"\b(?:levers|shocks)\.([a-z_]+)\.")


def main(study: Study) -> None:
    """List the entries asked for on the terminal; leave all their columns as CSV and HTML."""
    chosen = options.read(EvidenceOptions, study.options)
    ledger, _ = calibration.opened(chosen.calibration)
    rows = listed(ledger, provenance.uses(study.scenarios([BASELINE], ledger)))
    picked = pick(rows, chosen.evidence)
    output = Output.of(study, chosen)
    begins()
    output.write(lambda aside: _write(picked, register(ledger), study, aside))
    to = console()
    if chosen.evidence.levers:
        _print_register(ledger, to)
    elif chosen.evidence.id is not None:
        _print_entry(picked[0], ledger, to)
    else:
        _print_rows(picked, to)
    if chosen.evidence == EvidenceFilter():
        _print_foundations(rows, ledger, to)
    files = {"html": "evidence.html", "csv": "evidence.csv", "levers": "levers.csv"}
    print_places(output.folder, files)


def listed(ledger: Ledger, uses: Mapping[str, Sequence[str]]) -> list[Row]:
    """The ledger's rows, each with the settings, or formulas of used entries, that rest on it."""
    rows = {row["id"]: {**row, "reference": provenance.reference(row)} for row in ledger.table()}
    used = {name: list(uses.get(row["reference"], ())) for name, row in rows.items()}
    waiting = [name for name in rows if used[name]]
    while waiting:
        name = waiting.pop()
        for part in sorted(set(WORD.findall(rows[name]["formula"] or "")) & set(rows)):
            if not used[part]:
                waiting.append(part)
            if (by := f"formula of {name}") not in used[part]:
                used[part].append(by)
    return [{**row, "used": ", ".join(used[name])} for name, row in rows.items()]


def pick(rows: list[Row], by: EvidenceFilter) -> list[Row]:
    """Rows that pass the filter. Raises InputError for a word that no entry has."""
    if by.used is not None:
        rows = [row for row in rows if bool(row["used"]) == by.used]
    for key in ("grade", "role", "source", "lever", "id"):
        word = getattr(by, key)
        if word is None:
            continue
        known = sorted({one for row in rows for one in _words(row, key)})
        word = word.rpartition(":")[2] if key == "id" else word
        if word not in known:
            there = f"; there are {', '.join(known)}" if len(known) < 20 else ""
            raise InputError(f"evidence.{key}", word, f"no entry{there}{nearest(word, known)}")
        rows = [row for row in rows if word in _words(row, key)]
    return rows


def _words(row: Row, key: str) -> set[str]:
    if key == "source":
        return {one.partition("@")[0].strip() for one in row["source"].split(";")} - {""}
    if key == "lever":
        return set(LEVER.findall(row["used"]))
    return {row[key]} - {""}


def _range(row: Row) -> str:
    if row["low"] is None:
        return ""
    return f"{page.number(row['low'])} to {page.number(row['high'])}"


def _shown(row: Row) -> list[str]:
    extra = {"range": _range(row), "where": row["place"] or row["source"]}
    return [page.number({**row, **extra}[name]) for name in SHOWN]


def _print_rows(rows: list[Row], to: Console) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in SHOWN:
        table.add_column(
            name,
            justify="right" if name == "value" else "left",
            no_wrap=name in ("id", "value", "grade"),
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(Text(one) for one in _shown(row)))
    to.print(table)
    grades = pd.Series([row["grade"] for row in rows]).value_counts()
    counts = ", ".join(f"{count} {grade}" for grade, count in grades.items())
    to.print(Text(f"{counted(len(rows), 'entry', 'entries')}: {counts}", style="bold"))


def _print_foundations(rows: list[Row], ledger: Ledger, to: Console) -> None:
    """The register of levers and shocks, and what nothing rests on."""
    _print_register(ledger, to)
    unused = Counter(row["class"] for row in rows if not row["used"])
    told = " and ".join(f"{count} {name}s" for name, count in sorted(unused.items(), reverse=True))
    to.print(Text(f"no setting rests on {told}: evidence.used=false lists them"))


def _print_register(ledger: Ledger, to: Console) -> None:
    """What each lever and shock is, whom it touches, what it rests on."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in ("lever", "what", "documents", "acts on", "its own numbers"):
        table.add_column(name, no_wrap=name == "lever", overflow="fold")
    for one in register(ledger):
        cells = (one.name, one.title, ", ".join(one.documents), ", ".join(one.actors))
        table.add_row(*map(Text, (*cells, one.foundation)))
    to.print(table)


def _print_entry(row: Row, ledger: Ledger, to: Console) -> None:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2))
    table.add_row(Text("reference", style="dim"), Text(row["reference"], style="bold"))
    for name, value in row.items():
        if name not in ("id", "class", "reference") and value not in (None, ""):
            table.add_row(Text(name, style="dim"), Text(page.number(value)))
    for name in _words(row, "source"):
        if name in ledger.sources:
            source = ledger.sources[name]
            told = f"{source.title}, {source.issuer}, {source.date}"
            table.add_row(Text(f"document {name}", style="dim"), Text(told))
    to.print(table)


def _write(rows: list[Row], levers: list[Entry], study: Study, folder: Path) -> None:
    table = pd.DataFrame([cells(one) for one in levers], columns=list(HEAD))
    write_frames({"evidence.csv": pd.DataFrame(rows), "levers.csv": table}, folder)
    titles = [*SHOWN, "why", "used"]
    body = [[*_shown(row), row["why"] or row["formula"], row["used"]] for row in rows]
    parts = [
        "<h1>What the numbers rest on</h1>",
        page.paragraph(
            "Facts stand in a document at that character; assumptions are declared with a range "
            "and a reason. 'Used' names the settings that rest on an entry.",
            "quiet",
        ),
        page.table(titles, body),
        "<h1>Levers and shocks</h1>",
        page.table(HEAD, [cells(one) for one in levers]),
    ]
    (folder / "evidence.html").write_text(page.page("unburden: evidence", parts), encoding="utf-8")
    write_manifest({**head(study), "entries": len(rows)}, folder)
