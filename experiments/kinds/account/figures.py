"""The figure of `account`: time spent less, its new uses, and the stock of obligations."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.config.catalogue import BASELINE
from experiments.language import _, counted, fill, marked
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO, SEGMENTS, first, segment_look

SCENARIOS = 4
LABELS, ABOVE, BELOW = 0.9, 4.6, 3.9
"""Inches left of the panels, and of the height of the panel of hours and of obligations."""
WORLDS = (marked("with rebound"), marked("without rebound"))
DODGE = 0.06
"""Years between marks of one year, at most."""
LOOKS = ("o", "s", "^", "D", "v")
"""Markers of scenarios, the baseline first."""


def hours_and_obligations(results: Results) -> Figure:
    """Bars a scenario, world and year, freed above and spent below; under them obligations."""
    rows = results.account
    figure = Figure(figsize=(WIDTH, ABOVE + BELOW), dpi=DPI, layout="constrained")
    left, right = figure.subplots(2, 1, height_ratios=(ABOVE, BELOW))
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
    for label, activities, _ink in SEGMENTS:
        heights = np.array(
            [
                sum(float(values.get((*arm, activity), 0.0)) for activity in activities)
                for *arm, _x in places
            ]
        )
        if not np.any(np.abs(heights) > 0.02):
            continue
        less = -heights
        left.bar(
            xs, less, bottom=np.where(less > 0, up, down), label=_(label), linewidth=0.5,
            **segment_look(label),
        )  # fmt: skip
        up, down = up + np.maximum(less, 0), down + np.minimum(less, 0)
    left.axhline(0, color="#444444", linewidth=1)
    left.set_xticks(xs, [str(place[2]) for place in places])
    left.set_xlabel(_("year"), fontsize=SMALL)
    left.tick_params(labelsize=SMALL)
    left.spines[["top", "right"]].set_visible(False)
    width = columns((WIDTH - LABELS) / max(1, len(arms))) - 1
    for arm, (scenario, world) in enumerate(arms):
        middle = arm * (len(years) + 0.8) + (len(years) - 1) / 2
        left.text(
            middle, 1.01, f"{fill(labels.spelled(scenario), width)}\n{fill(_(world), width)}",
            ha="center", va="bottom", fontsize=SMALL, transform=left.get_xaxis_transform(),
        )  # fmt: skip
    hours = rows.loc[rows["entry"] == SEGMENTS[0][1][0], "unit"].iloc[0]
    label = _("{unit}\nless (up) and more (down) than the baseline")
    left.set_ylabel(label.format(unit=_(hours)), fontsize=SMALL)
    left.legend(
        loc="upper center", bbox_to_anchor=(0.5, -0.16), fontsize=SMALL, frameon=False, ncols=3,
    )  # fmt: skip
    _stocks(right, rows, years)
    title = _("Hours that reforms free, their new uses, and obligations")
    titled(figure, results, title, _note(results), left_out)
    return figure


def _note(results: Results) -> str:
    replications = counted(results.manifest["replications"], "replication")
    if number := societies(results):
        these = counted(number, "society", "societies")
        return _(
            "{societies}, {runs} each: hours are means over societies, obligations medians and 5 "
            "to 95 %"
        ).format(societies=these, runs=replications)
    return _("mean over {runs} under the same seeds").format(runs=replications)


def _stocks(axes: Axes, rows: pd.DataFrame, years: list[int]) -> None:
    """Obligations a community at each year's end; hollow and dashed: without rebound."""
    stock = (
        rows[rows["entry"] == "obligations"].set_index(["scenario", "world", "year"]).sort_index()
    )
    middle = "median" if "median" in rows else "value"
    scenarios, worlds = rows["scenario"].unique(), rows["world"].unique()
    inks = dict(zip(scenarios, zip((BASELINE_INK, *OKABE_ITO), LOOKS, strict=False), strict=False))
    shown = [(scenario, world) for scenario in inks for world in worlds]
    dodge = min(DODGE, 0.6 / len(shown))
    for place, (scenario, world) in enumerate(shown):
        mine = stock.loc[(scenario, world)].reindex(years)
        (colour, look), rebound = inks[scenario], world == WORLDS[0]
        ends = None
        if "low" in mine and rebound:
            ends = mine[["low", "high"]].sub(mine[middle], axis=0).abs().to_numpy().T
        label = _("{label}, {group}").format(label=labels.spelled(scenario), group=_(world))
        axes.errorbar(
            np.array(years) + dodge * (place - (len(shown) - 1) / 2), mine[middle], yerr=ends,
            color=colour, marker=look, markersize=5.5, elinewidth=1, label=label,
            markerfacecolor=colour if rebound else "white",
            linestyle="" if len(years) == 1 else "-" if rebound else "--",
        )  # fmt: skip
    axes.set_xticks(years)
    axes.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    axes.set_xlabel(_("end of year"), fontsize=SMALL)
    axes.set_ylabel(_("obligations per community"), fontsize=SMALL)
    axes.tick_params(labelsize=SMALL)
    axes.set_ylim(bottom=0)
    axes.legend(
        loc="upper center", bbox_to_anchor=(0.5, -0.22), fontsize=SMALL, frameon=False, ncols=2,
        handlelength=3,
    )  # fmt: skip
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


FIGURES = {"account": hours_and_obligations}
