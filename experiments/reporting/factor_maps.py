"""Maps over two factors: cells of a grid, or points, coloured by an outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import CenteredNorm, Normalize
from matplotlib.figure import Figure

from experiments.config.factors import Axis
from experiments.config.outcomes import Outcome
from experiments.language import _, fill, joined
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, columns
from experiments.reporting.outcome_rows import outcomes, rows_of
from experiments.reporting.panels import (
    HEIGHT,
    TICKS,
    WIDTH,
    Side,
    dress,
    finish,
    panels,
    places,
    scaled,
    tick,
)

WRITTEN = 36
"""Up to so many cells carry their number."""
COLOURS = {1: "RdBu", -1: "RdBu_r", 0: "PuOr"}


def maps(
    rows: pd.DataFrame, varied: Sequence[Axis], side: Side, note: str
) -> Iterator[tuple[str, Figure]]:
    """A figure a scenario, a panel an outcome, with shared colour scales."""
    units = outcomes(rows)
    shown = {
        outcome: scaled(rows_of(rows, outcome), [side.column, side.low, side.high])
        for outcome in units
    }
    looks = {
        outcome: _look(part[side.column], outcome, side) for outcome, (part, _unit) in shown.items()
    }
    for name in dict.fromkeys(rows["scenario"]):
        figure, made = panels(len(units))
        for panel, (outcome, (every, unit)) in zip(made, shown.items(), strict=True):
            part = every[every["scenario"] == name]
            drawn = _map(panel, part, varied, side, looks[outcome])
            bar = figure.colorbar(drawn, ax=panel)
            bar.set_label(fill(unit, columns(HEIGHT - 0.9)), fontsize=SMALL)
            bar.ax.tick_params(labelsize=SMALL)
            dress(panel, outcome, "")
        what = _("{scenario}: {what}").format(scenario=labels.spelled(name), what=_(side.label))
        parts = []
        if side.change:
            parts.append(_("blue is better, red is worse"))
            if rows[side.low].notna().any():
                parts.append(_("in brackets, or small: its interval contains 0"))
        finish(figure, what, joined([*parts, note], "statements"))
        yield name, figure


def _look(values: pd.Series, outcome: Outcome, side: Side) -> dict[str, Any]:
    low, high = values.min(), values.max()
    if side.change:
        return {"cmap": COLOURS[outcome.better], "norm": CenteredNorm(0, max(-low, high, 1e-12))}
    return {"cmap": "cividis", "norm": Normalize(low, high)}


def _map(
    panel: Axes, part: pd.DataFrame, varied: Sequence[Axis], side: Side, look: dict[str, Any]
) -> Any:
    across, up = (axis.factor for axis in varied)
    if _is_grid(part, across.word, up.word):
        drawn = _cells(panel, part, varied, side, look)
    else:
        x, y = (places(part[factor.word], factor) for factor in (across, up))
        size = np.where(_unclear(part, side), 12, 34)
        drawn = panel.scatter(x, y, c=part[side.column], s=size, edgecolor="0.4", lw=0.4, **look)
        for axis, which in zip(varied, "xy", strict=True):
            tick(panel, axis, part[axis.factor.word], which)
    return drawn


def _unclear(part: pd.DataFrame, side: Side) -> npt.NDArray[np.bool_]:
    """Marks where a change is not distinguishable from 0."""
    low, high = part[side.low].to_numpy(np.float64), part[side.high].to_numpy(np.float64)
    return (low <= 0) & (high >= 0) & side.change


def _is_grid(part: pd.DataFrame, across: str, up: str) -> bool:
    """Whether every combination of levels occurs once."""
    cells = part[[across, up]].drop_duplicates()
    return len(part) == len(cells) == part[across].nunique() * part[up].nunique()


def _cells(
    panel: Axes, part: pd.DataFrame, varied: Sequence[Axis], side: Side, look: dict[str, Any]
) -> Any:
    across, up = (axis.factor for axis in varied)
    shape = part.set_index([up.word, across.word])
    table = shape[side.column].unstack()
    unclear = pd.Series(_unclear(part, side), shape.index).unstack()
    drawn = panel.imshow(table.to_numpy(np.float64), origin="lower", aspect="auto", **look)
    for levels, factor, which in ((table.columns, across, "x"), (table.index, up, "y")):
        shown = range(0, len(levels), -(-len(levels) // TICKS))
        names = [factor.shown(levels[position]) for position in shown]
        (panel.set_xticks if which == "x" else panel.set_yticks)(shown, names)
    panel.set_xlabel(fill(across.axis, columns(WIDTH - 1.3)), fontsize=SMALL)
    panel.set_ylabel(fill(up.axis, columns(HEIGHT - 0.9)), fontsize=SMALL)
    if table.size <= WRITTEN:
        _write(panel, table.to_numpy(np.float64), unclear.to_numpy(), look)
    return drawn


def _write(
    panel: Axes,
    values: npt.NDArray[np.float64],
    unclear: npt.NDArray[np.bool_],
    look: dict[str, Any],
) -> None:
    """The number of each cell, in brackets where its interval contains 0."""
    decimals = max(labels.decimals(float(np.nanmax(np.abs(values), initial=0.0))) - 1, 0)
    for (row, column), value in np.ndenumerate(values):
        if np.isfinite(value):
            text = f"{value:.{decimals}f}".replace("-", "−")
            red, green, blue, _alpha = colormaps[look["cmap"]](look["norm"](value))
            dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.55
            panel.text(
                column, row, f"({text})" if unclear[row, column] else text, ha="center",
                va="center", fontsize=SMALL, color="white" if dark else "black",
            )  # fmt: skip
