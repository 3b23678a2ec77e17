"""The threshold of administrative bloat, after Yang and Grenier (arXiv 2412.15378).

`python -m experiments.studies.bloat` writes a table and a figure to outputs/bloat.

In their model problems lead to processes, which lose their purpose and are pruned. Below a
threshold of creation over pruning the stock settles. Above it the stock grows without end, and
grows back after a single cut. Here obligations are set by routine and after serious incidents,
lose their purpose and are withdrawn (sim/ODD.md, section 11).

This model differs in four ways. Obligations take hours from patrol and visits, so that more issues
turn into incidents, which set more obligations. Visible free time sets obligations too, so that
relief itself leads to growth. Hours are finite: what is required beyond them is not done. And a
fixed share of what has lost its purpose is withdrawn, so that every stock settles in the end, at
about the obligations set in a year times (life + 1 / pruning). The figure shows the way there, and
the threshold is the stock at which hours run out. The paper itself was not available: this text
uses its summary in the literature list of this project.

Expected before it was run: growth falls with pruning and rises with the probability that an
incident becomes an obligation. Some line between them separates years of growth from a stock that
settles. Clearing once lowers the stock. It then grows faster than without, and less so with a gate.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.reporting.style import DPI, OKABE_ITO
from experiments.studies.command import command
from experiments.studies.grid import finish, print_table, run, values, write_folder
from sim.settings.nested import Tree, grow

PRUNING = (0.05, 0.12, 0.25, 0.5)
INCIDENT_OBLIGATION = (0.05, 0.3, 0.8)
YEARS = (3, 8)
REPLICATIONS = 3
PLACE = {"territory.communities": 4, "territory.workers": 46, "territory.residents": 20000}
ARMS = {
    "nothing": (),
    "clearing once": ("signboard_removal",),
    "gate": ("admission_gate",),
    "clearing and gate": ("signboard_removal", "admission_gate"),
}
CLEARED = {"levers.signboard_removal.handback_share": 0.0,
           "levers.signboard_removal.ended_share": 1.0}  # fmt: skip


def point(pruning: float, incident_obligation: float, years: int, *levers: str) -> Tree:
    """Settings of one point; a clearing ends the tasks behind boards."""
    rows = {
        **PLACE,
        "horizon_days": 250 * years,
        "rules.rebound.pruning": pruning,
        "rules.rebound.incident_obligation": incident_obligation,
        **{f"levers.{lever}.on": True for lever in levers},
    }
    return grow(rows | (CLEARED if "signboard_removal" in levers else {}))


def main() -> None:
    """Run the plane of pruning and incident obligations, and the arms of relief."""
    points = {
        f"{pruning} {incident} {years}": point(pruning, incident, years)
        for pruning in PRUNING for incident in INCIDENT_OBLIGATION for years in YEARS
    }  # fmt: skip
    points |= {
        f"{arm} {years}": point(0.12, 0.3, years, *levers)
        for arm, levers in ARMS.items() for years in (1, *YEARS)
    }  # fmt: skip
    measures = run(points, REPLICATIONS)
    stock = {name: float(np.mean(values(measures, name, "obligations", "all"))) for name in points}
    early, late = YEARS
    plane = pd.DataFrame(
        {
            "pruning": pruning,
            "incident_obligation": incident,
            "obligations_early": stock[f"{pruning} {incident} {early}"],
            "obligations_late": stock[f"{pruning} {incident} {late}"],
        }
        for pruning in PRUNING for incident in INCIDENT_OBLIGATION
    )  # fmt: skip
    change = (plane["obligations_late"] / plane["obligations_early"]) ** (1 / (late - early)) - 1
    plane["growth_a_year"] = change
    arms = pd.DataFrame(
        {"arm": arm, **{f"year {years}": stock[f"{arm} {years}"] for years in (1, *YEARS)}}
        for arm in ARMS
    )
    tables = {"plane": plane, "arms": arms}
    figure = growth_and_relief(plane, arms)
    folder = write_folder("bloat", tables, figure, replications=REPLICATIONS)
    print_table(plane, f"obligations per community after {early} and {late} years", 3)
    print_table(arms, f"obligations per community at the end of years, pruning 0.12; {folder}", 1)


def growth_and_relief(plane: pd.DataFrame, arms: pd.DataFrame) -> Figure:
    """Left: growth a year over pruning. Right: the effect of relief on the stock."""
    figure = Figure(figsize=(10.5, 4.4), dpi=DPI, layout="constrained")
    left, right = figure.subplots(1, 2)
    for colour, (incident, rows) in zip(
        OKABE_ITO, plane.groupby("incident_obligation"), strict=False
    ):
        label = f"probability that a serious incident becomes an obligation: {incident}"
        left.plot(rows["pruning"], 100 * rows["growth_a_year"], "o-", color=colour, label=label)
    left.axhline(0, color="#444444", linewidth=1)
    left.set_xlabel("share of purposeless obligations withdrawn a year")
    left.set_ylabel(f"growth of obligations, % a year (years {YEARS[0]} to {YEARS[1]})")
    left.set_title("On the way to where the stock settles", loc="left", fontweight="bold")
    years = [int(name.split()[1]) for name in arms.columns[1:]]
    for colour, row in zip(OKABE_ITO, arms.to_numpy(), strict=False):
        right.plot(years, row[1:], "o-", color=colour, label=row[0])
    right.set_ylim(bottom=0)
    right.set_xlabel("end of year")
    right.set_ylabel("obligations per community")
    right.set_title("Cutting the stock, thinning the inflow", loc="left", fontweight="bold")
    for axes in (left, right):
        axes.legend(frameon=False, fontsize=8)
    return finish(figure, f"mean of {REPLICATIONS} replications, four communities")


if __name__ == "__main__":
    command(main, __doc__)
