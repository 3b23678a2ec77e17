"""The figures of `uncertainty`: changes over draws, and the pairwise comparison of scenarios."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import Outcome
from experiments.kinds.uncertainty.summary import of, outcomes_of
from experiments.language import _, bracketed, fill, joined
from experiments.reporting import labels
from experiments.reporting.panels import BETTER, say_if_empty
from experiments.reporting.recorded_texts import text
from experiments.reporting.results import Results
from experiments.reporting.society_notes import named
from experiments.reporting.style import (
    BASELINE_INK,
    DPI,
    MOST_PANELS,
    MOST_ROWS,
    OKABE_ITO,
    first,
)

COLUMNS = 3
COMPARED = 30
LABEL, TITLE = 24, 42
"""Letters in a line."""
INK, PALE = OKABE_ITO[0], OKABE_ITO[5]


def changes_over_draws(results: Results) -> Figure:
    """A panel an outcome, on an axis of its unit, a row a scenario.

    Shown are the median, 50 % and 90 % of the draws, and the share of draws that help.
    """
    rows, units = results.uncertainty, outcomes_of(results)
    rows = rows[rows["scenario"] != BASELINE]
    outcomes, fewer = first(list(units), MOST_PANELS, "outcomes", "uncertainty.csv")
    every = list(dict.fromkeys(rows["scenario"]))
    down = -(-len(outcomes) // COLUMNS)
    names, less = first(every, 2 * MOST_ROWS // max(2, down), "scenarios", "uncertainty.csv")
    most = int(rows["draws"].max())
    columns = min(COLUMNS, len(outcomes))
    lines = -(-len(outcomes) // columns)
    height = lines * (1.1 + 0.34 * len(names)) + 0.9
    figure = Figure(figsize=(2.2 + 3.4 * columns, height), dpi=DPI, layout="constrained")
    panels = figure.subplots(lines, columns, sharey=True, squeeze=False)
    for axes, outcome in zip(panels.flat, outcomes, strict=False):
        selected = of(rows, outcome).set_index("scenario").reindex(names)
        _changes(axes, selected, outcome, most)
        axes.set_xlabel(fill(_(units[outcome]), TITLE), fontsize=8)
    for axes in panels.flat[len(outcomes) :]:
        axes.set_visible(False)
    for axes in panels[:, 0]:
        axes.set_yticks(range(len(names)), [_label(name) for name in names], fontsize=8.5)
    panels[0, 0].set_ylim(len(names) - 0.4, -0.6)
    caption = named(
        "change against the baseline of the same draw: median, 50 % (thick) and 90 % (thin) of the "
        "draws; right of each panel: draws in which it helps (and of how many, where others lack "
        "the outcome)",
        results.manifest,
    )
    title = named("Changes over draws", results.manifest)
    _titled(figure, title, caption, _sample(results), fewer, less)
    return figure


def _changes(axes: Axes, changes: pd.DataFrame, outcome: Outcome, most: int) -> None:
    places = np.arange(len(changes))
    axes.axvline(0, color=BASELINE_INK, linewidth=1, zorder=1)
    axes.hlines(
        places, changes["difference_05"], changes["difference_95"], color=PALE, linewidth=2.5
    )
    axes.hlines(places, changes["difference_25"], changes["difference_75"], color=INK, linewidth=6)
    axes.plot(
        changes["difference_50"], places, "o", color="white", markeredgecolor=INK, markersize=5
    )
    for place, helps, draws in zip(places, changes["helps"], changes["draws"], strict=True):
        if not pd.isna(helps):
            of_draws = _("\nof {number:.0f}").format(number=draws) if draws < most else ""
            axes.annotate(
                f"{100 * helps:.0f} %{of_draws}", (1, place), xycoords=axes.get_yaxis_transform(),
                xytext=(3, 0), textcoords="offset points", va="center", fontsize=7.5, color="0.3",
            )  # fmt: skip
    say_if_empty(axes, changes["difference_50"])
    head = bracketed(outcome.label, _(BETTER.get(outcome.better, "")))
    axes.set_title(fill(head, TITLE), loc="left", fontsize=8.5)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=8)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)


def pairwise_comparison(results: Results) -> dict[str, Figure]:
    """A heat map of the first outcome with a better direction; nothing without one.

    Shown is the share of draws in which the scenario of the row does better than the other.
    """
    outcome = next((outcome for outcome in outcomes_of(results) if outcome.better), None)
    if outcome is None:
        return {}
    selected = of(results.pairwise, outcome)
    names, left_out = first(
        list(dict.fromkeys(selected["scenario"])), COMPARED, "scenarios", "pairwise.csv"
    )
    better = selected.pivot(index="scenario", columns="other", values="better")
    shares = 100 * better.reindex(index=names, columns=names).to_numpy(np.float64)
    size = 0.62 * len(names)
    figure = Figure(figsize=(3.6 + size, 2.6 + size), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    image = axes.imshow(shares, cmap="PuOr_r", vmin=0, vmax=100)
    for (row, column), value in np.ndenumerate(shares):
        if np.isfinite(value):
            ink = "white" if abs(value - 50) > 28 else "black"
            axes.text(column, row, f"{value:.0f}", ha="center", va="center", fontsize=8, color=ink)
    ticks = [_label(name) for name in names]
    axes.set_xticks(range(len(names)), ticks, rotation=40, ha="right", fontsize=8)
    axes.set_yticks(range(len(names)), ticks, fontsize=8)
    axes.spines[:].set_visible(False)
    axes.tick_params(left=False, bottom=False)
    bar: Any = figure.colorbar(image, ax=axes, shrink=0.8)
    bar.set_label(named("% of draws", results.manifest), fontsize=8)
    bar.ax.tick_params(labelsize=8)
    bar.outline.set_visible(False)
    caption = named(
        "draws in which the row does better than the column, %; missing to 100 are ties",
        results.manifest,
    )
    title = _("Pairwise comparison: {outcome}").format(outcome=outcome.label)
    _titled(figure, title, caption, _sample(results), left_out)
    return {"pairwise": figure}


def _label(scenario: str) -> str:
    return fill(labels.spelled(scenario), LABEL)


def _sample(results: Results) -> str:
    return text(results.manifest, "sample")


def _titled(figure: Figure, title: str, *notes: str) -> None:
    """The title, and under the figure what it shows, in lines that fit its width."""
    letters = int(15 * figure.get_size_inches()[0])
    figure.suptitle(title, fontsize=10, fontweight="bold", x=0.01, ha="left")
    shown = fill(joined(notes, "statements"), letters)
    figure.supxlabel(shown, fontsize=7.5, color="#666666", x=0.01, ha="left")


FIGURES = {"changes": changes_over_draws, "pairwise": pairwise_comparison}
