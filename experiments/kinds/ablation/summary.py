"""An ablation on the terminal: contributions of levers, and pairs with an interaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from rich.text import Text

from experiments.config.outcomes import outcome
from experiments.kinds.ablation import society_tables
from experiments.kinds.ablation.notes import of_contributions, of_pairs
from experiments.language import _, counted, in_percent, joined, marked
from experiments.reporting.labels import decimals, probability, signed, spelled
from experiments.reporting.panels import BETTER
from experiments.reporting.results import Results
from experiments.reporting.society_cells import change_columns
from experiments.reporting.society_notes import societies
from experiments.reporting.table import Column, Table
from experiments.reporting.terminal import console, print_files, print_text
from experiments.statistics.contributions import ALONE, LAST, LAST_MINUS_ALONE, PACKAGE, SHAPLEY
from experiments.statistics.multiplicity import ALPHA

HEADS = {
    ALONE: marked("alone"),
    LAST: marked("last"),
    LAST_MINUS_ALONE: marked("last minus alone"),
    SHAPLEY: marked("Shapley"),
}
SORTED_BY = (SHAPLEY, LAST, ALONE)
"""Levers are sorted by the first of these parts that is there."""
NO_VALUE = marked("some run of every replication has no value")
LACKING = marked("no value in some run of {lacking} of {number}")
SHOWN_PAIRS = 8


def show(results: Results) -> None:
    """Print contributions and interactions, as far as they were requested, and the files."""
    files: dict[str, str] = {}
    if "ablation" in results.frames:
        _print_contributions(results)
        files |= {"csv": "ablation.csv", marked("figure"): "figures/ablation.png"}
    if "pairs" in results.frames:
        _print_interactions(results)
        files |= {marked("pairs"): "pairs.csv", marked("map"): "figures/pairs.png"}
    print_files(results.folder, files | {marked("runs"): "subsets.parquet"})


def _print_contributions(results: Results) -> None:
    """A table an outcome: the levers by their contribution, and how to read it."""
    number = societies(results)
    for _name, rows in results.ablation.groupby("outcome", sort=False):
        whole = rows[rows["part"] == PACKAGE].iloc[0]
        if number:
            _print_over_societies(rows, whole, number)
            continue
        digits = decimals(float(rows["value"].abs().max()))
        if whole["replications"] == 0:
            _print_title(rows, _(NO_VALUE))
            continue
        _print_title(rows, _package(_with_interval(whole, digits)))
        table = _contributions(rows[rows["part"] != PACKAGE], digits)
        console().print(table.terminal())
    print_text(console(), joined(of_contributions(results), "sentences"), "dim")


def _print_over_societies(rows: pd.DataFrame, whole: pd.Series, number: int) -> None:
    if pd.isna(whole["median"]):
        these = counted(number, "society", "societies")
        _print_title(rows, _(LACKING).format(lacking=whole["lacking"], number=these))
        return
    parts = {part: head for part, head in HEADS.items() if part in set(rows["part"])}
    key = next(part for part in SORTED_BY if part in parts)
    digits = society_tables.digits(rows)
    _print_title(rows, _package(society_tables.in_a_line(whole, digits)))
    console().print(society_tables.contributions(rows, whole, parts, key, digits).terminal())


def _contributions(rows: pd.DataFrame, digits: int) -> Table:
    parts = [part for part in HEADS if part in set(rows["part"])]
    cells = {(row["lever"], row["part"]): row for row in rows.to_dict("records")}
    key = next(part for part in SORTED_BY if part in parts)
    size = rows[rows["part"] == key].set_index("lever")["value"].abs()
    columns = [Column("lever", "name"), *(Column(HEADS[part], "number") for part in parts)]
    shared = SHAPLEY in parts
    table = Table([*columns, Column("share", "number")] if shared else columns)
    for lever in size.sort_values(ascending=False, kind="stable").index:
        values = [_with_interval(cells[lever, part], digits) for part in parts]
        share = [_percent(cells[lever, SHAPLEY]["share"])] if shared else []
        table.add(spelled(lever), *values, *share)
    sums = rows.groupby("part")[["value", "share"]].sum(min_count=1)
    total = [_number(sums["value"][part], digits) for part in parts]
    share = [_percent(sums["share"][SHAPLEY])] if shared else []
    table.add(_("sum"), *total, *share, style="dim")
    return table


def _print_interactions(results: Results) -> None:
    """For each outcome the pairs with the largest interaction, and how to read them."""
    number = societies(results)
    value, *ends = change_columns(results.pairs, "interaction")
    for _name, rows in results.pairs.groupby("outcome", sort=False):
        if rows["median"].isna().all() if number else not rows["replications"].any():
            _print_title(rows, _lacking(rows, number))
            continue
        clear = rows[rows[ends[0]] * rows[ends[1]] > 0]
        order = clear[value].abs().sort_values(ascending=False, kind="stable").index
        _print_title(rows, _finding(rows, len(clear), value))
        if len(clear):
            shown = clear.loc[order[:SHOWN_PAIRS]]
            made = society_tables.interactions(shown) if number else _interactions(shown)
            console().print(made.terminal())
    print_text(console(), of_pairs(results, SHOWN_PAIRS), "dim")


def _lacking(rows: pd.DataFrame, number: int) -> str:
    if not number:
        return _(NO_VALUE)
    these = counted(number, "society", "societies")
    return _(LACKING).format(lacking=rows["lacking"].max(), number=these)


def _finding(rows: pd.DataFrame, clear: int, value: str) -> str:
    pairs = int(rows[value].count())
    significant = int((rows["q_fdr"] < ALPHA).sum())
    text = _(
        "{clear:,} of {pairs} with a value have an interval without 0, {significant:,} after "
        "correction (q below {level})"
    )
    if clear == 1 or pairs == 1:
        text = _(
            "{clear:,} of {pairs} with a value has an interval without 0, {significant:,} after "
            "correction (q below {level})"
        )
    return text.format(
        clear=clear, pairs=counted(pairs, "pair"), significant=significant, level=ALPHA
    )


def _package(effect: str) -> str:
    return _("the package: {effect}").format(effect=effect)


def _interactions(rows: pd.DataFrame) -> Table:
    table = Table(society_tables.PAIR_COLUMNS)
    effects = ["first_alone", "second_alone", "together"]
    digits = decimals(float(rows[[*effects, "interaction"]].abs().to_numpy().max()))
    for row in rows.rename(columns={"interaction": "value"}).to_dict("records"):
        values = [_number(row[name], digits) for name in effects]
        tests = [probability(row[name]) for name in ("p_holm", "q_fdr")]
        levers = spelled(row["first"]), spelled(row["second"])
        table.add(*levers, *values, _with_interval(row, digits), *tests)
    return table


def _print_title(rows: pd.DataFrame, finding: str) -> None:
    known = outcome(str(rows["outcome"].iloc[0]))
    about = joined([_(str(rows["unit"].iloc[0])), _(BETTER.get(known.better, ""))], "clauses")
    found = _(": {finding}").format(finding=finding)
    about = _("  ({about})").format(about=about)
    console().print(Text.assemble((f"\n{known.label}", "bold"), found, (about, "dim")))


def _number(value: float, digits: int) -> str:
    return _("none") if pd.isna(value) else signed(value, digits)


def _with_interval(row: Mapping[Any, Any] | pd.Series, digits: int) -> str:
    half = (row["ci_high"] - row["ci_low"]) / 2
    value = _number(row["value"], digits)
    return value if pd.isna(half) else f"{value} ±{half:.{digits}f}"


def _percent(value: float) -> str:
    return "" if pd.isna(value) else in_percent(signed(100 * value, 0).removeprefix("+"))
