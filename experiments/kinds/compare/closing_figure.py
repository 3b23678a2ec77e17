"""The figure of closing: which share of issues is still open, by days since the report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.language import _, fill, marked
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
from experiments.reporting.frames import part
from experiments.reporting.results import Results
from experiments.reporting.shown_scenarios import chosen
from experiments.reporting.society_notes import societies, spread
from experiments.reporting.style import DPI, MARKED
from experiments.statistics.society_quantiles import SPAN, quantiles
from sim.measures.closing_curve import CURVE_DAYS, CURVES, group_after

MEASURE = "share_open_after"
TITLES = {
    "own_powers": marked("Issues that the community solves itself"),
    "needs_departments": marked("Issues that need departments"),
}
MOST = len(MARKED) - 1
"""Scenarios beside the baseline that dashes and markers distinguish."""
DAYS = np.array((0, *CURVE_DAYS), np.float64)
TICKS = (0, 1, 5, 10, 20, 30, 40, 50, 60)
BARS = (5.0, 15.0, 30.0, 50.0)
"""Days at which a scenario has a bar; bands of all would cover each other."""
APART = 0.1
"""Between two bars, on the scale of roots of days."""
NAME = 26
"""Columns of a line of a scenario's name."""

Array = npt.NDArray[np.float64]


def closing_curves(results: Results) -> Figure:
    """Share of issues that are still open, by working days since they were first reported.

    A lower curve is sooner; only closing at the root counts, not a reply on paper.
    """
    others, left_out = chosen(results, MOST, "comparison.csv")
    scenarios = [results.manifest["scenarios"][0], *others]
    curves = _curves(results, scenarios)
    figure = Figure(figsize=(WIDTH, 4.9), dpi=DPI, layout="constrained")
    panels = figure.subplots(1, len(CURVES), sharey=True)
    for axes, curve in zip(panels, CURVES, strict=True):
        _panel(axes, {name: curves[name, curve] for name in scenarios}, bool(societies(results)))
        axes.set_title(
            fill(_(TITLES[curve]), columns(WIDTH / 2 - 0.6)),
            loc="left",
            fontsize=SMALL,
            fontweight="bold",
        )
    panels[0].set_ylabel(_("% of issues still open"), fontsize=SMALL)
    handles = panels[0].get_legend_handles_labels()
    figure.legend(
        *handles, loc="outside lower center", ncols=min(len(scenarios), 3), frameon=False,
        fontsize=SMALL, handlelength=3.4,
    )  # fmt: skip
    note = _("line: mean over replications; grey band and bars: 5 to 95 % of replications")
    if societies(results):
        note = spread(
            results,
            marked("line: median over societies; grey band and bars: 5 to 95 % of societies"),
        )
    titled(figure, results, _("How soon issues are solved"), note, left_out)
    return figure


def _panel(axes: Axes, curves: dict[str, Array], several: bool) -> None:
    """Lines, the baseline's band, bars of the others.

    Parameters: values runs x days by scenario; whether runs are societies.
    """
    for place, (name, values) in enumerate(curves.items()):
        ink, dash, marker = MARKED[place]
        known = np.asarray(np.isfinite(values).all(axis=0))
        if not len(values) or not known[1:].any():
            continue
        days, table = DAYS[known], 100.0 * values[:, known]
        middle = np.median(table, axis=0) if several else table.mean(axis=0)
        label = fill(labels.spelled(name), NAME)
        axes.plot(
            days, middle, color=ink, linestyle=dash, marker=marker, markersize=5,
            markerfacecolor="white", linewidth=1.8, zorder=4, label=label,
        )  # fmt: skip
        if len(table) > 1:
            low, high = quantiles(table, SPAN)
            if place:
                some = np.isin(days, BARS)
                where = (np.sqrt(days[some]) + APART * (place - (MOST + 1) / 2)) ** 2
                axes.vlines(where, low[some], high[some], color=ink, linewidth=1.2, zorder=3)
                for end in (low[some], high[some]):
                    axes.plot(where, end, linestyle="", marker="_", color=ink, markersize=5)
                axes.plot(
                    where, high[some], linestyle="", marker=marker, color=ink, markersize=3.2,
                    zorder=3,
                )  # fmt: skip
            else:
                axes.fill_between(days, low, high, color=ink, alpha=0.16, linewidth=0)
    if not axes.lines:
        axes.text(
            0.5, 0.5, _("no such issue was reported"), transform=axes.transAxes, ha="center",
            va="center", color="#666666",
        )  # fmt: skip
    axes.set_xscale("function", functions=(_root, np.square))
    axes.set_xticks(TICKS, [str(day) for day in TICKS])
    axes.set_xlim(0, DAYS[-1] + 1)
    axes.set_ylim(0, 101)
    label = _("working days since the report, square-root scale")
    axes.set_xlabel(fill(label, columns(WIDTH / 2 - 0.9)), fontsize=SMALL)
    axes.tick_params(labelsize=SMALL)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#E6E6E6")
    axes.set_axisbelow(True)


def _root(days: Array) -> Array:
    return np.sqrt(np.maximum(days, 0.0))


def _curves(results: Results, scenarios: Sequence[str]) -> dict[tuple[str, str], Array]:
    """Shares by scenario and curve: runs x DAYS; over societies, means of their replications."""
    index = "society" if societies(results) else "replication"
    wanted = ["scenario", index, "group", "value"]
    rows = part(
        results.frames, "measures", wanted, community=None, measure=[MEASURE], scenario=scenarios
    ).astype({"scenario": "object", "group": "object"})
    return {
        (name, curve): _table(rows[rows["scenario"] == name], curve, index)
        for name in scenarios
        for curve in CURVES
    }


def _table(rows: pd.DataFrame, curve: str, index: str) -> Array:
    groups = [group_after(curve, day) for day in CURVE_DAYS]
    mine = rows[rows["group"].isin(groups)]
    wide = mine.pivot_table(
        index=index,
        columns="group",
        values="value",
        aggfunc=lambda values: values.mean(skipna=False),
    )
    table = wide.reindex(columns=groups).to_numpy(np.float64)
    return np.column_stack([np.ones(len(table)), table])
