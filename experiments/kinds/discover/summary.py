"""Scenario discovery on the terminal: separation of failures, boxes and variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console
from rich.text import Text

from experiments.config.outcomes import outcome
from experiments.kinds.discover.variables import PREFIX
from experiments.language import _, bracketed, in_percent, joined, marked
from experiments.reporting import labels
from experiments.reporting.meanings import meaning, unit
from experiments.reporting.recorded_texts import text
from experiments.reporting.results import Results
from experiments.reporting.society_notes import named, society_notes
from experiments.reporting.table import Cell, Column, Table
from experiments.reporting.terminal import console, print_files, print_text
from experiments.statistics import failures
from experiments.statistics.failures import CANDIDATES, FEW

ASSUMPTIONS, OBSERVABLES, BOTH = marked("assumptions"), marked("observables"), marked("both")
SHOWN = 6
"""Variables listed in a sentence; twice as many in a table."""
VARIABLE_WIDTH = 36
NOTES = (
    marked(
        "AUC: probability that a draw that fails has a higher score than one that does not, 0.5 by"
        " noise; forest and single variable are chosen on a random half of the draws and evaluated"
        " on the other, brackets are 95 % intervals (Newcombe) for its limited number. The forest "
        "(extra trees) and PRIM see the (at most) {candidates} variables whose distributions "
        "differ most."
    ),
    marked(
        "Box: found by PRIM on that half, without limits that Monte Carlo noise explains; its "
        "density and coverage are those on the other half (Clopper-Pearson intervals). There may "
        "be further boxes. Quasi-p: probability of so dense a box if the limits of that variable "
        "have no effect; it is too small on the half where the box was found, and unbiased on the "
        "other."
    ),
    marked(
        "Score: distance of the distributions of draws that fail and that do not (two-sample "
        "Kolmogorov-Smirnov, all draws), with a p-value after Holm over all variables of the "
        "search. Share: of the forest's importance. PRIM alone often finds one limit of two: a "
        "variable named by both is safer; one named by neither is not shown to be idle. Of "
        "correlated variables the score names all, PRIM often one. Each of the two names a "
        "variable in at most 5 of 100 searches in which none is related to failure."
    ),
    marked(
        "Shares of draws are as good as the ranges of the assumptions. Each draw has one run with "
        "its own noise, which decides near the threshold of failure. Rules over observables "
        "describe where a reform fails among such places; they are not causes."
    ),
)
PLAUSIBLE = marked(
    "Boxes lie within the plausible space: they say where a scenario fails among places whose "
    "baseline is plausible, not where it fails in all of the declared ranges. There assumptions "
    "depend on each other, so one in a rule may stand for another. With {number} societies and "
    "{variables} variables a box that is found says little: its guards are the {rest} societies "
    "that were not used to find it, once, in one random split. Another seed= splits and runs "
    "anew: rely on limits that return. Effects of a single assumption that are not strong, and "
    "boxes of three or more limits, cannot be shown with so few."
)
Row = Mapping[Any, Any]


def show(results: Results) -> None:
    """Print the share of failures of each scenario, the results of each search, notes and files."""
    to = console()
    searched = results.discover["verdict"] != failures.TOO_FEW
    for _name, rows in results.discover.groupby("scenario", sort=False):
        first = rows.iloc[0].to_dict()
        to.print(Text(f"\n{title(first, results.manifest)}", style="bold"))
        if first["verdict"] == failures.TOO_FEW:
            continue
        to.print(_separation(rows, results).terminal())
        for row in rows.to_dict("records"):
            _search(results, row, to)
    to.print()
    notes: tuple[str, ...] = NOTES if searched.any() else NOTES[-1:]
    notes = (*(_note(note, results.manifest) for note in notes), *_plausible(results))
    for note in (text(results.manifest, "sample"), *society_notes(results.manifest), *notes):
        print_text(to, note, "dim")
    to.print()
    files = {marked("summary"): "discover.csv", marked("draws"): "draws.parquet"}
    if searched.any():  # else the other tables have no rows, and there is no figure
        files |= {marked("boxes"): "boxes.csv", marked("variables"): "variables.csv"}
        files |= {"figures": "figures"}
    print_files(results.folder, files)


def _plausible(results: Results) -> list[str]:
    """What boxes within the plausible space can show, and what they cannot."""
    found = results.discover[results.discover["verdict"] != failures.TOO_FEW]
    if found.empty or results.manifest.get("societies") is None:
        return []
    number = int(found["draws"].max())
    variables = results.variables.groupby(["scenario", "rules_over"]).size().max()
    return [_(PLAUSIBLE).format(number=number, variables=variables, rest=number // 2)]


def of(rows: pd.DataFrame, row: Row) -> pd.DataFrame:
    """The rows of one search."""
    same = (rows["scenario"] == row["scenario"]) & (rows["rules_over"] == row["rules_over"])
    return pd.DataFrame(rows[same])


def title(row: Row, manifest: Mapping[str, Any]) -> str:
    """How often a scenario fails."""
    fails = named("{scenario} fails in {fails:,} of {draws:,} draws", manifest).format(
        scenario=labels.spelled(row["scenario"]), fails=row["fails"], draws=row["draws"]
    )
    share = _("{share}, 95 % interval {low:.0f} to {high:.0f}").format(
        share=_percent(row["share"]), low=100 * row["share_low"], high=100 * row["share_high"]
    )
    fails = bracketed(fails, share if row["draws"] else "")
    if row["verdict"] != failures.TOO_FEW:
        return fails
    return _("{fails}: too few to describe, it takes {few} that fail and {few} that do not").format(
        fails=fails, few=FEW
    )


def agreement(variables: pd.DataFrame) -> str:
    """Which variables PRIM and the score name, together and alone."""
    parts = []
    for method, phrase in (
        (failures.BOTH, _("PRIM and score agree on {variables}")),
        (failures.PRIM, _("PRIM alone names {variables}")),
        (failures.SCORE, _("the score alone names {variables}")),
    ):
        names = list(variables.loc[variables["named_by"] == method, "variable"])
        if names:
            shown = joined(names[:SHOWN])
            if len(names) > SHOWN:
                shown = _("{names} and {number} more").format(
                    names=shown, number=len(names) - SHOWN
                )
            parts.append(phrase.format(variables=shown))
    if not parts:
        return _("Neither PRIM nor the score names a variable.")
    found = set(variables["named_by"]) - {failures.NEITHER}
    part = _("they agree in part") if failures.BOTH in found else _("they disagree")
    said = bracketed(joined(parts, "statements"), "" if found == {failures.BOTH} else part)
    return _("{sentence}.").format(sentence=f"{said[0].upper()}{said[1:]}")


def _separation(rows: pd.DataFrame, results: Results) -> Table:
    """A row a search: how well it separates failures from other draws."""
    table = Table([
        Column("rules over", "name"), Column("AUC of a forest", "number"),
        Column("AUC alone", "number"), Column("of"), Column("PRIM's box"),
    ])  # fmt: skip
    for row in rows.to_dict("records"):
        table.add(
            _(row["rules_over"]), _area(row, "auc"), _area(row, "alone"), row["leader"],
            _said(row, results.manifest),
        )  # fmt: skip
    return table


def _search(results: Results, row: Row, to: Console) -> None:
    """The box of a search, its limits, the leading scores, and whether the two agree."""
    limits, variables = of(results.boxes, row), of(results.variables, row)
    over = _("Over {rules_over}").format(rules_over=_(row["rules_over"]))
    print_text(to, over, "italic")
    if row["restricted"]:
        print_text(to, _box(row, results.manifest))
    shown = variables[(variables["named_by"] != failures.NEITHER) | variables["in_box"]]
    if len(shown):
        table = _variables(shown.head(2 * SHOWN), limits.set_index("variable"))
        to.print(table.terminal())
    print_text(to, agreement(variables))


def _said(row: Row, manifest: Mapping[str, Any]) -> str:
    """What is said of the box of a search."""
    if row["verdict"] == failures.HOLDS:
        return named("holds on draws not used to find it", manifest)
    if row["verdict"] == failures.DOUBTFUL:
        return _("may be Monte Carlo noise")
    return _("none found that Monte Carlo noise does not explain")


def _note(note: str, manifest: Mapping[str, Any]) -> str:
    return named(note, manifest).format(candidates=CANDIDATES)


def _box(row: Row, manifest: Mapping[str, Any]) -> str:
    """The box in a sentence, by its fit on the half not used to find it."""
    density, coverage = (_bracketed(row, f"{name}_held_out") for name in ("density", "coverage"))
    text = named(
        "On draws not used to find it: in the box {density} fail; it holds {coverage} of all "
        "failures and {mass} of these draws (where it was found: {density_found}, "
        "{coverage_found}, {mass_found}). Probability of so many failures in a box unrelated to "
        "failure: {p:.2g} (Fisher).",
        manifest,
    )
    found = {name: _percent(row[f"{name}_found"]) for name in ("density", "coverage", "mass")}
    return text.format(
        density=density,
        coverage=coverage,
        mass=_percent(row["mass_held_out"]),
        p=row["fisher_p"],
        **{f"{name}_found": value for name, value in found.items()},
    )


def _variables(rows: pd.DataFrame, limits: pd.DataFrame) -> Table:
    """A row a variable that PRIM or the score names, or that restricts the box."""
    heads = (
        marked("fails most\n(PRIM)"), marked("quasi-p\nother half"), marked("distance\n(score)"),
        marked("p\n(Holm)"), marked("share"),
    )  # fmt: skip
    table = Table([
        Column("variable", "prose", VARIABLE_WIDTH), *(Column(head, "number") for head in heads),
        Column("named by", "name"), Column("range", "name"),
    ])  # fmt: skip
    for row in rows.to_dict("records"):
        ends = limits.loc[row["variable"]] if row["variable"] in limits.index else None
        table.add(
            Cell(row["variable"], _meant(row)),
            "" if ends is None else between(ends["lower"], ends["upper"]),
            "" if ends is None else _empty(ends["quasi_p_held_out"]),
            f"{row['distance']:.2f}",
            f"{row['p_holm']:.2g}",
            "" if np.isnan(row["importance"]) else _percent(row["importance"]),
            _(row["named_by"]) or _("neither"),
            _("{low:.3g} to {high:.3g}").format(low=row["range_low"], high=row["range_high"]),
        )
    return table


def _meant(row: Row) -> str:
    """Evidence grade and meaning, with the unit where the meaning does not say it."""
    of = "" if row["unit"] in row["meaning"] else unit(row["unit"])
    return _("{grade}: {meaning}").format(
        grade=_(row["grade"]), meaning=bracketed(variable_name(row), of)
    )


def variable_name(row: Row) -> str:
    """What a variable is: the meaning of an assumption, the label of an observable."""
    variable = str(row["variable"])
    if variable.startswith(PREFIX):
        return outcome(variable.removeprefix(PREFIX)).label
    return meaning(row["meaning"])


def between(lower: float, upper: float) -> str:
    """Limits for a reader, with three digits; empty ones are open."""
    if np.isnan(upper):
        return _("at least {value:.3g}").format(value=lower)
    if np.isnan(lower):
        return _("at most {value:.3g}").format(value=upper)
    return _("{low:.3g} to {high:.3g}").format(low=lower, high=upper)


def _area(row: Row, name: str) -> str:
    return f"{row[name]:.2f} [{row[f'{name}_low']:.2f}, {row[f'{name}_high']:.2f}]"


def _bracketed(row: Row, name: str) -> str:
    low, high = 100 * row[f"{name}_low"], 100 * row[f"{name}_high"]
    return _("none") if np.isnan(row[name]) else f"{_percent(row[name])} [{low:.0f}, {high:.0f}]"


def _percent(value: float) -> str:
    return in_percent(f"{100 * value:.0f}")


def _empty(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.2g}"
