"""The page of a validation: every check with where it is told, and every fact that has none."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.config.plurals import counted
from experiments.kinds.calibrate.summary import documented
from experiments.kinds.validate.summary import (
    DIRECTION,
    NUMBER,
    UNTESTED,
    chance,
    change,
    change_digits,
    counts,
    declared,
    notes,
    short,
    silent,
)
from experiments.reporting.page import number, page, paragraph, table
from experiments.reporting.results import Results

CAPTIONS = {
    "numbers": "What runs have, as a share of what is documented (1).",
    "directions": "Share of draws that go the way that is told.",
}


def validation_page(results: Results, figures: Sequence[Path]) -> str:
    """The page, with the figures inside it."""
    rows, manifest = results.validation, results.manifest
    parts = [
        "<h1>The model held against the documents</h1>",
        paragraph("Nothing was fitted for it, and what is missed stands here as it is.", "quiet"),
        *(paragraph(line) for line in (*counts(rows), *silent(rows))),
        *_numbers(rows[rows["about"] == NUMBER]),
        *_directions(rows[rows["about"] == DIRECTION]),
        *(_figure(path) for path in figures),
        *_untested(rows[rows["about"] == UNTESTED]),
        "<h2>How to read it</h2>",
        *(paragraph(note) for note in notes(results)),
        *_calibration(manifest),
        "<h2>To get it again</h2>",
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
            (row["claim"], row["unit"]), (row["documents"], _place(row)), documented(row),
            _declared(row), *(short(row[f"drawn_{q}"]) for q in ("05", "50", "95")),
            short(row["width"]), row["kind"], row["verdict"], row["why"],
        ]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return ["<h2>Numbers</h2>", table(titles, shown)] if shown else []


def _directions(rows: pd.DataFrame) -> list[str]:
    titles = [
        "what is told", "where", "in runs", "declared", "5 %", "median", "95 %",
        "as told, % of draws", "draws", "kind", "verdict", "against it would speak", "why",
    ]  # fmt: skip
    shown = []
    for row in rows.to_dict("records"):
        digits = change_digits(row)
        told = zip(row["documents"].split("; "), row["place"].split("; "), strict=True)
        where = "\n".join(f"{place}: {words}" for place, words in told)
        shown.append([
            row["claim"], ("", where), (f"{row['way']}, {row['unit']}", _compared(row)),
            _declared(row), *(change(row[f"drawn_{q}"], digits) for q in ("05", "50", "95")),
            chance(row), f"{row['draws']:.0f} of {row['of']:.0f}", row["kind"], row["verdict"],
            row["opposite"], row["why"],
        ])  # fmt: skip
    return ["<h2>Directions</h2>", table(titles, shown)] if shown else []


def _untested(rows: pd.DataFrame) -> list[str]:
    titles = ["fact", "value", "unit", "where", "meaning", "why it is held against nothing"]
    shown = [
        [
            row["check"], number(row["low"]), row["unit"], (row["documents"], row["place"]),
            row["claim"], row["why"],
        ]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return ["<h2>Told as reached, and not testable</h2>", table(titles, shown)] if shown else []


def _compared(row: Mapping[Any, Any]) -> str:
    """Outcomes and cases, as the table of data has them."""
    against = f"\nagainst {row['against']}" if row["against"] else ""
    return f"{row['outcomes']}\nin {row['case']}{against}"


def _place(row: Mapping[Any, Any]) -> str:
    return str(row["place"])


def _declared(row: Mapping[Any, Any]) -> tuple[str, str]:
    mean, _, ends = declared(row).partition("\n")
    return mean, ends


def _figure(path: Path) -> str:
    data = b64encode(path.read_bytes()).decode()
    caption = escape(CAPTIONS[path.stem])
    return (
        f'<figure><img alt="{caption}" src="data:image/png;base64,{data}">'
        f'<figcaption class="quiet">{caption}</figcaption></figure>'
    )


def _calibration(manifest: Mapping[str, Any]) -> list[str]:
    told = manifest.get("calibration")
    if told is None:
        return []
    count = counted(len(told["assumptions"]), "assumption")
    line = f"{count} as calibrated ({told['name']}, {told['file']}), not as declared."
    return [paragraph(line)]
