"""The threshold of administrative bloat, after Yang and Grenier (arXiv 2412.15378).

`python -m experiments.studies.bloat` writes a table and a figure to outputs/bloat.

In their model problems call forth processes, processes lose their purpose and are pruned; below a
threshold of creation against pruning the stock settles, above it runs away, and a single cut
relapses. Here obligations are set by routine and after serious incidents, lose their purpose and
are withdrawn (sim/ODD.md, section 11). Ours differs in three ways: obligations take hours from
patrol and visits, so that more issues turn into incidents, which set more obligations; visible free
time sets obligations too, so that relief itself feeds growth; and hours are finite, so that what is
demanded beyond them is not done. And here a fixed share of what has lost its purpose is withdrawn,
so that every stock settles in the end, at about what is set a year times (life + 1 / pruning): what
the figure shows is the way there, and the threshold is the stock at which hours run out. The paper
itself was not at hand: what is said of it here is its summary in the literature list of this
project.

Expected before it was run: growth falls with pruning and rises with the chance that an incident
becomes an obligation; some line between them parts years of growth from a stock that settles;
clearing once lowers the stock, which then grows faster than without, and less so behind a gate.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.reporting.frames import write_frames
from experiments.reporting.style import DPI, OKABE_ITO, save
from experiments.studies.command import command
from experiments.studies.grid import leave, print_table, run, values
from sim.settings.trees import Tree, grow

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

    def fill(aside: Path) -> None:
        write_frames({"plane.csv": plane, "arms.csv": arms}, aside)
        save(draw(plane, arms), aside / "bloat.png")

    folder = leave("bloat", {"replications": REPLICATIONS}, fill)
    print_table(plane.round(3), f"obligations a community after {early} and {late} years")
    print_table(
        arms.round(1), f"obligations a community at the end of years, pruning .12; {folder}"
    )


def draw(plane: pd.DataFrame, arms: pd.DataFrame) -> Figure:
    """Left: growth a year over pruning. Right: what relief does to the stock."""
    figure = Figure(figsize=(10.5, 4.4), dpi=DPI, layout="constrained")
    left, right = figure.subplots(1, 2)
    for colour, (incident, rows) in zip(
        OKABE_ITO, plane.groupby("incident_obligation"), strict=False
    ):
        label = f"chance that a serious incident becomes an obligation {incident}"
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
    right.set_ylabel("obligations a community")
    right.set_title("Cutting the stock, thinning the inflow", loc="left", fontweight="bold")
    for axes in (left, right):
        axes.legend(frameon=False, fontsize=8)
        axes.spines[["top", "right"]].set_visible(False)
    note = f"mean of {REPLICATIONS} replications, four communities"
    figure.suptitle(note, fontsize=7.5, color="#666666", x=0.01, ha="left")
    return figure


if __name__ == "__main__":
    command(main, __doc__)
