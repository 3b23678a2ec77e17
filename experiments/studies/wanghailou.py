"""One table and data cockpit at Wanghailou's size, compared with the documented cut.

`python -m experiments.studies.wanghailou` writes tables and a figure to outputs/wanghailou. It
makes about 1,370 runs of a community, a few minutes on two cores. The
document reports three quarters less time, or more, for filling platforms and forms (fact
wanghailou_reporting_time_cut). Here the cut emerges: `reporting_desk` is that time, and
`reporting_all` adds the time of asking at doors. "Running" leaves the survey out and has the pool
open from the first day; "first year" includes the survey. All assumptions are drawn from their
ranges together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from scipy import stats

from experiments.designs.documented_places import wanghailou
from experiments.reporting.style import DPI, OKABE_ITO
from experiments.reporting.terminal import console
from experiments.runs.design import Design
from experiments.runs.plan import Plan, plan
from experiments.runs.points import assumed, uniforms
from experiments.studies.command import command
from experiments.studies.grid import SEED, finish, print_table, totals, write_folder
from sim.evidence import Ledger
from sim.settings.nested import grow
from sim.settings.variants import ASSUMPTION

DRAWS = 400
SEEDS_OF_A_STEP = 8
BOUND = "fact:wanghailou_reporting_time_cut"
MEASURES = ("reporting_desk", "reporting_all")
REFORM = {"levers.one_table.on": True, "levers.data_cockpit.on": True}
RUNNING = {"levers.one_table.survey_minutes": 0.0, "levers.data_cockpit.survey_minutes": 0.0}
ARMS: dict[str, dict[str, Any]] = {"before": {}, "first year": REFORM, "running": REFORM | RUNNING}
STEPS: tuple[tuple[str, dict[str, float | int]], ...] = (
    ("defaults", {}),
    ("every department connected", {"connected_share": 1.0}),
    ("and no old form beside", {"old_form_share": 0.0}),
    ("and all items in the pool", {"pool_own_share": 1.0}),
    ("and counts taken where events are logged", {"source_share": 0.9}),
    ("and requests answered by key words", {"adhoc_pool_share": 0.9}),
    ("and eight applications an event before", {"log_apps": 8}),
)
MOST_SHOWN = 10


def design(ledger: Ledger, points: pd.DataFrame) -> Design:
    """The three arms at each point."""
    arms = {arm: grow(wanghailou(ledger) | switches) for arm, switches in ARMS.items()}
    return Design(arms, ledger, points)


def cuts(runs: Plan) -> pd.DataFrame:
    """Share of the time saved: one row a point, replication and arm, one column a measure."""
    rows = totals(runs)
    rows = rows[rows["measure"].isin(MEASURES)]
    keys = ["point", "replication", "scenario"]
    wide = rows.pivot_table(index=keys, columns="measure", values="value")
    before = wide.xs("before", level="scenario")
    parts: list[pd.DataFrame] = []
    for arm in ARMS:
        if arm != "before":
            saved: Any = 1.0 - wide.xs(arm, level="scenario") / before
            parts.append(saved.assign(scenario=arm).reset_index())
    return pd.concat(parts, ignore_index=True)


def draws(ledger: Ledger) -> Plan:
    """Run every draw under a different seed; infeasible ones are skipped."""
    names = ledger.ranged
    points = assumed(names, ledger, uniforms("latin", DRAWS, len(names), SEED))
    return plan(design(ledger, points), 1, SEED, seed_by_point=True, skip_impossible=True)


def ladder(ledger: Ledger) -> pd.DataFrame:
    """The cut as conditions are added one after another."""
    last = {name: value for _, more in STEPS for name, value in more.items()}
    granted: dict[str, float | int] = {name: ledger.value(f"{ASSUMPTION}{name}") for name in last}
    points = []
    for _, more in STEPS:
        granted |= more
        points.append({f"{ASSUMPTION}{name}": value for name, value in granted.items()})
    results = cuts(plan(design(ledger, pd.DataFrame(points)), SEEDS_OF_A_STEP, SEED))
    mean = results.groupby(["point", "scenario"])[list(MEASURES)].mean()
    rows = []
    for number, (step, _) in enumerate(STEPS):
        row: dict[str, float | str] = {"granted": step}
        for arm in ("first year", "running"):
            for measure in MEASURES:
                value: Any = mean.at[(number, arm), measure]
                row[f"{measure}, {arm}"] = float(value)
        rows.append(row)
    return pd.DataFrame(rows)


def summary(table: pd.DataFrame, bound: float) -> pd.DataFrame:
    """Quantiles over the draws, and the share of draws that reach the bound."""
    rows = []
    for arm, selected in table.groupby("scenario"):
        for measure in MEASURES:
            low, middle, high = selected[measure].quantile([0.05, 0.5, 0.95])
            reached = float((selected[measure] >= bound).mean())
            rows.append((arm, measure, low, middle, high, reached))
    columns = ["arm", "measure", "5 %", "median", "95 %", f"share of draws at {100 * bound:.0f} %"]
    return pd.DataFrame(rows, columns=columns)


def leaders(cuts_of_draws: pd.DataFrame, points: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Assumptions by rank correlation with the running cut at the desk."""
    selected = cuts_of_draws[cuts_of_draws["scenario"] == "running"].set_index("point")[
        "reporting_desk"
    ]
    rows = []
    for column in points:
        name = str(column).removeprefix(ASSUMPTION)
        rho = float(stats.spearmanr(points[column].reindex(selected.index), selected).statistic)
        rows.append((name, rho, ledger.assumptions[name].meaning))
    table = pd.DataFrame(rows, columns=["assumption", "rank correlation", "meaning"])
    order = table["rank correlation"].abs().sort_values(ascending=False).index
    return table.loc[order].head(MOST_SHOWN).reset_index(drop=True)


