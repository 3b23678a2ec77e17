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
from experiments.language import _, counted, fill
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
from experiments.reporting.panels import say_if_empty
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.style import (
    BASELINE_INK,
    DPI,
    MOST_PANELS,
    MOST_ROWS,
    OKABE_ITO,
    first,
)

COLUMNS = 2
COMPARED = 30
LABEL, LABELS = 24, 1.7
"""Columns of a line of a name, and inches that names take."""
SQUARE, LEAST = 0.42, 0.24
"""Inches of a cell of the map, and of one at least."""
QUANTILES = [f"difference_{level:02}" for level in (5, 25, 50, 75, 95)]
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
    across = min(COLUMNS, len(outcomes))
    lines = -(-len(outcomes) // across)
    height = lines * (1.0 + 0.27 * len(names)) + 1.2
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
    panels = figure.subplots(lines, across, sharey=True, squeeze=False)
    width = columns((WIDTH - LABELS) / across) - 4
    for axes, outcome in zip(panels.flat, outcomes, strict=False):
        selected = of(rows, outcome).set_index("scenario").reindex(names)
        shown = labels.shown_in(units[outcome])
        selected[QUANTILES] *= shown.factor
        _changes(axes, selected, outcome, most, width)
        axes.set_xlabel(fill(shown.axis, width), fontsize=SMALL)
    for axes in panels.flat[len(outcomes) :]:
        axes.set_visible(False)
    for axes in panels[:, 0]:
        axes.set_yticks(range(len(names)), [_label(name) for name in names], fontsize=SMALL)
    panels[0, 0].set_ylim(len(names) - 0.4, -0.6)
    note = _(
        "change against the baseline of the same draw: median, 50 % (thick) and 90 % (thin) of "
        "draws; number: draws in which it helps (and of how many, where others lack the outcome)"
    )
    title = _("Changes over draws")
    if societies(results):
        note = _(
            "change against the baseline of the same society: median, 50 % (thick) and 90 % (thin) "
            "of societies; number: societies in which it helps (and of how many, where others lack "
            "the outcome)"
        )
        title = _("Changes over societies")
    titled(figure, results, title, note, _sample(results), fewer, less)
    return figure


def _changes(axes: Axes, changes: pd.DataFrame, outcome: Outcome, most: int, width: int) -> None:
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
            of_draws = _("\nof {n}").format(n=f"{draws:.0f}") if draws < most else ""
            axes.annotate(
                f"{100 * helps:.0f} %{of_draws}", (1, place), xycoords=axes.get_yaxis_transform(),
                xytext=(3, 0), textcoords="offset points", va="center", fontsize=SMALL, color="0.3",
            )  # fmt: skip
    say_if_empty(axes, changes["difference_50"])
    better = {1: _("more is better"), -1: _("less is better"), 0: ""}[outcome.better]
    title = "\n".join(filter(None, [fill(outcome.label, width), better]))
    axes.set_title(title, loc="left", fontsize=SMALL)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=SMALL)
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
    cell = max(LEAST, min(SQUARE, (WIDTH - 2.6) / max(1, len(names))))
    size = max(WIDTH, 2.6 + cell * len(names)), 2.6 + cell * len(names)
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    axes = figure.subplots()
    image = axes.imshow(shares, cmap="cividis", vmin=0, vmax=100)
    for (row, column), value in np.ndenumerate(shares):
        if np.isfinite(value):
            ink = "white" if value < 50 else "black"
            axes.text(
                column, row, f"{value:.0f}", ha="center", va="center", fontsize=SMALL, color=ink
            )
    ticks = [_label(name) for name in names]
    axes.set_xticks(range(len(names)), ticks, rotation=40, ha="right", fontsize=SMALL)
    axes.set_yticks(range(len(names)), ticks, fontsize=SMALL)
    axes.spines[:].set_visible(False)
    axes.tick_params(left=False, bottom=False)
    bar: Any = figure.colorbar(image, ax=axes, shrink=0.8)
    bar.set_label(_("% of societies") if societies(results) else _("% of draws"), fontsize=SMALL)
    bar.ax.tick_params(labelsize=SMALL)
    bar.outline.set_visible(False)
    note = _("draws in which the row does better than the column, %; missing to 100 are ties")
    if societies(results):
        note = _(
            "societies in which the row does better than the column, %; missing to 100 are ties"
        )
    title = _("Pairwise comparison: {outcome}").format(outcome=outcome.label)
    titled(figure, results, title, note, _sample(results), left_out)
    return {"pairwise": figure}


def _label(scenario: str) -> str:
    return fill(labels.spelled(scenario), LABEL)


def _sample(results: Results) -> str:
    """How many societies or draws were used."""
    used = int(results.manifest["draws"]["used"])
    if societies(results):
        return counted(used, "plausible society", "plausible societies")
    return counted(used, "draw")


FIGURES = {"changes": changes_over_draws, "pairwise": pairwise_comparison}
