"""The figure of issues by day: how many are open, and how many more were solved, by scenario."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from experiments.language import _, fill
from experiments.reporting import labels
from experiments.reporting.footing import source
from experiments.reporting.frames import part
from experiments.reporting.plots import band
from experiments.reporting.results import Results
from experiments.reporting.shown_scenarios import chosen
from experiments.reporting.society_notes import societies
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO

MOST = 6
"""Scenarios that have a panel."""
PANEL, LEAST_WIDTH = 2.3, 6.5
"""Inches of a panel's width, and of the figure's at least."""
NAME = 24
"""Columns of a line of a scenario's name."""
INK = OKABE_ITO[0]
OPEN, SOLVED = "backlog", "issues_resolved"


def issue_resolution(results: Results) -> Figure:
    """Reported issues that are open, and issues solved for good beyond the baseline, by day.

    Issues that are closed and waiting to come back are not open; one that is closed on paper only
    is not solved.
    """
    others, left_out = chosen(results, MOST, "series.parquet")
    base = results.manifest["scenarios"][0]
    daily = _daily(results, [base, *others])
    shown = others or [base]
    width = max(LEAST_WIDTH, 0.9 + PANEL * len(shown))
    figure = Figure(figsize=(width, 6.0), dpi=DPI, layout="constrained")
    panels = figure.subplots(2, len(shown), sharex=True, sharey="row", squeeze=False)
    for (above, below), name in zip(panels.T, shown, strict=True):
        _open(above, daily[OPEN], base, name)
        _solved(below, daily[SOLVED], base, name)
        title = fill(labels.spelled(name), NAME)
        above.set_title(title, loc="left", fontsize=9, fontweight="bold")
        for axes in (above, below):
            _dress(axes)
    panels[0, 0].set_ylim(bottom=0)
    panels[0, 0].set_ylabel(_("open issues that were reported"), fontsize=9)
    panels[1, 0].set_ylabel(
        _("issues solved for good so far,\nmore than in the baseline"), fontsize=9
    )
    for axes in panels[1]:
        axes.set_xlabel(_("working day"), fontsize=9)
    handles = {
        text: handle for handle, text in zip(*panels[0, 0].get_legend_handles_labels(), strict=True)
    }
    figure.legend(
        [*handles.values()], [*handles], loc="outside lower center", ncols=2, frameon=False,
        fontsize=8.5, handlelength=3,
    )  # fmt: skip
    how = _("line: mean over replications; band: 10 to 90 % of replications")
    if societies(results):
        how = _("line: median over societies; band: 5 to 95 % of societies")
    source(figure, results, _("issues of residents of the whole place"), how, left_out)
    return figure


def _open(axes: Axes, daily: dict[str, pd.DataFrame], base: str, name: str) -> None:
    if base in daily:
        band(axes, daily[base], labels.spelled(base), BASELINE_INK, "--")
    if name in daily and name != base:
        band(axes, daily[name], _("scenario"), INK, "-")


def _solved(axes: Axes, daily: dict[str, pd.DataFrame], base: str, name: str) -> None:
    if name == base:
        axes.text(
            0.5, 0.5, _("the baseline alone: nothing to compare"), transform=axes.transAxes,
            ha="center", va="center", color="#666666",
        )  # fmt: skip
        axes.set_yticks([])
        return
    axes.axhline(0, color=BASELINE_INK, linewidth=1.2, linestyle="--")
    if name in daily and base in daily:
        more = daily[name].cumsum(axis=1) - daily[base].cumsum(axis=1)
        band(axes, more, _("scenario"), INK, "-")


def _dress(axes: Axes) -> None:
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#E6E6E6")
    axes.set_axisbelow(True)


def _daily(results: Results, scenarios: Sequence[str]) -> dict[str, dict[str, pd.DataFrame]]:
    """By measure and shown scenario: replications x days of the whole place.

    Over societies: societies x days, the mean of their replications.
    """
    index = "society" if societies(results) else "replication"
    columns = ["scenario", index, "day", "measure", "value"]
    measures = [OPEN, SOLVED]
    rows = part(
        results.frames, "series", columns, scenario=scenarios, measure=measures, group=["all"]
    )
    by_measure: dict[str, dict[str, pd.DataFrame]] = {name: {} for name in measures}
    for (measure, name), days in rows.groupby(["measure", "scenario"], observed=True):
        wide = days.pivot_table(index=index, columns="day", values="value")
        by_measure[str(measure)][str(name)] = wide
    return by_measure
