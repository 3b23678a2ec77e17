"""A portfolio on the terminal: the Pareto front, the set of the least regret, their stability."""

from __future__ import annotations

from math import floor, log10
from typing import Any

import pandas as pd
from rich.text import Text

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import outcome
from experiments.designs.lever_package import JOINT
from experiments.kinds.portfolio.analysis import SAMPLES, SHOWN
from experiments.language import _, bracketed, counted, fill, in_percent, joined, marked, plural
from experiments.reporting.labels import signed, spelled
from experiments.reporting.results import Results
from experiments.reporting.society_notes import named, society_notes
from experiments.reporting.table import Cell, Column, Table
from experiments.reporting.terminal import console, print_files, print_text

NOTHING = marked("nothing: the baseline")
LEVERS_WIDTH = 26
EFFORTS = {
    "setup_hours": marked("set-up,\nh a\nworker"),
    "department_hours": marked("depart-\nments,\nh a week"),
}


FILES = {
    marked("sets"): "portfolio.csv",
    marked("draws"): "draws.parquet",
    marked("figure"): "figures/portfolio.png",
}


def show(results: Results) -> None:
    """Print the front as a table, the set of the least regret, how to read them, and the files."""
    rows, manifest = results.portfolio, results.manifest
    front = rows[rows["front"]]
    to = console()
    to.print(Text(f"\n{_title(manifest)}", style="bold"))
    if not rows["allowed"].any():
        to.print(f"\n{_nothing_allowed(rows, manifest)}\n", highlight=False)
        print_files(results.folder, FILES)
        return
    to.print(_table(rows[rows["label"].notna()], manifest).terminal())
    for line in (*_answer(rows, manifest), ""):
        print_text(to, line)
    left = plural("{n:,} set is on the front", "{n:,} sets are on the front", len(front))
    left = left.format(n=len(front))
    few = _("shown are the {shown} most often there and the set of the least regret")
    if int(front["label"].count()) != len(front):
        left = joined([left, few.format(shown=SHOWN)], "statements")
    left = _("{sentence}.").format(sentence=left)
    print_text(to, joined([left, *_notes(manifest)], "sentences"), "dim")
    print_files(results.folder, FILES)


def levers(name: str) -> str:
    """A set of levers as text."""
    return _(NOTHING) if name == BASELINE else joined(map(spelled, name.split(JOINT)))


def _title(manifest: dict[str, Any]) -> str:
    return joined(
        [counted(len(manifest["levers"]), "lever"), sets(manifest), points(manifest)], "clauses"
    )


def points(manifest: dict[str, Any]) -> str:
    """At how many societies, or draws, sets were evaluated."""
    used = manifest["draws"]["used"]
    if manifest.get("societies"):
        return counted(used, "plausible society", "plausible societies")
    return _("{draws} of all assumptions").format(draws=counted(used, "draw"))


def sets(manifest: dict[str, Any]) -> str:
    """How many sets were evaluated."""
    count, possible = manifest["sets"], 2 ** len(manifest["levers"])
    if count == possible:
        return _("all their {number:,} sets").format(number=count)
    text = _("{number:,} of their {possible:,} sets, found by NSGA-II")
    return text.format(number=count, possible=possible)


def _table(rows: pd.DataFrame, manifest: dict[str, Any]) -> Table:
    names = [*manifest["outcomes"], *EFFORTS]
    heads = [
        *(
            fill(outcome(name).titled(unit), 15)
            for name, unit in zip(manifest["outcomes"], manifest["units"], strict=True)
        ),
        *EFFORTS.values(),
        *([marked("within\neffort")] if manifest["effort"] else []),
        named("on front\nsamples\ndraws", manifest),
        named("regret\nfresh draws\n95 %", manifest),
    ]  # fmt: skip
    levers_column = Column("levers", "text", LEVERS_WIDTH)
    table = Table([Column(""), levers_column, *(Column(head, "number") for head in heads)])
    digits = {name: _digits(rows[name]) for name in names}
    for row in rows.to_dict("records"):
        cells = [_cell(row, name, digits[name]) for name in manifest["outcomes"]]
        cells += [Cell(signed(row[name], digits[name])) for name in EFFORTS]
        cells += [Cell(percent(row["within"]))] if manifest["effort"] else []
        cells.append(Cell(percent(row["front_samples"]), percent(row["front_draws"])))
        cells.append(_regret(row))
        dominated = "" if row["front"] else _("not on the front")
        table.add(row["label"], bracketed(levers(row["set"]), dominated), *cells)
    return table


