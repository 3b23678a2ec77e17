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
from experiments.reporting.footing import SMALL, columns, headed
from experiments.reporting.labels import shown_in
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO

ACROSS = 2
WIDTH, HEIGHT = 3.5, 2.7
"""Inches of a panel; one alone is as wide as the figure."""
NAME_INCHES, SIDE = 2.2, 0.9
"""Inches of a name in a legend, and beside the title of a panel."""
DASHES = ("-", "--", ":", "-.")
MARKERS = ("s", "^", "D", "v", "P", "X", "<", ">", "p", "h")
"""Markers of scenarios, by which they differ in grey; the baseline has a dot."""
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
    size = (ACROSS * WIDTH, HEIGHT * down + 1.0)
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    made = figure.subplots(down, across, squeeze=False, sharey=sharey).ravel().tolist()
    for spare in made[count:]:
        spare.remove()
    return figure, made[:count]


def inks(scenarios: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Colour, dashes and marker of each scenario, no two alike; the baseline in grey."""
    others = [name for name in scenarios if name != BASELINE]
    styles = {BASELINE: {"color": BASELINE_INK, "linestyle": "-", "marker": "o"}}
    for place, name in enumerate(others):
        styles[name] = {
            "color": OKABE_ITO[place % len(OKABE_ITO)],
            "linestyle": DASHES[(place + 1) % len(DASHES)],
            "marker": MARKERS[place % len(MARKERS)],
        }
    return {name: styles[name] for name in scenarios}


def scaled(rows: pd.DataFrame, columns_: Sequence[str]) -> tuple[pd.DataFrame, str]:
    """Rows of one outcome as readers see it, shares in percent, and the unit of its axis."""
    shown = shown_in(str(rows["unit"].iloc[0]))
    rows = rows.assign(**{name: shown.factor * rows[name] for name in columns_})
    change = CHANGE.column in columns_ or OVER_SOCIETIES[CHANGE].column in columns_
    return rows, shown.axis if change else shown.unit


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
    """Title of an outcome's panel, and its unit, in the language in use."""
    better = BETTER.get(outcome.better)
    lines = [fill(outcome.label, columns(WIDTH - SIDE))]
    lines += [_("({better})").format(better=_(better))] if better else []
    panel.set_title("\n".join(lines), fontsize=9)
    if unit:
        panel.set_ylabel(fill(unit, columns(HEIGHT - SIDE)), fontsize=SMALL)
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


def finish(figure: Figure, title: str, note: str, legend_of: Axes | None = None) -> None:
    """Add a title, a note on the contents, and a legend of scenarios."""
    headed(figure, title, note)
    if legend_of is not None:
        width = figure.get_size_inches()[0]
        handles = legend_of.get_legend_handles_labels()
        figure.legend(
            *handles, loc="outside lower center", ncols=max(1, int(width // NAME_INCHES)),
            frameon=False, fontsize=SMALL,
        )  # fmt: skip
