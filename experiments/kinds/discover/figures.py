"""The figures of `discover`: coverage against density, the box in the ranges, the scores."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from experiments.kinds.discover.summary import Row, of, variable_name
from experiments.language import _, breadth, fill, marked
from experiments.reporting import labels, meanings
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
from experiments.reporting.meanings import shortened
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO, first
from experiments.statistics import failures

FAILS, HOLDS, PALE = OKABE_ITO[4], OKABE_ITO[0], "#DDDDDD"
FEWEST_ROWS, NOTHING = 3, 0.3
"""Bars that there is room for at least, and rows without a box."""
ROWS = 12
BARS = 10
ABOVE, ROW, BAR = 3.2, 0.74, 0.34
"""Inches of the panel of boxes peeled, of a variable of the box, and of a bar."""
LABELS, TITLES = 2.2, 4.8
"""Inches of the label of a bar, and of a variable of the box."""
HALVES = {
    "found": (marked("where found"), "o", "white"),
    "held_out": (marked("other half"), "s", ""),
}
NAMED = {
    failures.BOTH: FAILS, failures.PRIM: OKABE_ITO[1], failures.SCORE: HOLDS,
    failures.NEITHER: "#BBBBBB",
}  # fmt: skip


HATCHES = {
    failures.BOTH: "", failures.PRIM: "////", failures.SCORE: "....", failures.NEITHER: "",
}  # fmt: skip


def boxes_and_scores(results: Results) -> dict[str, Figure]:
    """A figure for each search that was made, named SCENARIO.VARIABLES."""
    rows: list[Any] = results.discover.to_dict("records")
    return {
        f"{row['scenario']}.{row['rules_over']}": _figure(results, row)
        for row in rows
        if row["verdict"] != failures.TOO_FEW
    }


def _figure(results: Results, row: Row) -> Figure:
    box, draws = of(results.boxes, row), _draws(results, row)
    names, left_out = first(list(box["variable"]), ROWS, "variables", "boxes.csv")
    scored = of(results.variables, row).head(BARS)
    kept = len(names) or NOTHING
    bars = max(FEWEST_ROWS, len(scored))
    heights = [ABOVE, 0.3 + ROW * kept, 0.9 + BAR * bars]
    figure = Figure(figsize=(WIDTH, 1.4 + sum(heights)), dpi=DPI, layout="constrained")
    above, middle, below = figure.subplots(3, 1, height_ratios=heights)
    _trajectory(above, of(results.trajectory, row), row)
    _box(middle, box[box["variable"].isin(names)], draws)
    _scores(below, scored)
    area = _("area under the curve of a forest on draws not used: {value} [{low}, {high}]")
    if societies(results):
        area = _("area under the curve of a forest on societies not used: {value} [{low}, {high}]")
    ends = (f"{row[name]:.2f}" for name in ("auc", "auc_low", "auc_high"))
    note = area.format(**dict(zip(("value", "low", "high"), ends, strict=True)))
    heading = _("Where {scenario} fails: rules over {variables}").format(
        scenario=labels.spelled(row["scenario"]), variables=_(str(row["rules_over"]))
    )
    titled(figure, results, heading, note, left_out)
    return figure


def _draws(results: Results, row: Row) -> pd.DataFrame:
    """The draws of a search: whether they fail, and the values of all variables."""
    draws = of(results.draws, row)[["point", "fails"]].merge(results.points, on="point")
    return draws.merge(results.observed, on="point") if "observed" in results.frames else draws


def _trajectory(axes: Axes, rows: pd.DataFrame, search: Row) -> None:
    """Coverage and density of the peeled boxes, and of the box that was chosen."""
    for half, (label, shape, fill_ink) in HALVES.items():
        ink = BASELINE_INK if half == "found" else HOLDS
        axes.plot(
            100 * rows[f"coverage_{half}"], 100 * rows[f"density_{half}"], f"{shape}-",
            color=ink, markersize=3.5, linewidth=0.7, markerfacecolor=fill_ink or ink,
            label=_("peeled, {half}").format(half=_(label)),
        )  # fmt: skip
        if search["restricted"]:
            axes.plot(
                100 * search[f"coverage_{half}"], 100 * search[f"density_{half}"], "*", color=ink,
                markersize=15, markerfacecolor=fill_ink or ink, linestyle="",
                label=_("the box, {half}").format(half=_(label)),
            )  # fmt: skip
    base = 100 * search["share"]
    axes.axhline(base, color=FAILS, linestyle="--", linewidth=1, label=_("share of all that fails"))
    axes.set_xlim(-2, 104)
    axes.set_ylim(-2, 104)
    axes.set_xlabel(_("coverage: share of all failures in the box, %"), fontsize=SMALL)
    axes.set_ylabel(_("density: share of what it\nholds that fails, %"), fontsize=SMALL)
    title = _("Coverage and density of the boxes peeled")
    axes.set_title(title, loc="left", fontsize=9.5, fontweight="bold")
    axes.legend(frameon=False, fontsize=SMALL, loc="center left", bbox_to_anchor=(1, 0.5))
    _plain(axes)


def _box(axes: Axes, box: pd.DataFrame, draws: pd.DataFrame) -> None:
    """A row a restricted variable: its range, the box in it, and draws that fail and do not."""
    fails = draws["fails"].to_numpy(bool)
    for place, row in enumerate(box.to_dict("records")):
        low, high, log = row["range_low"], row["range_high"], row["scale"] == "log"
        lower = low if np.isnan(row["lower"]) else max(row["lower"], low)
        upper = high if np.isnan(row["upper"]) else min(row["upper"], high)
        ends = _scaled([low, lower, upper, high], low, high, log)
        axes.barh(place, 1, height=0.18, color=PALE)
        axes.barh(place, ends[2] - ends[1], left=ends[1], height=0.18, color=FAILS, alpha=0.75)
        values = _scaled(draws[row["variable"]], low, high, log)
        for failed, side, ink in ((True, -1, FAILS), (False, 1, HOLDS)):
            marks = values[fails == failed]
            axes.vlines(marks, place + side * 0.12, place + side * 0.24, color=ink, linewidth=0.6)
        for value, end, anchor in ((low, 0.0, "right"), (high, 1.0, "left")):
            axes.annotate(
                f"{value:.3g}", (end, place), xytext=(4 if end else -4, 0), va="center", ha=anchor,
                textcoords="offset points", fontsize=SMALL, color="#666666",
            )  # fmt: skip
        for value, end in ((lower, ends[1]), (upper, ends[2])):
            if 0 < end < 1:
                axes.text(
                    end, place - 0.25, f"{value:.3g}", ha="center", va="bottom", fontsize=SMALL
                )
        unit = meanings.unit_in_words(row["unit"])
        title = _("{variable} ({unit}, log scale)") if log else _("{variable} ({unit})")
        room = columns(TITLES) - breadth(title.format(variable="", unit=unit))
        (name,) = shortened(variable_name(row), room, 1)
        axes.text(
            0, place - 0.46, title.format(variable=name, unit=unit), ha="left",
            va="bottom", fontsize=SMALL, fontweight="bold",
        ).set_in_layout(False)  # fmt: skip
    axes.set_ylim(max(len(box), 1) - 0.6, -0.7)
    axes.set_xlim(-0.06, 1.06)
    axes.set_yticks([])
    axes.set_xticks([])
    title = _("No box was kept")
    if len(box):
        text = _("The box (orange) in the ranges; those that fail above, others below")
        title = fill(text, columns(TITLES, 9.5))
    axes.set_title(title, loc="left", fontsize=9.5, fontweight="bold")
    axes.spines[:].set_visible(False)


def _scores(axes: Axes, rows: pd.DataFrame) -> None:
    """Distances of the leading variables, coloured by the method that names them."""
    places = np.arange(len(rows))
    inks = [NAMED[method] for method in rows["named_by"]]
    bars = axes.barh(places, rows["distance"], color=inks, height=0.7)
    for bar, method in zip(bars, rows["named_by"], strict=True):
        bar.set(hatch=HATCHES[method], edgecolor="white")
    every = map(variable_name, rows.to_dict("records"))
    axes.set_yticks(places, ["\n".join(shortened(name, columns(LABELS))) for name in every])
    axes.set_ylim(max(len(rows), FEWEST_ROWS) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xlabel(
        _("distance of the distributions (Kolmogorov-Smirnov, no unit)"), fontsize=SMALL
    )
    title = _("Scores: the {n} variables with the largest distance").format(n=len(rows))
    axes.set_title(title, loc="left", fontsize=9.5, fontweight="bold")
    used = [method for method in NAMED if method in set(rows["named_by"])]
    patches = [
        Patch(facecolor=NAMED[method], hatch=HATCHES[method], edgecolor="white", label=_(method))
        if method
        else Patch(facecolor=NAMED[method], label=_("neither"))
        for method in used
    ]
    axes.legend(
        handles=patches, title=_("named by"), frameon=False, fontsize=SMALL,
        title_fontsize=SMALL, loc="center left", bbox_to_anchor=(1, 0.5),
    )  # fmt: skip
    _plain(axes)


def _scaled(
    values: pd.Series | list[float], low: float, high: float, log: bool
) -> npt.NDArray[np.float64]:
    """Positions in a range, 0 to 1."""
    numbers = np.asarray(values, np.float64)
    if log:
        return np.asarray(np.log(numbers / low) / np.log(high / low), np.float64)
    return np.asarray((numbers - low) / (high - low), np.float64)


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=SMALL)
    axes.grid(color="#EEEEEE")
    axes.set_axisbelow(True)


FIGURES = {"boxes": boxes_and_scores}
