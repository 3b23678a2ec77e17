"""An ablation on the terminal: contributions of levers, and pairs with an interaction."""

from __future__ import annotations

from collections.abc import Mapping
from math import factorial
from typing import Any

import pandas as pd
from rich.text import Text

from experiments.config.messages import counted
from experiments.config.outcomes import outcome
from experiments.reporting.labels import decimals, signed, spelled
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table
from experiments.reporting.terminal import console, print_files
from experiments.statistics.contributions import ALONE, LAST, LAST_MINUS_ALONE, PACKAGE, SHAPLEY
from experiments.statistics.multiplicity import ALPHA

HEADS = {ALONE: "alone", LAST: "last", LAST_MINUS_ALONE: "last minus alone", SHAPLEY: "Shapley"}
SORTED_BY = (SHAPLEY, LAST, ALONE)
"""Levers are sorted by the first of these parts that is there."""
DIRECTION = {1: "more is better", -1: "less is better", 0: ""}
NO_VALUE = "some run of every replication has no value"
SHOWN_PAIRS = 8
PAIRS_NOTE = (
    "{replications}. Alone and together: change against the baseline under the same seeds. "
    "Interaction: the effect of both together less the sum of their effects alone; ± is half of a "
    "95 % interval, paired t, simulation error only. Of the pairs whose own interval excludes 0, "
    "the {shown} with the largest interaction are shown. One in twenty pairs without an "
    "interaction is among them by Monte Carlo noise. p and q are corrected over {tests} (all pairs "
    "and outcomes): p by Holm, which bounds the probability of any false finding; q by Benjamini "
    "and Yekutieli, which bounds the share of false findings among the findings."
)


def show(results: Results) -> None:
    """Print contributions and interactions, as far as they were requested, and the files."""
    files: dict[str, str] = {}
    if "ablation" in results.frames:
        _print_contributions(results)
        files |= {"csv": "ablation.csv", "figure": "figures/ablation.png"}
    if "pairs" in results.frames:
        _print_interactions(results)
        files |= {"pairs": "pairs.csv", "map": "figures/pairs.png"}
    print_files(results.folder, files | {"runs": "subsets.parquet"})


def _print_contributions(results: Results) -> None:
    """A table an outcome: the levers by their contribution, and how to read it."""
    for _, rows in results.ablation.groupby("outcome", sort=False):
        whole = rows[rows["part"] == PACKAGE].iloc[0]
        digits = decimals(float(rows["value"].abs().max()))
        if whole["replications"] == 0:
            _print_title(rows, NO_VALUE)
            continue
        _print_title(rows, f"the package: {_with_interval(whole, digits)}")
        table = _contributions(rows[rows["part"] != PACKAGE], digits)
        console().print(table.terminal())
    console().print(_notes(results), style="dim", highlight=False)


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
    table.add("sum", *total, *share, style="dim")
    return table


def _print_interactions(results: Results) -> None:
    """For each outcome the pairs with the largest interaction, and how to read them."""
    for _, rows in results.pairs.groupby("outcome", sort=False):
        if not rows["replications"].any():
            _print_title(rows, NO_VALUE)
            continue
        clear = rows[rows["ci_low"] * rows["ci_high"] > 0]
        order = clear["interaction"].abs().sort_values(ascending=False, kind="stable").index
        pairs = int(rows["interaction"].count())
        have = "has" if len(clear) == 1 or pairs == 1 else "have"
        significant = int((rows["q_fdr"] < ALPHA).sum())
        _print_title(
            rows,
            f"{len(clear):,} of {counted(pairs, 'pair')} with a value {have} an interval without "
            f"0, {significant:,} after correction (q below {ALPHA})",
        )
        if len(clear):
            console().print(_interactions(clear.loc[order[:SHOWN_PAIRS]]).terminal())
    note = PAIRS_NOTE.format(
        replications=counted(results.manifest["replications"], "replication"),
        tests=counted(int(results.pairs["p_holm"].count()), "test"),
        shown=SHOWN_PAIRS,
    )
    console().print(note, style="dim", highlight=False)


