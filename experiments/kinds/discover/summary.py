"""Where scenarios fail, on the terminal: how well failures are told apart, and by which rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.terminal import console, print_files
from experiments.statistics import failures
from experiments.statistics.failures import CANDIDATES, FEW

ASSUMPTIONS, OBSERVABLES, BOTH = "assumptions", "observables", "both"
SHOWN = 6
SAID = {
    failures.HOLDS: "holds on draws not used to find it",
    failures.DOUBTFUL: "may be Monte Carlo noise",
    failures.NO_BOX: "none found that Monte Carlo noise does not explain",
}
NOTES = (
    "AUC: how often a draw that fails has the higher score than one that does not, 0.5 being a "
    "coin; forest and single variable are chosen on a random half of the draws and judged on the "
    "other, brackets are 95 % intervals (Newcombe) for its limited number. The forest (extra "
    f"trees) and PRIM see the (at most) {CANDIDATES} variables whose distributions differ most.",
    "Box: found by PRIM on that half, without limits that Monte Carlo noise explains; its density "
    "and coverage are those on the other half (Clopper-Pearson intervals). There may be further "
    "boxes. Quasi-p: how likely so dense a box is if the limits of that variable do nothing; it "
    "is too small where the box was found and fair on the other half.",
    "Score: distance of the distributions of draws that fail and that do not (two-sample "
    "Kolmogorov-Smirnov, all draws), with a p-value after Holm over all variables of the search. "
    "Share: of the forest's importance. PRIM alone often finds one limit of two: a variable "
    "that both name is the safer, one that neither names is not shown to be idle. Of variables "
    "that go with each other the score names all, PRIM often one. Each of the two names "
    "something in at most 5 of 100 searches in which nothing goes with failure.",
    "Shares of draws are as right as the ranges of the assumptions, and each draw has one run, "
    "with its own noise in it: near the line between failure and success that noise decides. Rules "
    "over observables tell where a reform fails among such places; they are no causes.",
)
Row = Mapping[Any, Any]


def print_discover(results: Results, to: Console | None = None) -> None:
    """For each scenario how often it fails, and for each search what was found; notes; places."""
    to = to or console()
    searched = results.discover["verdict"] != failures.TOO_FEW
    for _, rows in results.discover.groupby("scenario", sort=False):
        first = rows.iloc[0].to_dict()
        to.print(Text(f"\n{title(first)}", style="bold"))
        if first["verdict"] == failures.TOO_FEW:
            continue
        to.print(_separation(rows))
        for row in rows.to_dict("records"):
            _search(results, row, to)
    to.print()
    notes = NOTES if searched.any() else NOTES[-1:]
    for note in (results.manifest["told"], *notes):
        to.print(Text(note, style="dim"))
    to.print()
    files = {"summary": "discover.csv", "boxes": "boxes.csv", "variables": "variables.csv"}
    files["draws"] = "draws.parquet"
    print_files(results.folder, files | ({"figures": "figures"} if searched.any() else {}))


def of(rows: pd.DataFrame, row: Row) -> pd.DataFrame:
    """The rows of one search."""
    same = (rows["scenario"] == row["scenario"]) & (rows["rules_over"] == row["rules_over"])
    return pd.DataFrame(rows[same])


def title(row: Row) -> str:
    """How often a scenario fails."""
    low, high = 100 * row["share_low"], 100 * row["share_high"]
    share = f" ({_percent(row['share'])}, 95 % interval {low:.0f} to {high:.0f})"
    few = row["verdict"] == failures.TOO_FEW
    more = f": too few to describe, it takes {FEW} that fail and {FEW} that do not" if few else ""
    return (
        f"{labels.spelled(row['scenario'])} fails in {row['fails']:,} of {row['draws']:,} draws"
        f"{share if row['draws'] else ''}{more}"
    )


def agreement(variables: pd.DataFrame) -> str:
    """Which variables PRIM and the score name, together and alone."""
    told = []
    for who, words in (
        (failures.BOTH, "PRIM and score agree on"),
        (failures.PRIM, "PRIM alone names"),
        (failures.SCORE, "the score alone names"),
    ):
        names = list(variables.loc[variables["named_by"] == who, "variable"])
        if names:
            rest = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            told.append(f"{words} {', '.join(names[:SHOWN])}{rest}")
    text = "; ".join(told)
    if not told:
        return "Neither PRIM nor the score names a variable."
    named = set(variables["named_by"]) - {failures.NEITHER}
    part = " (they agree in part)" if failures.BOTH in named else " (they disagree)"
    return f"{text[0].upper()}{text[1:]}{'' if named == {failures.BOTH} else part}."


def _separation(rows: pd.DataFrame) -> Table:
    """A row a search: how well it tells failures from other draws."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("rules over", no_wrap=True)
    table.add_column("AUC of a forest", justify="right", no_wrap=True)
    table.add_column("AUC alone", justify="right", no_wrap=True)
    table.add_column("of", overflow="fold")
    table.add_column("PRIM's box", overflow="fold")
    for row in rows.to_dict("records"):
        table.add_row(
            row["rules_over"], _area(row, "auc"), _area(row, "alone"), row["leader"],
            SAID[row["verdict"]],
        )  # fmt: skip
    return table


