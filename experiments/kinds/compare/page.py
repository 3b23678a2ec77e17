"""The report of a comparison: one HTML file without other files."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from experiments.config.messages import counted
from experiments.costs import tables
from experiments.costs.section import section as costs
from experiments.kinds.compare import community_groups, fairness, freed
from experiments.kinds.compare.city import section
from experiments.kinds.compare.headline import headline, title
from experiments.kinds.compare.lines import Headline
from experiments.kinds.compare.notes import background, notes
from experiments.kinds.compare.sentences import sentences
from experiments.kinds.compare.society_cells import ONE_REPLICATION, sources, told_apart
from experiments.kinds.compare.years import by_year
from experiments.reporting import labels, own_evidence, place_table
from experiments.reporting.figures import shown
from experiments.reporting.page import appendix, page, paragraph
from experiments.reporting.results import Results
from experiments.reporting.scenario_key import scenario_key
from experiments.reporting.society_notes import societies
from experiments.reporting.table import Cell, Column, Table, filled, number
from experiments.reporting.workforce import workforce_notes

ABREAST = 8
"""Scenarios beside the baseline in one table of a printed page."""
SETTERS = {
    "user": "you",
    "place": "the file of the place",
    "territory": "the choice of the territory",
    "file": "the file from which the study started",
    "scenario": "the definition of the scenario",
}


def report(results: Results, folder: Path) -> str:
    """The page, with the figures of that output folder inside it."""
    manifest = results.manifest
    head, years = headline(results), by_year(results)
    return page(
        "unburden: comparison",
        [
            "<h1>Hours freed, and what becomes of them</h1>",
            paragraph(title(results), "quiet"),
            *_key(results),
            *(paragraph(sentence) for sentence in sentences(results)),
            *(paragraph(note) for note in workforce_notes(results)),
            *_freed(results),
            *_headline(head),
            *(["<h2>The first and the last year</h2>", *_headline(years)] if years else []),
            *community_groups.section(results),
            *section(results, ABREAST),
            *_sources(results),
            *_costs(results),
            *fairness.section(results),
            *(paragraph(note, "quiet") for note in notes(results)),
            *shown(results, folder),
            "<h2>How to read the table</h2>",
            *(paragraph(note) for note in background(results)),
            *_districts(results),
            *place_table.section(manifest),
            "<h2>What the results are based on</h2>",
            *_overrides(results),
            *_societies(results),
            *own_evidence.section(manifest),
            _evidence(results),
            "<h2>How to reproduce this page</h2>",
            f"<pre>{escape(manifest['command'])}</pre>",
            *_code(manifest),
            paragraph(
                f"Seed {manifest['seed']}. Versions: "
                + ", ".join(f"{name} {version}" for name, version in manifest["versions"].items())
                + f". Written {manifest['created']}. manifest.json holds all settings, the seed of "
                "every run, and the versions that runs were made under.",
                "quiet",
            ),
        ],
    )


def _code(manifest: Mapping[str, Any]) -> list[str]:
    """Code of users that the command runs: without the same code it gives other results."""
    listed = [
        f"{one['kind']} {one['name']} ({one.get('package') or one['file']}, digest {one['source']})"
        for one in manifest.get("code", ())
    ]
    return [paragraph(f"It runs code of the user: {', '.join(listed)}.", "quiet")] if listed else []


def _key(results: Results) -> list[str]:
    """What each scenario is."""
    key = scenario_key(results, results.manifest["scenarios"][1:])
    return [key.html()] if len(key) else []


def _freed(results: Results) -> list[str]:
    """What each scenario frees, in tables of as many scenarios as fit on a page."""
    rows = freed.freed(results)
    names = list(dict.fromkeys(rows["scenario"])) if len(rows) else []
    starts = range(0, len(names), ABREAST)
    tables = [freed.table(rows, names[start : start + ABREAST]).html() for start in starts]
    return [*tables, paragraph(freed.NOTE, "quiet")] if names else []


def _headline(head: Headline) -> list[str]:
    """Tables of as many scenarios as fit on a page, each led by the baseline."""
    parts = []
    for start in range(1, max(len(head.scenarios), 2), ABREAST):
        abreast = [0, *range(start, min(start + ABREAST, len(head.scenarios)))]
        names = [labels.spelled(head.scenarios[number]) for number in abreast]
        table = Table([Column(""), *(Column(name, "number") for name in names)])
        for line, cells in head.cells.items():
            label = Cell(head.labels[line], f"{line.section}, {head.units[line].unit}")
            values = (cells[number] for number in abreast)
            table.add(label, *(Cell(value.level, value.below) for value in values))
        parts.append(table.html())
    return parts


def _sources(results: Results) -> list[str]:
    """What the spread over societies comes from; a note where it cannot be told."""
    if societies(results) and not told_apart(results):
        return [paragraph(ONE_REPLICATION, "quiet")]
    names = results.manifest["scenarios"][1:] if societies(results) else []
    starts = range(0, len(names), ABREAST)
    return [sources(results, names[start : start + ABREAST]).html() for start in starts]


def _costs(results: Results) -> list[str]:
    """What scenarios cost and buy, who pays, and forms by the standard cost model."""
    if tables.costs(results).empty:
        return []
    names = results.manifest["scenarios"][1:]
    parts = [
        some for start in range(0, len(names), ABREAST) if (some := names[start : start + ABREAST])
    ]
    shown = [
        *(tables.budgets(results, some) for some in parts),
        *(tables.standard(results, some) for some in parts),
    ]
    return costs(results, shown, [tables.STANDARD_NOTE])


def _districts(results: Results) -> list[str]:
    """What the column `community` of tables means, of a city."""
    place = next(iter(results.manifest["settings"].values()))["territory"]
    if place.get("districts", 1) == 1:
        return []
    raised = ", whose totals are raised to all of its streets" if place["sampled"] < 1 else ""
    numbered = "In measures.parquet the column community numbers the districts of the city"
    return [paragraph(f"{numbered}{raised}.")]


def _overrides(results: Results) -> list[str]:
    rows = results.manifest["overrides"]
    if not rows:
        return [paragraph("Every number comes from the evidence; none was set by hand.")]
    shown = [
        [
            row["path"],
            row["value"],
            SETTERS[row["by"]],
            ", ".join(labels.spelled(name) for name in row["scenarios"]),
        ]
        for row in rows
    ]
    return [
        paragraph("Set in place of evidence:"),
        filled(
            [Column("setting"), Column("value", "number"), Column("set by"), Column("in")], shown
        ).html(),
    ]


def _societies(results: Results) -> list[str]:
    used = results.manifest.get("societies")
    if used is None:
        return []
    origin = used["origin"]
    lines = [
        f"{counted(used['societies'], 'society', 'societies')} of {used['of']} in {used['file']}, "
        f"made by {origin['command']} with seed {origin['seed']} ({origin['territory']}). In each "
        "every assumption has a value of its own; the values below are the declared ones."
    ]
    return [paragraph(line) for line in [*lines, *filter(None, [used["stale"]])]]


def _span(row: Mapping[str, Any]) -> str:
    return f"{number(row['low'])} to {number(row['high'])}"


def _evidence(results: Results) -> str:
    table = Table([
        Column("id", "name"), Column("value", "number"), Column("range"), Column("unit"),
        Column("grade"), Column("where"), Column("meaning", "prose"), Column("why", "prose"),
    ])  # fmt: skip
    for row in results.manifest["evidence"]:
        table.add(
            row["id"],
            row["value"],
            "" if row["low"] is None else _span(row),
            row["unit"],
            row["grade"],
            row["place"] or row["source"],
            row["meaning"],
            row["why"] or row["formula"],
        )
    summary = (
        f"{counted(len(table), 'number')}, each with its grade. Exact, approximate and bound: "
        "quoted from a document, at the character given. Derived, literature and assumed: "
        "declared assumptions with a range"
    )
    where = "they open on this line of report.html and are under evidence in manifest.json"
    return appendix(summary, table.html(), where)
