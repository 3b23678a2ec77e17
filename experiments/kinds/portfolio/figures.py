"""The figure of a portfolio: sets of levers by their outcomes, and the Pareto front."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from experiments.config.outcomes import Outcome, outcome
from experiments.kinds.portfolio.summary import levers, percent, points, sets
from experiments.language import _, counted, joined, marked, wrapped
from experiments.reporting import fonts
from experiments.reporting.panels import BETTER
from experiments.reporting.results import Results
from experiments.reporting.style import BASELINE_INK, DPI
from experiments.statistics.pareto import Array, non_dominated

WIDTH, HEIGHT = 12.0, 6.4
COLOURS = "cividis"
FRONT, OTHER, LEAST = 62.0, 22.0, 230.0
LETTER = 7.0
"""Room for a letter, in points; markers take as much."""
REACH = (11.0, 17.0, 24.0, 32.0, 42.0)
ANGLES = np.arange(12) * np.pi / 6 + np.pi / 4
WRAPPED = 54
KEY = marked("share of bootstrap samples in which it is on the front, and the set")
LINES = 3
LINE = 0.026


def pareto_front(results: Results) -> Figure:
    """First outcome over the second, the third as colour; letters name the sets at the right."""
    rows, manifest = results.portfolio, results.manifest
    outcomes = [outcome(name) for name in manifest["outcomes"]]
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, layout="constrained")
    axes, key = figure.subplots(1, 2, width_ratios=(1.4, 1))
    up, across = outcomes[0], outcomes[1]
    names = {
        wanted: wanted.titled(unit)
        for wanted, unit in zip(outcomes, manifest["units"], strict=True)
    }
    _points(axes, figure, rows, up, across, outcomes[2] if outcomes[2:] else None, names)
    _frontier(axes, rows[rows["front"]], up, across)
    axes.set_xlabel(_change(names[across], across), fontsize=9)
    axes.set_ylabel(_change(names[up], up), fontsize=9)
    axes.axhline(0, color="#CCCCCC", linewidth=0.8, zorder=0)
    axes.axvline(0, color="#CCCCCC", linewidth=0.8, zorder=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)
    axes.margins(0.08)
    figure.legend(
        *axes.get_legend_handles_labels(), loc="outside lower left", ncols=5, frameon=False,
        fontsize=8,
    )  # fmt: skip
    figure.suptitle(
        joined([
            _("mean change against the baseline over {points}").format(points=points(manifest)),
            joined([counted(len(manifest["levers"]), "lever"), sets(manifest)], "clauses"),
        ], "statements"),
        fontsize=7.5, color="#666666", x=0.01, ha="left",
    )  # fmt: skip
    shown = rows[rows["label"].notna()]
    _key(key, shown)
    fonts.fit(figure)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    _letters(axes, rows[rows["front"] | rows["minimax"]], up, across)
    return figure


def _change(named: str, outcome: Outcome) -> str:
    """An outcome, with its direction."""
    better = _(BETTER[outcome.better])
    return _("{outcome}: change, {better}").format(outcome=named, better=better)


def _points(
    axes: Axes,
    figure: Figure,
    rows: pd.DataFrame,
    up: Outcome,
    across: Outcome,
    third: Outcome | None,
    names: dict[Outcome, str],
) -> None:
    inks = np.full(len(rows), 0.5) if third is None else rows[str(third)].to_numpy(np.float64)
    scale = Normalize(inks.min(), inks.max())
    groups = (
        (~rows["allowed"], _("exceeds a limit of effort"), OTHER, "x", 1.0),
        (rows["allowed"] & ~rows["front"], _("not on the front"), OTHER, "o", 0.0),
        (rows["front"], _("on the front"), FRONT, "o", 1.2),
    )
    for mask, label, size, marker, edge in groups:
        points = rows[mask]
        if points.empty:
            continue
        axes.scatter(
            points[str(across)], points[str(up)], s=size, marker=marker, c=inks[mask], cmap=COLOURS,
            norm=scale, linewidths=edge, label=label, zorder=2 + edge,
            edgecolors=None if marker == "x" else "black",
        )  # fmt: skip
    least = rows[rows["minimax"]]
    if len(least):
        axes.scatter(
            least[str(across)], least[str(up)], s=LEAST, marker="s", facecolors="none",
            edgecolors="#D55E00", linewidths=1.6, label=_("the least regret"), zorder=4,
        )  # fmt: skip
    if third is not None:
        bar = figure.colorbar(ScalarMappable(scale, COLOURS), ax=axes, pad=0.02, fraction=0.05)
        bar.set_label(_change(names[third], third), fontsize=9)
        bar.ax.tick_params(labelsize=8)


def _frontier(axes: Axes, rows: pd.DataFrame, up: Outcome, across: Outcome) -> None:
    """A line through the sets that are non-dominated in the two outcomes of the axes alone."""
    points = rows[[str(across), str(up)]].to_numpy(np.float64)
    best = points[non_dominated(points * [across.better, up.better], np.ones(len(points), bool))]
    best = best[np.argsort(best[:, 0], kind="stable")]
    if len(best) > 1:
        axes.plot(
            *best.T, color=BASELINE_INK, linewidth=0.9, linestyle="--", zorder=1,
            label=_("front of these two outcomes alone"),
        )  # fmt: skip


def _letters(axes: Axes, rows: pd.DataFrame, up: Outcome, across: Outcome) -> None:
    """A letter beside each labelled set, over no other letter and no marker of these rows."""
    points = rows[[str(across), str(up)]].to_numpy(np.float64)
    inches = axes.figure.dpi_scale_trans.inverted()
    places = inches.transform(axes.transData.transform(points)) * 72
    taken = [*places]
    for letter, ringed, place, point in zip(
        rows["label"], rows["minimax"], places, points, strict=True
    ):
        if pd.isna(letter):
            continue
        offset = _free(place, taken, REACH[1:] if ringed else REACH)
        taken.append(place + offset)
        far = float(np.hypot(*offset)) > REACH[1] + 1
        axes.annotate(
            letter, tuple(point), xytext=tuple(offset), textcoords="offset points",
            ha="center", va="center", fontsize=9, fontweight="bold", zorder=6,
            arrowprops={"arrowstyle": "-", "linewidth": 0.6, "shrinkA": 4, "shrinkB": 4}
            if far else None,
        )  # fmt: skip


def _free(place: Array, taken: Sequence[Array], reach: Sequence[float]) -> Array:
    """The nearest offset at which a letter has room; the last tried if there is none."""
    offset = np.zeros(2)
    for distance, angle in product(reach, ANGLES):
        offset = distance * np.array([np.cos(angle), np.sin(angle)])
        if all(np.hypot(*(place + offset - other)) > 1.4 * LETTER for other in taken):
            break
    return offset


def _key(axes: Axes, rows: pd.DataFrame) -> None:
    """A key to the lettered sets: how often each is on the front of bootstrap samples."""
    axes.set_axis_off()
    height = 1.0
    if rows.empty:
        nothing = _("No set keeps within the limits of effort.")
        axes.text(0, height, nothing, fontsize=9, va="top")
        return
    axes.text(0, height, _(KEY), fontsize=8, va="top", color="#666666")
    for row in rows.to_dict("records"):
        height -= 1.45 * LINE
        text = f"{percent(row['front_samples'])}  {levers(row['set'])}".replace(" %", "\u00a0%")
        lines = _shortened(text)
        axes.text(0, height, row["label"], fontsize=8.5, fontweight="bold", va="top")
        axes.text(0.05, height, "\n".join(lines), fontsize=8, va="top", linespacing=1.15)
        height -= LINE * (len(lines) - 1)


def _shortened(text: str) -> list[str]:
    """Up to LINES lines; what is cut off is marked by dots."""
    lines = wrapped(text, WRAPPED, max_lines=LINES, placeholder=" ...")
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], f"{lines[LINES - 1]} ..."]


FIGURES = {"portfolio": pareto_front}
