"""The figure of `account`: time spent less, its new uses, and the stock of obligations."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.config.catalogue import BASELINE
from experiments.language import _, counted, joined
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.style import DPI, OKABE_ITO, SEGMENTS, first

SCENARIOS = 6


def hours_and_obligations(results: Results) -> Figure:
    """Left: bars a scenario, world and year, freed above and spent below. Right: obligations."""
    rows = results.account
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
    xs = np.array([place[-1] for place in places])
    up, down = np.zeros(len(places)), np.zeros(len(places))
    for label, activities, ink in SEGMENTS:
        heights = np.array(
            [
                sum(float(values.get((*arm, activity), 0.0)) for activity in activities)
                for *arm, _place in places
            ]
        )
        if not np.any(np.abs(heights) > 0.02):
            continue
        less = -heights
        left.bar(xs, less, bottom=np.where(less > 0, up, down), color=ink, label=_(label))
        up, down = up + np.maximum(less, 0), down + np.minimum(less, 0)
    left.axhline(0, color="#444444", linewidth=1)
    named = [_("year {year}").format(year=place[2]) for place in places]
    left.set_xticks(xs, named, rotation=60, fontsize=7)
    for arm, (scenario, world) in enumerate(arms):
        middle = arm * (len(years) + 0.8) + (len(years) - 1) / 2
        left.text(
            middle, 1.01, f"{labels.spelled(scenario)}\n{_(world)}", ha="center", va="bottom",
            fontsize=7.5, transform=left.get_xaxis_transform(),
        )  # fmt: skip
    hours = rows.loc[rows["entry"] == SEGMENTS[0][1][0], "unit"].iloc[0]
    about = _("{unit}\nless (up) and more (down) than the baseline")
    left.set_ylabel(about.format(unit=_(hours)))
    handles = left.get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", fontsize=7.5, frameon=False, ncols=5)
    _stocks(right, rows, years)
    figure.suptitle(
        joined([_note(results), left_out], "statements"),
        fontsize=7.5, color="#666666", x=0.01, ha="left",
    )  # fmt: skip
    return figure


def _note(results: Results) -> str:
    replications = counted(results.manifest["replications"], "replication")
    if number := societies(results):
        return _(
            "{societies}, {replications} each: hours are means over societies, obligations medians "
            "and 5 to 95 %"
        ).format(societies=counted(number, "society", "societies"), replications=replications)
    return _("mean over {replications} under the same seeds").format(replications=replications)


def _stocks(axes: Axes, rows: pd.DataFrame, years: list[int]) -> None:
    """Obligations a community at each year's end; dashed lines: without rebound."""
    stock = (
        rows[rows["entry"] == "obligations"].set_index(["scenario", "world", "year"]).sort_index()
    )
    middle = "median" if "median" in rows else "value"
    for colour, scenario in zip(("#444444", *OKABE_ITO), rows["scenario"].unique(), strict=False):
        for world in rows["world"].unique():
            mine = stock.loc[(scenario, world)].reindex(years)
            axes.plot(
                years, mine[middle], color=colour, marker="o", markersize=4,
                linestyle="-" if world == "with rebound" else "--",
                label=_("{scenario}, {world}").format(
                    scenario=labels.spelled(scenario), world=_(world)
                ),
            )  # fmt: skip
            if "low" in mine and world == "with rebound":
                axes.fill_between(years, mine["low"], mine["high"], color=colour, alpha=0.1, lw=0)
    axes.set_xticks(years)
    axes.set_xlabel(_("end of year"))
    axes.set_ylabel(_("obligations per community"))
    axes.set_ylim(bottom=0)
    axes.legend(fontsize=7, frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


FIGURES = {"account": hours_and_obligations}
