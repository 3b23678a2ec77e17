"""The figure of costs: yuan for an hour freed with intervals, ranked, and who pays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from experiments.costs.costs import COSTS, FREES
from experiments.costs.tables import costs
from experiments.language import _, fill, marked
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, titled
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies, spread
from experiments.reporting.style import BASELINE_INK, DPI, MOST_ROWS, OKABE_ITO, first
from experiments.statistics.ratios import Sign
from sim.levers.resources import Budget

INKS = {
    (Budget.STREET, "money"): (OKABE_ITO[0], ""),
    (Budget.STREET, "paid time"): (OKABE_ITO[5], "////"),
    (Budget.DISTRICT, "money"): (OKABE_ITO[4], "||"),
    (Budget.DISTRICT, "paid time"): (OKABE_ITO[1], "---"),
    (Budget.CITY, "money"): ("#4A2A4A", ""),
    (Budget.RESIDENTS, "money"): (OKABE_ITO[2], "...."),
    (Budget.MERCHANTS, "money"): (OKABE_ITO[6], "xxxx"),
    (Budget.PARTNERS, "money"): (OKABE_ITO[3], "\\\\\\\\"),
}
"""Colours by who pays and hatches, by which they differ in grey; paid time has stripes."""
GROUPS = {
    COSTS[Sign.BELOW]: marked("saves yuan and frees hours"),
    COSTS[Sign.NOTHING]: marked("costs nothing and frees hours"),
    COSTS[Sign.EITHER]: marked("frees hours, and may cost or save yuan"),
    COSTS[Sign.ABOVE]: marked("frees hours and costs yuan"),
    COSTS[Sign.UNKNOWN]: marked("frees hours; no interval of the yuan"),
}
"""Headings of scenarios that free hours, by what they cost; of the others NONE."""
NONE = marked("frees no hours, or not for sure: no ratio")
ROW, NAME = 0.215, 24
"""Inches of a row, and columns of a name."""
NUMBERS = 0.27
"""Share of a panel's width for numbers."""
ALONE = 3.0
"""A value that is so many times the next one is cut off, so that others can be seen."""
FEWEST, MOST_CUT = 5, 0.15
"""Values of which some may be cut off, and the share of them that may; one at least."""
SHADE = "#F0F0F0"
Array = npt.NDArray[np.float64]


class Line(NamedTuple):
    """A line of the figure: a heading, or a scenario; the other is empty."""

    heading: str
    scenario: str = ""


def yuan(results: Results) -> dict[str, Figure]:
    """Yuan for an hour freed, and what scenarios cost a year and who pays.

    Left: yuan for an hour freed and its interval, ranked, first those that save yuan; scenarios
    that free no hours, or not for sure, are below, and have no ratio. Right: means a year,
    overtime left out; what is saved is left of 0. A triangle is a value beyond the scale, whose
    number is beside it.
    """
    rows = costs(results)
    if rows.empty:
        return {}
    names, left_out = first(list(rows["scenario"]), MOST_ROWS, "scenarios", "costs.csv")
    rows = rows.set_index("scenario").loc[names]
    over = bool(societies(results))
    lines = [*_lines(rows)]
    size = (WIDTH, 2.7 + ROW * len(lines))
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    places = {line.scenario: place for place, line in enumerate(lines) if line.scenario}
    for place, line in enumerate(lines):
        if line.heading:
            _heading(left, right, place, _(line.heading))
    at = np.array([places[name] for name in names], np.float64)
    _ratios(left, rows, at)
    _bars(right, results.frames["budgets"], names, at)
    ticks = [fill(labels.spelled(name), NAME) for name in names]
    left.set_yticks(at, ticks)
    left.set_ylim(len(lines) - 0.4, -0.6)
    figure.legend(
        *right.get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False,
        fontsize=SMALL,
    )  # fmt: skip
    note = _("mark, number and bar: mean, 95 % interval")
    if over:
        several = marked(
            "mark, number and bar: median, 5 to 95 % of societies; prices drawn in each"
        )
        note = spread(results, several)
    cut = _("triangle: beyond the scale; right: means")
    titled(figure, results, _("What an hour freed costs, and who pays"), note, cut, left_out)
    return {"yuan": figure}


def _lines(rows: pd.DataFrame) -> Iterator[Line]:
    """Headings and scenarios, in the order of `rows`."""
    before = ""
    for name, row in rows.iterrows():
        free = row["frees"] == FREES[Sign.ABOVE]
        heading = GROUPS[str(row["costs"])] if free else NONE
        if heading != before:
            yield Line(heading)
            before = heading
        yield Line("", str(name))


def _heading(left: Axes, right: Axes, place: int, text: str) -> None:
    """A shaded line across both panels."""
    for axes in (left, right):
        axes.axhspan(place - 0.5, place + 0.5, color=SHADE, linewidth=0, zorder=2)
    written = right.annotate(
        text, (0, place), xycoords=left.get_yaxis_transform(), xytext=(3, 0),
        textcoords="offset points", va="center", fontsize=SMALL, fontweight="bold", zorder=5,
        annotation_clip=False,
    )  # fmt: skip
    written.set_in_layout(False)


