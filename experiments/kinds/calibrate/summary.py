"""A calibration on the terminal: waves, emulators, assumptions that were narrowed, the ensemble."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.options import LEAST_DRAWS
from experiments.kinds.calibrate import left_out
from experiments.kinds.calibrate.tables import DECLARED, LAST, named
from experiments.language import _, counted, joined, marked
from experiments.reporting import labels
from experiments.reporting.meanings import unit_in_words
from experiments.reporting.results import Results
from experiments.reporting.table import Cell, Column, Table
from experiments.reporting.terminal import console, print_files, print_text

NOTES = (
    marked(
        "A society is plausible if the mean of its runs is within the bands of all patterns "
        "(seeds/patterns/plausibility.yaml). In waves it is one run. Space left: share of the "
        "balanced prior that no emulator rules out so far; ruled out is what is more than 3 "
        "standard deviations outside a band."
    ),
    marked(
        "Error: root mean square of what an emulator is off in held-out runs, over the standard "
        "deviation of all runs; 1 would be no better than the mean. Trend: the same of its linear "
        "part alone. Noise: what no emulator can predict, as two runs of one society differ by "
        "it."
    ),
    marked(
        "Quantiles (5, 50, 95 %) are over societies of the ensemble: what is plausible under the "
        "declared ranges, and no confidence intervals. Narrowed: the false discovery rate over all"
        " assumptions is below 5 %; the distance is that of Kolmogorov and Smirnov from the "
        "declared distribution, balanced that of the balanced prior, before any run."
    ),
    left_out.NOTE,
)
SHOWN = 10
OUTSIDE = 5
WIDTH = 38


def show(results: Results) -> None:
    """Print waves, emulators, patterns, narrowed assumptions, how to read them, and the files."""
    to, manifest = console(), results.manifest
    to.print()
    to.print(_waves(results.waves).terminal())
    to.print(_patterns(results.patterns).terminal())
    to.print(left_out.shown(results.left_out).terminal())
    if len(results.emulators):
        to.print(_emulators(results.emulators).terminal())
    files = {marked("waves"): "waves.csv", marked("emulators"): "emulators.csv"}
    files |= {marked("left out"): "left_out.csv", marked("figures"): "figures"}
    if "assumptions" in results.frames:
        table = results.assumptions
        narrowed = table[table["narrowed"]]
        if len(narrowed):
            to.print(_assumptions(narrowed.head(SHOWN)).terminal())
        print_text(to, _narrowed(len(narrowed), len(table)))
        some = {marked("societies"): "societies.parquet"}
        files = some | {marked("assumptions"): "assumptions.csv"} | files
    print_text(to, f"{found(manifest)}\n")
    for note in NOTES:
        print_text(to, _(note), "dim")
    to.print()
    print_files(results.folder, files)


def found(manifest: Mapping[str, Any]) -> str:
    """How many plausible societies there are, and what to do where they are too few."""
    number, wanted = manifest["ensemble"], manifest["wanted"]
    text = counted(number, "plausible society", "plausible societies")
    if number < LEAST_DRAWS:
        few = _("{societies} found, and it takes {least}: no file is written. A larger pool.")
        return few.format(societies=text, least=LEAST_DRAWS)
    if number < wanted:
        text = _(
            "{societies} found, not {wanted:,}: all of the space left was run; a larger pool has "
            "more"
        ).format(societies=text, wanted=wanted)
    balance = manifest["balance"]
    if number == balance["first"]:
        return _("{societies}, of equal weight.").format(societies=text)
    ratio = balance["energy_distance"] / balance["of_random_subsets"]
    return _(
        "{societies}, of equal weight. The first {first} are {ratio:.2f} times as far from all of "
        "them as random subsets are (energy distance)."
    ).format(societies=text, first=balance["first"], ratio=ratio)


def _waves(waves: pd.DataFrame) -> Table:
    columns = (
        Column("", "name"), Column("societies\nrun", "number"), Column("plausible,\n%", "number"),
        Column("space left,\n%", "number"), Column("minutes", "number"),
    )  # fmt: skip
    table = Table(columns, marked("Waves"))
    for row in waves.to_dict("records"):
        table.add(
            named(row["stage"]),
            f"{row['finished']:,}",
            _interval(row),
            "" if pd.isna(row["space_left"]) else _percent(row["space_left"]),
            f"{row['seconds'] / 60:.1f}",
        )
    return table


def _interval(row: Mapping[Any, Any]) -> str:
    if pd.isna(row["share"]):
        return ""
    ends = ", ".join(_percent(row[name]) for name in ("share_low", "share_high"))
    return f"{_percent(row['share'])} [{ends}]"


def _patterns(rows: pd.DataFrame) -> Table:
    """The patterns that most societies of the first wave are outside of."""
    stages = [name for name in dict.fromkeys(rows["stage"]) if name != LAST]
    wide = rows.pivot(index="pattern", columns="stage", values="outside")[stages]
    first = next(name for name in stages if name != DECLARED)
    order = wide[first].sort_values(ascending=False, kind="stable").index[:SHOWN]
    known: dict[Any, Any] = rows.drop_duplicates("pattern").set_index("pattern").to_dict("index")
    columns = [Column("pattern", "text", WIDTH), Column("band", "number")]
    columns += [Column(named(name).replace(" ", "\n"), "number") for name in stages]
    table = Table(columns, marked("Societies outside the band of a pattern, %"))
    for name in order:
        about = known[name]
        band = _("{low} to {high}").format(low=_short(about["low"]), high=_short(about["high"]))
        shares = (_percent(wide.loc[name, stage]) for stage in stages)
        table.add(Cell(_(about["meaning"]), _(about["unit"])), band, *shares)
    return table


def _emulators(rows: pd.DataFrame) -> Table:
    last = rows[rows["wave"] == rows["wave"].max()].sort_values("ruled_out", ascending=False)
    columns = (
        Column("emulator of", "text", WIDTH), Column("error", "number"), Column("trend", "number"),
        Column("noise", "number"), Column("in 90 %\ninterval, %", "number"),
        Column("rules\nout, %", "number"),
    )  # fmt: skip
    table = Table(columns, marked("Emulators of the last wave that rule out most"))
    for row in last.head(OUTSIDE).to_dict("records"):
        chance = "" if pd.isna(row["chance"]) else f"{np.sqrt(row['chance']):.2f}"
        table.add(
            _(row["meaning"]),
            f"{row['error']:.2f}",
            f"{row['error_of_trend']:.2f}",
            chance,
            _percent(row["coverage"]),
            _percent(row["ruled_out"]),
        )
    return table


def _assumptions(rows: pd.DataFrame) -> Table:
    columns = (
        Column("assumption"), Column("declared", "number"), Column("ensemble", "number"),
        Column("distance", "number"), Column("balanced", "number"),
    )  # fmt: skip
    table = Table(columns, marked("Assumptions that were narrowed most"))
    for row in rows.to_dict("records"):
        table.add(
            Cell(
                row["assumption"],
                joined([unit_in_words(row["unit"]), _(row["grade"])], "statements"),
            ),
            _three(row, "prior"),
            _three(row, "posterior"),
            f"{row['distance']:.2f}",
            f"{row['distance_balanced']:.2f}",
        )
    return table


def _narrowed(count: int, of: int) -> str:
    if not count:
        return _("None of {all:,} assumptions was narrowed beyond chance.").format(all=of)
    text = _("{number:,} of {all:,} assumptions were narrowed beyond chance.")
    return text.format(number=count, all=of)


def _three(row: Mapping[Any, Any], stage: str) -> str:
    return "  ".join(_short(row[f"{stage}_{q}"]) for q in ("05", "50", "95"))


def _short(value: float) -> str:
    digits = labels.decimals(abs(value))
    return f"{value:,.{digits}f}".replace("-", "−") if value else "0"


def _percent(share: float) -> str:
    return f"{share * 100:.0f}"
