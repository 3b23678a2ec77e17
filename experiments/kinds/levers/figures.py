"""The figure of the experiment `levers`: effects with intervals, side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.costs.figure import yuan
from experiments.kinds.levers.effects import EFFECTS, clear
from experiments.language import _, counted, fill
from experiments.reporting import labels
from experiments.reporting.panels import say_if_empty
from experiments.reporting.results import Results
from experiments.reporting.society_cells import change_columns
from experiments.reporting.society_notes import societies
from experiments.reporting.style import DPI

SHOWN = EFFECTS[:5]
ROW_INCHES = 0.21
TITLE = 30
CLEAR, UNCLEAR = "#1f4e79", "#b0b0b0"


def effects_of_levers(results: Results) -> Figure:
    """One panel an effect, one row a lever, ranked by the first effect."""
    rows = results.levers
    middle, low, high = change_columns(rows)
    names = _ranked(rows, middle)
    height = 1.6 + ROW_INCHES * len(names)
    figure = Figure(figsize=(13.5, height), dpi=DPI, layout="constrained")
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
        for kept, ink in ((clear(selected), CLEAR), (~clear(selected), UNCLEAR)):
            mine = kept.to_numpy(bool)
            axes.errorbar(
                centre[mine], rows_at[mine], xerr=ends[:, mine], fmt="o", markersize=3.5,
                color=ink, elinewidth=1.2,
            )  # fmt: skip
        say_if_empty(axes, centre)
        axes.set_title(fill(effect.titled(rows), TITLE, break_on_hyphens=False), fontsize=9)
        axes.grid(axis="x", color="0.92")
        axes.tick_params(labelsize=8)
    panels[0].set_yticks(range(len(names)), [labels.spelled(name) for name in names], fontsize=8)
    panels[0].set_ylim(len(names) - 0.4, -0.6)
    figure.supxlabel(_note(results), fontsize=9)
    return figure


def _ranked(rows: pd.DataFrame, middle: str) -> list[str]:
    """Names of levers, that with the largest first effect first; those without one last."""
    first = rows[(rows["measure"] == SHOWN[0].measure) & (rows["group"] == SHOWN[0].group)]
    values = first.set_index("lever")[middle] * SHOWN[0].factor(rows)
    names = values.reindex(list(dict.fromkeys(rows["lever"])))
    return list(names.sort_values(ascending=False, kind="stable").index)


def _note(results: Results) -> str:
    replications = counted(results.manifest["replications"], "replication")
    if number := societies(results):
        return _(
            "change against the baseline: median and 5 to 95 % of {societies}, {replications} "
            "each; grey: both signs within 5 to 95 %"
        ).format(societies=counted(number, "society", "societies"), replications=replications)
    return _(
        "change against the baseline, 95 % intervals over {replications}; grey: not "
        "distinguishable from 0 after correction for the number of tests"
    ).format(replications=replications)


FIGURES = {"levers": effects_of_levers, "yuan": yuan}
