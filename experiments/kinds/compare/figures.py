"""The figures of a comparison: hours freed, hours by activity, issues resolved."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from experiments.config.outcomes import HOURS, LESS
from experiments.costs.figure import yuan
from experiments.kinds.compare.communities_figure import communities
from experiments.kinds.compare.fairness_figure import fairness
from experiments.kinds.compare.freed_figure import hours_freed
from experiments.kinds.compare.lines import lines
from experiments.kinds.compare.societies_figure import societies_ranked
from experiments.language import _
from experiments.reporting import labels
from experiments.reporting.frames import part
from experiments.reporting.plots import band, hours_bars, looked
from experiments.reporting.results import Results
from experiments.reporting.shown_scenarios import chosen
from experiments.reporting.society_cells import change_columns
from experiments.reporting.society_notes import societies
from experiments.reporting.style import (
    BASELINE_INK,
    DPI,
    MOST_INKS,
    MOST_ROWS,
)
from experiments.statistics.paired_differences import BURDEN

DESTINATIONS = 7
TALLEST_ROWS = 17.0
"""Most inches for the bars of all scenarios."""


def where_the_hours_go(results: Results) -> Figure:
    """Hours per worker and week by activity: all paid time, and unpaid overtime."""
    others, left_out = chosen(results, MOST_ROWS - 1, "comparison.csv")
    scenarios = [results.manifest["scenarios"][0], *others]
    hours = _hours(results).reindex(scenarios)
    figure = _figure(10.5, 2.8 + min(0.55 * len(scenarios), TALLEST_ROWS))
    axes = figure.subplots()
    hours_bars(axes, hours)
    unit = _unit(results)
    label = _("{unit}, overtime included (black mark: end of upward time)")
    axes.set_xlabel(label.format(unit=unit))
    handles = axes.get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=5, frameon=False, fontsize=8)
    over = "societies" if societies(results) else "replications"
    note = f"mean over {over}, communities and weeks"
    _source(figure, results, note, left_out)
    return figure


def time_spent_less(results: Results) -> Figure:
    """Hours that each scenario takes off the week, and where that time went.

    Time is not assumed to go anywhere: workers spend it by the same rules as in the baseline.
    """
    scenarios, left_out = chosen(results, MOST_INKS, "comparison.csv")
    figure = _figure(11, 2.2 + 0.16 * 7 * max(len(scenarios), 1))
    left, right = figure.subplots(1, 2)
    rows = results.comparison[results.comparison["measure"] == LESS]
    _dots(left, rows, scenarios, ("all", *BURDEN), sign=1)
    left.set_title(_("Time spent less"), loc="left", fontweight="bold")
    unit = _unit(results)
    left.set_xlabel(_("fewer {unit}").format(unit=unit))
    _dots(right, rows, scenarios, _destinations(rows), sign=-1)
    right.set_title(_("Where time was added"), loc="left", fontweight="bold")
    right.set_xlabel(_("more {unit}").format(unit=unit))
    handles = left.get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=3, frameon=False, fontsize=8)
    if not scenarios:
        _nothing(left, right)
        _source(figure, results, "nothing to compare")
        return figure
    error = "; bar: 95 % interval, simulation error only, of one society"
    several = results.manifest["replications"] > 1
    note = f"dot: mean over replications{error if several else ''}"
    if societies(results):
        note = "dot: median over societies; bar: 5 to 95 % of societies"
    _source(figure, results, note, left_out)
    return figure


def issue_resolution(results: Results) -> Figure:
    """Reported open issues; and issues solved for good so far, more than in the baseline.

    Issues that are closed and waiting to come back are not counted as open. An issue that is closed
    on paper only is not counted as solved.
    """
    figure = _figure(11, 4.6)
    left, right = figure.subplots(1, 2)
    others, left_out = chosen(results, MOST_INKS, "series.parquet")
    scenarios = [results.manifest["scenarios"][0], *others]
    daily = _daily(results, scenarios)
    backlog = daily["backlog"]
    solved = {name: resolved.cumsum(axis=1) for name, resolved in daily["issues_resolved"].items()}
    for name, look in looked(scenarios).items():
        if name in backlog:
            band(left, backlog[name], labels.spelled(name), *look)
        if name in solved and name != scenarios[0]:
            band(right, solved[name] - solved[scenarios[0]], labels.spelled(name), *look)
    left.set_ylim(bottom=0)
    left.set_title(_("Open issues that were reported"), loc="left", fontweight="bold")
    left.set_ylabel(
        _("issues of residents, whole place\n(not those closed and waiting to come back)")
    )
    right.axhline(0, color=BASELINE_INK, linewidth=1)
    right.set_title(
        _("Solved for good so far,\nmore than in the baseline"), loc="left", fontweight="bold"
    )
    right.set_ylabel(_("issues of residents, whole place"))
    for axes in (left, right):
        axes.set_xlabel(_("working day"))
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", color="#EEEEEE")
    if len(scenarios) == 1:
        _nothing(right)
    handles = left.get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=3, frameon=False, fontsize=8)
    how = "line: mean over replications; band: 10 to 90 % of replications"
    if societies(results):
        how = "line: median over societies; band: 5 to 95 % of societies"
    _source(figure, results, how, left_out)
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
        colour, dash = looks[name]
        mine = rows[rows["scenario"] == name].set_index("group").reindex(shown)
        which, low, high = change_columns(rows)
        middle = sign * mine[which].to_numpy()
        ends = np.abs(np.stack([mine[low], mine[high]]) * sign - middle)
        axes.errorbar(
            middle, np.arange(len(shown)) + step * (place - (len(scenarios) - 1) / 2),
            xerr=np.nan_to_num(ends if sign > 0 else ends[::-1]),
            fmt="o" if dash == "-" else "s", markersize=4.5,
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


def _daily(results: Results, scenarios: Sequence[str]) -> dict[str, dict[str, pd.DataFrame]]:
    """By measure and shown scenario: replications x days of the whole place.

    Over societies: societies x days, the mean of their replications.
    """
    index = "society" if societies(results) else "replication"
    columns = ["scenario", index, "day", "measure", "value"]
    measures = ["backlog", "issues_resolved"]
    rows = part(
        results.frames, "series", columns, scenario=scenarios, measure=measures, group=["all"]
    )
    by_measure: dict[str, dict[str, pd.DataFrame]] = {name: {} for name in measures}
    for (measure, name), days in rows.groupby(["measure", "scenario"], observed=True):
        wide = days.pivot_table(index=index, columns="day", values="value")
        by_measure[str(measure)][str(name)] = wide
    return by_measure


def _hours(results: Results) -> pd.DataFrame:
    """Hours per worker and week, scenarios x activities: means, which add up to the week."""
    rows = lines(results)
    rows = rows[rows["measure"] == HOURS].astype({"scenario": "object", "group": "object"})
    table = rows.pivot_table(index="scenario", columns="group", values="value")
    return table.reindex(results.manifest["scenarios"])


def _unit(results: Results) -> str:
    """The unit that hours have in their rows, in the language in use."""
    rows = lines(results)
    return _(str(rows.loc[rows["measure"] == HOURS, "unit"].iloc[0]))


def _figure(width: float, height: float) -> Figure:
    return Figure(figsize=(width, height), dpi=DPI, layout="constrained")


def _source(figure: Figure, results: Results, note: str, left_out: str = "") -> None:
    model = results.manifest["versions"]["model"]
    text = "; ".join(filter(None, [note, left_out, f"unburden, model {model}"]))
    letters = int(15 * figure.get_size_inches()[0])
    figure.suptitle(fill(text, letters), fontsize=7.5, color="#666666", x=0.01, ha="left")


FIGURES = {
    "societies_ranked": societies_ranked,
    "hours_freed": hours_freed,
    "communities": communities,
    "yuan": yuan,
    "fairness": fairness,
    "where_the_hours_go": where_the_hours_go,
    "time_spent_less": time_spent_less,
    "issue_resolution": issue_resolution,
}
