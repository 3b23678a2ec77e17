"""The figure of hours freed at equal delivery: ranked bars of what they come from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.kinds.compare.freed import freed
from experiments.language import _, fill, marked
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, titled
from experiments.reporting.results import Results
from experiments.reporting.shown_scenarios import chosen
from experiments.reporting.society_cells import change_columns
from experiments.reporting.society_notes import spread
from experiments.reporting.style import BASELINE_INK, DPI, MOST_ROWS, OKABE_ITO
from experiments.statistics.net_freed import ENTRIES, LEAST_DAYS, NET, REAL, SPENT

INKS = {
    "fewer": (OKABE_ITO[0], ""), "cheaper": (OKABE_ITO[5], "////"),
    "standing": (OKABE_ITO[1], ""), "chasing": (OKABE_ITO[3], "xxxx"),
    "procedures": (OKABE_ITO[4], "...."), "extra": ("#C9E8DC", ""),
}  # fmt: skip
"""Colours of parts, and hatches, by which they differ in grey."""
BAR, BAR_AT, MARK_AT = 0.4, -0.16, 0.24
"""Height of a bar, and places of bar and mark in a row."""
ROW, FEWEST = 0.42, 2
"""Inches of a row, and rows that there is room for at least."""
NAME = 24
"""Columns of a line of a scenario's name."""


def hours_freed(results: Results) -> Figure:
    """Hours that each scenario frees at equal delivery, ranked, by what they come from.

    The black mark is all of it: every form that is demanded counts as if it were delivered with
    true figures. The white mark is time spent less: left of the black one where work that was left
    undone is done, right of it where more is left undone.
    """
    rows = freed(results)
    scenarios, left_out = chosen(results, MOST_ROWS, "freed.csv")
    height = 2.6 + ROW * max(len(scenarios), FEWEST)
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    title = _("Hours freed at equal delivery, and what they come from")
    if rows.empty or not scenarios:
        text = _("the baseline alone: nothing to compare")
        if scenarios:
            text = _("Hours freed are split from horizon_days={days} on.").format(days=LEAST_DAYS)
        axes.text(0.5, 0.5, text, ha="center", va="center")
        axes.set_axis_off()
        titled(figure, results, title)
        return figure
    values: Any = rows.set_index(["entry", "scenario"])
    several = "median" in rows
    middle, low, high = change_columns(rows, "freed")
    ranked = values.loc[NET][middle].reindex(scenarios).astype(float).fillna(-np.inf)
    scenarios = list(ranked.sort_values(ascending=False, kind="stable").index)
    _bars(axes, values["mean" if several else "freed"], scenarios)
    net = values.loc[NET].reindex(scenarios)
    ends = np.stack([net[middle] - net[low], net[high] - net[middle]])
    places = np.arange(len(scenarios)) + MARK_AT
    axes.errorbar(
        net[middle], places, xerr=np.nan_to_num(ends), fmt="D", color="black",
        markersize=5, capsize=3, linewidth=1.4, label=_(ENTRIES[NET]),
    )  # fmt: skip
    axes.plot(
        values.loc[SPENT].reindex(scenarios)[middle], places, "o", color="black",
        markerfacecolor="white", markersize=4.5, label=_(ENTRIES[SPENT]),
    )  # fmt: skip
    for place, hours in enumerate(net[middle].to_numpy(float)):
        if np.isfinite(hours):
            axes.annotate(
                labels.signed(hours), (1, place), xycoords=axes.get_yaxis_transform(),
                xytext=(3, 0), textcoords="offset points", va="center", fontsize=9.5,
                fontweight="bold",
            )  # fmt: skip
    _dress(axes, scenarios, _(rows["unit"].iloc[0]))
    handles, texts = axes.get_legend_handles_labels()
    order = [texts.index(_(ENTRIES[entry])) for entry in (NET, SPENT, *REAL)]
    figure.legend(
        [handles[place] for place in order], [texts[place] for place in order],
        loc="outside lower center", ncols=2, frameon=False, fontsize=SMALL,
    )  # fmt: skip
    note = _(
        "coloured: mean over replications, number: mean; bar of the black mark: 95 % interval, "
        "simulation error only, of one society"
    )
    if several:
        note = spread(
            results,
            marked(
                "black and white marks, and number: median over societies; bar: 5 to 95 % of "
                "societies; coloured: means, which add up"
            ),
        )
    titled(figure, results, title, note, left_out)
    return figure


def _bars(axes: Axes, values: pd.Series, scenarios: list[str]) -> None:
    """Parts stacked from 0: those that free time to the right, those that take it to the left."""
    right, left = np.zeros(len(scenarios)), np.zeros(len(scenarios))
    for entry in REAL:
        width = np.nan_to_num(values.loc[entry].reindex(scenarios).to_numpy(float))
        ink, hatch = INKS[entry]
        axes.barh(
            np.arange(len(scenarios)) + BAR_AT, width, left=np.where(width > 0, right, left),
            color=ink, hatch=hatch, label=_(ENTRIES[entry]), height=BAR, edgecolor="white",
            linewidth=0.6,
        )  # fmt: skip
        right, left = right + np.maximum(width, 0), left + np.minimum(width, 0)


def _dress(axes: Axes, scenarios: list[str], unit: str) -> None:
    axes.axvline(0, color=BASELINE_INK, linewidth=1)
    names = [fill(labels.spelled(name), NAME) for name in scenarios]
    axes.set_yticks(range(len(scenarios)), names)
    axes.set_ylim(len(scenarios) - 0.4, -0.6)
    label = _("fewer {unit} than in the baseline (left of 0: more)")
    axes.set_xlabel(label.format(unit=unit), fontsize=9)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=9)
    axes.grid(axis="x", color="#E6E6E6")
    axes.set_axisbelow(True)
