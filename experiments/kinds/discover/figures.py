"""The figure of `discover`: what peeling trades, the box in the ranges of variables, the scores."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from experiments.kinds.discover.variables import Variable
from experiments.reporting import labels
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO, first, save
from experiments.statistics import failures as searches
from experiments.statistics.failures import Failures

FAILS, HOLDS, PALE = OKABE_ITO[4], OKABE_ITO[0], "#DDDDDD"
FEWEST_ROWS = 3
ROWS = 20
BARS = 10
HALVES = {"found": ("where found", "o", "white"), "held_out": ("other half", "s", "")}
NAMED = {
    searches.BOTH: FAILS, searches.PRIM: OKABE_ITO[1], searches.SCORE: HOLDS,
    searches.NEITHER: "#BBBBBB",
}  # fmt: skip


def draw(
    found: Mapping[tuple[str, str], Failures],
    variables: Mapping[str, Variable],
    told: str,
    folder: Path,
) -> None:
    """Write a figure for each search that could be made, named after scenario and variables."""
    for (scenario, over), failures in found.items():
        if len(failures.trajectory):
            folder.mkdir(parents=True, exist_ok=True)
            figure = _figure(scenario, over, failures, variables, told)
            save(figure, folder / f"{scenario}.{over}.png")


def _figure(
    scenario: str, over: str, failures: Failures, variables: Mapping[str, Variable], told: str
) -> Figure:
    names, left_out = first(list(failures.box.index), ROWS, "variables", "boxes.csv")
    told = "; ".join(filter(None, [told.rstrip("."), left_out])) + "."
    height = max(4.9, 1.4 + 0.95 * len(names))
    figure = Figure(figsize=(16.5, height), dpi=DPI, layout="constrained")
    left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1.35, 1.05))
    _peeling(left, failures)
    _box(middle, names, failures, variables)
    _scores(right, failures)
    area, low, high = failures.forest
    figure.suptitle(
        f"Where {labels.spelled(scenario)} fails: rules over {over} "
        f"(AUC of a forest on draws not used {area:.2f} [{low:.2f}, {high:.2f}])",
        fontsize=10,
        fontweight="bold",
        x=0.01,
        ha="left",
    )
    figure.supxlabel(fill(told, 240), fontsize=7.5, color="#666666", x=0.01, ha="left")
    return figure


def _peeling(axes: Axes, failures: Failures) -> None:
    """Coverage and density of the boxes on the way, and of the one that was taken."""
    rows = failures.trajectory
    for half, (words, shape, fill_ink) in HALVES.items():
        ink = BASELINE_INK if half == "found" else HOLDS
        axes.plot(
            100 * rows[f"coverage_{half}"], 100 * rows[f"density_{half}"], f"{shape}-",
            color=ink, markersize=3.5, linewidth=0.7, markerfacecolor=fill_ink or ink,
            label=f"peeled, {words}",
        )  # fmt: skip
        if failures.box.empty:
            continue
        fit = failures.fit(half)
        axes.plot(
            100 * fit.coverage, 100 * fit.density, "*", color=ink, markersize=15,
            markerfacecolor=fill_ink or ink, label=f"the box, {words}", linestyle="",
        )  # fmt: skip
    base = 100 * failures.fails.mean()
    axes.axhline(base, color=FAILS, linestyle="--", linewidth=1, label="share of all that fails")
    axes.set_xlim(-2, 104)
    axes.set_ylim(-2, 104)
    axes.set_xlabel("coverage: share of all failures in the box, %")
    axes.set_ylabel("density: share of its draws that fail, %")
    axes.set_title("What peeling trades", loc="left", fontsize=9.5)
    axes.legend(frameon=False, fontsize=7.5, loc="best")
    _plain(axes)


def _box(
    axes: Axes, names: list[str], failures: Failures, variables: Mapping[str, Variable]
) -> None:
    """A row a restricted variable: its range, the box in it, and draws that fail and do not."""
    for place, name in enumerate(names):
        entry = variables[name]
        low, high, log = entry.range_low, entry.range_high, entry.log
        limits: Any = failures.box.loc[name]
        lower, upper = max(float(limits["lower"]), low), min(float(limits["upper"]), high)
        ends = _scaled([low, lower, upper, high], low, high, log)
        axes.barh(place, 1, height=0.18, color=PALE)
        axes.barh(place, ends[2] - ends[1], left=ends[1], height=0.18, color=FAILS, alpha=0.75)
        where = _scaled(failures.points[name], low, high, log)
        for fails, side, ink in ((True, -1, FAILS), (False, 1, HOLDS)):
            chosen = where[failures.fails == fails]
            axes.vlines(chosen, place + side * 0.12, place + side * 0.24, color=ink, linewidth=0.6)
        for value, end, anchor in ((low, 0.0, "right"), (high, 1.0, "left")):
            axes.annotate(
                f"{value:.3g}", (end, place), xytext=(4 if end else -4, 0), va="center", ha=anchor,
                textcoords="offset points", fontsize=7.5, color="#666666",
            )  # fmt: skip
        for value, end in ((lower, ends[1]), (upper, ends[2])):
            if 0 < end < 1:
                axes.text(end, place - 0.25, f"{value:.3g}", ha="center", va="bottom", fontsize=8)
        scale = ", log scale" if log else ""
        title = f"{name} ({labels.spelled(entry.unit)}{scale})"
        axes.text(0, place - 0.38, title, ha="left", va="bottom", fontsize=8, fontweight="bold")
    axes.set_ylim(max(len(names), FEWEST_ROWS) - 0.6, -0.55)
    axes.set_xlim(-0.06, 1.06)
    axes.set_yticks([])
    axes.set_xticks([])
    title = "The box (orange) in the ranges; draws that fail above, others below"
    axes.set_title(title if names else "No box stands", loc="left", fontsize=9.5)
    axes.spines[:].set_visible(False)


def _scores(axes: Axes, failures: Failures) -> None:
    """Distances of the leading variables, by who names them."""
    rows = failures.variables().head(BARS)
    places = np.arange(len(rows))
    axes.barh(places, rows["distance"], color=[NAMED[who] for who in rows["named_by"]], height=0.7)
    axes.set_yticks(places, [_broken(name) for name in rows["variable"]], fontsize=7.5)
    axes.set_ylim(max(len(rows), FEWEST_ROWS) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xlabel("distance of the distributions (Kolmogorov-Smirnov)")
    axes.set_title(f"Scores: the {len(rows)} variables farthest apart", loc="left", fontsize=9.5)
    patches = [Patch(color=ink, label=who or "neither") for who, ink in NAMED.items()]
    axes.legend(
        handles=patches, title="named by", frameon=False, fontsize=7.5, title_fontsize=7.5,
        loc="lower right",
    )  # fmt: skip
    _plain(axes)


def _broken(name: str) -> str:
    """In two lines where a group follows."""
    head, _, group = name.rpartition(".")
    return f"{head}.\n{group}" if len(name) > 34 and head else name


def _scaled(
    values: pd.Series | list[float], low: float, high: float, log: bool
) -> npt.NDArray[np.float64]:
    """Places in a range, 0 to 1."""
    here = np.asarray(values, np.float64)
    if log:
        return np.asarray(np.log(here / low) / np.log(high / low), np.float64)
    return np.asarray((here - low) / (high - low), np.float64)


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#EEEEEE")
    axes.set_axisbelow(True)
