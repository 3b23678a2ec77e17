"""Panels of one figure, one an outcome or a factor, in one layout and style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from experiments.config.catalogue import BASELINE
from experiments.config.factors import Axis, Factor, Range
from experiments.config.outcomes import Outcome
from experiments.language import _, fill, marked
from experiments.reporting.footing import INK, SMALL, columns
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO

ACROSS = 2
WIDTH, HEIGHT, LEAST_WIDTH = 3.5, 2.7, 5.0
"""Inches of a panel, and of a figure's width at least."""
NAME_INCHES, SIDE = 2.2, 0.9
"""Inches of a name in a legend, and beside the title of a panel."""
DASHES = ("-", "--", ":", "-.")
BETTER = {1: marked("more is better"), -1: marked("less is better")}
TICKS = 8
"""Levels that are lists have a tick each, as long as there are not more of them."""


class Side(NamedTuple):
    """Columns of sweep.csv: a number and its interval, and their label, to be translated."""

    column: str
    low: str
    high: str
    label: str

    @property
    def change(self) -> bool:
        """Whether it is a change against the baseline, so that 0 has a meaning."""
        return self.label == CHANGE.label


CHANGE = Side(
    "difference", "ci_low", "ci_high", marked("change against the baseline at the same point")
)
LEVEL = Side("value", "value_low", "value_high", marked("level"))
OVER_SOCIETIES = {
    CHANGE: Side("median", "low", "high", CHANGE.label),
    LEVEL: Side("level", "level_low", "level_high", LEVEL.label),
}
"""The same sides over societies: medians, and 5 to 95 %."""


def panels(count: int, sharey: bool = False) -> tuple[Figure, list[Axes]]:
    """A figure with room for so many panels, and these, on one scale where they share it."""
    across = min(count, ACROSS)
    down = -(-count // across)
    size = (max(LEAST_WIDTH, WIDTH * across), HEIGHT * down + 0.6)
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    made = figure.subplots(down, across, squeeze=False, sharey=sharey).ravel().tolist()
    for spare in made[count:]:
        spare.remove()
    return figure, made[:count]


def inks(scenarios: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Colour and dashes of each scenario; the baseline in grey."""
    others = [name for name in scenarios if name != BASELINE]
    styles = {BASELINE: {"color": BASELINE_INK, "linestyle": "-"}}
    for place, name in enumerate(others):
        turn, ink = divmod(place, len(OKABE_ITO))
        styles[name] = {"color": OKABE_ITO[ink], "linestyle": DASHES[turn % len(DASHES)]}
    return {name: styles[name] for name in scenarios}


def places(levels: pd.Series, factor: Factor) -> npt.NDArray[Any]:
    """Positions of levels on an axis: numbers at their value, others by their order."""
    if factor.kind in (int, float):
        return levels.to_numpy(np.float64)
    return levels.map({level: n for n, level in enumerate(sorted(levels.unique()))}).to_numpy()


def tick(panel: Axes, axis: Axis, levels: pd.Series, which: str) -> None:
    """Label an axis of a panel with its factor, unit and levels."""
    factor, over = axis.factor, axis.over
    panel_axis: Any = panel.xaxis if which == "x" else panel.yaxis
    panel_axis.set_label_text(fill(factor.axis, columns(WIDTH - SIDE)), fontsize=SMALL)
    if isinstance(over, Range) and over.log:
        (panel.set_xscale if which == "x" else panel.set_yscale)("log")
        panel_axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        panel_axis.set_major_formatter(lambda value, _place: f"{value:g}")
        panel_axis.set_minor_locator(NullLocator())
    elif isinstance(over, tuple) and (levels.nunique() <= TICKS or factor.kind in (bool, str)):
        some = pd.Series(sorted(levels.unique()))
        panel_axis.set_ticks(places(some, factor), [factor.shown(level) for level in some])
    elif factor.kind is int:
        panel_axis.set_major_locator(MaxNLocator(integer=True))


def dress(panel: Axes, outcome: Outcome, unit: str) -> None:
    """Title and unit of an outcome's panel."""
    better = BETTER.get(outcome.better)
    lines = [fill(outcome.label, columns(WIDTH - SIDE))]
    lines += [_("({better})").format(better=_(better))] if better else []
    panel.set_title("\n".join(lines), fontsize=9)
    if unit:
        panel.set_ylabel(fill(_(unit), columns(HEIGHT - SIDE)), fontsize=SMALL)
    panel.tick_params(labelsize=SMALL)
    panel.spines[["top", "right"]].set_visible(False)


def say_if_empty(panel: Axes, values: pd.Series) -> None:
    """Write in a panel that it has no value; without it, its axis looks like a result of 0."""
    if values.isna().all():
        panel.tick_params(axis="x", which="both", bottom=False, labelbottom=False)
        panel.annotate(
            _("no value"), (0.5, 0.5), xycoords="axes fraction", ha="center", va="center",
            fontsize=SMALL,
            color="#666666", bbox={"color": "white", "pad": 2},
        )  # fmt: skip


def finish(figure: Figure, note: str, legend_of: Axes | None = None) -> None:
    """Add a note on the contents, and a legend of scenarios."""
    width = figure.get_size_inches()[0]
    text = fill(note, columns(width))
    figure.suptitle(text, fontsize=SMALL, color=INK, x=0.01, ha="left")
    if legend_of is not None:
        handles = legend_of.get_legend_handles_labels()
        figure.legend(
            *handles, loc="outside lower center", ncols=max(1, int(width // NAME_INCHES)),
            frameon=False, fontsize=SMALL,
        )  # fmt: skip
