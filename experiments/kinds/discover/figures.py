"""The figures of `discover`: coverage against density, the box in the ranges, the scores."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from experiments.kinds.discover.summary import Row, of
from experiments.language import _, bracketed, fill, joined, marked
from experiments.reporting import labels
from experiments.reporting.recorded_texts import text
from experiments.reporting.results import Results
from experiments.reporting.society_notes import named
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO, first
from experiments.statistics import failures

FAILS, HOLDS, PALE = OKABE_ITO[4], OKABE_ITO[0], "#DDDDDD"
FEWEST_ROWS = 3
ROWS = 20
BARS = 10
HALVES = {
    "found": (marked("where found"), "o", "white"),
    "held_out": (marked("other half"), "s", ""),
}
NAMED = {
    failures.BOTH: FAILS, failures.PRIM: OKABE_ITO[1], failures.SCORE: HOLDS,
    failures.NEITHER: "#BBBBBB",
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
    height = max(4.9, 1.4 + 0.95 * len(names))
    figure = Figure(figsize=(16.5, height), dpi=DPI, layout="constrained")
    left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1.35, 1.05))
    _trajectory(left, of(results.trajectory, row), row)
    _box(middle, box[box["variable"].isin(names)], draws)
    _scores(right, of(results.variables, row).head(BARS))
    title = named(
        "Where {scenario} fails: rules over {rules_over} (AUC of a forest on draws not used "
        "{auc:.2f} [{auc_low:.2f}, {auc_high:.2f}])",
        results.manifest,
    )
    words = {"scenario": labels.spelled(row["scenario"]), "rules_over": _(row["rules_over"])}
    figure.suptitle(
        title.format(**{**row, **words}),
        fontsize=10, fontweight="bold", x=0.01, ha="left",
    )  # fmt: skip
    sample = text(results.manifest, "sample").rstrip(".。")
    caption = _("{sentence}.").format(sentence=joined([sample, left_out], "statements"))
    figure.supxlabel(fill(caption, 240), fontsize=7.5, color="#666666", x=0.01, ha="left")
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
                markersize=15, markerfacecolor=fill_ink or ink,
                label=_("the box, {half}").format(half=_(label)), linestyle="",
            )  # fmt: skip
    base = 100 * search["share"]
    whole = _("share of all that fails")
    axes.axhline(base, color=FAILS, linestyle="--", linewidth=1, label=whole)
    axes.set_xlim(-2, 104)
    axes.set_ylim(-2, 104)
    axes.set_xlabel(_("coverage: share of all failures in the box, %"))
    axes.set_ylabel(_("density: share of what it holds that fails, %"))
    axes.set_title(_("Coverage and density of the boxes peeled"), loc="left", fontsize=9.5)
    axes.legend(frameon=False, fontsize=7.5, loc="best")
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
                textcoords="offset points", fontsize=7.5, color="#666666",
            )  # fmt: skip
        for value, end in ((lower, ends[1]), (upper, ends[2])):
            if 0 < end < 1:
                axes.text(end, place - 0.25, f"{value:.3g}", ha="center", va="bottom", fontsize=8)
        unit = labels.spelled(row["unit"])
        unit = _("{unit}, log scale").format(unit=unit) if log else unit
        title = bracketed(row["variable"], unit)
        axes.text(0, place - 0.38, title, ha="left", va="bottom", fontsize=8, fontweight="bold")
    axes.set_ylim(max(len(box), FEWEST_ROWS) - 0.6, -0.55)
    axes.set_xlim(-0.06, 1.06)
    axes.set_yticks([])
    axes.set_xticks([])
    title = _("The box (orange) in the ranges; those that fail above, others below")
    axes.set_title(title if len(box) else _("No box was kept"), loc="left", fontsize=9.5)
    axes.spines[:].set_visible(False)


def _scores(axes: Axes, rows: pd.DataFrame) -> None:
    """Distances of the leading variables, coloured by the method that names them."""
    places = np.arange(len(rows))
    inks = [NAMED[method] for method in rows["named_by"]]
    axes.barh(places, rows["distance"], color=inks, height=0.7)
    axes.set_yticks(places, [_broken(name) for name in rows["variable"]], fontsize=7.5)
    axes.set_ylim(max(len(rows), FEWEST_ROWS) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xlabel(_("distance of the distributions (Kolmogorov-Smirnov)"))
    title = _("Scores: the {number} variables with the largest distance").format(number=len(rows))
    axes.set_title(title, loc="left", fontsize=9.5)
    patches = [Patch(color=ink, label=_(method) or _("neither")) for method, ink in NAMED.items()]
    axes.legend(
        handles=patches, title=_("named by"), frameon=False, fontsize=7.5, title_fontsize=7.5,
        loc="lower right",
    )  # fmt: skip
    _plain(axes)


def _broken(name: str) -> str:
    """The name in two lines where it has a group."""
    head, _dot, group = name.rpartition(".")
    return f"{head}.\n{group}" if len(name) > 34 and head else name


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
    axes.grid(color="#EEEEEE")
    axes.set_axisbelow(True)


FIGURES = {"boxes": boxes_and_scores}
