"""The figure of the experiment `levers`: effects with intervals, side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.costs.figure import yuan
from experiments.kinds.levers.effects import EFFECTS, clear
from experiments.language import _, counted, fill
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
from experiments.reporting.panels import say_if_empty
from experiments.reporting.results import Results
from experiments.reporting.society_cells import change_columns
from experiments.reporting.society_notes import societies
from experiments.reporting.style import DPI

SHOWN = EFFECTS[:5]
ROW_INCHES, LABELS = 0.16, 1.7
"""Inches of a row's height, and of the width of names."""
CLEAR, UNCLEAR = ("#1f4e79", "#1f4e79"), ("#999999", "white")
"""Colours of a mark's line and of its face."""


def effects_of_levers(results: Results) -> Figure:
    """One panel an effect, one row a lever, ranked by the first effect."""
    rows = results.levers
    middle, low, high = change_columns(rows)
    names = _ranked(rows, middle)
    height = 2.2 + ROW_INCHES * len(names)
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
    width = columns((WIDTH - LABELS) / len(SHOWN))
    panels = figure.subplots(1, len(SHOWN), sharey=True)
    for axes, effect in zip(panels, SHOWN, strict=True):
        selected = rows[(rows["measure"] == effect.measure) & (rows["group"] == effect.group)]
        selected = selected.set_index("lever").reindex(names)
        centre = selected[middle] * effect.factor(rows)
        apart = selected[[low, high]].sub(selected[middle], axis=0).abs() * effect.factor(rows)
        ends = apart.fillna(0.0).to_numpy().T
        axes.hlines(range(len(names)), 0, 1, "0.93", lw=0.6, transform=axes.get_yaxis_transform())
        axes.axvline(0, color="0.6", linewidth=0.8)
        rows_at = np.arange(len(names))
        for kept, (ink, face) in ((clear(selected), CLEAR), (~clear(selected), UNCLEAR)):
            mine = kept.to_numpy(bool)
            axes.errorbar(
                centre[mine], rows_at[mine], xerr=ends[:, mine], fmt="o", markersize=3.5,
                color=ink, markerfacecolor=face, elinewidth=1.2,
            )  # fmt: skip
        say_if_empty(axes, centre)
        axes.set_title(fill(effect.titled(rows), width), fontsize=SMALL)
        axes.grid(axis="x", color="0.92")
        axes.tick_params(left=False, labelsize=SMALL)
        axes.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
        axes.spines[["top", "right", "left"]].set_visible(False)
    panels[0].set_yticks(range(len(names)), [labels.spelled(name) for name in names])
    panels[0].set_ylim(len(names) - 0.4, -0.6)
    titled(
        figure, results, _("What each lever does alone, ranked by hours freed"), *_notes(results)
    )
    return figure


def _ranked(rows: pd.DataFrame, middle: str) -> list[str]:
    """Names of levers, that with the largest first effect first; those without one last."""
    first = rows[(rows["measure"] == SHOWN[0].measure) & (rows["group"] == SHOWN[0].group)]
    values = first.set_index("lever")[middle] * SHOWN[0].factor(rows)
    names = values.reindex(list(dict.fromkeys(rows["lever"])))
    return list(names.sort_values(ascending=False, kind="stable").index)


def _notes(results: Results) -> tuple[str, str]:
    """What marks and lines are, and what is grey."""
    replications = counted(results.manifest["replications"], "replication")
    if number := societies(results):
        over = _("change against the baseline: median and 5 to 95 % of {societies}, {runs} each")
        these = counted(number, "society", "societies")
        grey = _("grey, hollow: both signs within 5 to 95 %")
        return over.format(societies=these, runs=replications), grey
    over = _("change against the baseline, 95 % intervals over {runs}").format(runs=replications)
    grey = _("grey, hollow: not distinguishable from 0 after correction for the number of tests")
    return over, grey


FIGURES = {"levers": effects_of_levers, "yuan": yuan}