def main() -> None:
    """Draw assumptions, run, and print."""
    ledger = Ledger.load()
    bound = float(ledger.value(BOUND))
    runs = draws(ledger)
    points, impossible = runs.design.points, len(runs.impossible)
    table = cuts(runs)
    tables: Mapping[str, pd.DataFrame] = {
        "cuts": table,
        "summary": summary(table, bound),
        "conditions": ladder(ledger),
        "leaders": leaders(table, points, ledger),
    }
    record = {"draws": DRAWS, "impossible": impossible, "seeds_of_a_step": SEEDS_OF_A_STEP}
    figure = cut_over_draws(table, tables["conditions"], bound)
    folder = write_folder("wanghailou", tables, figure, **record)
    noise = stats.norm.ppf(1 - 0.025 / points.shape[1]) / np.sqrt(DRAWS - impossible - 1)
    for name in ("summary", "conditions", "leaders"):
        console().print(f"\n{name}", style="bold")
        print_table(tables[name], digits=3)
    console().print(
        f"{DRAWS - impossible} draws of all {points.shape[1]} assumptions ({impossible} more are "
        f"infeasible, with shares above 1); rank correlations below {noise:.2f} may be noise; "
        f"the document's bound is {100 * bound:.0f} %; {folder}",
        style="dim",
    )


def cut_over_draws(table: pd.DataFrame, conditions: pd.DataFrame, bound: float) -> Figure:
    """Left: the cut over the draws. Right: the cut as conditions are added."""
    figure = Figure(figsize=(11, 4.4), dpi=DPI, layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.25))
    selected = table[table["scenario"] == "running"]
    bins = np.linspace(-0.2, 1.0, 49)
    names = ("at the desk", "with asking at doors")
    for colour, measure, label in zip(OKABE_ITO, MEASURES, names, strict=False):
        left.hist(selected[measure], bins=bins, color=colour, alpha=0.55, label=label)
        right.plot(conditions[f"{measure}, running"], range(len(conditions)), "o-", color=colour)
    left.axvline(bound, color="#444444", linestyle="--", linewidth=1)
    left.legend(frameon=False, fontsize=8)
    left.set_xlabel("share of reporting time saved")
    left.set_ylabel("draws of all assumptions")
    left.set_title("All assumptions over their ranges", loc="left", fontsize=10)
    right.axvline(bound, color="#444444", linestyle="--", linewidth=1)
    right.set_yticks(range(len(conditions)), conditions["granted"], fontsize=8)
    right.invert_yaxis()
    right.set_xlabel("share of reporting time saved (dashed: the document's bound)")
    right.set_title("As one condition after another is granted", loc="left", fontsize=10)
    return finish(figure)


if __name__ == "__main__":
    command(main, __doc__)
