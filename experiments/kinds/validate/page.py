"""The page of a validation: every check with its passages, and every fact that has none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.config.outcomes import outcome
from experiments.kinds.validate.documented_range import documented
from experiments.kinds.validate.summary import (
    DIRECTION,
    NUMBER,
    QUANTILES,
    UNTESTED,
    by_year,
    change,
    change_digits,
    counts,
    members,
    notes,
    over,
    percent,
    percentile,
    reference,
    sectioned,
    short,
    silent,
)
from experiments.language import _, joined, marked
from experiments.reporting import labels, own_evidence
from experiments.reporting.figures import shown
from experiments.reporting.meanings import meaning, unit
from experiments.reporting.page import heading, page, paragraph
from experiments.reporting.results import Results
from experiments.reporting.table import Cell, Column, Kind, Table, number

FACT, WAY, WHY = marked("fact"), marked("reported"), marked("why")
TEXTS = (
    marked("what"), marked("claim"), marked("verdict"), marked("unit"), marked("place"),
    marked("why it is compared with nothing"),
)  # fmt: skip
WHERE, IN_RUNS, KIND = marked("where"), marked("in runs"), marked("kind")
OPPOSITE = marked("opposite")
KINDS: dict[str, Kind] = {
    FACT: "prose", WAY: "name", **dict.fromkeys(TEXTS, "text"),
    **dict.fromkeys((WHERE, IN_RUNS, KIND, OPPOSITE, WHY), "detail"),
}  # fmt: skip
"""Kinds of columns by their titles; the others are numbers."""


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
    table = _table([
        marked("what"), marked("documented"), marked("reference society"), of, marked("percentile"),
        marked("width"), marked("verdict"), WHERE, KIND, WHY,
    ])  # fmt: skip
    for row in sectioned(table, rows, of):
        table.add(
            Cell(_(row["claim"]), _(row["unit"])), documented(row), reference(row),
            over([short(row[f"predicted_{q}"]) for q in QUANTILES]), percentile(row),
            short(row["width"]), _(row["verdict"]),
            _("{place}: {text}").format(place=_(row["documents"]), text=_(row["place"])),
            _(row["kind"]), _(row["why"]),
        )  # fmt: skip
    return [heading(_("Numbers")), table.html(cards=True)] if len(table) else []


def _directions(rows: pd.DataFrame, of: str) -> list[str]:
    table = _table([
        marked("claim"), WAY, marked("reference society"), of, marked("least"),
        _("as reported, % of {members}").format(members=of), marked("other way, %"),
        marked("verdict"), WHERE, IN_RUNS, KIND, OPPOSITE, WHY,
    ])  # fmt: skip
    for row in sectioned(table, rows, of):
        digits = change_digits(row)
        passages = zip(row["documents"].split("; "), row["place"].split("; "), strict=True)
        where = joined(
            (_("{place}: {text}").format(place=place, text=_(text)) for place, text in passages),
            "statements",
        )
        table.add(
            Cell(_(row["claim"]), _(row["unit"])), _(row["way"]), reference(row),
            over([change(row[f"predicted_{q}"], digits) for q in QUANTILES]),
            short(row["least"]), percent(row), percent(row, "opposite"),
            Cell(_(row["verdict"]), _("{number:.0f} of {all:.0f} {members}").format(
                number=row["societies"], all=row["of"], members=of,
            ) if row["societies"] < row["of"] else ""),
            where, _compared(row), _(row["kind"]), _(row["refuted_by"]), _(row["why"]),
        )  # fmt: skip
    return [heading(_("Directions")), table.html(cards=True)] if len(table) else []


def _years(results: Results) -> list[str]:
    if "years" not in results.frames:
        return []
    return [heading(_("Years apart")), by_year(results.years).html(cards=True)]


def _untested(rows: pd.DataFrame) -> list[str]:
    table = _table([
        FACT, marked("value"), marked("unit"), marked("place"),
        marked("why it is compared with nothing"),
    ])  # fmt: skip
    for row in rows.to_dict("records"):
        table.add(
            Cell(meaning(row["claim"]), row["check"]), number(row["low"]), unit(row["unit"]),
            Cell(_(row["place"]), row["documents"]), _(row["why"]),
        )  # fmt: skip
    head = heading(_("Reported as reached, and not testable"))
    return [head, table.html(cards=True)] if len(table) else []


def _compared(row: Mapping[Any, Any]) -> str:
    """What runs have of a claim: the outcomes, the case, and what it is compared with."""
    first, *others = re.split(r" ([+-]) ", row["outcomes"])
    terms = [outcome(first).label]
    for sign, name in zip(others[::2], others[1::2], strict=True):
        term = _("plus {outcome}") if sign == "+" else _("minus {outcome}")
        terms.append(term.format(outcome=outcome(name).label))
    case, against = (labels.spelled(row[name]) for name in ("case", "against"))
    said = _("{outcomes}; with {case}").format(outcomes=joined(terms), case=case)
    return _("{said}, against {case}").format(said=said, case=against) if against else said


def _table(titles: Sequence[str]) -> Table:
    return Table([Column(title, KINDS.get(title, "number")) for title in titles])
