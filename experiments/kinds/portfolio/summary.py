"""A portfolio on the terminal: the Pareto front, the set of the least regret, their stability."""

from __future__ import annotations

from math import floor, log10
from textwrap import fill
from typing import Any

import pandas as pd
from rich.text import Text

from experiments.config.catalogue import BASELINE
from experiments.config.messages import counted
from experiments.config.outcomes import outcome
from experiments.designs.lever_package import JOINT
from experiments.kinds.portfolio.analysis import SAMPLES, SHOWN
from experiments.reporting.labels import signed, spelled
from experiments.reporting.results import Results
from experiments.reporting.society_notes import named, society_notes
from experiments.reporting.table import Cell, Column, Table
from experiments.reporting.terminal import console, print_files

NOTHING = "nothing: the baseline"
LEVERS_WIDTH = 26
EFFORTS = {
    "setup_hours": "set-up,\nh a\nworker",
    "department_hours": "depart-\nments,\nh a week",
}


FILES = {"sets": "portfolio.csv", "draws": "draws.parquet", "figure": "figures/portfolio.png"}


def show(results: Results) -> None:
    """Print the front as a table, the set of the least regret, how to read them, and the files."""
    rows, manifest = results.portfolio, results.manifest
    front = rows[rows["front"]]
    to = console()
    to.print(Text(f"\n{_title(manifest)}", style="bold"))
    if not rows["allowed"].any():
        to.print(f"\n{named(_nothing_allowed(rows, manifest), manifest)}\n", highlight=False)
        print_files(results.folder, FILES)
        return
    to.print(_table(rows[rows["label"].notna()], manifest).terminal())
    for line in (*_answer(rows, manifest), ""):
        to.print(named(line, manifest), highlight=False)
    shown = int(front["label"].count())
    left = f"{counted(len(front), 'set')} {'is' if len(front) == 1 else 'are'} on the front"
    few = f"; shown are the {SHOWN} most often there and the set of the least regret."
    left += "." if shown == len(front) else few
    to.print(f"{left} {_notes(manifest)}", style="dim", highlight=False)
    print_files(results.folder, FILES)


def levers(name: str) -> str:
    """A set of levers as text."""
    return NOTHING if name == BASELINE else spelled(name).replace(JOINT, ", ")


def _title(manifest: dict[str, Any]) -> str:
    return f"{counted(len(manifest['levers']), 'lever')}, {sets(manifest)}, {points(manifest)}"


def points(manifest: dict[str, Any]) -> str:
    """At how many societies, or draws, sets were evaluated."""
    used = manifest["draws"]["used"]
    if manifest.get("societies"):
        return counted(used, "plausible society", "plausible societies")
    return f"{counted(used, 'draw')} of all assumptions"


def sets(manifest: dict[str, Any]) -> str:
    """How many sets were evaluated."""
    count, possible = manifest["sets"], 2 ** len(manifest["levers"])
    if count == possible:
        return f"all their {count:,} sets"
    return f"{count:,} of their {possible:,} sets, found by NSGA-II"


def _table(rows: pd.DataFrame, manifest: dict[str, Any]) -> Table:
    names = [*manifest["outcomes"], *EFFORTS]
    heads = [
        *(
            fill(outcome(name).titled(unit), 15)
            for name, unit in zip(manifest["outcomes"], manifest["units"], strict=True)
        ),
        *EFFORTS.values(),
        *(["within\neffort"] if manifest["effort"] else []),
        "on front\nsamples\ndraws", "regret\nfresh draws\n95 %",
    ]  # fmt: skip
    heads = [named(head, manifest) for head in heads]
    levers_column = Column("levers", "text", LEVERS_WIDTH)
    table = Table([Column(""), levers_column, *(Column(head, "number") for head in heads)])
    digits = {name: _digits(rows[name]) for name in names}
    for row in rows.to_dict("records"):
        cells = [_cell(row, name, digits[name]) for name in manifest["outcomes"]]
        cells += [Cell(signed(row[name], digits[name])) for name in EFFORTS]
        cells += [Cell(percent(row["within"]))] if manifest["effort"] else []
        cells.append(Cell(percent(row["front_samples"]), percent(row["front_draws"])))
        cells.append(_regret(row))
        dominated = "" if row["front"] else " (not on the front)"
        table.add(row["label"], levers(row["set"]) + dominated, *cells)
    return table


def _regret(row: dict[Any, Any]) -> Cell:
    """Regret on fresh draws with its interval, for sets that were rerun."""
    if pd.isna(row["fresh_regret"]):
        return Cell("not rerun")
    return Cell(f"{row['fresh_regret']:.2f}", _interval(row))


def _interval(row: dict[Any, Any]) -> str:
    return f"[{row['fresh_regret_low']:.2f}, {row['fresh_regret_high']:.2f}]"


def _cell(row: dict[Any, Any], name: str, digits: int) -> Cell:
    low, high = (signed(row[f"{name}{end}"], digits) for end in ("_low", "_high"))
    value = signed(row[name], digits)
    return Cell(value, "" if low == high == value else f"{low} to {high}")


def _digits(values: pd.Series) -> int:
    """Decimals that show two figures of the largest value."""
    most = float(values.abs().max())
    return min(4, max(0, 1 - floor(log10(most)))) if most > 0 else 0


