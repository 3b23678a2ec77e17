"""A validation on the terminal: every check with its verdict, misses first to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from rich import box
from rich.table import Table
from rich.text import Text

from experiments.config.plurals import counted
from experiments.kinds.calibrate.summary import documented
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.terminal import console

NUMBER, DIRECTION, UNTESTED = "number", "direction", "not testable"
GOOD, FAIR = ("met", "bound met"), ("mostly", "within reach")
FOLDED = 50
KINDS = {
    "outcome": "outcomes of several rules",
    "fitted": "fitted by the calibration in use",
    "assumed": "one assumption has the answer, or its direction",
    "prescribed": "the lever sets it",
}
"""In the order of what they say."""
RULES = (
    "Number: met where what is documented lies in the middle 90 % of the draws; bound met where "
    "the median lies beyond it, within reach where only the middle 90 % come to it. What is "
    "documented is taken for 1.96 standard errors of observation wider, which the figure shows in "
    "green: a bound can be met by a median a little short of it. Direction: met where at "
    "least 95 % of the draws go it, mostly with 80 %. All else is missed; with fewer than 20 draws "
    "that have an answer there is none.",
    "Width: the middle 90 % as a share of the documented number. A number inside an interval as "
    "wide as itself is weak evidence.",
    "Only outcomes say much: they come out of several rules and could have come otherwise. Where "
    "one assumption has the answer or its direction, what is seen is that nothing undoes it.",
    "Draws: median and middle 90 % over what is not known, chance included, as each draw has one "
    "run under a seed of its own. Declared: mean at the declared assumptions, whether it meets "
    "what is told (yes, no, open), and its 95 % interval over {repeated}, simulation "
    "error only.",
)
"""How to read the table; the rules stood before anything was run."""


def print_validation(results: Results) -> None:
    """Numbers, directions, what is not testable, and how to read them."""
    to, rows = console(), results.validation
    to.print(Text("\nNumbers", style="bold"))
    to.print(_numbers(rows[rows["about"] == NUMBER]))
    to.print(Text("Directions", style="bold"))
    to.print(_directions(rows[rows["about"] == DIRECTION]))
    for line in (*counts(rows), *silent(rows)):
        to.print(line, highlight=False)
    to.print()
    for note in notes(results):
        to.print(note, style="dim", highlight=False)
    to.print()


def notes(results: Results) -> list[str]:
    """How to read the table, and over which draws."""
    rules = [
        rule.format(repeated=counted(results.manifest["repeated"], "replication")) for rule in RULES
    ]
    return [*rules, f"{results.manifest['told']}."]


def counts(rows: pd.DataFrame) -> list[str]:
    """How many checks of each kind had which verdict."""
    lines = []
    checks = rows[rows["about"] != UNTESTED]
    for (about, kind), part in checks.groupby(["about", "kind"], sort=False):
        found = part["verdict"].value_counts(sort=False)
        told = ", ".join(f"{count} {word}" for word, count in found.items())
        lines.append(f"{about}s, {kind}: {told}.")
    untested = int((rows["about"] == UNTESTED).sum())
    if untested:
        told = "facts told as reached are held against nothing; validation.csv says why of each."
        lines.append(f"{untested} {told}")
    return lines


def silent(rows: pd.DataFrame) -> list[str]:
    """Checks that had no answer in some draws, and in how many."""
    lacking = rows[rows["draws"] < rows["of"]]
    told = [
        f"{row['check']} ({row['of'] - row['draws']:.0f})" for row in lacking.to_dict("records")
    ]
    if not told:
        return []
    draws = int(rows["of"].max())
    return [f"Without an answer in some of the {draws:,} draws: {', '.join(told)}."]


def _numbers(rows: pd.DataFrame) -> Table:
    table = _table("documented", "declared", "draws", "width")
    for row in _sections(table, rows):
        ends = [short(row[f"drawn_{q}"]) for q in ("05", "50", "95")]
        table.add_row(
            _claim(row), documented(row), declared(row), _drawn(ends), short(row["width"]),
            _verdict(row),
        )  # fmt: skip
    return table


def _directions(rows: pd.DataFrame) -> Table:
    table = _table("told", "declared", "draws", "as told,\n% of draws")
    for row in _sections(table, rows):
        digits = change_digits(row)
        ends = [change(row[f"drawn_{q}"], digits) for q in ("05", "50", "95")]
        table.add_row(
            _claim(row), row["way"], declared(row), _drawn(ends), chance(row), _verdict(row)
        )
    return table


def _table(*heads: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("", min_width=FOLDED)
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    return table


def _sections(table: Table, rows: pd.DataFrame) -> Iterator[dict[Any, Any]]:
    """Rows by kind, those first that say most; a line for each kind goes into the table."""
    for kind, words in KINDS.items():
        part = rows[rows["kind"] == kind]
        if len(part):
            table.add_row(Text(words, style="italic"))
        yield from part.to_dict("records")


def _drawn(ends: Sequence[str]) -> str:
    low, middle, high = ends
    return middle if middle == "none" else f"{middle}\n[{low}, {high}]"


def _claim(row: Mapping[Any, Any]) -> Text:
    source = f"{row['unit']}; {row['documents']}"
    return Text.assemble(fill(row["claim"], FOLDED), "\n", (fill(source, FOLDED), "dim"))


def _verdict(row: Mapping[Any, Any]) -> Text:
    word = row["verdict"]
    return Text(word, style="green" if word in GOOD else "yellow" if word in FAIR else "red")


def declared(row: Mapping[Any, Any]) -> str:
    """Mean at the declared assumptions, whether it meets what is told, and its interval."""
    if not np.isfinite(row["declared"]):
        return "none"
    ends = [row["declared_low"], row["declared_high"]]
    if not np.isfinite(ends).all():
        return short(row["declared"])
    digits = labels.decimals(max(abs(row["declared"]), *np.abs(ends)))
    mean, low, high = (_plain(one, digits) for one in (row["declared"], *ends))
    return f"{mean}, {row['declared_verdict']}\n[{low}, {high}]"


def chance(row: Mapping[Any, Any]) -> str:
    """Share of draws that go the way that is told, with its interval for their number."""
    if pd.isna(row["share"]):
        return "none"
    told, low, high = (f"{100 * row[name]:.0f}" for name in ("share", "share_low", "share_high"))
    return f"{told} [{low}, {high}]"


def change_digits(row: Mapping[Any, Any]) -> int:
    """Decimals of a change that show three figures of its largest end."""
    ends = np.abs([row[f"drawn_{q}"] for q in ("05", "50", "95")])
    return labels.decimals(float(np.nanmax(ends, initial=0.0)))


def change(value: float, digits: int) -> str:
    """With its sign."""
    return "none" if pd.isna(value) else labels.signed(value, digits)


def short(value: float) -> str:
    """Three figures, without an exponent."""
    return "none" if pd.isna(value) else _plain(value, labels.decimals(abs(value)))


def _plain(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}".replace("-", "−")
