"""A validation on the terminal: every check with its verdict, and how to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.messages import counted
from experiments.kinds.validate.documented_range import documented
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.society_notes import society_notes
from experiments.reporting.table import Cell, Column, Table
from experiments.reporting.terminal import console, print_files

NUMBER, DIRECTION, UNTESTED = "number", "direction", "not testable"
GOOD, FAIR = ("met", "bound met"), ("mostly", "within reach")
CLAIM_WIDTH = 50
QUANTILES = ("05", "50", "95")
KINDS = {
    "outcome": "outcomes of several mechanisms",
    "assumed": "one assumption determines the answer, or its direction",
    "prescribed": "the lever sets it",
}
"""Kinds of checks, the strongest evidence first."""
RULES = (
    "Number: met where the documented range lies in the middle 90 % of the draws; bound met where "
    "the median lies beyond it, within reach where only the middle 90 % come to it. The range is "
    "first widened by 1.96 standard errors of observation (green in the figure). Direction: met "
    "where at least 95 % of the draws go it, mostly with 80 %. All else is missed; with fewer than "
    "20 draws that have a value there is no verdict.",
    "Width: the middle 90 % as a share of the documented number. A number inside an interval as "
    "wide as itself is weak evidence.",
    "Only outcomes of several mechanisms are strong evidence: they could have been different. "
    "Where one assumption determines the answer, the check is that no other mechanism undoes it.",
    "Draws: median and middle 90 % over the assumptions, Monte Carlo noise included, as each draw "
    "has one run under its own seed. Declared: mean at the declared assumptions, whether it meets "
    "the report (yes, no, open), and its 95 % interval over {repeated}, simulation error only.",
)
"""How to read the table; the rules were fixed before anything was run."""


def show(results: Results) -> None:
    """Print numbers, directions, how many facts are not testable, and how to read them."""
    to, rows = console(), results.validation
    to.print()
    for table in (numbers(rows), directions(rows)):
        to.print(table.terminal())
    for line in (*counts(rows), *silent(rows)):
        to.print(line, highlight=False)
    to.print()
    for note in notes(results):
        to.print(note, style="dim", highlight=False)
    to.print()
    files = {"page": "validation.html", "table": "validation.csv", "figures": "figures"}
    print_files(results.folder, files)


def notes(results: Results) -> list[str]:
    """How to read the table, and over which draws."""
    repeated = counted(results.manifest["repeated"], "replication")
    rules = [rule.format(repeated=repeated) for rule in RULES]
    return [*rules, f"{results.manifest['sample']}.", *society_notes(results.manifest)]


def counts(rows: pd.DataFrame) -> list[str]:
    """How many checks of each kind had which verdict."""
    lines = []
    checks = rows[rows["about"] != UNTESTED]
    for (about, kind), part in checks.groupby(["about", "kind"], sort=False):
        verdicts = part["verdict"].value_counts(sort=False)
        listed = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items())
        lines.append(f"{about}s, {kind}: {listed}.")
    if untested := int((rows["about"] == UNTESTED).sum()):
        reported = "facts reported as reached are compared with nothing"
        lines.append(f"{untested} {reported}; validation.csv gives the reason for each.")
    return lines


def silent(rows: pd.DataFrame) -> list[str]:
    """Checks that had no value in some draws, and in how many."""
    lacking = rows[rows["draws"] < rows["of"]].to_dict("records")
    if not lacking:
        return []
    listed = ", ".join(f"{row['check']} ({row['of'] - row['draws']:.0f})" for row in lacking)
    draws = int(rows["of"].max())
    return [f"Without an answer in some of the {draws:,} draws: {listed}."]


def numbers(rows: pd.DataFrame) -> Table:
    """Documented numbers beside those of the model."""
    table = _table("Numbers", "documented", "declared", "draws", "width")
    for row in _sections(table, rows[rows["about"] == NUMBER]):
        ends = [short(row[f"drawn_{q}"]) for q in QUANTILES]
        table.add(
            _claim(row), documented(row), declared(row), _drawn(ends), short(row["width"]),
            _verdict(row),
        )  # fmt: skip
    return table


def directions(rows: pd.DataFrame) -> Table:
    """Reported directions beside those of the model."""
    table = _table("Directions", "reported", "declared", "draws", "as reported,\n% of draws")
    for row in _sections(table, rows[rows["about"] == DIRECTION]):
        digits = change_digits(row)
        ends = [change(row[f"drawn_{q}"], digits) for q in QUANTILES]
        table.add(_claim(row), row["way"], declared(row), _drawn(ends), percent(row), _verdict(row))
    return table


def _table(title: str, *heads: str) -> Table:
    columns = [Column(head, "number") for head in heads]
    return Table([Column("", "text", CLAIM_WIDTH), *columns, Column("verdict", "name")], title)


def _sections(table: Table, rows: pd.DataFrame) -> Iterator[dict[Any, Any]]:
    """Rows by kind, the strongest evidence first; each kind is a section of the table."""
    for kind, label in KINDS.items():
        table.section(label)
        yield from rows[rows["kind"] == kind].to_dict("records")


def _drawn(ends: Sequence[str]) -> Cell:
    low, middle, high = ends
    return Cell(middle, "" if middle == "none" else f"[{low}, {high}]")


def _claim(row: Mapping[Any, Any]) -> Cell:
    return Cell(row["claim"], f"{row['unit']}; {row['documents']}")


def _verdict(row: Mapping[Any, Any]) -> Cell:
    verdict = row["verdict"]
    style = "green" if verdict in GOOD else "yellow" if verdict in FAIR else "red"
    return Cell(verdict, style=style)


def declared(row: Mapping[Any, Any]) -> Cell:
    """Mean at the declared assumptions, whether it meets the report, and its interval."""
    if not np.isfinite(row["declared"]):
        return Cell("none")
    ends = [row["declared_low"], row["declared_high"]]
    if not np.isfinite(ends).all():
        return Cell(short(row["declared"]))
    digits = labels.decimals(max(abs(row["declared"]), *np.abs(ends)))
    mean, low, high = (_plain(value, digits) for value in (row["declared"], *ends))
    return Cell(f"{mean}, {row['declared_verdict']}", f"[{low}, {high}]")


def percent(row: Mapping[Any, Any]) -> str:
    """Share of draws that go the reported way, in percent, with its interval for their number."""
    if pd.isna(row["share"]):
        return "none"
    share, low, high = (f"{100 * row[name]:.0f}" for name in ("share", "share_low", "share_high"))
    return f"{share} [{low}, {high}]"


def change_digits(row: Mapping[Any, Any]) -> int:
    """Decimals of a change that show three digits of its largest end."""
    ends = np.abs([row[f"drawn_{q}"] for q in QUANTILES])
    return labels.decimals(float(np.nanmax(ends, initial=0.0)))


def change(value: float, digits: int) -> str:
    """With its sign."""
    return "none" if pd.isna(value) else labels.signed(value, digits)


def short(value: float) -> str:
    """Three digits, without an exponent."""
    return "none" if pd.isna(value) else _plain(value, labels.decimals(abs(value)))


def _plain(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}".replace("-", "−")