def percent(share: float) -> str:
    return "" if pd.isna(share) else f"{100 * share:.0f} %"


def _answer(rows: pd.DataFrame, manifest: dict[str, Any]) -> list[str]:
    """The set of the least regret, the levers on the front, and sets within the effort."""
    best = rows[rows["minimax"]].iloc[0].to_dict()
    rerun = rows[rows["fresh_regret"].notna()]
    others = rerun[~rerun["minimax"]]
    level = int((others["fresh_regret_low"] <= best["fresh_regret_high"]).sum())
    scales = ", ".join(
        f"{scale:.3g} in '{outcome(name).label}'" for name, scale in manifest["scales"].items()
    )
    lines = [
        f"Least regret: {best['label']} ({levers(best['set'])}), the choice in "
        f"{percent(best['minimax_samples'])} of samples. On "
        f"{counted(manifest['draws']['fresh'], 'fresh draw')} its regret is "
        f"{best['fresh_regret']:.2f} {_interval(best)}: the distance to the best set, in the "
        f"outcome where it is largest. A regret of 1 is a difference of {scales}. Of "
        f"{counted(len(others), 'other set')} that were rerun, {level:,} "
        f"{'has an interval that overlaps' if level == 1 else 'have intervals that overlap'} with "
        "its interval.",
        _levers_of_the_front(rows, manifest),
    ]
    if manifest["effort"]:
        counts = [
            f"{_budget(name, budget)}: {budget['sets']:,}"
            for name, budget in manifest["effort"].items()
        ]
        together = f", together: {int(rows['allowed'].sum()):,}" if len(counts) > 1 else ""
        lines.append(
            f"Sets within the limits, in {percent(manifest['confidence'])} of draws: "
            f"{'; '.join(counts)}{together} (of {len(rows):,})."
        )
    return lines


def _levers_of_the_front(rows: pd.DataFrame, manifest: dict[str, Any]) -> str:
    front = rows[rows["front"] & (rows["set"] != BASELINE)]
    if front.empty:
        return "On the front: nothing but the baseline."
    counts = {name: int(front[name].sum()) for name in manifest["levers"]}
    groups = {
        "in all": [spelled(name) for name, count in counts.items() if count == len(front)],
        "in some": [
            f"{spelled(name)} {count}"
            for name, count in sorted(counts.items(), key=lambda lever: -lever[1])
            if 0 < count < len(front)
        ],
        "in none": [spelled(name) for name, count in counts.items() if not count],
    }
    listed = [f"{head}: {', '.join(names)}" for head, names in groups.items() if names]
    several = counted(len(front), "set")
    return f"Levers on the front ({several} with any), {'; '.join(listed)}."


def _budget(name: str, budget: dict[str, float]) -> str:
    return f"effort.{name} {budget['limit']:g}"


def _nothing_allowed(rows: pd.DataFrame, manifest: dict[str, Any]) -> str:
    """The limits that no set keeps, and the set that comes nearest."""
    budgets = manifest["effort"]
    none = [_budget(name, budget) for name, budget in budgets.items() if not budget["sets"]]
    some = [f"{_budget(name, budget)} by {budget['sets']:,}" for name, budget in budgets.items()]
    binds = (
        f"{' and '.join(none)} alone {'is' if len(none) == 1 else 'are'} kept by none"
        if none
        else f"each alone is kept ({', '.join(some)}), not both at once"
    )
    nearest = rows.iloc[int(rows["within"].to_numpy().argmax())]
    return (
        f"No set keeps within the limits of effort in {percent(manifest['confidence'])} of draws, "
        f"so that there is no front: {binds}. Nearest: {levers(nearest['set'])}, within in "
        f"{percent(nearest['within'])} of draws."
    )


def _notes(manifest: dict[str, Any]) -> str:
    count = manifest["draws"]
    reasons = {"impossible": "are infeasible", "lacking": "lack a value for some set"}
    without = [f"{count[name]} {reason}" for name, reason in reasons.items() if count[name]]
    lost = f" ({', '.join(without)} of {count['asked']}, and are left out)" if without else ""
    lines = [
        "Mean change against the baseline of the same draw, and 5 to 95 % of "
        f"{counted(count['used'], 'draw')}{lost}: "
        "the spread by assumptions and one seed a draw, which is no confidence interval.",
        "Front: non-dominated sets. No other set has means as good in all outcomes, and better in "
        "one.",
        f"On front, samples: the share of {SAMPLES:,} bootstrap samples of the draws in which a "
        "set is on the front, which shows how far the answer depends on the draws; draws: the "
        "share of single draws, which have more Monte Carlo noise.",
        "Regret: the distance of a set's mean to the best set's, in the outcome where it is "
        "largest, in units that do not depend on the other sets. The best of many sets looks "
        "better than it is on the draws that selected it. The regret shown is therefore from fresh "
        "draws and seeds, with a 95 % interval (multiple comparisons with the best, Bonferroni) "
        "for all sets that were rerun.",
        "Set-up: hours over the horizon, without training (away).",
    ]
    if manifest["search"] == "nsga2":
        lines.append("Sets that were not evaluated may be better.")
    if manifest["held"]:
        lines.append(f"In every set, the baseline's too: {', '.join(manifest['held'])}.")
    return " ".join([*(named(line, manifest) for line in lines), *society_notes(manifest)])
