"""The report of a comparison: one HTML file that stands alone."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from experiments.config.plurals import counted
from experiments.kinds.compare.headline import Headline, headline, title
from experiments.kinds.compare.notes import notes
from experiments.reporting import labels
from experiments.reporting.page import appendix, number, page, paragraph, table
from experiments.reporting.results import Results

CAPTIONS = {
    "where_the_hours_go": "Hours per worker and week by activity: all that a worker is paid for, "
    "and unpaid overtime.",
    "hours_freed": "What each scenario takes off the week, and where that time went. Time is not "
    "assumed to go anywhere: workers spend it by the same rules as at baseline.",
    "issue_resolution": "Reported issues in hand, without those that are closed and waiting to "
    "come back; and how many more than at baseline have been solved for good by then. An issue "
    "closed on paper only is not solved.",
}
ABREAST = 8
"""Scenarios beside the baseline in one table: what is legible across a page of paper."""
SETTERS = {
    "user": "you",
    "territory": "the choice of the territory",
    "file": "the file from which the study started",
    "scenario": "the definition of the scenario",
}


def report(results: Results, figures: Sequence[Path]) -> str:
    """The page, with the figures inside it."""
    manifest = results.manifest
    head = headline(results)
    return page(
        "unburden: comparison",
        [
            "<h1>What is freed, and what becomes of it</h1>",
            paragraph(title(results), "quiet"),
            *_headline(head),
            *(paragraph(note, "quiet") for note in notes(results)),
            *(_figure(path) for path in figures),
            "<h2>What it rests on</h2>",
            *_overrides(results),
            *_calibration(results),
            _evidence(results),
            "<h2>To get it again</h2>",
            f"<pre>{escape(manifest['command'])}</pre>",
            paragraph(
                f"Seed {manifest['seed']}. Versions: "
                + ", ".join(f"{name} {one}" for name, one in manifest["versions"].items())
                + f". Written {manifest['created']}. manifest.json holds all settings, the seed of "
                "every run, and the versions that runs were made under.",
                "quiet",
            ),
        ],
    )


def _headline(head: Headline) -> list[str]:
    """Tables of as many scenarios as fit on a page, each led by the baseline."""
    parts = []
    for start in range(1, max(len(head.scenarios), 2), ABREAST):
        columns = [0, *range(start, min(start + ABREAST, len(head.scenarios)))]
        rows: list[list[object]] = []
        for line, cells in head.cells.items():
            label = (head.labels[line], f"{line.section}, {head.units[line].unit}")
            rows.append([label, *((cells[one].level, cells[one].below) for one in columns)])
        names = [labels.spelled(head.scenarios[one]) for one in columns]
        parts.append(table(["", *names], rows, numbers=True))
    return parts


def _figure(path: Path) -> str:
    data = b64encode(path.read_bytes()).decode()
    caption = CAPTIONS[path.stem]
    return (
        f'<figure><img alt="{escape(caption)}" src="data:image/png;base64,{data}">'
        f'<figcaption class="quiet">{escape(caption)}</figcaption></figure>'
    )


def _overrides(results: Results) -> list[str]:
    rows = results.manifest["overrides"]
    if not rows:
        return [paragraph("Every number comes from the evidence; none was set by hand.")]
    shown = [
        [
            row["path"],
            number(row["value"]),
            SETTERS[row["by"]],
            ", ".join(labels.spelled(name) for name in row["scenarios"]),
        ]
        for row in rows
    ]
    return [
        paragraph("Set in place of evidence:"),
        table(["setting", "value", "set by", "in"], shown),
    ]


def _calibration(results: Results) -> list[str]:
    told = results.manifest.get("calibration")
    if told is None:
        return []
    shown = [
        [name, number(row["value"]), _span(row), number(row["declared"]["value"]),
         _span(row["declared"])]
        for name, row in told["assumptions"].items()
    ]  # fmt: skip
    return [
        paragraph(f"Calibrated ({told['name']}, {told['file']}), not as declared:"),
        table(["assumption", "value", "range", "declared value", "declared range"], shown),
    ]


def _span(row: Mapping[str, Any]) -> str:
    return f"{number(row['low'])} to {number(row['high'])}"


def _evidence(results: Results) -> str:
    rows = [
        [
            row["id"],
            number(row["value"]),
            "" if row["low"] is None else _span(row),
            row["unit"],
            f"{row['grade']}, calibrated" if row.get("calibrated") else row["grade"],
            row["place"] or row["source"],
            row["meaning"],
            row["why"] or row["formula"],
        ]
        for row in results.manifest["evidence"]
    ]
    titles = ["id", "value", "range", "unit", "grade", "where", "meaning", "why"]
    told = (
        f"{counted(len(rows), 'number')}, each with its grade: exact, approximate and bound stand "
        "in a document at that character; derived, literature and assumed are declared "
        "assumptions with a range"
    )
    where = "they open on this line of report.html and are under evidence in manifest.json"
    return appendix(told, table(titles, rows), where)
