"""How often to whistle: rate of use against days to resolution, by departments' hours.

`python -m experiments.studies.whistle_rate` writes a table and a figure to outputs/whistle_rate.
Expected before it was run: where hours are scarce the best rate is none or low, where they are
enough it lies inside or at full use, and without any limit of hours more is never worse.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.reporting.frames import write_frames
from experiments.reporting.style import DPI, OKABE_ITO, save
from experiments.statistics.paired_differences import paired
from experiments.studies.command import command
from experiments.studies.grid import leave, print_table, run, values
from sim.settings.trees import Tree, grow

RATES = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0)
HOURS = {"three quarters": 0.75, "as they are": 1.0, "half as much again": 1.5, "unlimited": 1e3}
REPLICATIONS = 12
MEASURE, GROUP = "days_to_resolution_restricted_mean", "needs_departments"


def point(rate: float, hours: float) -> Tree:
    """Settings of one rate of use and one scale of departments' hours."""
    rows = {"departments.hours_scale": hours, "levers.escalation_rights.on": rate > 0}
    if rate > 0:
        rows["levers.escalation_rights.use_share"] = rate
    return grow(rows)


def main() -> None:
    """Run the grid, print and draw it."""
    names = {(words, rate): f"{words} {rate}" for words in HOURS for rate in RATES}
    trees = {name: point(rate, HOURS[words]) for (words, rate), name in names.items()}
    measures = run(trees, REPLICATIONS)
    rows = []
    for (words, rate), name in names.items():
        days, load = (
            values(measures, name, *what) for what in ((MEASURE, GROUP), ("department_load", "all"))
        )
        none = values(measures, names[words, 0.0], MEASURE, GROUP)
        change = {key: float(one[0]) for key, one in paired(none[None], days[None]).items()}
        rows.append(
            {
                "hours": words, "rate": rate, "days": days.mean(), "load": load.mean(),
                "against_none": change["difference"], "ci_low": change["ci_low"],
                "ci_high": change["ci_high"],
            }
        )  # fmt: skip
    table = pd.DataFrame(rows)

    def fill(aside: Path) -> None:
        write_frames({"whistle_rate.csv": table}, aside)
        save(draw(table), aside / "whistle_rate.png")

    folder = leave("whistle_rate", {"replications": REPLICATIONS}, fill)
    print_table(table.round(2), f"mean days (at most 60) of issues of departments; {folder}")


def draw(table: pd.DataFrame) -> Figure:
    """Change of mean days against no whistle, one line for each scale of hours."""
    figure = Figure(figsize=(7.5, 4.6), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    for colour, (words, rows) in zip(OKABE_ITO, table.groupby("hours", sort=False), strict=False):
        label = f"hours {words} (load {rows['load'].iloc[0]:.2f} to {rows['load'].iloc[-1]:.2f})"
        axes.plot(rows["rate"], rows["against_none"], "o-", color=colour, label=label)
        # Without whistles nothing is compared, and the band begins at the line.
        low, high = (rows[end].fillna(rows["against_none"]) for end in ("ci_low", "ci_high"))
        axes.fill_between(rows["rate"], low, high, color=colour, alpha=0.15)
    axes.axhline(0, color="#444444", linewidth=1)
    axes.set_xlabel("share of eligible issues that are whistled")
    axes.set_ylabel("change of mean days to resolution\n(at most 60 days counted)")
    axes.set_title("How often to whistle", loc="left", fontweight="bold")
    axes.legend(frameon=False, fontsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    note = f"line: mean; band: 95 % paired over {REPLICATIONS} replications"
    figure.suptitle(note, fontsize=7.5, color="#666666", x=0.01, ha="left")
    return figure


if __name__ == "__main__":
    command(main, __doc__)
