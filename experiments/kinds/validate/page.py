"""The page of a validation: every check with its passages, and every fact that has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.kinds.validate.documented_range import documented
from experiments.kinds.validate.summary import (
    DIRECTION,
    NUMBER,
    UNTESTED,
    change,
    change_digits,
    counts,
    declared,
    notes,
    percent,
    short,
    silent,
)
from experiments.reporting.figures import shown
from experiments.reporting.page import page, paragraph
from experiments.reporting.results import Results
from experiments.reporting.table import Cell, Column, Kind, filled, number

KINDS: dict[str, Kind] = {"value": "number", "meaning": "prose", "why": "prose"}
"""Kinds of columns by their titles; the others are text."""


def validation_page(results: Results, folder: Path) -> str:
    """The page, with the figures of that output folder inside it."""
    rows, manifest = results.validation, results.manifest
    parts = [
        "<h1>The model compared with the documents</h1>",
        paragraph("Nothing was fitted for it, and misses are listed as they are.", "quiet"),
        *(paragraph(line) for line in (*counts(rows), *silent(rows))),
        *_numbers(rows[rows["about"] == NUMBER]),
        *_directions(rows[rows["about"] == DIRECTION]),
        *shown(results, folder),
        *_untested(rows[rows["about"] == UNTESTED]),
        "<h2>How to read it</h2>",
        *(paragraph(note) for note in notes(results)),
        "<h2>To reproduce it</h2>",
        f"<pre>{escape(manifest['command'])}</pre>",
        paragraph(
            f"Seed {manifest['seed']}. Places are document@character; manifest.json has versions, "
            "settings and evidence, experiment=evidence the documents.",
            "quiet",
        ),
    ]
    return page("unburden: validation", parts)


def _numbers(rows: pd.DataFrame) -> list[str]:
    titles = [
        "what", "where", "documented", "declared", "5 %", "median", "95 %", "width", "kind",
        "verdict", "why",
    ]  # fmt: skip
    shown = [
        [
            Cell(row["claim"], row["unit"]), Cell(row["documents"], row["place"]),
            documented(row), declared(row), *(short(row[f"drawn_{q}"]) for q in ("05", "50", "95")),
            short(row["width"]), row["kind"], row["verdict"], row["why"],
        ]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return ["<h2>Numbers</h2>", _table(titles, shown)] if shown else []


def _directions(rows: pd.DataFrame) -> list[str]:
    titles = [
        "claim", "where", "in runs", "declared", "5 %", "median", "95 %",
        "as reported, % of draws", "draws", "kind", "verdict", "opposite", "why",
    ]  # fmt: skip
    shown = []
    for row in rows.to_dict("records"):
        digits = change_digits(row)
        passages = zip(row["documents"].split("; "), row["place"].split("; "), strict=True)
        where = "\n".join(f"{place}: {text}" for place, text in passages)
        shown.append([
            row["claim"], Cell("", where), Cell(f"{row['way']}, {row['unit']}", _compared(row)),
            declared(row), *(change(row[f"drawn_{q}"], digits) for q in ("05", "50", "95")),
            percent(row), f"{row['draws']:.0f} of {row['of']:.0f}", row["kind"], row["verdict"],
            row["opposite"], row["why"],
        ])  # fmt: skip
    return ["<h2>Directions</h2>", _table(titles, shown)] if shown else []


def _untested(rows: pd.DataFrame) -> list[str]:
    titles = ["fact", "value", "unit", "where", "meaning", "why it is compared with nothing"]
    shown = [
        [
            row["check"], number(row["low"]), row["unit"], Cell(row["documents"], row["place"]),
            row["claim"], row["why"],
        ]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return (
        ["<h2>Reported as reached, and not testable</h2>", _table(titles, shown)] if shown else []
    )


def _compared(row: Mapping[Any, Any]) -> str:
    """Outcomes and cases, as the table of data has them."""
    against = f"\nagainst {row['against']}" if row["against"] else ""
    return f"{row['outcomes']}\nin {row['case']}{against}"


def _table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return filled([Column(title, KINDS.get(title, "text")) for title in titles], rows).html()
