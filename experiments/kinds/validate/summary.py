"""A validation on the terminal: every check with its verdict, and how to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.kinds.validate.checks import MATCHED
from experiments.kinds.validate.documented_range import documented
from experiments.language import _, counted, in_percent, joined, marked
from experiments.reporting import labels
from experiments.reporting.recorded_texts import text
from experiments.reporting.results import Results
from experiments.reporting.society_notes import society_notes
from experiments.reporting.table import Cell, Column, Table
from experiments.reporting.terminal import console, print_files, print_text

NUMBER, DIRECTION, UNTESTED = "number", "direction", "not testable"
GOOD, FAIR = ("met", "bound met"), ("mostly", "within reach")
CLAIM_WIDTH = 46
QUANTILES = ("05", "50", "95")
NO_TEST = marked("matched, no test")
LITERATURE = marked("literature")
KIND_NAMES = marked("outcome"), marked("assumed"), marked("prescribed")
WAYS = marked("up"), marked("down")
"""Words of the table of data that are shown."""
KINDS = {
    "outcome": marked("held out: outcomes of several mechanisms"),
    "assumed": marked("held out: one assumption determines the answer, or its direction"),
    "prescribed": marked("held out: the lever sets it"),
}
"""Kinds of checks that are held out, the strongest evidence first."""
SECTIONS = {
    **KINDS,
    MATCHED: marked("matched: {members} were chosen by it, so that it is no test"),
}
"""Sections of tables; those of matched checks are of all kinds."""
RULES = (
    marked(
        "Number: its percentile is the share of {members} with less than the documented number, of"
        " a range that number which is nearest to the median. The documented range is first "
        "widened by 1.96 standard errors of observation (green in the figure; in brackets the "
        "percentiles of its ends). Met where some of it lies between the 5th and the 95th "
        "percentile. A bound is bound met where the median of {members} lies beyond it, within "
        "reach where only the middle 90 % come to it. Direction: met where at least 95 % of "
        "{members} go it by more than the least difference that matters (0.25 hours a week, 0.5 "
        "days, 0.01 of a share, 2 % of other levels), mostly with 80 %; a smaller change is "
        "neither way. All else is missed; with fewer than 20 {members} that have a value there is "
        "no verdict."
    ),
    marked(
        "Held out: nothing was chosen by it. Matched: a level of the baseline by whose measure "
        "{members} were chosen. What a lever does is always held out."
    ),
    marked(
        "Width: the middle 90 % as a share of the documented number. A number inside an interval "
        "as wide as itself is weak evidence. A single event was reported because it went well, so "
        "that it may well lie far out."
    ),
    marked(
        "Only outcomes of several mechanisms are strong evidence: they could have been different. "
        "Where one assumption determines the answer, the check is that no other mechanism undoes "
        "it."
    ),
    marked(
        "Over {members}: median and middle 90 %, Monte Carlo noise included, as each has one run "
        "under its own seed. In brackets after a share: its 95 % interval for the number of "
        "{members}. Reference: mean in the reference society, whether it meets the report (yes, "
        "no, open), and its 95 % interval over {repeated}, simulation error only."
    ),
)
"""How to read the table; the rules were fixed before anything was run."""


def show(results: Results) -> None:
    """Print numbers, directions, how many facts are not testable, and how to read them."""
    to, rows, of = console(), results.validation, members(results.manifest)
    to.print()
    for table in (numbers(rows, of), directions(rows, of), *differing(results)):
        if len(table):
            to.print(table.terminal())
    for line in (*counts(rows), *silent(rows, of)):
        print_text(to, line)
    to.print()
    for note in notes(results):
        print_text(to, note, "dim")
    to.print()
    files = {marked("page"): "validation.html", "table": "validation.csv", "figures": "figures"}
    if "years" in results.frames:
        files |= {marked("years"): "years.csv"}
    print_files(results.folder, files)


def members(manifest: Mapping[str, Any]) -> str:
    """What runs are made in: societies of a file, or draws of the declared ranges."""
    return _("draws") if manifest.get("societies") is None else _("societies")


def notes(results: Results) -> list[str]:
    """How to read the table, and over which societies."""
    manifest = results.manifest
    repeated = counted(manifest["repeated"], "replication")
    rules = [_(rule).format(repeated=repeated, members=members(manifest)) for rule in RULES]
    sample = _("{sentence}.").format(sentence=text(manifest, "sample"))
    return [*rules, sample, *society_notes(manifest)]


def counts(rows: pd.DataFrame) -> list[str]:
    """How many checks of each kind had which verdict; of matched ones, of all kinds."""
    lines = []
    checks = rows[rows["about"] != UNTESTED]
    kinds = checks["kind"].mask(checks["role"] == MATCHED, NO_TEST)
    for (about, kind), part in checks.groupby(["about", kinds], sort=False):
        verdicts = part["verdict"].value_counts(sort=False)
        parts = joined(
            _("{number} {verdict}").format(number=count, verdict=_(str(verdict)))
            for verdict, count in verdicts.items()
        )
        head = (
            _("numbers, {kind}: {counts}.")
            if about == NUMBER
            else _("directions, {kind}: {counts}.")
        )
        lines.append(head.format(kind=_(str(kind)), counts=parts))
    if untested := int((rows["about"] == UNTESTED).sum()):
        lines.append(
            _(
                "{number} facts reported as reached are compared with nothing; validation.csv "
                "gives the reason for each."
            ).format(number=untested)
        )
    return lines


def silent(rows: pd.DataFrame, of: str) -> list[str]:
    """Checks that had no value in some societies, and in how many."""
    lacking = rows[rows["societies"] < rows["of"]].to_dict("records")
    if not lacking:
        return []
    names = joined(
        (f"{_(row['claim'])} ({row['of'] - row['societies']:.0f})" for row in lacking),
        "statements",
    )
    text = _("Without an answer in some of the {number:,} {members}: {names}.")
    return [text.format(number=int(rows["of"].max()), members=of, names=names)]


def numbers(rows: pd.DataFrame, of: str) -> Table:
    """Documented numbers beside those of the model."""
    heads = (
        marked("documented"), marked("reference\nsociety"), of, marked("percentile"),
        marked("width"),
    )  # fmt: skip
    table = _table(marked("Numbers"), *heads)
    for row in sectioned(table, rows[rows["about"] == NUMBER], of):
        ends = [short(row[f"predicted_{q}"]) for q in QUANTILES]
        table.add(
            _claim(row), documented(row), reference(row), over(ends), percentile(row),
            short(row["width"]), _verdict(row),
        )  # fmt: skip
    return table


def directions(rows: pd.DataFrame, of: str) -> Table:
    """Reported directions beside those of the model."""
    heads = (
        marked("direction"), marked("reference\nsociety"), of, marked("as reported,\n%"),
        marked("other way,\n%"),
    )  # fmt: skip
    table = _table(marked("Directions"), *heads)
    for row in sectioned(table, rows[rows["about"] == DIRECTION], of):
        digits = change_digits(row)
        ends = [change(row[f"predicted_{q}"], digits) for q in QUANTILES]
        table.add(
            _claim(row), _(row["way"]), reference(row), over(ends), percent(row),
            percent(row, "opposite"), _verdict(row),
        )  # fmt: skip
    return table


def differing(results: Results) -> list[Table]:
    """Checks whose verdict is not the same in all years; none where there are no years."""
    if "years" not in results.frames:
        return []
    rows = results.years
    several = rows.groupby("check")["verdict"].transform("nunique") > 1
    return [by_year(rows[several], marked("Verdicts that differ by year"))]


def by_year(rows: pd.DataFrame, title: str = "") -> Table:
    """Checks by year: the percentile of a number, the share that goes a direction, the verdict."""
    heads = (_("year {year}").format(year=year) for year in sorted(rows["year"].unique()))
    columns = [Column(head, "number") for head in heads]
    table = Table([Column("", "text", CLAIM_WIDTH), *columns], title)
    for _name, years in rows.groupby("check", sort=False):
        records = years.sort_values("year").to_dict("records")
        table.add(_claim(records[0]), *(Cell(_of_year(row), _(row["verdict"])) for row in records))
    return table


def _of_year(row: Mapping[Any, Any]) -> str:
    if row["about"] == NUMBER:
        return _("percentile {number}").format(number=percentile(row).text)
    return in_percent(percent(row))


def _table(title: str, *heads: str) -> Table:
    columns = [Column(head, "number") for head in heads]
    return Table([Column("", "text", CLAIM_WIDTH), *columns, Column("verdict", "name")], title)


def sectioned(table: Table, rows: pd.DataFrame, of: str) -> Iterator[dict[Any, Any]]:
    """Rows in the order of sections, each under the heading of its own."""
    for section, part in sections(rows):
        table.section(_(SECTIONS[section]).format(members=of))
        yield from part.to_dict("records")


def sections(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Checks that are held out by kind, then those that are matched."""
    matched = rows["role"] == MATCHED
    for kind in KINDS:
        yield kind, rows[(rows["kind"] == kind) & ~matched]
    yield MATCHED, rows[matched]