def _ratios(axes: Axes, rows: pd.DataFrame, places: Array) -> None:
    """Yuan for an hour freed with intervals; words where there is none."""
    middle, low, high = (
        rows[f"yuan_per_hour{end}"].to_numpy(np.float64) for end in ("", "_low", "_high")
    )
    free = (rows["frees"] == FREES[Sign.ABOVE]).to_numpy() & np.isfinite(middle)
    ends = [np.where(free, end, np.nan) for end in (low, middle, high)]
    least, most = _scale(axes, ends)
    for place, low_, middle_, high_ in zip(places[free], *(one[free] for one in ends), strict=True):
        start, stop = np.nan_to_num([low_, high_], nan=middle_, neginf=-np.inf, posinf=np.inf)
        axes.plot(
            np.clip([start, stop], least, most), [place, place], color=OKABE_ITO[0], linewidth=1.5
        )
        for end in (start, stop):
            _end(axes, end, place, least, most)
        axes.plot(
            np.clip(middle_, least, most), place, "D", color=OKABE_ITO[0], markersize=4.5, zorder=4
        )
        _number(axes, place, labels.three_digits(middle_))
    for place, words in zip(places[~free], rows["frees"][~free], strict=True):
        axes.annotate(
            _(str(words)), (0, place), xycoords=axes.get_yaxis_transform(), xytext=(3, 0),
            textcoords="offset points", va="center", fontsize=SMALL, color="#555555",
            bbox={"color": "white", "pad": 1},
        )  # fmt: skip
    _dress(axes, _("yuan for an hour freed\nat equal delivery"))
    if free.any():
        ends_ = places[free].min() - 0.5, places[free].max() + 0.5
        axes.vlines(0, *ends_, color=BASELINE_INK, linewidth=1, zorder=1)
    else:
        axes.set_xticks([])


def _end(axes: Axes, value: float, place: float, least: float, most: float) -> None:
    """The end of an interval: a stroke, or a triangle where it is beyond the scale."""
    if least <= value <= most:
        axes.plot(value, place, "|", color=OKABE_ITO[0], markersize=6, markeredgewidth=1.4)
    else:
        marker, edge = ("<", least) if value < least else (">", most)
        axes.plot(edge, place, marker, color=OKABE_ITO[0], markersize=5, clip_on=False)


def _bars(axes: Axes, items: pd.DataFrame, names: Sequence[str], places: Array) -> None:
    """Means by who pays, stacked from 0 to both sides, and their sum as a number."""
    sums = items.groupby(["budget", "kind", "scenario"], observed=True)["mean"].sum()
    right: Array = np.zeros(len(names))
    left = right.copy()
    for (budget, kind), (ink, hatch) in INKS.items():
        found = [float(sums.get((str(budget), kind, name), 0.0)) for name in names]
        width = np.array(found) / 1000.0
        if not width.any():
            continue
        label = _("{label}, {group}").format(label=_(str(budget)), group=_(kind))
        axes.barh(
            places, width, left=np.where(width > 0, right, left), color=ink, hatch=hatch,
            label=label, height=0.66, edgecolor="white", linewidth=0.4,
        )  # fmt: skip
        right, left = right + np.maximum(width, 0), left + np.minimum(width, 0)
    least, most = _scale(axes, [left, right])
    shown = Rectangle((least, -1), most - least, len(places) + len(GROUPS) + 2)
    shown.set_transform(axes.transData)
    bars: list[Any] = [*axes.patches]
    for bar in bars:
        if (least < most) and (bar.get_x() < least or bar.get_x() + bar.get_width() > most):
            bar.set_clip_path(shown)
    for place, start, stop in zip(places, left, right, strict=True):
        _number(axes, place, labels.three_digits(start + stop))
        for beyond, edge, marker in ((start < least, least, "<"), (stop > most, most, ">")):
            if beyond:
                axes.plot(edge, place, marker, color="black", markersize=6, zorder=5)
    axes.axvline(0, color=BASELINE_INK, linewidth=1, zorder=1)
    _dress(axes, _("thousand yuan a year\nmore than in the baseline"))


def _number(axes: Axes, place: float, text: str) -> None:
    axes.annotate(
        text, (1, place), xycoords=axes.get_yaxis_transform(), ha="right", va="center",
        fontsize=SMALL,
    )  # fmt: skip


def _scale(axes: Axes, values: Sequence[Array]) -> tuple[float, float]:
    """Set the scale of a panel, with room for numbers at its right; the ends that it shows."""
    every: Any = np.concatenate([np.zeros(1), *values])
    every = every[~np.isnan(every)]
    most = _limit(every)
    least = -_limit(-every, most)
    span = (most - least) or 1.0
    axes.set_xlim(least - 0.03 * span, most + span * NUMBERS / (1 - NUMBERS))
    return least, most


def _limit(values: Array, other: float = 0.0) -> float:
    """The largest value that is shown; those that are far above all others are not.

    Parameters: values; how far the scale reaches to the other side of 0, up to which none is cut.
    """
    above: Any = np.sort(values[np.isfinite(values) & (values > 0)])[::-1]
    if len(above) < FEWEST:
        return float(above.max(initial=0.0))
    for place in range(max(1, int(MOST_CUT * len(above))), 0, -1):
        if above[place - 1] > max(ALONE * above[place], other):
            return 1.1 * float(above[place])
    return float(above[0])


def _dress(axes: Axes, label: str) -> None:
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    axes.set_xlabel(label, fontsize=SMALL)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=SMALL)
    axes.grid(axis="x", color="#E6E6E6")
    axes.set_axisbelow(True)
