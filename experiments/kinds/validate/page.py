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
from experiments.language import _, joined, marked
from experiments.reporting import own_evidence
from experiments.reporting.figures import shown
from experiments.reporting.meanings import meaning, unit
from experiments.reporting.page import heading, page, paragraph
from experiments.reporting.results import Results
from experiments.reporting.table import Cell, Column, Kind, Table, number

VALUE, MEANING, WHY = marked("value"), marked("meaning"), marked("why")
KINDS: dict[str, Kind] = {VALUE: "number", MEANING: "prose", WHY: "prose"}
"""Kinds of columns by their titles; the others are text."""


def validation_page(results: Results, folder: Path) -> str:
    """The page, with the figures of that output folder inside it."""
    rows, manifest = results.validation, results.manifest
    of = members(manifest)
    parts = [
        f"<h1>{escape(_('The model compared with the documents'))}</h1>",
        paragraph(_("Nothing was fitted for it, and misses are listed as they are."), "quiet"),
        *(paragraph(line) for line in (*counts(rows), *silent(rows, of))),
        *_numbers(rows[rows["about"] == NUMBER], of),
        *_directions(rows[rows["about"] == DIRECTION], of),
        *_years(results),
        *shown(results, folder).values(),
        *_untested(rows[rows["about"] == UNTESTED]),
        heading(_("How to read it")),
        *(paragraph(note) for note in notes(results)),
        *own_evidence.section(manifest),
        heading(_("To reproduce it")),
        f"<pre>{escape(manifest['command'])}</pre>",
        paragraph(
            _(
                "Seed {seed}. Places are document@character; manifest.json has versions, settings "
                "and evidence, experiment=evidence the documents."
            ).format(seed=manifest["seed"]),
            "quiet",
        ),
    ]
    return page(_("unburden: validation"), parts, wide=True)


def _numbers(rows: pd.DataFrame, of: str) -> list[str]:
    titles = [
        marked("what"), marked("where"), marked("documented"), marked("reference society"), "5 %",
        marked("median"), "95 %", marked("percentile"), marked("width"), marked("kind"),
        marked("verdict"), WHY,
    ]  # fmt: skip
    table = _table(titles)
    for row in sectioned(table, rows, of):
        table.add(
            Cell(_(row["claim"]), _(row["unit"])), Cell(_(row["documents"]), _(row["place"])),
            documented(row), reference(row),
            *(short(row[f"predicted_{q}"]) for q in ("05", "50", "95")),
            percentile(row), short(row["width"]), _(row["kind"]), _(row["verdict"]), _(row["why"]),
        )  # fmt: skip
    return [heading(_("Numbers")), table.html()] if len(table) else []


def _directions(rows: pd.DataFrame, of: str) -> list[str]:
    titles = [
        marked("claim"), marked("where"), marked("in runs"), marked("reference society"), "5 %",
        marked("median"), "95 %", marked("least"),
        _("as reported, % of {members}").format(members=of), marked("other way, %"), of,
        marked("kind"), marked("verdict"), marked("opposite"), WHY,
    ]  # fmt: skip
    table = _table(titles)
    for row in sectioned(table, rows, of):
        digits = change_digits(row)
        passages = zip(row["documents"].split("; "), row["place"].split("; "), strict=True)
        where = "\n".join(
            _("{place}: {text}").format(place=place, text=_(text)) for place, text in passages
        )
        table.add(
            _(row["claim"]), Cell("", where),
            Cell(joined([_(row["way"]), _(row["unit"])], "clauses"), _compared(row)),
            reference(row), *(change(row[f"predicted_{q}"], digits) for q in ("05", "50", "95")),
            short(row["least"]), percent(row), percent(row, "opposite"),
            _("{number:.0f} of {all:.0f}").format(number=row["societies"], all=row["of"]),
            _(row["kind"]), _(row["verdict"]), _(row["refuted_by"]), _(row["why"]),
        )  # fmt: skip
    return [heading(_("Directions")), table.html()] if len(table) else []


def _years(results: Results) -> list[str]:
    if "years" not in results.frames:
        return []
    return [heading(_("Years apart")), by_year(results.years).html()]


def _untested(rows: pd.DataFrame) -> list[str]:
    table = _table([
        marked("fact"), VALUE, marked("unit"), marked("where"), MEANING,
        marked("why it is compared with nothing"),
    ])  # fmt: skip
    for row in rows.to_dict("records"):
        table.add(
            row["check"], number(row["low"]), unit(row["unit"]),
            Cell(row["documents"], _(row["place"])), meaning(row["claim"]), _(row["why"]),
        )  # fmt: skip
    head = heading(_("Reported as reached, and not testable"))
    return [head, table.html()] if len(table) else []


def _compared(row: Mapping[Any, Any]) -> str:
    """Outcomes and cases, as the table of data has them."""
    text = _("{outcomes}\nin {case}").format(outcomes=row["outcomes"], case=row["case"])
    if row["against"]:
        text += "\n" + _("against {case}").format(case=row["against"])
    return text


def _table(titles: Sequence[str]) -> Table:
    return Table([Column(title, KINDS.get(title, "text")) for title in titles])
