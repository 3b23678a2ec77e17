"""The figure of issues by day: how many are open, and how many more were solved, by scenario."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from experiments.language import _, fill, marked
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, titled
from experiments.reporting.frames import part
from experiments.reporting.plots import band
from experiments.reporting.results import Results
from experiments.reporting.shown_scenarios import chosen
from experiments.reporting.society_notes import societies, spread
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO

MOST = 6
"""Scenarios that have a panel."""
ACROSS, FOUR, TALL = 3, 2, 2.0
"""Scenarios beside each other, of four as well; inches of a panel's height."""
NAME = 20
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
    across = FOUR if len(shown) == 2 * FOUR else min(len(shown), ACROSS)
    down = -(-len(shown) // across)
    size = (WIDTH, 1.5 + down * (2 * TALL + 0.3))
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    grid = figure.subplots(2 * down, across, sharex=True, squeeze=False)
    above, below = grid[::2].ravel(), grid[1::2].ravel()
    for upper, lower, name in zip(above, below, shown, strict=False):
        upper.sharey(above[0])
        lower.sharey(below[0])
        _open(upper, daily[OPEN], base, name)
        _solved(lower, daily[SOLVED], base, name)
        title = fill(labels.spelled(name), NAME)
        upper.set_title(title, loc="left", fontsize=SMALL, fontweight="bold")
        lower.set_xlabel(_("working day"), fontsize=SMALL)
        for axes in (upper, lower):
            _dress(axes)
    for axes in (*above[len(shown) :], *below[len(shown) :]):
        axes.set_axis_off()
    above[0].set_ylim(bottom=0)
    for upper, lower in zip(grid[::2, 0], grid[1::2, 0], strict=True):
        upper.set_ylabel(_("reported issues\nthat are open, number"), fontsize=SMALL)
        text = _("issues solved for good\nso far, more than in\nthe baseline, number")
        lower.set_ylabel(text, fontsize=SMALL)
    handles = {
        text: handle for handle, text in zip(*above[0].get_legend_handles_labels(), strict=True)
    }
    figure.legend(
        [*handles.values()], [*handles], loc="outside lower center", ncols=2, frameon=False,
        fontsize=SMALL, handlelength=3,
    )  # fmt: skip
    how = _("line: mean over replications; band: 10 to 90 % of replications")
    if societies(results):
        how = spread(results, marked("line: median over societies; band: 5 to 95 % of societies"))
    about = _("issues of residents of the whole place")
    titled(figure, results, _("Issues open, and issues solved, day by day"), about, how, left_out)
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
    axes.tick_params(labelsize=SMALL, labelbottom=True)
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