def _regret(row: dict[Any, Any]) -> Cell:
    """Regret on fresh draws with its interval, for sets that were rerun."""
    if pd.isna(row["fresh_regret"]):
        return Cell(_("not rerun"))
    return Cell(f"{row['fresh_regret']:.2f}", _interval(row))


def _interval(row: dict[Any, Any]) -> str:
    return f"[{row['fresh_regret_low']:.2f}, {row['fresh_regret_high']:.2f}]"


def _cell(row: dict[Any, Any], name: str, digits: int) -> Cell:
    low, high = (signed(row[f"{name}{end}"], digits) for end in ("_low", "_high"))
    value = signed(row[name], digits)
    span = _("{low} to {high}").format(low=low, high=high)
    return Cell(value, "" if low == high == value else span)


def _digits(values: pd.Series) -> int:
    """Decimals that show two figures of the largest value."""
    most = float(values.abs().max())
    return min(4, max(0, 1 - floor(log10(most)))) if most > 0 else 0


def percent(share: float) -> str:
    return "" if pd.isna(share) else in_percent(f"{100 * share:.0f}")


def _answer(rows: pd.DataFrame, manifest: dict[str, Any]) -> list[str]:
    """The set of the least regret, the levers on the front, and sets within the effort."""
    best = rows[rows["minimax"]].iloc[0].to_dict()
    rerun = rows[rows["fresh_regret"].notna()]
    others = rerun[~rerun["minimax"]]
    level = int((others["fresh_regret_low"] <= best["fresh_regret_high"]).sum())
    scales = joined(
        _("{scale:.3g} in '{outcome}'").format(scale=scale, outcome=outcome(name).label)
        for name, scale in manifest["scales"].items()
    )
    least = _(
        "Least regret: {set}, the choice in {share} of samples. On {draws} its regret is "
        "{regret:.2f} {interval}: the distance to the best set, in the outcome where it is "
        "largest. A regret of 1 is a difference of {scales}."
    ).format(
        set=bracketed(best["label"], levers(best["set"])),
        share=percent(best["minimax_samples"]),
        draws=_fresh(manifest),
        regret=best["fresh_regret"],
        interval=_interval(best),
        scales=scales,
    )
    overlap = plural(
        "Of {sets} that were rerun, {n:,} has an interval that overlaps with its interval.",
        "Of {sets} that were rerun, {n:,} have intervals that overlap with its interval.",
        level,
    ).format(n=level, sets=counted(len(others), "other set"))
    lines = [joined([least, overlap], "sentences"), _levers_of_the_front(rows, manifest)]
    if manifest["effort"]:
        counts = [
            _("{limit}: {number:,}").format(limit=_budget(name, budget), number=budget["sets"])
            for name, budget in manifest["effort"].items()
        ]
        together = _("together: {number:,}").format(number=int(rows["allowed"].sum()))
        within = joined([joined(counts, "statements"), together if len(counts) > 1 else ""])
        lines.append(
            named("Sets within the limits, in {share} of draws: {within}.", manifest).format(
                share=percent(manifest["confidence"]),
                within=bracketed(within, _("of {number:,}").format(number=len(rows))),
            )
        )
    return lines


