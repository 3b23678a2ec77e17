"""The rate of whistles against days to resolution, by departments' hours and how they are asked.

`python -m experiments.studies.whistle_rate` writes a table and a figure to outputs/whistle_rate.
It makes 1,008 runs of a street over two years, about three minutes on two cores.

Departments are asked in three ways (structures.dispatch and structures.returns): a worker
telephones and is refused without end; a platform sends the issue on and it is returned without
end; the platform sends it and it is returned twice at most.

Expected before it was run: against endless refusal a whistle helps, since it ends the refusals.
Where an issue is returned twice at most, the whistle has less to end, while its meetings still cost
department hours; there it helps only where hours are ample. Where hours are scarce the best rate is
zero or low.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.reporting.style import DPI, OKABE_ITO
from experiments.statistics.paired_differences import paired_row
from experiments.studies.command import command
from experiments.studies.grid import finish, print_table, run, values, write_folder
from sim.settings.nested import Tree, grow

RATES = (0.0, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0)
HOURS = {"three quarters": 0.75, "as they are": 1.0, "half as much again": 1.5}
ASKING = {
    "telephone, endless refusal": ("telephone", "endless"),
    "platform, endless returns": ("platform", "endless"),
    "platform, returned twice at most": ("platform", "limited"),
}
REPLICATIONS = 16
MEASURE, GROUP = "days_to_resolution_restricted_mean", "needs_departments"


def point(asking: str, hours: float, rate: float) -> Tree:
    """Settings of a way of asking, a scale of departments' hours, and a rate of use."""
    dispatch, returns = ASKING[asking]
    rows: dict[str, object] = {
        "structures.dispatch": dispatch,
        "structures.returns": returns,
        "departments.hours_scale": hours,
        "levers.escalation_rights.on": rate > 0,
    }
    if rate > 0:
        rows["levers.escalation_rights.use_share"] = rate
    return grow(rows)


def main() -> None:
    """Run the grid, print and plot it."""
    names = {
        (asking, label, rate): f"{asking} {label} {rate}"
        for asking in ASKING for label in HOURS for rate in RATES
    }  # fmt: skip
    trees = {
        name: point(asking, HOURS[label], rate) for (asking, label, rate), name in names.items()
    }
    measures = run(trees, REPLICATIONS)
    rows = []
    for (asking, label, rate), name in names.items():
        days, load = (
            values(measures, name, *what) for what in ((MEASURE, GROUP), ("department_load", "all"))
        )
        none = values(measures, names[asking, label, 0.0], MEASURE, GROUP)
        change = paired_row(none, days)
        rows.append(
            {
                "asking": asking, "hours": label, "rate": rate, "days": days.mean(),
                "load": load.mean(), "against_none": change["difference"],
                "ci_low": change["ci_low"], "ci_high": change["ci_high"],
            }
        )  # fmt: skip
    table = pd.DataFrame(rows)
    tables = {"whistle_rate": table}
    folder = write_folder("whistle_rate", tables, days_by_rate(table), replications=REPLICATIONS)
    print_table(table, f"mean days (at most 60) of issues that need departments; {folder}")


def days_by_rate(table: pd.DataFrame) -> Figure:
    """Change of mean days against no whistle: a panel for each way of asking, a line for hours."""
    figure = Figure(figsize=(11, 4.2), dpi=DPI, layout="constrained")
    panels = figure.subplots(1, len(ASKING), sharey=True)
    for axes, (asking, part) in zip(panels, table.groupby("asking", sort=False), strict=True):
        _draw(axes, part)
        axes.set_title(str(asking), loc="left", fontsize=9.5, fontweight="bold")
    panels[0].set_ylabel("change of mean days to resolution, days\n(at most 60 days counted)")
    note = f"line: mean; band: 95 % interval, paired over {REPLICATIONS} replications"
    return finish(figure, note)


def _draw(axes: Axes, part: pd.DataFrame) -> None:
    for colour, (hours, rows) in zip(OKABE_ITO, part.groupby("hours", sort=False), strict=False):
        load = f"load {rows['load'].iloc[0]:.2f} to {rows['load'].iloc[-1]:.2f}"
        axes.plot(
            rows["rate"], rows["against_none"], "o-", color=colour, label=f"hours {hours}\n({load})"
        )
        # Without whistles nothing is compared, and the band begins at the line.
        low, high = (rows[end].fillna(rows["against_none"]) for end in ("ci_low", "ci_high"))
        axes.fill_between(rows["rate"], low, high, color=colour, alpha=0.15)
    axes.axhline(0, color="#444444", linewidth=1)
    axes.set_xlabel("share of eligible issues that are whistled")
    axes.legend(frameon=False, fontsize=7)


if __name__ == "__main__":
    command(main, __doc__)
