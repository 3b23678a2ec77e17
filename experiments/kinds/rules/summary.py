"""The table of expectations and verdicts, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from experiments.config.outcomes import Outcome
from experiments.kinds.rules.expectations import SPREAD
from experiments.kinds.rules.verdicts import STYLES
from experiments.language import LANGUAGES, _, counted, joined, marked, now
from experiments.reporting.labels import signed, words
from experiments.reporting.results import Results
from experiments.reporting.table import Cell, Column, Table
from experiments.reporting.terminal import console, print_files, print_text

COLUMNS = (
    Column("variation", width=24), Column("measure", width=26),
    Column("off", "number"), Column("on", "number"),
    Column("difference", "number"), Column("95 % interval", "number"), Column("expected"),
    Column("verdict"),
)  # fmt: skip


def show(results: Results) -> None:
    """Print a row an expectation, the number that were met, and where the files are."""
    table = Table(COLUMNS)
    records: list[Any] = results.rules.to_dict("records")
    for row in records:
        table.section(row["theme"])
        table.add(
            _(row["variation"]), Cell(named(row), _(row["unit"])),
            _number(row["off"]), _number(row["on"]), _difference(row["difference"]),
            _interval(row), _(row["expected"]),
            Cell(_(row["verdict"]), style=STYLES[row["verdict"]]),
        )  # fmt: skip
    console().print(table.terminal())
    print_text(console(), _note(results), "dim")
    print_files(results.folder, {"csv": "rules.csv", marked("figures"): "figures"})


def named(row: Mapping[str, Any]) -> str:
    """The measure and group of an expectation, spelled out."""
    if now() == LANGUAGES[0]:  # as the rows of rules.csv are named
        group = "" if row["group"] == "all" else f", {row['group']}"
        return words(f"{row['measure']}{group}")
    measured = Outcome(row["measure"].removesuffix(SPREAD), row["group"]).label
    if row["measure"].endswith(SPREAD):
        return _("{measure}, spread over communities").format(measure=measured)
    return measured


def _note(results: Results) -> str:
    verdicts = results.rules["verdict"].value_counts()
    counts = joined(
        _("{number} {verdict}").format(number=verdicts.get(verdict, 0), verdict=_(verdict))
        for verdict in STYLES
    )
    replications = counted(results.manifest["replications"], "replication")
    return _(
        "{expectations}, {replications}: {counts}. Intervals are paired t, simulation error only. "
        "Without one (a single pair, or all pairs equal) the verdict is by the sign alone. What "
        "was switched is in rules.csv."
    ).format(
        expectations=counted(len(results.rules), "expectation"),
        replications=replications,
        counts=counts,
    )


def _digits(value: float) -> int:
    return 3 if abs(value) < 1 else 1


def _number(value: float) -> str:
    return _("none") if np.isnan(value) else f"{value:,.{_digits(value)}f}"


def _difference(value: float) -> str:
    return _("none") if np.isnan(value) else signed(value, _digits(value))


def _interval(row: Mapping[str, Any]) -> str:
    low, high = row["ci_low"], row["ci_high"]
    if np.isnan(low):
        return ""
    digits = max(_digits(low), _digits(high))
    return f"[{signed(low, digits)}, {signed(high, digits)}]"
