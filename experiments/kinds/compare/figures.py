"""The figures of a comparison by name, and that of time spent less."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.config.outcomes import LESS
from experiments.costs.figure import yuan
from experiments.kinds.compare.closing_figure import closing_curves
from experiments.kinds.compare.communities_figure import communities
from experiments.kinds.compare.dependence_figure import what_it_depends_on
from experiments.kinds.compare.fairness_figure import fairness
from experiments.kinds.compare.flow_figure import flow_of_freed_hours
from experiments.kinds.compare.freed_figure import hours_freed
from experiments.kinds.compare.resolution_figure import issue_resolution
from experiments.kinds.compare.societies_figure import societies_ranked
from experiments.kinds.compare.weeks_figure import week_unit, where_the_hours_go
from experiments.language import _, marked
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, titled
from experiments.reporting.plots import looked
from experiments.reporting.results import Results
from experiments.reporting.shown_scenarios import chosen
from experiments.reporting.society_cells import change_columns
from experiments.reporting.society_notes import societies, spread
from experiments.reporting.style import (
    BASELINE_INK,
    DPI,
    MOST_INKS,
)
from experiments.statistics.paired_differences import BURDEN

DESTINATIONS = 7
MARKERS = "os^DvP*"
"""Of scenarios, which differ in grey as well."""


def time_spent_less(results: Results) -> Figure:
    """Hours that each scenario takes off the week, and where that time went.

    Time is not assumed to go anywhere: workers spend it by the same rules as in the baseline.
    """
    scenarios, left_out = chosen(results, MOST_INKS, "comparison.csv")
    height = 2.4 + 0.15 * 14 * max(len(scenarios), 1.4)
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
    left, right = figure.subplots(2, 1)
    rows = results.comparison[results.comparison["measure"] == LESS]
    _dots(left, rows, scenarios, ("all", *BURDEN), sign=1)
    left.set_title(_("Time spent less"), loc="left", fontweight="bold")
    title = _("Time spent less, and where time was added")
    unit = _(week_unit(results))
    left.set_xlabel(_("fewer {unit}").format(unit=unit))
    _dots(right, rows, scenarios, _destinations(rows), sign=-1)
    right.set_title(_("Where time was added"), loc="left", fontweight="bold")
    right.set_xlabel(_("more {unit}").format(unit=unit))
    handles = left.get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=3, frameon=False, fontsize=SMALL)
    if not scenarios:
        _nothing(left, right)
        titled(figure, results, title)
        return figure
    note = _("mark: mean over replications")
    if results.manifest["replications"] > 1:
        note = _(
            "mark: mean over replications; bar: 95 % interval, simulation error only, of one "
            "society"
        )
    if societies(results):
        note = spread(results, marked("mark: median over societies; bar: 5 to 95 % of societies"))
    titled(figure, results, title, note, left_out)
    return figure


def _destinations(less: pd.DataFrame) -> list[str]:
    """The other activities that change most in any scenario, in the order of the ledger."""
    others = [name for name in labels.ACTIVITIES if name not in BURDEN]
    middle = change_columns(less)[0]
    other = less[less["group"].isin(others) & less[middle].notna()]
    most = other[middle].astype(float).abs().groupby(other["group"]).max().nlargest(DESTINATIONS)
    return [name for name in others if name in most.index]


def _nothing(*panels: Axes) -> None:
    """Say in panels that there is nothing to compare with the baseline."""
    for axes in panels:
        axes.text(
            0.5, 0.5, _("the baseline alone: nothing to compare"), transform=axes.transAxes,
            ha="center", va="center", color="#666666",
        )  # fmt: skip
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_xlabel("")
        axes.set_ylabel("")


def _dots(
    axes: Axes, rows: pd.DataFrame, scenarios: Sequence[str], groups: Sequence[str], sign: int
) -> None:
    shown = [group for group in groups if (rows["group"] == group).any()]
    step = 0.8 / max(len(scenarios), 1)
    looks = looked(["", *scenarios])
    for place, name in enumerate(scenarios):
        colour, _dash = looks[name]
        mine = rows[rows["scenario"] == name].set_index("group").reindex(shown)
        which, low, high = change_columns(rows)
        middle = sign * mine[which].to_numpy()
        ends = np.abs(np.stack([mine[low], mine[high]]) * sign - middle)
        axes.errorbar(
            middle, np.arange(len(shown)) + step * (place - (len(scenarios) - 1) / 2),
            xerr=np.nan_to_num(ends if sign > 0 else ends[::-1]),
            fmt=MARKERS[place % len(MARKERS)], markersize=4.5,
            color=colour, elinewidth=1.4, capsize=2, label=labels.spelled(name),
        )  # fmt: skip
    names = {"all": _("all of these"), **labels.ACTIVITIES}
    axes.set_yticks(range(len(shown)), [names[group] for group in shown])
    axes.invert_yaxis()
    for row in range(len(shown) - 1):
        axes.axhline(row + 0.5, color="#E4E4E4", linewidth=0.8)
    axes.axvline(0, color=BASELINE_INK, linewidth=1)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)


FIGURES = {
    "societies_ranked": societies_ranked,
    "hours_freed": hours_freed,
    "what_it_depends_on": what_it_depends_on,
    "communities": communities,
    "yuan": yuan,
    "fairness": fairness,
    "flow_of_freed_hours": flow_of_freed_hours,
    "where_the_hours_go": where_the_hours_go,
    "time_spent_less": time_spent_less,
    "closing_curves": closing_curves,
    "issue_resolution": issue_resolution,
}
