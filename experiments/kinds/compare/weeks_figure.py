"""The figure of the working week: hours by activity in the baseline and in each scenario."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.markers import CARETLEFT, CARETRIGHT, MarkerStyle
from matplotlib.ticker import MaxNLocator

from experiments.config.outcomes import HOURS
from experiments.kinds.compare.lines import lines
from experiments.language import _, fill, marked
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, titled
from experiments.reporting.results import Results
from experiments.reporting.shown_scenarios import chosen
from experiments.reporting.society_notes import societies
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO, SEGMENTS
from sim.measures.activities import FREED_FROM, Segment

MOST, ACROSS = 4, 2
"""Scenarios that have a panel, and panels beside each other."""
ROW = 0.25
"""Inches of a row's height."""
NAME = 24
"""Columns of a line of a scenario's name."""
ROOM, BASELINE_AT = 0.56, 0.8
"""Shares of a panel's width: of its marks, and where numbers of the baseline end."""
ARROW = 0.05
"""Of the longest row: a shorter change has no head of an arrow, which the ring would cover."""
LEAST = 0.05
"""Hours a week: a smaller change has no line of its own and pale numbers."""
LESS, MORE = (OKABE_ITO[0], CARETLEFT), (OKABE_ITO[4], CARETRIGHT)
"""Colour and marker of hours that are less, and more, in the scenario."""
TOTALS = {
    "burden": marked("upward work and chasing"),
    "week": marked("all, with overtime"),
}
"""Labels of the sums below the activities."""


def where_the_hours_go(results: Results) -> Figure:
    """The working week by activity: the baseline (ring) and each scenario (arrow).

    The numbers are hours in the baseline and the change; overtime is included, so a lower total is
    less overtime.
    """
    others, left_out = chosen(results, MOST, "comparison.csv")
    base = results.manifest["scenarios"][0]
    week: Any = hours_by_segment(results)
    shown = others or [base]
    across = min(len(shown), ACROSS)
    down = -(-len(shown) // across)
    size = (WIDTH, 1.5 + down * (0.9 + ROW * week.shape[1]))
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    panels = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False).ravel()
    for axes in panels[len(shown) :]:
        axes.set_axis_off()
    panels = panels[: len(shown)]
    for axes, name in zip(panels, shown, strict=True):
        _panel(axes, week.loc[base], week.loc[name], name != base)
        title = fill(labels.spelled(name), NAME)
        axes.set_title(title, loc="left", fontsize=SMALL, fontweight="bold")
    panels[0].set_yticks(range(week.shape[1]), [_(str(label)) for label in week])
    panels[0].set_ylim(week.shape[1] - 0.4, -1.5)
    unit = _(week_unit(results))
    for axes in panels:
        axes.set_xlabel(unit, fontsize=SMALL)
        axes.tick_params(labelbottom=True)
    figure.legend(
        handles=_handles(bool(others)), loc="outside lower center", ncols=3, frameon=False,
        fontsize=SMALL,
    )  # fmt: skip
    over = _("overtime included; mean over replications, communities and weeks")
    if societies(results):
        over = _("overtime included; mean over societies, communities and weeks")
    title = _("The working week, before and after") if others else _("The working week")
    titled(figure, results, title, over, left_out)
    return figure


def hours_by_segment(results: Results) -> pd.DataFrame:
    """Hours per worker and week: scenarios x segments of the week, and TOTALS of these.

    Means over runs, which add up to the week.
    """
    rows = lines(results)
    rows = rows[rows["measure"] == HOURS].astype({"scenario": "object", "group": "object"})
    table = rows.pivot_table(index="scenario", columns="group", values="value")
    table = table.reindex(results.manifest["scenarios"])
    week = {
        label: table.reindex(columns=list(activities)).fillna(0.0).sum(axis=1)
        for label, activities, _colour in SEGMENTS
    }
    burden = table.reindex(columns=list(FREED_FROM)).fillna(0.0).sum(axis=1)
    totals = dict(zip(TOTALS.values(), (burden, sum(week.values())), strict=True))
    return pd.DataFrame({**week, **totals})


def week_unit(results: Results) -> str:
    """The unit that hours have in their rows."""
    rows = lines(results)
    return str(rows.loc[rows["measure"] == HOURS, "unit"].iloc[0])


def _panel(axes: Axes, before: pd.Series, after: pd.Series, compared: bool) -> None:
    """Rings and dots by row with a line between them, and numbers at the right; sums as numbers."""
    activities = len(Segment)
    largest = float(max(before[:activities].max(), after[:activities].max()))
    for row, (first, second) in enumerate(zip(before, after, strict=True)):
        change = second - first
        sums = row >= activities
        if not sums:
            _marks(axes, row, first, second, ARROW * largest if compared else None)
        weight = "bold" if sums else "normal"
        _number(axes, BASELINE_AT, row, f"{first:,.1f}", "0.2", weight)
        if compared:
            ink = "black" if abs(change) >= LEAST else "0.45"
            _number(axes, 1.0, row, labels.signed(change), ink, weight)
    _number(axes, BASELINE_AT, -1, _("before"), "0.2", "normal")
    if compared:
        _number(axes, 1.0, -1, _("change"), "0.2", "normal")
    axes.axhline(activities - 0.5, color="0.4", linewidth=0.8)
    axes.set_xlim(0, largest / ROOM)
    ticks = MaxNLocator(5, steps=[1, 2, 5, 10]).tick_values(0, largest)
    axes.set_xticks([tick for tick in ticks if tick <= largest])
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=8.5)
    axes.grid(color="#E6E6E6")
    axes.set_axisbelow(True)


def _marks(axes: Axes, row: int, first: float, second: float, arrow: float | None) -> None:
    """A ring, and an arrow of hours that are not fewer than `arrow`; None: a ring alone."""
    change = second - first
    if arrow is not None and abs(change) >= LEAST:
        ink, marker = LESS if change < 0 else MORE
        axes.plot([first, second], [row, row], color=ink, linewidth=2.2, zorder=2)
        if abs(change) >= arrow:
            axes.plot(second, row, marker=marker, color=ink, markersize=6, zorder=3, clip_on=False)
    axes.plot(
        first, row, "o", color=BASELINE_INK, markerfacecolor="white", markersize=6, zorder=3,
        clip_on=False,
    )  # fmt: skip


def _number(axes: Axes, place: float, row: int, text: str, ink: str, weight: str) -> None:
    axes.text(
        place, row, text, transform=axes.get_yaxis_transform(), ha="right", va="center",
        fontsize=SMALL, color=ink, fontweight=weight,
    )  # fmt: skip


def _handles(compared: bool) -> list[Line2D]:
    """Entries of the legend."""
    handles = [
        Line2D(
            [], [], marker="o", linestyle="", color=BASELINE_INK, markerfacecolor="white",
            label=_("baseline"),
        )
    ]  # fmt: skip
    for look, label in ((LESS, _("less in the scenario")), (MORE, _("more in the scenario"))):
        if compared:
            ink, marker = look[0], MarkerStyle(look[1])
            handles.append(Line2D([], [], marker=marker, color=ink, label=label, linewidth=2.2))
    return handles
