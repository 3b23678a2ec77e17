"""The figure of a portfolio: sets of levers by their outcomes, and the Pareto front."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.transforms import blended_transform_factory

from experiments.config.outcomes import Outcome, outcome
from experiments.kinds.portfolio.summary import levers, percent, points, sets
from experiments.language import _, counted, fill, marked, wrapped
from experiments.reporting import fonts
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
from experiments.reporting.results import Results
from experiments.reporting.style import BASELINE_INK, DPI
from experiments.statistics.pareto import Array, non_dominated

HEIGHT, KEY_HEIGHT, LINE = 5.6, 0.45, 0.165
"""Inches of the figure without a key, of the head of the key, and of a line in it."""
COLOURS = "cividis"
FRONT, OTHER, LEAST = 62.0, 22.0, 230.0
LETTER = 7.0
"""Room for a letter, in points; markers take as much."""
REACH = (11.0, 17.0, 24.0, 32.0, 42.0)
ANGLES = np.arange(12) * np.pi / 6 + np.pi / 4
KEY = marked("share of bootstrap samples in which it is on the front, and the set")
LINES = 3
MARGIN = 0.25
"""Inches left of the text of the key."""


def pareto_front(results: Results) -> Figure:
    """First outcome over the second, the third as colour; letters name the sets below."""
    rows, manifest = results.portfolio, results.manifest
    outcomes = [outcome(name) for name in manifest["outcomes"]]
    shown = rows[rows["label"].notna()]
    texts = _texts(shown)
    room = KEY_HEIGHT + LINE * sum(len(lines) + 0.35 for lines in texts)
    figure = Figure(figsize=(WIDTH, HEIGHT + room), dpi=DPI, layout="constrained")
    axes, key = figure.subplots(2, 1, height_ratios=(HEIGHT - 1.4, room))
    up, across = outcomes[0], outcomes[1]
    names = {
        wanted: wanted.titled(unit)
        for wanted, unit in zip(outcomes, manifest["units"], strict=True)
    }
    _points(axes, figure, rows, up, across, outcomes[2] if outcomes[2:] else None, names)
    _frontier(axes, rows[rows["front"]], up, across)
    axes.set_xlabel(_axis(names[across], across, WIDTH - 2), fontsize=9)
    axes.set_ylabel(_axis(names[up], up, HEIGHT - 2), fontsize=9)
    axes.axhline(0, color="#CCCCCC", linewidth=0.8, zorder=0)
    axes.axvline(0, color="#CCCCCC", linewidth=0.8, zorder=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=SMALL)
    axes.margins(0.08)
    figure.legend(
        *axes.get_legend_handles_labels(), loc="outside lower left", ncols=3, frameon=False,
        fontsize=SMALL,
    )  # fmt: skip
    note = _("mean change against the baseline over {points}").format(points=points(manifest))
    chosen = counted(len(manifest["levers"]), "lever")
    title = _("Which sets of levers do best")
    titled(figure, results, title, note, chosen, str(sets(manifest)))
    _key(key, shown, texts, room)
    fonts.fit(figure)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    _letters(axes, rows[rows["front"] | rows["minimax"]], up, across)
    return figure


def _axis(name: str, outcome: Outcome, inches: float) -> str:
    """The label of an axis, in lines of so many inches."""
    better = _("more is better") if outcome.better > 0 else _("less is better")
    text = _("{outcome}: change, {better}").format(outcome=name, better=better)
    return fill(text, columns(inches))


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
        bar.set_label(_axis(names[third], third, HEIGHT - 2), fontsize=SMALL)
        bar.ax.tick_params(labelsize=SMALL)


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


def _texts(rows: pd.DataFrame) -> list[list[str]]:
    """Lines of each lettered set: how often it is on the front of bootstrap samples, and levers."""
    found = []
    for row in rows.to_dict("records"):
        text = f"{percent(row['front_samples'])}  {levers(row['set'])}".replace(" %", "\u00a0%")
        lines = wrapped(text, columns(WIDTH - 2 * MARGIN))
        more = [f"{lines[LINES - 1]} ..."] if len(lines) > LINES else lines[LINES - 1 : LINES]
        found.append([*lines[: LINES - 1], *more])
    return found


def _key(axes: Axes, rows: pd.DataFrame, texts: Sequence[Sequence[str]], room: float) -> None:
    """A key to the lettered sets, over the whole width of the figure; `room` in inches."""
    axes.set_axis_off()
    figure = axes.get_figure()
    assert figure is not None
    across = blended_transform_factory(figure.transFigure, axes.transAxes)

    def write(x: float, place: float, text: str, **look: Any) -> None:
        axes.text(
            x, 1 - place / room, text, transform=across, va="top", fontsize=SMALL, **look
        ).set_in_layout(False)

    if rows.empty:
        write(0.01, 0.0, _("No set keeps within the limits of effort."))
        return
    write(0.01, 0.0, _(KEY), color="#666666")
    place = 1.6 * LINE
    for letter, lines in zip(rows["label"], texts, strict=True):
        write(0.01, place, letter, fontweight="bold")
        write(MARGIN / WIDTH, place, "\n".join(lines))
        place += LINE * (len(lines) + 0.35)


FIGURES = {"portfolio": pareto_front}
