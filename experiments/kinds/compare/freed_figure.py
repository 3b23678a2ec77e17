"""The figure of hours freed at equal delivery: bars of what they come from."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.kinds.compare.freed import NO_SPLIT, freed
from experiments.language import _
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.shown_scenarios import chosen
from experiments.reporting.society_cells import change_columns
from experiments.reporting.style import BASELINE_INK, DPI, MOST_ROWS
from experiments.statistics.net_freed import ENTRIES, NET, REAL, SPENT

INKS = {
    "fewer": "#0072B2", "cheaper": "#56B4E9", "standing": "#E69F00", "chasing": "#CC79A7",
    "procedures": "#D55E00", "extra": "#8FD3BE",
}  # fmt: skip
"""Colours of parts."""


def hours_freed(results: Results) -> Figure:
    """Hours that each scenario frees at equal delivery, by what they come from.

    The black mark is all of it: every form that is demanded counts as if it were delivered with
    true figures. The white mark is time spent less: left of the black one where work that was left
    undone is done, right of it where more is left undone.
    """
    rows = freed(results)
    scenarios, left_out = chosen(results, MOST_ROWS, "freed.csv")
    height = 2.4 + 0.5 * max(len(scenarios), 1)
    figure = Figure(figsize=(10.5, height), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    if not scenarios:
        axes.text(0.5, 0.5, _("the baseline alone: nothing to compare"), ha="center", va="center")
    elif rows.empty:
        axes.text(0.5, 0.5, NO_SPLIT, ha="center", va="center")
    if rows.empty:
        axes.set_axis_off()
        return figure
    values = rows.set_index(["entry", "scenario"])
    several = "median" in rows
    middle, low, high = change_columns(rows, "freed")
    _bars(axes, values["mean" if several else "freed"], scenarios)
    net = values.loc[NET].reindex(scenarios)
    ends = np.stack([net[middle] - net[low], net[high] - net[middle]])
    axes.errorbar(
        net[middle], range(len(scenarios)), xerr=np.nan_to_num(ends), fmt="D", color="black",
        markersize=5, capsize=3, linewidth=1.4, label=_(ENTRIES[NET]),
    )  # fmt: skip
    axes.plot(
        values.loc[SPENT].reindex(scenarios)[middle], range(len(scenarios)), "o", color="black",
        markerfacecolor="white", markersize=6, label=_(ENTRIES[SPENT]),
    )  # fmt: skip
    axes.axvline(0, color=BASELINE_INK, linewidth=1)
    axes.set_yticks(range(len(scenarios)), [labels.spelled(name) for name in scenarios])
    axes.set_ylim(len(scenarios) - 0.4, -0.6)
    label = _("fewer {unit} than in the baseline (left of 0: more)")
    axes.set_xlabel(label.format(unit=_(rows["unit"].iloc[0])))
    axes.set_title(_("Hours freed at equal delivery"), loc="left", fontweight="bold")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
    handles = axes.get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=3, frameon=False, fontsize=8)
    note = "mean over replications; bar: 95 % interval of the black mark, simulation error only, "
    note += "of one society"
    if several:
        note = "marks: median over societies, with 5 to 95 % of them; coloured: means, which add up"
    model = results.manifest["versions"]["model"]
    text = "; ".join(filter(None, [note, left_out, f"unburden, model {model}"]))
    figure.suptitle(text, fontsize=7.5, color="#666666", x=0.01, ha="left")
    return figure


def _bars(axes: Axes, values: object, scenarios: list[str]) -> None:
    """Parts stacked from 0: those that free time to the right, those that take it to the left."""
    right, left = np.zeros(len(scenarios)), np.zeros(len(scenarios))
    for entry in REAL:
        width = values.loc[entry].reindex(scenarios).to_numpy(float)  # type: ignore[attr-defined]
        axes.barh(
            range(len(scenarios)), width, left=np.where(width > 0, right, left),
            color=INKS[entry], label=_(ENTRIES[entry]), height=0.66,
            edgecolor="white", linewidth=0.6,
        )  # fmt: skip
        right, left = right + np.maximum(width, 0), left + np.minimum(width, 0)