def _interactions(rows: pd.DataFrame) -> Table:
    heads = ["first alone", "second alone", "together", "interaction", "p (Holm)", "q"]
    names = [Column("first", "name"), Column("second", "name")]
    table = Table([*names, *(Column(head, "number") for head in heads)])
    effects = ["first_alone", "second_alone", "together"]
    digits = decimals(float(rows[[*effects, "interaction"]].abs().to_numpy().max()))
    for row in rows.rename(columns={"interaction": "value"}).to_dict("records"):
        values = [_number(row[name], digits) for name in effects]
        tests = [_probability(row[name]) for name in ("p_holm", "q_fdr")]
        levers = spelled(row["first"]), spelled(row["second"])
        table.add(*levers, *values, _with_interval(row, digits), *tests)
    return table


def _probability(value: float) -> str:
    return "" if pd.isna(value) else "<0.001" if value < 0.001 else f"{value:.3f}"


def _print_title(rows: pd.DataFrame, finding: str) -> None:
    known = outcome(str(rows["outcome"].iloc[0]))
    about = ", ".join(filter(None, [str(rows["unit"].iloc[0]), DIRECTION[known.better]]))
    parts = ((f"\n{known.label}", "bold"), f": {finding}", (f"  ({about})", "dim"))
    console().print(Text.assemble(*parts))


def _number(value: float, digits: int) -> str:
    return "none" if pd.isna(value) else signed(value, digits)


def _with_interval(row: Mapping[Any, Any] | pd.Series, digits: int) -> str:
    half = (row["ci_high"] - row["ci_low"]) / 2
    value = _number(row["value"], digits)
    return value if pd.isna(half) else f"{value} ±{half:.{digits}f}"


def _percent(value: float) -> str:
    return "" if pd.isna(value) else f"{signed(100 * value, 0).removeprefix('+')} %"


def _notes(results: Results) -> str:
    """How to read the tables of contributions."""
    manifest = results.manifest
    parts = set(results.ablation["part"])
    levers, orders = len(manifest["levers"]), manifest["orders"]
    lines = [
        f"{counted(manifest['replications'], 'replication')}, "
        f"{counted(manifest['subsets'], 'subset')} of {counted(levers, 'lever')}. "
        "Change against the baseline under the same seeds; ± is half of a 95 % interval, paired t: "
        "simulation error only. Each interval is for itself: one in twenty misses its value by "
        "Monte Carlo noise."
    ]
    if ALONE in parts:
        lines.append("Alone: the lever without the others of the package.")
    if LAST in parts:
        lines.append("Last: what the package loses without the lever.")
    if LAST_MINUS_ALONE in parts:
        lines.append(
            "Last minus alone: interaction with all other levers. Where its interval excludes 0, "
            "the effect of the lever depends on the levers that are there before it."
        )
    if SHAPLEY in parts:
        lines.append(
            f"Shapley: what the lever adds to those before it, mean over all {factorial(levers):,} "
            "orders of introduction. These values add up to the package's effect."
            if orders == "all"
            else "Shapley: what the lever adds to those before it, mean over "
            f"{counted(orders, 'order')} a replication. Orders are drawn anew for each "
            "replication, half of them the reverse of the other half, so that the interval covers "
            "the random orders as well as the seeds. These values add up to the package's effect."
        )
        lines.append(
            "Share: of the package's effect, empty where its interval contains 0; below 0 or "
            "above 100 % where levers work against each other."
        )
    used = results.ablation.groupby("outcome", sort=False)["replications"].max()
    for name, count in used[(used > 0) & (used < manifest["replications"])].items():
        lines.append(
            f"{name}: over {counted(count, 'replication')}; the others lack a value in some run."
        )
    if manifest["held"]:
        lines.append(f"In every arm, the baseline's too: {', '.join(manifest['held'])}.")
    return " ".join(lines)
