"""The figure of `discover`: what peeling trades, and the box within the ranges of assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.ink import BASELINE_INK, DPI, OKABE_ITO, first, save
from experiments.reports import labels
from experiments.statistics.failures import Failures
from sim.evidence import Ledger

FAILS, HOLDS, PALE = OKABE_ITO[4], OKABE_ITO[0], "#DDDDDD"
FEWEST_ROWS = 3
ROWS = 20
HALVES = {"found": ("where found", "o", "white"), "held_out": ("other half", "s", "")}


def draw(found: Mapping[str, Failures], ledger: Ledger, told: str, folder: Path) -> None:
    """Write a figure for each scenario that has a box, named after it."""
    for scenario, failures in found.items():
        if len(failures.box):
            folder.mkdir(parents=True, exist_ok=True)
            figure = _figure(scenario, failures, ledger, told)
            save(figure, folder / f"{scenario}.png")


def _figure(scenario: str, failures: Failures, ledger: Ledger, told: str) -> Figure:
    names, left_out = first(list(failures.box.index), ROWS, "assumptions", "boxes.csv")
    height = max(4.6, 1.4 + 0.95 * len(names))
    figure = Figure(figsize=(12.5, height), dpi=DPI, layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.5))
    _peeling(left, failures)
    _box(right, names, failures, ledger)
    told = "; ".join(filter(None, [told.rstrip("."), left_out])) + "."
    figure.suptitle(
        f"Where {labels.spelled(scenario)} fails",
        fontsize=10,
        fontweight="bold",
        x=0.01,
        ha="left",
    )
    figure.supxlabel(fill(told, 185), fontsize=7.5, color="#666666", x=0.01, ha="left")
    return figure


def _peeling(axes: Axes, failures: Failures) -> None:
    """Coverage and density of the boxes on the way, and of the one that was taken."""
    rows = failures.trajectory
    for half, (words, shape, fill_ink) in HALVES.items():
        ink = BASELINE_INK if half == "found" else HOLDS
        fit = failures.fit(half)
        axes.plot(
            100 * rows[f"coverage_{half}"], 100 * rows[f"density_{half}"], f"{shape}-",
            color=ink, markersize=3.5, linewidth=0.7, markerfacecolor=fill_ink or ink,
            label=f"peeled, {words}",
        )  # fmt: skip
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


def _box(axes: Axes, names: Sequence[Any], failures: Failures, ledger: Ledger) -> None:
    """A row a restricted assumption: its range, the box in it, and draws that fail and do not."""
    for place, name in enumerate(names):
        entry: Any = ledger.assumptions[name]
        low, high, log = entry.low, entry.high, entry.distribution == "loguniform"
        lower = max(float(failures.box.loc[name, "lower"]), low)
        upper = min(float(failures.box.loc[name, "upper"]), high)
        ends = _scaled([low, lower, upper, high], low, high, log)
        axes.barh(place, 1, height=0.18, color=PALE)
        axes.barh(place, ends[2] - ends[1], left=ends[1], height=0.18, color=FAILS, alpha=0.75)
        where = _scaled(failures.points[name], low, high, log)
        for fails, side, ink in ((True, -1, FAILS), (False, 1, HOLDS)):
            chosen = where[failures.fails == fails]
            axes.vlines(chosen, place + side * 0.12, place + side * 0.24, color=ink, linewidth=0.6)
        for value, end, anchor in ((low, 0.0, "right"), (high, 1.0, "left")):
            axes.annotate(
                f"{value:g}", (end, place), xytext=(4 if end else -4, 0), va="center", ha=anchor,
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
    axes.set_title(
        "The box (orange) in the ranges; draws that fail above, others below", loc="left",
        fontsize=9.5,
    )  # fmt: skip
    axes.spines[:].set_visible(False)


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
