"""An ablation on the terminal: what each lever contributes, and pairs that do not add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import factorial
from typing import Any

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.config.outcomes import outcome
from experiments.config.plurals import counted
from experiments.reporting.labels import decimals, signed, spelled
from experiments.reporting.results import Results
from experiments.reporting.terminal import console
from experiments.statistics.contributions import ALONE, LAST, LAST_MINUS_ALONE, PACKAGE, SHAPLEY
from experiments.statistics.multiplicity import ALPHA

HEADS = {ALONE: "alone", LAST: "last", LAST_MINUS_ALONE: "last minus alone", SHAPLEY: "Shapley"}
WEIGHTS = (SHAPLEY, LAST, ALONE)
"""What levers are put in order by: the first of these that is there."""
DIRECTION = {1: "more is better", -1: "less is better", 0: ""}
NO_VALUE = "some run of every replication has no value"
TOLD_PAIRS = 8
CELL_WIDTH = 14
PAIRS_NOTE = (
    "{replications}. Alone and together: change against the baseline under the same "
    "seeds. Beyond the sum: what the two do together less what each does alone; ± is half of a "
    "95 % interval, paired t, simulation error only. Shown are, of the pairs whose own interval "
    "excludes 0, the {told} that are furthest from it; of pairs that add up one in twenty is "
    "among them by Monte Carlo noise. Corrected over {tests} (all pairs and outcomes): p by Holm, "
    "for any false finding at all; q by Benjamini and Yekutieli, for the share of false ones "
    "among the findings."
)


def print_contributions(results: Results) -> None:
    """A table an outcome: the levers by their weight, and how to read it."""
    to = console()
    for _, rows in results.ablation.groupby("outcome", sort=False):
        whole = rows[rows["part"] == PACKAGE].iloc[0]
        digits = decimals(float(rows["value"].abs().max()))
        if whole["replications"] == 0:
            _title(to, rows, NO_VALUE)
            continue
        _title(to, rows, f"the package: {_cell(whole, digits)}")
        to.print(_contributions(rows[rows["part"] != PACKAGE], digits))
    to.print(_notes(results), style="dim", highlight=False)


def _contributions(rows: pd.DataFrame, digits: int) -> Table:
    parts = [part for part in HEADS if part in set(rows["part"])]
    cells = {(row["lever"], row["part"]): row for row in rows.to_dict("records")}
    heaviest = next(part for part in WEIGHTS if part in parts)
    weight = rows[rows["part"] == heaviest].set_index("lever")["value"].abs()
    table = _table(["lever"], [HEADS[part] for part in parts])
    shared = SHAPLEY in parts
    if shared:
        table.add_column("share", justify="right", no_wrap=True)
    for lever in weight.sort_values(ascending=False, kind="stable").index:
        here = [_cell(cells[lever, part], digits) for part in parts]
        share = [_percent(cells[lever, SHAPLEY]["share"])] if shared else []
        table.add_row(spelled(lever), *here, *share)
    sums = rows.groupby("part")[["value", "share"]].sum(min_count=1)
    total = [_number(sums["value"][part], digits) for part in parts]
    share = [_percent(sums["share"][SHAPLEY])] if shared else []
    table.add_row("sum", *total, *share, style="dim")
    return table


def print_interactions(results: Results) -> None:
    """For each outcome the least additive pairs, and how to read them."""
    to = console()
    for _, rows in results.pairs.groupby("outcome", sort=False):
        if not rows["replications"].any():
            _title(to, rows, NO_VALUE)
            continue
        clear = rows[rows["ci_low"] * rows["ci_high"] > 0]
        order = clear["interaction"].abs().sort_values(ascending=False, kind="stable").index
        there, have = (
            int(rows["interaction"].count()),
            "has" if len(clear) == 1 or rows["interaction"].count() == 1 else "have",
        )
        certain = int((rows["q_fdr"] < ALPHA).sum())
        _title(
            to, rows,
            f"{len(clear):,} of {counted(there, 'pair')} with a value {have} an interval without "
            f"0, {certain:,} after correction (q below {ALPHA})",
        )  # fmt: skip
        if len(clear):
            to.print(_interactions(clear.loc[order[:TOLD_PAIRS]]))
    note = PAIRS_NOTE.format(
        replications=counted(results.manifest["replications"], "replication"),
        tests=counted(int(results.pairs["p_holm"].count()), "test"),
        told=TOLD_PAIRS,
    )
    to.print(note, style="dim", highlight=False)


def _interactions(rows: pd.DataFrame) -> Table:
    heads = ["first alone", "second alone", "together", "beyond the sum"]
    table = _table(["first", "second"], [*heads, "p (Holm)", "q"])
    numbers = ["first_alone", "second_alone", "together"]
    digits = decimals(float(rows[[*numbers, "interaction"]].abs().to_numpy().max()))
    for row in rows.rename(columns={"interaction": "value"}).to_dict("records"):
        cells = [_number(row[name], digits) for name in numbers]
        tests = [_probability(row[name]) for name in ("p_holm", "q_fdr")]
        names = spelled(row["first"]), spelled(row["second"])
        table.add_row(*names, *cells, _cell(row, digits), *tests)
    return table


def _probability(value: float) -> str:
    return "" if pd.isna(value) else "<0.001" if value < 0.001 else f"{value:.3f}"


def _title(to: Console, rows: pd.DataFrame, told: str) -> None:
    one = outcome(str(rows["outcome"].iloc[0]))
    about = ", ".join(filter(None, [str(rows["unit"].iloc[0]), DIRECTION[one.better]]))
    to.print(Text.assemble((f"\n{one.words}", "bold"), f": {told}", (f"  ({about})", "dim")))


def _table(names: Iterable[str], numbers: Iterable[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in names:
        table.add_column(name, no_wrap=True)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True, min_width=CELL_WIDTH)
    return table


def _number(value: float, digits: int) -> str:
    return "none" if pd.isna(value) else signed(value, digits)


def _cell(row: Mapping[Any, Any] | pd.Series, digits: int) -> str:
    half = (row["ci_high"] - row["ci_low"]) / 2
    told = _number(row["value"], digits)
    return told if pd.isna(half) else f"{told} ±{half:.{digits}f}"


def _percent(value: float) -> str:
    return "" if pd.isna(value) else f"{signed(100 * value, 0).removeprefix('+')} %"


def _notes(results: Results) -> str:
    """How the tables of contributions are read."""
    told = results.manifest
    parts = set(results.ablation["part"])
    number, orders = len(told["levers"]), told["orders"]
    lines = [
        f"{counted(told['replications'], 'replication')}, {counted(told['subsets'], 'subset')} of "
        f"{counted(number, 'lever')}. "
        "Change against the baseline under the same seeds; ± is half of a 95 % interval, paired t: "
        "simulation error only, each for itself, so that one in twenty misses by chance."
    ]
    if ALONE in parts:
        lines.append("Alone: the lever without the others of the package.")
    if LAST in parts:
        lines.append("Last: what the package loses without it.")
    if LAST_MINUS_ALONE in parts:
        lines.append(
            "Last minus alone: what the others change; where its interval excludes 0, what the "
            "lever is worth hangs on what is there before it."
        )
    if SHAPLEY in parts:
        lines.append(
            f"Shapley: what the lever adds to those before it, mean over all {factorial(number):,} "
            "orders in which they can come; these add up to the package's effect."
            if orders == "all"
            else "Shapley: what the lever adds to those before it, mean over "
            f"{counted(orders, 'order')} a replication, drawn anew for each, half of them the "
            "other half reversed; the interval covers the draw of orders and of seeds. They add up "
            "to the package's effect."
        )
        lines.append(
            "Share: of the package's effect, empty where the interval of that contains 0; below 0 "
            "or above 100 % where levers work against each other."
        )
    gaps = results.ablation.groupby("outcome", sort=False)["replications"].max()
    for word, used in gaps[(gaps > 0) & (gaps < told["replications"])].items():
        lines.append(
            f"{word}: over {counted(used, 'replication')}; the others lack a value in some run."
        )
    if told["held"]:
        lines.append(f"In every arm, the baseline's too: {', '.join(told['held'])}.")
    return " ".join(lines)
