"""A portfolio on the terminal: the front, the set of the least regret, and how firm both are."""

from __future__ import annotations

from math import floor, log10
from textwrap import fill
from typing import Any

import pandas as pd
from rich import box
from rich.table import Table
from rich.text import Text

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import outcome
from experiments.config.plurals import counted
from experiments.designs.lever_package import JOINT
from experiments.kinds.portfolio.analysis import SAMPLES, SHOWN
from experiments.reporting.labels import signed, spelled
from experiments.reporting.results import Results
from experiments.reporting.terminal import console

NOTHING = "nothing: the baseline"
EFFORTS = {
    "setup_hours": "set-up,\nh a\nworker",
    "department_hours": "depart-\nments,\nh a week",
}


def print_portfolio(results: Results) -> None:
    """The front as a table, what stands behind it, and how to read it."""
    rows, told = results.portfolio, results.manifest
    front = rows[rows["front"]]
    to = console()
    to.print(Text(f"\n{_title(told)}", style="bold"))
    if not rows["allowed"].any():
        to.print(f"\n{_nothing_allowed(rows, told)}\n", highlight=False)
        return
    to.print(_table(rows[rows["label"].notna()], told))
    for line in (*_answer(rows, told), ""):
        to.print(line, highlight=False)
    shown = int(front["label"].count())
    left = f"{counted(len(front), 'set')} {'is' if len(front) == 1 else 'are'} on the front"
    few = f"; shown are the {SHOWN} steadiest and the set of the least regret."
    left += "." if shown == len(front) else few
    to.print(f"{left} {_notes(told)}", style="dim", highlight=False)


def levers(name: str) -> str:
    """A set of levers in words."""
    return NOTHING if name == BASELINE else spelled(name).replace(JOINT, ", ")


def _title(told: dict[str, Any]) -> str:
    return (
        f"{counted(len(told['levers']), 'lever')}, {sets(told)}, "
        f"{counted(told['draws']['used'], 'draw')} of all assumptions"
    )


def sets(told: dict[str, Any]) -> str:
    """How many sets were looked at."""
    count, all_of_them = told["sets"], 2 ** len(told["levers"])
    if count == all_of_them:
        return f"all their {count:,} sets"
    return f"{count:,} of their {all_of_them:,} sets, found by NSGA-II"


def _table(rows: pd.DataFrame, told: dict[str, Any]) -> Table:
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    shown.add_column("")
    shown.add_column("levers", min_width=26)
    words = [*told["outcomes"], *EFFORTS]
    for word, unit in zip(told["outcomes"], told["units"], strict=True):
        shown.add_column(fill(outcome(word).titled(unit), 15), justify="right", no_wrap=True)
    for head in EFFORTS.values():
        shown.add_column(head, justify="right", no_wrap=True)
    if told["effort"]:
        shown.add_column("within\neffort", justify="right", no_wrap=True)
    for head in ("on front\nsamples\ndraws", "regret\nfresh draws\n95 %"):
        shown.add_column(head, justify="right", no_wrap=True)
    digits = {word: _digits(rows[word]) for word in words}
    for row in rows.to_dict("records"):
        cells = [_cell(row, word, digits[word]) for word in told["outcomes"]]
        cells += [signed(row[word], digits[word]) for word in EFFORTS]
        cells += [percent(row["within"])] if told["effort"] else []
        cells.append(f"{percent(row['front_samples'])}\n{percent(row['front_draws'])}")
        cells.append(_regret(row))
        beaten = "" if row["front"] else " (not on the front)"
        shown.add_row(row["label"], levers(row["set"]) + beaten, *cells)
    return shown


def _regret(row: dict[Any, Any]) -> str:
    """On fresh draws with its interval; of sets that were not rerun nothing."""
    if pd.isna(row["fresh_regret"]):
        return "not rerun"
    return f"{row['fresh_regret']:.2f}\n{_ends(row)}"


def _ends(row: dict[Any, Any]) -> str:
    return f"[{row['fresh_regret_low']:.2f}, {row['fresh_regret_high']:.2f}]"


def _cell(row: dict[Any, Any], word: str, digits: int) -> str:
    low, high = (signed(row[f"{word}{end}"], digits) for end in ("_low", "_high"))
    value = signed(row[word], digits)
    return value if low == high == value else f"{value}\n{low} to {high}"


def _digits(values: pd.Series) -> int:
    """Two figures of the largest."""
    most = float(values.abs().max())
    return min(4, max(0, 1 - floor(log10(most)))) if most > 0 else 0


def percent(share: float) -> str:
    return "" if pd.isna(share) else f"{100 * share:.0f} %"


