"""The figure of `account`: time spent less, its new uses, and the stock of obligations."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.config.catalogue import BASELINE
from experiments.config.messages import counted
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.style import DPI, OKABE_ITO, SEGMENTS, first

SCENARIOS = 6


def hours_and_obligations(results: Results) -> Figure:
    """Left: bars a scenario, world and year, freed above and spent below. Right: obligations."""
    rows, replications = results.account, results.manifest["replications"]
    figure = Figure(figsize=(12, 5.4), dpi=DPI, layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    others = [name for name in rows["scenario"].unique() if name != BASELINE]
    shown, left_out = first(others, SCENARIOS, "scenarios", "account.csv")
    rows = rows[rows["scenario"].isin([BASELINE, *shown])]
    arms = [(scenario, world) for scenario in shown for world in rows["world"].unique()]
    years = sorted(rows["year"].unique())
    places = [
        (scenario, world, year, arm * (len(years) + 0.8) + place)
        for arm, (scenario, world) in enumerate(arms)
        for place, year in enumerate(years)
    ]
    values = rows.set_index(["scenario", "world", "year", "entry"])["value"]
    xs = np.array([x for *_, x in places])
    up, down = np.zeros(len(places)), np.zeros(len(places))
    for label, activities, ink in SEGMENTS:
        heights = np.array(
            [
                sum(float(values.get((*arm, activity), 0.0)) for activity in activities)
                for *arm, _ in places
            ]
        )
        if not np.any(np.abs(heights) > 0.02):
            continue
        less = -heights
        left.bar(xs, less, bottom=np.where(less > 0, up, down), color=ink, label=label)
        up, down = up + np.maximum(less, 0), down + np.minimum(less, 0)
    left.axhline(0, color="#444444", linewidth=1)
    left.set_xticks(xs, [f"year {year}" for *_, year, _ in places], rotation=60, fontsize=7)
    for arm, (scenario, world) in enumerate(arms):
        middle = arm * (len(years) + 0.8) + (len(years) - 1) / 2
        left.text(
            middle, 1.01, f"{labels.spelled(scenario)}\n{world}", ha="center", va="bottom",
            fontsize=7.5, transform=left.get_xaxis_transform(),
        )  # fmt: skip
    hours = rows.loc[rows["entry"] == SEGMENTS[0][1][0], "unit"].iloc[0]
    left.set_ylabel(f"{hours}\nless (up) and more (down) than the baseline")
    handles = left.get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", fontsize=7.5, frameon=False, ncols=5)
    _stocks(right, values, rows, years)
    figure.suptitle(
        f"mean over {counted(replications, 'replication')} under the same seeds"
        f"{f'; {left_out}' if left_out else ''}",
        fontsize=7.5, color="#666666", x=0.01, ha="left",
    )  # fmt: skip
    return figure


def _stocks(axes: Axes, values: pd.Series[float], rows: pd.DataFrame, years: list[int]) -> None:
    """Obligations a community at each year's end; dashed lines: without rebound."""
    for colour, scenario in zip(("#444444", *OKABE_ITO), rows["scenario"].unique(), strict=False):
        for world in rows["world"].unique():
            stock = [float(values[scenario, world, year, "obligations"]) for year in years]
            axes.plot(
                years, stock, color=colour, marker="o", markersize=4,
                linestyle="-" if world == "with rebound" else "--",
                label=f"{labels.spelled(scenario)}, {world}",
            )  # fmt: skip
    axes.set_xticks(years)
    axes.set_xlabel("end of year")
    axes.set_ylabel("obligations per community")
    axes.set_ylim(bottom=0)
    axes.legend(fontsize=7, frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


FIGURES = {"account": hours_and_obligations}