def _levers_of_the_front(rows: pd.DataFrame, manifest: dict[str, Any]) -> str:
    front = rows[rows["front"] & (rows["set"] != BASELINE)]
    if front.empty:
        return _("On the front: nothing but the baseline.")
    counts = {name: int(front[name].sum()) for name in manifest["levers"]}
    groups = {
        _("in all: {levers}"): [
            spelled(name) for name, count in counts.items() if count == len(front)
        ],
        _("in some: {levers}"): [
            f"{spelled(name)} {count}"
            for name, count in sorted(counts.items(), key=lambda lever: -lever[1])
            if 0 < count < len(front)
        ],
        _("in none: {levers}"): [spelled(name) for name, count in counts.items() if not count],
    }
    parts = [text.format(levers=joined(names)) for text, names in groups.items() if names]
    return _("Levers on the front ({sets} with any), {parts}.").format(
        sets=counted(len(front), "set"), parts=joined(parts, "statements")
    )


def _fresh(manifest: dict[str, Any]) -> str:
    """How many societies, or draws, the rerun of the finalists was made at."""
    number = manifest["draws"]["fresh"]
    if manifest.get("societies"):
        return counted(number, "fresh society", "fresh societies")
    return counted(number, "fresh draw")


def _budget(name: str, budget: dict[str, float]) -> str:
    return f"effort.{name} {budget['limit']:g}"


def _nothing_allowed(rows: pd.DataFrame, manifest: dict[str, Any]) -> str:
    """The limits that no set keeps, and the set that comes nearest."""
    budgets = manifest["effort"]
    none = [_budget(name, budget) for name, budget in budgets.items() if not budget["sets"]]
    some = [
        _("{limit} by {number:,}").format(limit=_budget(name, budget), number=budget["sets"])
        for name, budget in budgets.items()
    ]
    binds = _("each alone is kept ({sets}), not both at once").format(sets=joined(some))
    if len(none) == 1:
        binds = _("{limit} alone is kept by none").format(limit=none[0])
    elif none:
        binds = _("{first} and {second} alone are kept by none").format(
            first=none[0], second=none[1]
        )
    nearest = rows.iloc[int(rows["within"].to_numpy().argmax())]
    text = named(
        "No set keeps within the limits of effort in {share} of draws, so that there is no front: "
        "{binds}. Nearest: {set}, within in {within} of draws.",
        manifest,
    )
    return text.format(
        share=percent(manifest["confidence"]),
        binds=binds,
        set=levers(nearest["set"]),
        within=percent(nearest["within"]),
    )


def _notes(manifest: dict[str, Any]) -> list[str]:
    count = manifest["draws"]
    reasons = {
        "impossible": _("{number} are infeasible"),
        "lacking": _("{number} lack a value for some set"),
    }
    without = [text.format(number=count[name]) for name, text in reasons.items() if count[name]]
    lost = _("{reasons} of {asked}, and are left out")
    lost = lost.format(reasons=joined(without), asked=count["asked"]) if without else ""
    mean = named(
        "Mean change against the baseline of the same draw, and 5 to 95 % of {draws}: the spread "
        "by assumptions and one seed a draw, which is no confidence interval.",
        manifest,
    )
    used = counted(count["used"], "draw")
    if manifest.get("societies"):
        used = counted(count["used"], "society", "societies")
    lines = [
        mean.format(draws=bracketed(used, lost)),
        _(
            "Front: non-dominated sets. No other set has means as good in all outcomes, and better "
            "in one."
        ),
        named(
            "On front, samples: the share of {samples:,} bootstrap samples of the draws in which a "
            "set is on the front, which shows how far the answer depends on the draws; draws: the "
            "share of single draws, which have more Monte Carlo noise.",
            manifest,
        ).format(samples=SAMPLES),
        named(
            "Regret: the distance of a set's mean to the best set's, in the outcome where it is "
            "largest, in units that do not depend on the other sets. The best of many sets looks "
            "better than it is on the draws that selected it. The regret shown is therefore from "
            "fresh draws and seeds, with a 95 % interval (multiple comparisons with the best, "
            "Bonferroni) for all sets that were rerun.",
            manifest,
        ),
        _("Set-up: hours over the horizon, without training (away)."),
    ]
    if manifest["search"] == "nsga2":
        lines.append(_("Sets that were not evaluated may be better."))
    if manifest["held"]:
        held = _("In every set, the baseline's too: {paths}.")
        lines.append(held.format(paths=", ".join(manifest["held"])))
    return [*lines, *society_notes(manifest)]
