"""What to measure first, on the terminal: decisions, assumptions by their value, reversals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.config.outcomes import outcome
from experiments.language import _, bracketed, joined, marked
from experiments.reporting import labels
from experiments.reporting.meanings import meaning, unit_in_words
from experiments.reporting.recorded_texts import text
from experiments.reporting.results import Results
from experiments.reporting.table import Cell, Column, Table
from experiments.reporting.terminal import console, print_files, print_text

SHOWN = 10
"""Assumptions in the list."""
REVERSED = 10
"""Pairs of decisions in the list."""
NOTES = (
    marked(
        "Utility is the weighted change against the same society without any reform; the weights "
        "are a choice (utility=). Best: share of societies in which the decision has the highest "
        "utility. Regret: how far it is below the best decision of the society, on average."
    ),
    marked(
        "Value: expected value of partial perfect information (regression on cubic splines, "
        "Strong, Oakley and Brennan 2014): how much utility rises on average if the decision is "
        "taken after this number is known. Brackets are 95 % intervals. Noise limit: what the "
        "largest of all assumptions exceeds in 5 of 100 cases if none matters. A value below it is"
        " not shown to be 0."
    ),
    marked(
        "Of all: share of the value of knowing everything, which counts chance in single runs as "
        "if it could be known, so that the share is too small. Values of single assumptions do not"
        " add up. Another ensemble gives another list beyond the entries above the noise limit. "
        "Where the two best decisions are close, values and intervals are too small."
    ),
    marked(
        "A pair flips if either decision is better, by more than the least difference that "
        "matters, in at least 5 % of societies. AUC: how well one assumption tells these apart."
    ),
)


def show(results: Results) -> None:
    """Print decisions, the list of what to measure first, reversals, notes and files."""
    to = console()
    to.print(decisions(results).terminal())
    to.print(first(results).terminal())
    table = flips(results)
    if len(table):
        to.print(table.terminal())
    manifest = results.manifest
    sample = _("{sample}{lacking}.").format(
        sample=text(manifest, "sample"), lacking=text(manifest, "lacking")
    )
    for note in (sample, weights(results), *map(_, NOTES)):
        print_text(to, note, "dim")
    to.print()
    files = {marked("measure first"): "value.csv", marked("decisions"): "decisions.csv"}
    files |= {marked("reversals"): "reversals.csv", "figures": "figures"}
    print_files(results.folder, files)


def weights(results: Results) -> str:
    """A sentence on the utility."""
    units = results.manifest["units"]
    parts = [
        _("{weight} x {outcome} ({unit})").format(
            weight=labels.signed(weight, 2), outcome=outcome(name).label, unit=_(units[name])
        )
        for name, weight in results.manifest["weights"].items()
    ]
    return _("Utility, in hours per worker-week: {parts}.").format(
        parts=joined(parts, "statements")
    )


def decisions(results: Results) -> Table:
    """Decisions by mean utility, with the share of societies in which each is best."""
    columns = [
        marked("utility\nmean"), marked("middle 90 %\nof societies"),
        marked("best\n% of societies"), marked("regret\nmean"),
    ]  # fmt: skip
    table = Table(
        [Column(""), *(Column(title, "number") for title in columns)],
        marked("Which reform to begin with, hours per worker-week"),
    )
    for row in results.decisions.to_dict("records"):
        half = (row["utility_high"] - row["utility_low"]) / 2
        span = _("{low} to {high}").format(
            low=labels.signed(row["utility_05"], 1), high=labels.signed(row["utility_95"], 1)
        )
        best = (
            f"{100 * row['best']:.0f} [{100 * row['best_low']:.0f}, {100 * row['best_high']:.0f}]"
        )
        utility = Cell(f"{labels.signed(row['utility'], 2)} ±{half:.2f}")
        table.add(spelled(row["decision"]), utility, span, best, f"{row['regret']:.2f}")
    return table


def first(results: Results) -> Table:
    """The assumptions with the largest value, and how to measure each."""
    whole, rows = results.manifest["whole"], results.value
    found = rows[rows["beyond_noise"]]
    limit = rows["noise_limit"].iloc[0] if len(rows) else 0.0
    caption = _(
        "Noise limit {limit:.2f}; {beyond:,} of {all:,} assumptions are beyond it. Knowing "
        "everything is worth {worth:.2f} [{low:.2f}, {high:.2f}]; without more knowledge {best} is "
        "best."
    ).format(
        limit=limit, beyond=len(found), all=len(rows), worth=whole["evpi"], low=whole["low"],
        high=whole["high"], best=spelled(whole["best"]),
    )  # fmt: skip
    columns = [
        Column("", "number"), Column("assumption", "name"), Column("value", "number"),
        Column("of all, %", "number"), Column("best where low, where high"),
        Column("what it is", "prose", 40), Column("how", "text", 24),
    ]  # fmt: skip
    table = Table(columns, marked("What to measure first"), caption)
    for row in rows.head(SHOWN).to_dict("records"):
        if not row["evppi"]:
            break
        value = f"{row['evppi']:.2f} [{row['low']:.2f}, {row['high']:.2f}]"
        below = "" if row["beyond_noise"] else _("within noise")
        share = f"{100 * row['evppi'] / whole['evpi']:.0f}" if whole["evpi"] else ""
        table.add(
            int(row["rank"]), row["assumption"], Cell(value, below), share, _turn(row),
            meaning(row["meaning"]), _(row["way"]),
        )  # fmt: skip
    return table


def flips(results: Results) -> Table:
    """Pairs of decisions whose order flips, and the assumption that separates them best."""
    columns = [
        Column("decision"), Column("other"), Column("better\n% of societies", "number"),
        Column("worse", "number"), Column("depends on", "name"), Column("AUC", "number"),
        Column("better where it is"),
    ]  # fmt: skip
    rows = results.reversals[results.reversals["flips"]]
    caption = _(
        "{flips:,} of {all:,} pairs flip; reversals.csv has all of them. Without an assumption "
        "beyond noise, no single one tells where."
    ).format(flips=len(rows), all=len(results.reversals))
    table = Table(columns, marked("Orders that flip between societies"), caption)
    for row in rows.head(REVERSED).to_dict("records"):
        pair = spelled(row["decision"]), spelled(row["other"])
        shares = f"{100 * row['better']:.0f}", f"{100 * row['worse']:.0f}"
        if row["beyond_noise"]:
            area = _("{auc:.2f} (noise {limit:.2f})").format(
                auc=row["auc"], limit=row["noise_limit"]
            )
            side = _("{side} {threshold:.3g}").format(
                side=_(row["side"]), threshold=row["threshold"]
            )
            where = bracketed(side, unit_in_words(row["unit"]))
            table.add(*pair, *shares, row["assumption"], area, where)
        else:
            table.add(*pair, *shares, _("none beyond noise"), "", "")
    return table


def spelled(decision: str) -> str:
    """A decision as words."""
    return _("nothing") if decision == "baseline" else labels.spelled(decision)


def _turn(row: Mapping[Any, Any]) -> str:
    low, high = spelled(str(row["best_low"])), spelled(str(row["best_high"]))
    if low == high:
        return low
    at = "" if pd.isna(row["switch"]) else _("from {value:.3g}").format(value=row["switch"])
    return bracketed(joined([low, high]), at)
