"""The page of a validation: every check with its passages, and every fact that has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.kinds.validate.documented_range import documented
from experiments.kinds.validate.summary import (
    DIRECTION,
    NUMBER,
    UNTESTED,
    by_year,
    change,
    change_digits,
    counts,
    members,
    notes,
    percent,
    percentile,
    reference,
    sectioned,
    short,
    silent,
)
from experiments.language import _
from experiments.reporting import own_evidence
from experiments.reporting.figures import shown
from experiments.reporting.meanings import meaning, unit
from experiments.reporting.page import page, paragraph
from experiments.reporting.results import Results
from experiments.reporting.table import Cell, Column, Kind, Table, number

KINDS: dict[str, Kind] = {"value": "number", "meaning": "prose", "why": "prose"}
"""Kinds of columns by their titles; the others are text."""


def validation_page(results: Results, folder: Path) -> str:
    """The page, with the figures of that output folder inside it."""
    rows, manifest = results.validation, results.manifest
    of = members(manifest)
    parts = [
        "<h1>The model compared with the documents</h1>",
        paragraph("Nothing was fitted for it, and misses are listed as they are.", "quiet"),
        *(paragraph(line) for line in (*counts(rows), *silent(rows, of))),
        *_numbers(rows[rows["about"] == NUMBER], of),
        *_directions(rows[rows["about"] == DIRECTION], of),
        *_years(results),
        *shown(results, folder),
        *_untested(rows[rows["about"] == UNTESTED]),
        "<h2>How to read it</h2>",
        *(paragraph(note) for note in notes(results)),
        *own_evidence.section(manifest),
        "<h2>To reproduce it</h2>",
        f"<pre>{escape(manifest['command'])}</pre>",
        paragraph(
            f"Seed {manifest['seed']}. Places are document@character; manifest.json has versions, "
            "settings and evidence, experiment=evidence the documents.",
            "quiet",
        ),
    ]
    return page("unburden: validation", parts)


def _numbers(rows: pd.DataFrame, of: str) -> list[str]:
    titles = [
        "what", "where", "documented", "reference", "5 %", "median", "95 %", "percentile", "width",
        "kind", "verdict", "why",
    ]  # fmt: skip
    table = _table(titles)
    for row in sectioned(table, rows, of):
        table.add(
            Cell(row["claim"], row["unit"]), Cell(row["documents"], row["place"]),
            documented(row), reference(row),
            *(short(row[f"predicted_{q}"]) for q in ("05", "50", "95")),
            percentile(row), short(row["width"]), row["kind"], row["verdict"], row["why"],
        )  # fmt: skip
    return ["<h2>Numbers</h2>", table.html()] if len(table) else []


def _directions(rows: pd.DataFrame, of: str) -> list[str]:
    titles = [
        "claim", "where", "in runs", "reference", "5 %", "median", "95 %", "least",
        f"as reported, % of {of}", "other way, %", of, "kind", "verdict", "opposite", "why",
    ]  # fmt: skip
    table = _table(titles)
    for row in sectioned(table, rows, of):
        digits = change_digits(row)
        passages = zip(row["documents"].split("; "), row["place"].split("; "), strict=True)
        where = "\n".join(f"{place}: {text}" for place, text in passages)
        table.add(
            row["claim"], Cell("", where), Cell(f"{row['way']}, {row['unit']}", _compared(row)),
            reference(row), *(change(row[f"predicted_{q}"], digits) for q in ("05", "50", "95")),
            short(row["least"]), percent(row), percent(row, "opposite"),
            f"{row['societies']:.0f} of {row['of']:.0f}", row["kind"], row["verdict"],
            row["refuted_by"], row["why"],
        )  # fmt: skip
    return ["<h2>Directions</h2>", table.html()] if len(table) else []


def _years(results: Results) -> list[str]:
    if "years" not in results.frames:
        return []
    return ["<h2>Years apart</h2>", by_year(results.years).html()]


def _untested(rows: pd.DataFrame) -> list[str]:
    titles = ["fact", "value", "unit", "where", "meaning", "why it is compared with nothing"]
    table = _table(titles)
    for row in rows.to_dict("records"):
        table.add(
            row["check"], number(row["low"]), unit(row["unit"]),
            Cell(row["documents"], _(row["place"])), meaning(row["claim"]), row["why"],
        )  # fmt: skip
    head = "<h2>Reported as reached, and not testable</h2>"
    return [head, table.html()] if len(table) else []


def _compared(row: Mapping[Any, Any]) -> str:
    """Outcomes and cases, as the table of data has them."""
    against = f"\nagainst {row['against']}" if row["against"] else ""
    return f"{row['outcomes']}\nin {row['case']}{against}"


def _table(titles: Sequence[str]) -> Table:
    return Table([Column(title, KINDS.get(title, "text")) for title in titles])