def _search(results: Results, row: Row, to: Console) -> None:
    """The box of a search, its limits, the leading scores, and whether the two agree."""
    limits, variables = of(results.boxes, row), of(results.variables, row)
    to.print(Text(f"Over {row['rules_over']}", style="italic"))
    if row["restricted"]:
        to.print(_box(row))
    named = variables[(variables["named_by"] != failures.NEITHER) | variables["in_box"]]
    if len(named):
        to.print(_variables(named.head(2 * SHOWN), limits.set_index("variable")))
    to.print(agreement(variables))


def _box(row: Row) -> str:
    """The box in a sentence, as the half that it has not seen shows it."""
    density, coverage = (_bracketed(row, f"{name}_held_out") for name in ("density", "coverage"))
    return (
        f"On draws not used to find it: in the box {density} fail; it holds {coverage} of all "
        f"failures and {_percent(row['mass_held_out'])} of these draws (where it was found: "
        f"{_percent(row['density_found'])}, {_percent(row['coverage_found'])}, "
        f"{_percent(row['mass_found'])}). Probability of so many failures in it if it had nothing "
        f"to do with failure: {row['by_chance']:.2g} (Fisher)."
    )


def _variables(rows: pd.DataFrame, limits: pd.DataFrame) -> Table:
    """A row a variable that one of the two names, or that restricts the box."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=True)
    table.add_column("variable", overflow="fold", ratio=1)
    for head in ("fails most\n(PRIM)", "quasi-p\nother half", "distance\n(score)", "p\n(Holm)"):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("share", justify="right", no_wrap=True)
    table.add_column("named by", no_wrap=True)
    table.add_column("range", justify="right", no_wrap=True)
    for row in rows.to_dict("records"):
        ends = limits.loc[row["variable"]] if row["variable"] in limits.index else None
        table.add_row(
            Text.assemble(row["variable"], "\n", (_meant(row), "dim")),
            "" if ends is None else between(ends["lower"], ends["upper"]),
            "" if ends is None else _empty(ends["quasi_p_held_out"]),
            f"{row['distance']:.2f}",
            f"{row['p_holm']:.2g}",
            "" if np.isnan(row["importance"]) else _percent(row["importance"]),
            row["named_by"] or "neither",
            f"{row['range_low']:.3g} to {row['range_high']:.3g}",
        )
    return table


def _meant(row: Row) -> str:
    """Evidence grade and meaning, with the unit where the meaning does not say it."""
    unit = "" if row["unit"] in row["meaning"] else f" ({row['unit']})"
    return f"{row['grade']}: {row['meaning']}{unit}"


def between(lower: float, upper: float) -> str:
    """Limits in words, with three figures; empty ones are open."""
    if np.isnan(upper):
        return f"at least {lower:.3g}"
    if np.isnan(lower):
        return f"at most {upper:.3g}"
    return f"{lower:.3g} to {upper:.3g}"


def _area(row: Row, name: str) -> str:
    return f"{row[name]:.2f} [{row[f'{name}_low']:.2f}, {row[f'{name}_high']:.2f}]"


def _bracketed(row: Row, name: str) -> str:
    low, high = 100 * row[f"{name}_low"], 100 * row[f"{name}_high"]
    return "none" if np.isnan(row[name]) else f"{_percent(row[name])} [{low:.0f}, {high:.0f}]"


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def _empty(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.2g}"