def over(ends: Sequence[str]) -> Cell:
    """The median over societies, and below it the middle 90 %."""
    low, middle, high = ends
    return Cell(middle, "" if middle == _("none") else f"[{low}, {high}]")


def percentile(row: Mapping[Any, Any]) -> Cell:
    """That of the documented number; below, of the ends of its widened range."""
    if not np.isfinite(row["percentile"]):
        return Cell(_("none"))
    ends = [row["percentile_low"], row["percentile_high"]]
    texts = [f"{end:.0f}" for end in ends if np.isfinite(end)]
    middle = f"{row['percentile']:.0f}"
    return Cell(middle, "" if set(texts) <= {middle} else f"[{', '.join(texts)}]")


def _claim(row: Mapping[Any, Any]) -> Cell:
    return Cell(_(row["claim"]), joined([_(row["unit"]), _documents(row)], "statements"))


def _documents(row: Mapping[Any, Any]) -> str:
    """Places in documents, which are the same in every language; or what else it is from."""
    return _(LITERATURE) if row["documents"] == LITERATURE else str(row["documents"])


def _verdict(row: Mapping[Any, Any]) -> Cell:
    verdict = row["verdict"]
    style = "green" if verdict in GOOD else "yellow" if verdict in FAIR else "red"
    return Cell(_(verdict), style=style)