def _answer(rows: pd.DataFrame, told: dict[str, Any]) -> list[str]:
    """Which set regrets least, which levers are on the front, what the effort leaves."""
    best = rows[rows["minimax"]].iloc[0].to_dict()
    rerun = rows[rows["fresh_regret"].notna()]
    others = rerun[~rerun["minimax"]]
    level = int((others["fresh_regret_low"] <= best["fresh_regret_high"]).sum())
    scales = ", ".join(
        f"{scale:.3g} in '{outcome(word).words}'" for word, scale in told["scales"].items()
    )
    lines = [
        f"Least regret: {best['label']} ({levers(best['set'])}), the choice in "
        f"{percent(best['minimax_samples'])} of samples. On "
        f"{counted(told['draws']['fresh'], 'fresh draw')} it misses {best['fresh_regret']:.2f} "
        f"{_ends(best)} of the best, in the outcome in which it misses most; a "
        f"regret of 1 is a difference of {scales}. Of "
        f"{counted(len(others), 'other set')} that were rerun, {level:,} "
        f"{'has an interval that overlaps' if level == 1 else 'have intervals that overlap'} with "
        "its own.",
        _levers_of_the_front(rows, told),
    ]
    if told["effort"]:
        counts = [f"{_budget(name, one)}: {one['sets']:,}" for name, one in told["effort"].items()]
        together = f", together: {int(rows['allowed'].sum()):,}" if len(counts) > 1 else ""
        lines.append(
            f"Sets that keep within, in {percent(told['confidence'])} of draws: "
            f"{'; '.join(counts)}{together} (of {len(rows):,})."
        )
    return lines


def _levers_of_the_front(rows: pd.DataFrame, told: dict[str, Any]) -> str:
    front = rows[rows["front"] & (rows["set"] != BASELINE)]
    if front.empty:
        return "On the front: nothing but the baseline."
    counts = {name: int(front[name].sum()) for name in told["levers"]}
    groups = {
        "in all": [spelled(name) for name, count in counts.items() if count == len(front)],
        "in some": [
            f"{spelled(name)} {count}"
            for name, count in sorted(counts.items(), key=lambda one: -one[1])
            if 0 < count < len(front)
        ],
        "in none": [spelled(name) for name, count in counts.items() if not count],
    }
    told_of = [f"{head}: {', '.join(names)}" for head, names in groups.items() if names]
    several = counted(len(front), "set")
    return f"Levers on the front ({several} with any), {'; '.join(told_of)}."


def _budget(name: str, budget: dict[str, float]) -> str:
    return f"effort.{name} {budget['limit']:g}"


def _nothing_allowed(rows: pd.DataFrame, told: dict[str, Any]) -> str:
    """Which limit no set keeps, and what comes nearest."""
    budgets = told["effort"]
    none = [_budget(name, one) for name, one in budgets.items() if not one["sets"]]
    some = [f"{_budget(name, one)} by {one['sets']:,}" for name, one in budgets.items()]
    binds = (
        f"{' and '.join(none)} alone {'is' if len(none) == 1 else 'are'} kept by none"
        if none
        else f"each alone is kept ({', '.join(some)}), not both at once"
    )
    nearest = rows.iloc[int(rows["within"].to_numpy().argmax())]
    return (
        f"No set keeps within the effort in {percent(told['confidence'])} of draws, so that there "
        f"is no front: {binds}. Nearest: {levers(nearest['set'])}, within in "
        f"{percent(nearest['within'])} of draws."
    )


def _notes(told: dict[str, Any]) -> str:
    count = told["draws"]
    reasons = {"impossible": "cannot be", "lacking": "lack a value for some set"}
    without = [f"{count[name]} {words}" for name, words in reasons.items() if count[name]]
    lost = f" ({', '.join(without)} of {count['asked']}, and are left out)" if without else ""
    lines = [
        "Mean change against the baseline of the same draw, and 5 to 95 % of "
        f"{counted(count['used'], 'draw')}{lost}: "
        "what assumptions and one seed a draw make of it, no confidence interval.",
        "Front: no other set has means that are as good in all outcomes and better in one.",
        f"On front, samples: in that share of {SAMPLES:,} bootstrap samples of the draws, which "
        "tells how far the answer hangs on the draws taken; draws: in that share of single draws, "
        "where chance has more say.",
        "Regret: what the mean of a set falls short of the best set's, in the outcome in which it "
        "falls short most, in units that do not depend on the other sets. The best of many sets "
        "looks better than it is on the draws that it was chosen by: what is shown comes from "
        "draws and seeds that had no part in it, with a 95 % interval (multiple comparisons with "
        "the best, Bonferroni) for all sets that were rerun.",
        "Set-up: hours over the horizon, without training (away).",
    ]
    if told["search"] == "nsga2":
        lines.append("Sets that were not looked at may be better.")
    if told["held"]:
        lines.append(f"In every set, the baseline's too: {', '.join(told['held'])}.")
    return " ".join(lines)
