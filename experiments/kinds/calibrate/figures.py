"""The figures of a calibration: assumptions before and after, targets and documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.style import DPI, OKABE_ITO, first

ACROSS = 3
BINS = 12
PANELS = 24
LARGEST = 40.0
"""Area of the dot of the heaviest society, in square points."""
STAGES = {
    "prior": ("declared ranges", "#8C8C8C"),
    "surviving": ("survivors of the first wave", OKABE_ITO[1]),
    "posterior": ("posterior", OKABE_ITO[0]),
}


def calibrated_assumptions(results: Results) -> dict[str, Figure]:
    """Declared and posterior distribution of each assumption; nothing without a posterior."""
    return {} if not results.manifest["posterior"] else {"assumptions": _assumptions(results)}


def posterior_pairs(results: Results) -> dict[str, Figure]:
    """Each pair of calibrated assumptions in the posterior; nothing without one."""
    if not results.manifest["posterior"] or len(results.assumptions) < 2:
        return {}
    return {"pairs": _pairs(results)}


def _assumptions(results: Results) -> Figure:
    """A panel an assumption: shares of draws over its declared range, before and after."""
    every, draws = results.assumptions, results.draws
    shown, left_out = first(list(every.index), PANELS, "assumptions", "assumptions.csv")
    rows = every.loc[shown]
    before, after = draws[draws["stage"] == "wave 1"], draws[draws["weight"] > 0]
    across = min(ACROSS, len(rows))
    down = -(-len(rows) // across)
    size = (1.0 + 3.6 * across, 0.9 + 2.5 * down)
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    panels = figure.subplots(down, across, squeeze=False).ravel()
    for axes, row in zip(panels, rows.to_dict("records"), strict=False):
        name = str(row["assumption"])
        edges = _edges(row)
        label, ink = STAGES["prior"]
        height, _ = np.histogram(before[name], edges)
        axes.stairs(height / len(before), edges, color=ink, fill=True, alpha=0.5, label=label)
        label, ink = STAGES["posterior"]
        height, _ = np.histogram(after[name], edges, weights=after["weight"])
        axes.stairs(height, edges, color=ink, linewidth=1.8, label=label)
        axes.axvline(row["value"], color="black", linestyle=":", label="declared value")
        axes.axvline(row["posterior_50"], color=ink, linestyle="--", label="median of posterior")
        if row["distribution"] == "loguniform":
            axes.set_xscale("log")
            ends = np.geomspace(row["low"], row["high"], 3)
            axes.set_xticks(ends, [f"{end:.3g}" for end in ends])
            axes.set_xticks([], minor=True)
        axes.set_title(name.replace("_", " "), fontsize=9, loc="left", fontweight="bold")
        axes.set_xlabel(labels.spelled(row["unit"]), fontsize=8)
        _plain(axes)
    for axes in panels[len(rows) :]:
        axes.set_axis_off()
    for axes in panels[::across]:
        axes.set_ylabel("share of draws", fontsize=8)
    if left_out:
        figure.suptitle(left_out, fontsize=7.5, color="#666666", x=0.01, ha="left")
    _legend(figure, panels[0])
    return figure


def _pairs(results: Results) -> Figure:
    """A panel a pair of calibrated assumptions: societies of the posterior, sized by weight."""
    rows, draws = results.assumptions.to_dict("records"), results.draws
    after = draws[draws["weight"] > 0]
    area = LARGEST * after["weight"] / after["weight"].max()
    rho = {
        frozenset((pair["first"], pair["second"])): pair["rank_correlation"]
        for pair in results.manifest["dependence"]
    }
    side = len(rows) - 1
    figure = Figure(figsize=(1.0 + 2.3 * side, 0.6 + 2.2 * side), dpi=DPI, layout="constrained")
    panels = figure.subplots(side, side, squeeze=False)
    for down, across in np.ndindex(side, side):
        upright, flat = rows[down + 1], rows[across]
        axes: Axes = panels.item(down, across)
        if across > down:
            axes.set_axis_off()
            continue
        names = str(flat["assumption"]), str(upright["assumption"])
        ink = STAGES["posterior"][1]
        axes.scatter(after[names[0]], after[names[1]], s=area, color=ink, alpha=0.45, linewidths=0)
        _along(axes, "x", flat)
        _along(axes, "y", upright)
        axes.set_title(labels.signed(rho[frozenset(names)], 2), fontsize=8, loc="right")
        if down == side - 1:
            axes.set_xlabel(names[0].replace("_", " "), fontsize=8)
        if across == 0:
            axes.set_ylabel(names[1].replace("_", " "), fontsize=8)
        _plain(axes)
    figure.suptitle("Posterior, with rank correlations", fontsize=9)
    return figure


def _along(axes: Axes, side: str, row: Mapping[Any, Any]) -> None:
    """An axis over the declared range, on the scale of the distribution."""
    low, high = float(row["low"]), float(row["high"])
    if row["distribution"] == "loguniform":
        ends = np.geomspace(low, high, 3)
        axes.set(**{f"{side}scale": "log"})
        axes.set(**{f"{side}ticks": ends, f"{side}ticklabels": [f"{end:.3g}" for end in ends]})
        axes.minorticks_off()
    axes.set(**{f"{side}lim": (low, high)})


def targets_by_stage(results: Results) -> Figure:
    """A panel a target: the middle 90 % of draws at each stage, and the documented range."""
    rows = results.targets[results.targets["role"] != "not used"]
    stages = [name for name in STAGES if f"{name}_50" in rows]
    figure = Figure(figsize=(9.5, 0.9 + 0.95 * len(rows)), dpi=DPI, layout="constrained")
    panels = figure.subplots(len(rows), 1, squeeze=False).ravel()
    for axes, row in zip(panels, rows.to_dict("records"), strict=True):
        for place, stage in enumerate(stages):
            label, ink = STAGES[stage]
            low, middle, high = (row[f"{stage}_{q}"] for q in ("05", "50", "95"))
            if pd.isna(middle):
                continue
            axes.plot([low, high], [place, place], color=ink, linewidth=3, label=label)
            axes.plot(middle, place, "o", color=ink, markersize=6, markeredgecolor="white")
        _documented(axes, row)
        axes.set_yticks([])
        axes.set_ylim(len(stages) - 0.4, -0.6)
        axes.set_title(
            f"{row['meaning']}, {row['unit']} ({row['role']}: {row['verdict']})",
            fontsize=8.5, loc="left",
        )  # fmt: skip
        _plain(axes)
    _legend(figure, panels[0])
    return figure


def _documented(axes: Axes, row: Mapping[Any, Any]) -> None:
    """The documented range, running off the panel where it is a bound."""
    left, right = axes.get_xlim()
    ends = [end for end in (row["low"], row["high"]) if pd.notna(end)]
    left, right = min(left, *ends, 0.0) if left > 0 else left, max(right, *ends)
    room = 0.03 * (right - left)
    axes.set_xlim(left - room, right + room)
    low = left - room if pd.isna(row["low"]) else row["low"]
    high = right + room if pd.isna(row["high"]) else row["high"]
    axes.axvspan(low, high, color=OKABE_ITO[2], alpha=0.18, label="documented")
    for end in ends:
        axes.axvline(end, color=OKABE_ITO[2], linewidth=1.2)


def _edges(row: Mapping[Any, Any]) -> npt.NDArray[np.float64]:
    """Edges of equal bins over a declared range, on its scale; a bin a value for few integers."""
    low, high, law = float(row["low"]), float(row["high"]), row["distribution"]
    if law == "integer" and high - low < BINS:
        return np.arange(low - 0.5, high + 1.0)
    if law == "integer":
        low, high = low - 0.5, high + 0.5
    spread = np.geomspace if law == "loguniform" else np.linspace
    return np.asarray(spread(low, high, BINS + 1), np.float64)


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)


def _legend(figure: Figure, axes: Axes) -> None:
    handles, texts = axes.get_legend_handles_labels()
    unique = dict(zip(texts, handles, strict=True))
    figure.legend(
        list(unique.values()), list(unique), loc="outside lower center", ncols=5, frameon=False,
        fontsize=8,
    )  # fmt: skip


FIGURES = {
    "targets": targets_by_stage,
    "assumptions": calibrated_assumptions,
    "pairs": posterior_pairs,
}
