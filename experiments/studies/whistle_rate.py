"""The rate of whistles against days to resolution, by departments' hours.

`python -m experiments.studies.whistle_rate` writes a table and a figure to outputs/whistle_rate.
Expected before it was run: where hours are scarce the best rate is zero or low. Where they are
enough it is in between or at full use. Without any limit of hours more is never worse.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from experiments.reporting.style import DPI, OKABE_ITO
from experiments.statistics.paired_differences import paired_row
from experiments.studies.command import command
from experiments.studies.grid import finish, print_table, run, values, write_folder
from sim.settings.nested import Tree, grow

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
    """Run the grid, print and plot it."""
    names = {(label, rate): f"{label} {rate}" for label in HOURS for rate in RATES}
    trees = {name: point(rate, HOURS[label]) for (label, rate), name in names.items()}
    measures = run(trees, REPLICATIONS)
    rows = []
    for (label, rate), name in names.items():
        days, load = (
            values(measures, name, *what) for what in ((MEASURE, GROUP), ("department_load", "all"))
        )
        none = values(measures, names[label, 0.0], MEASURE, GROUP)
        change = paired_row(none, days)
        rows.append(
            {
                "hours": label, "rate": rate, "days": days.mean(), "load": load.mean(),
                "against_none": change["difference"], "ci_low": change["ci_low"],
                "ci_high": change["ci_high"],
            }
        )  # fmt: skip
    table = pd.DataFrame(rows)
    tables = {"whistle_rate": table}
    folder = write_folder("whistle_rate", tables, days_by_rate(table), replications=REPLICATIONS)
    print_table(table, f"mean days (at most 60) of issues that need departments; {folder}")


def days_by_rate(table: pd.DataFrame) -> Figure:
    """Change of mean days against no whistle, one line for each scale of hours."""
    figure = Figure(figsize=(7.5, 4.6), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    for colour, (hours, rows) in zip(OKABE_ITO, table.groupby("hours", sort=False), strict=False):
        label = f"hours {hours} (load {rows['load'].iloc[0]:.2f} to {rows['load'].iloc[-1]:.2f})"
        axes.plot(rows["rate"], rows["against_none"], "o-", color=colour, label=label)
        # Without whistles nothing is compared, and the band begins at the line.
        low, high = (rows[end].fillna(rows["against_none"]) for end in ("ci_low", "ci_high"))
        axes.fill_between(rows["rate"], low, high, color=colour, alpha=0.15)
    axes.axhline(0, color="#444444", linewidth=1)
    axes.set_xlabel("share of eligible issues that are whistled")
    axes.set_ylabel("change of mean days to resolution, days\n(at most 60 days counted)")
    axes.set_title("How often to whistle", loc="left", fontweight="bold")
    axes.legend(frameon=False, fontsize=8)
    note = f"line: mean; band: 95 % interval, paired over {REPLICATIONS} replications"
    return finish(figure, note)


if __name__ == "__main__":
    command(main, __doc__)
