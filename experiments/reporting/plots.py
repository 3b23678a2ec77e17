"""Plots of tidy frames, as results have them: changes with intervals, hours, daily series.

Each takes a frame that may have been filtered, joined or computed before, and returns a Matplotlib
figure to restyle or save. The figures of a comparison are made of the same parts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError, did_you_mean
from experiments.config.outcomes import HOURS, outcome
from experiments.language import _
from experiments.reporting import fonts, labels
from experiments.reporting.footing import INK, SMALL, WIDTH
from experiments.reporting.society_cells import change_columns
from experiments.reporting.style import (
    BASELINE_INK,
    DPI,
    MOST_INKS,
    MOST_PANELS,
    SEGMENTS,
    UPWARD_SEGMENTS,
    segment_look,
    styled,
)
from experiments.statistics.society_quantiles import SPAN, quantiles
from sim.measures.measure import WEEKLY
from sim.measures.series import SERIES

LABEL_FROM_HOURS = 1.4
ALONE = (0.1, 0.9)
"""The band over replications of one society."""


def changes(
    comparison: pd.DataFrame, outcomes: Sequence[str], scenarios: Sequence[str] | None = None
) -> Figure:
    """Changes of outcomes against the baseline with their intervals, a panel for each outcome.

    Parameters:
        comparison: as `results.comparison`: columns scenario, measure, group, unit; and median,
            low, high (over societies) or difference, ci_low, ci_high (of one society).
        outcomes: names as on the command line, such as "trust" or "hours_per_worker_week.forms".
        scenarios: which, from top to bottom; all of the frame if None.

    Raises:
        InputError: The frame has no such outcome or scenario.

    Example:
        >>> from unburden import load, plots
        >>> results = load("outputs/compare")
        >>> plots.changes(results.comparison, ["trust", "satisfaction"]).savefig("changes.png")
    """
    middle, low, high = change_columns(comparison)
    _need(comparison, ("scenario", "measure", "group", "unit", middle, low, high))
    names = _scenarios(comparison, scenarios)
    wanted = [outcome(name) for name in outcomes][:MOST_PANELS]
    figure = Figure(
        figsize=(2.2 + 2.6 * max(len(wanted), 1), 1.4 + 0.34 * max(len(names), 1)), dpi=DPI,
        layout="constrained",
    )  # fmt: skip
    panels = figure.subplots(1, max(len(wanted), 1), sharey=True, squeeze=False)[0]
    known = sorted({str(outcome(f"{m}.{g}")) for m, g in _pairs(comparison)})
    for axes, one in zip(panels, wanted, strict=False):
        rows = comparison[comparison["measure"].eq(one.measure) & comparison["group"].eq(one.group)]
        if rows.empty:
            spelled = [name.removesuffix(".all") for name in known]
            raise InputError("outcomes", one, f"not in the frame{did_you_mean(str(one), spelled)}")
        shown = labels.shown_in(str(rows["unit"].iloc[0]))
        found = rows.set_index("scenario").reindex(names)
        points = [found[name].to_numpy(float) * shown.factor for name in (middle, low, high)]
        ends = np.nan_to_num(np.abs(np.stack(points[1:]) - points[0]))
        axes.errorbar(
            points[0], np.arange(len(names)), xerr=ends, fmt="o", markersize=4.5,
            color=styled(1)[0][0], elinewidth=1.4, capsize=2,
        )  # fmt: skip
        axes.axvline(0, color=BASELINE_INK, linewidth=1)
        axes.set_title(one.label, loc="left", fontsize=9, fontweight="bold", wrap=True)
        axes.set_xlabel(shown.axis, fontsize=SMALL)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(left=False)
        axes.grid(axis="x", color="#EEEEEE")
        axes.set_axisbelow(True)
        axes.locator_params(axis="x", nbins=4)
    panels[0].set_yticks(range(len(names)), [labels.spelled(name) for name in names])
    panels[0].set_ylim(len(names) - 0.5, -0.5)
    note = _("change against the baseline; dot: median over societies; bar: 5 to 95 % of societies")
    if middle == "difference":
        note = _("change against the baseline; dot: mean; bar: 95 % interval")
    figure.suptitle(note, fontsize=SMALL, color=INK, x=0.01, ha="left")
    fonts.fit(figure)
    return figure


def hours(measures: pd.DataFrame, scenarios: Sequence[str] | None = None) -> Figure:
    """Hours per worker and week by activity, a bar for each scenario.

    Parameters:
        measures: as `results.measures`: columns scenario, community, measure, group, value. Means
            are taken over all rows of a scenario and activity, of the whole place.
        scenarios: which, from top to bottom; all of the frame, the baseline first, if None.

    Raises:
        InputError: The frame has no such scenario, or no hours.
    """
    _need(measures, ("scenario", "measure", "group", "value"))
    rows = measures[measures["measure"].eq(HOURS)]
    if "community" in rows:
        rows = rows[rows["community"].isna()]
    if rows.empty:
        raise InputError("measures", HOURS, "not in the frame")
    names = _scenarios(rows, scenarios, baseline=True)
    table = rows.astype({"scenario": "object", "group": "object"}).pivot_table(
        index="scenario", columns="group", values="value"
    )
    figure = Figure(figsize=(WIDTH, 2.6 + 0.55 * len(names)), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    hours_bars(axes, table.reindex(names))
    unit = str(rows["unit"].iloc[0]) if "unit" in rows else WEEKLY
    axes.set_xlabel(
        _("{unit}, overtime included (black mark: end of upward time)").format(unit=_(unit))
    )
    handles = axes.get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=3, frameon=False, fontsize=SMALL)
    fonts.fit(figure)
    return figure


def series(
    frame: pd.DataFrame,
    measure: str,
    group: str = "all",
    scenarios: Sequence[str] | None = None,
    *,
    cumulative: bool = False,
) -> Figure:
    """A daily series by scenario: a line, and a band where there is more than one run.

    Over societies the line is the median and the band 5 to 95 % of them; over replications of one
    society the mean, and 10 to 90 %.

    Parameters:
        frame: as `results.series`: columns scenario, replication (and society), day, measure,
            group, value.
        measure, group: of the series, such as "backlog" or "hours_per_worker_week", "forms".
        scenarios: which; all of the frame, the baseline first, if None.
        cumulative: whether values are summed from the first day, as of issues closed so far.

    Raises:
        InputError: The frame has no such series or scenario.
    """
    _need(frame, ("scenario", "day", "measure", "group", "value"))
    rows = frame[frame["measure"].eq(measure) & frame["group"].eq(group)]
    if rows.empty:
        known = sorted({name if g == "all" else f"{name}.{g}" for name, g in _pairs(frame)})
        wanted = measure if group == "all" else f"{measure}.{group}"
        raise InputError("measure", wanted, f"not in the frame{did_you_mean(wanted, known)}")
    names = _scenarios(rows, scenarios, baseline=True)[:MOST_INKS]
    figure = Figure(figsize=(WIDTH, 4.4), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    index = next((name for name in ("society", "replication") if name in rows), None)
    rows = rows if index else rows.assign(replication=0)
    looks = looked(names)
    for name in names:
        wide = rows[rows["scenario"].eq(name)].pivot_table(
            index=index or "replication", columns="day", values="value"
        )
        band(axes, wide.cumsum(axis=1) if cumulative else wide, labels.spelled(name), *looks[name])
    axes.set_xlabel(_("working day"))
    axes.set_ylabel(_(str(rows["unit"].iloc[0])) if "unit" in rows else "")
    named = {one.name: _(one.label) for one in SERIES}
    title = named.get(measure, labels.words(measure))
    if group != "all":
        of_group = labels.ACTIVITIES.get(group, labels.words(group))
        title = _("{label}, {group}").format(label=title, group=of_group)
    title = _("{label}, so far").format(label=title) if cumulative else title
    axes.set_title(title, loc="left", fontweight="bold")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#EEEEEE")
    axes.legend(frameon=False, fontsize=SMALL)
    fonts.fit(figure)
    return figure


def hours_bars(axes: Axes, hours: pd.DataFrame) -> None:
    """A bar for each row of hours by activity (scenarios x activities), in segments."""
    left = np.zeros(len(hours))
    for place, (label, activities, colour) in enumerate(SEGMENTS):
        width = hours.reindex(columns=list(activities)).fillna(0).sum(axis=1).to_numpy()
        axes.barh(
            range(len(hours)), width, left=left, label=_(label), height=0.72, linewidth=0.6,
            **segment_look(label),
        )  # fmt: skip
        for row, (start, hours_here) in enumerate(zip(left, width, strict=True)):
            if hours_here >= LABEL_FROM_HOURS:
                axes.text(
                    start + hours_here / 2, row, f"{hours_here:.1f}",
                    ha="center", va="center", fontsize=SMALL, color=_ink(colour),
                    bbox={"facecolor": colour, "edgecolor": "none", "pad": 1},
                )  # fmt: skip
        left = left + width
        if place == UPWARD_SEGMENTS - 1:
            for row, end in enumerate(left):
                axes.plot([end, end], [row - 0.42, row + 0.42], color="black", linewidth=1.6)
    axes.set_yticks(range(len(hours)), [labels.spelled(str(name)) for name in hours.index])
    axes.set_ylim(len(hours) - 0.4, -0.6)
    axes.set_xlim(0, float(left.max()))
    axes.set_title(_("Where the working week goes"), loc="left", fontweight="bold")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)


def band(axes: Axes, daily: pd.DataFrame, label: str, colour: str, dash: str) -> None:
    """A line and a band of runs x days; an index named `society` says what rows are."""
    days = daily.columns.to_numpy()
    several = daily.index.name == "society"
    middle = daily.median(axis=0) if several else daily.mean(axis=0)
    axes.plot(days, middle, color=colour, linestyle=dash, linewidth=1.6, label=label)
    if len(daily) > 1:
        low, high = quantiles(daily.to_numpy(np.float64), SPAN if several else ALONE)
        axes.fill_between(days, low, high, color=colour, alpha=0.12, linewidth=0)


def looked(scenarios: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Colour and dashes: the first in grey, the others in colours for the colour-blind."""
    looks = [(BASELINE_INK, "-"), *styled(len(scenarios) - 1)]
    return dict(zip(scenarios, looks, strict=True))


def _scenarios(
    frame: pd.DataFrame, wanted: Sequence[str] | None, baseline: bool = False
) -> list[str]:
    """Scenarios to show. Raises InputError for one that the frame does not have."""
    found = [str(name) for name in frame["scenario"].drop_duplicates()]
    if wanted is None:
        first = [BASELINE] if baseline and BASELINE in found else []
        return [*first, *(name for name in found if name not in first)]
    for name in wanted:
        if name not in found:
            raise InputError("scenarios", name, f"not in the frame{did_you_mean(name, found)}")
    return [*wanted]


def _pairs(frame: pd.DataFrame) -> list[tuple[str, str]]:
    rows = frame[["measure", "group"]].drop_duplicates().astype(str)
    return [*rows.itertuples(index=False, name=None)]


def _need(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Raises InputError for a frame without one of these columns."""
    if missing := [name for name in columns if name not in frame]:
        raise InputError("frame", ", ".join(map(str, frame)), f"lacks the column {missing[0]}")


def _ink(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else "black"
