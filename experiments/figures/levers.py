"""The figure of the experiment `levers`: effects with intervals, side by side."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.reports import labels
from experiments.reports.effects import EFFECTS

SHOWN = EFFECTS[:5]
ROW_INCHES = 0.21


def draw(rows: pd.DataFrame, place: Path, replications: int) -> None:
    """One panel an effect, one line a lever, in the order of the register."""
    names = list(dict.fromkeys(rows["lever"]))
    height = 1.6 + ROW_INCHES * len(names)
    figure = Figure(figsize=(13.5, height), layout="constrained")
    panels = figure.subplots(1, len(SHOWN), sharey=True)
    for axes, effect in zip(panels, SHOWN, strict=True):
        here = rows[(rows["measure"] == effect.measure) & (rows["group"] == effect.group)]
        here = here.set_index("lever").reindex(names)
        centre = here["difference"] * effect.factor
        half = (here["ci_high"] - here["ci_low"]) / 2 * effect.factor
        axes.axvline(0, color="0.6", linewidth=0.8)
        axes.errorbar(
            centre, range(len(names)), xerr=half.fillna(0.0), fmt="o", markersize=3.5,
            color="#1f4e79", ecolor="#7a9cc0", elinewidth=1.2,
        )  # fmt: skip
        axes.set_title(effect.words, fontsize=9)
        axes.grid(axis="x", color="0.92")
        axes.tick_params(labelsize=8)
    panels[0].set_yticks(range(len(names)), [labels.spelled(name) for name in names], fontsize=8)
    panels[0].invert_yaxis()
    figure.supxlabel(
        f"change against the baseline, 95 % intervals over {replications} replications", fontsize=9
    )
    figure.savefig(place, dpi=150)