def reference(row: Mapping[Any, Any]) -> Cell:
    """Mean in the reference society, whether it meets the report, and its interval."""
    if not np.isfinite(row["reference"]):
        return Cell(_("none"))
    ends = [row["reference_low"], row["reference_high"]]
    if not np.isfinite(ends).all():
        return Cell(short(row["reference"]))
    digits = labels.decimals(max(abs(row["reference"]), *np.abs(ends)))
    mean, low, high = (_plain(value, digits) for value in (row["reference"], *ends))
    return Cell(joined([mean, _(row["reference_verdict"])], "clauses"), f"[{low}, {high}]")


def percent(row: Mapping[Any, Any], name: str = "share") -> str:
    """A share of societies in percent, with its interval for their number."""
    if pd.isna(row[name]):
        return _("none")
    share, low, high = (f"{100 * row[f'{name}{end}']:.0f}" for end in ("", "_low", "_high"))
    return f"{share} [{low}, {high}]"


def change_digits(row: Mapping[Any, Any]) -> int:
    """Decimals of a change that show three digits of its largest end."""
    ends = np.abs([row[f"predicted_{q}"] for q in QUANTILES])
    return labels.decimals(float(np.nanmax(ends, initial=0.0)))


def change(value: float, digits: int) -> str:
    """With its sign."""
    return _("none") if pd.isna(value) else labels.signed(value, digits)


def short(value: float) -> str:
    """Three digits, without an exponent."""
    return _("none") if pd.isna(value) else _plain(value, labels.decimals(abs(value)))


def _plain(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}".replace("-", "−")
