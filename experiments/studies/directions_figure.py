"""The figure of directions: shares of societies that go each way, a row a claim."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from experiments.config.outcomes import outcome
from experiments.reporting.style import DPI, OKABE_ITO
from experiments.studies.grid import finish

APART = 0.17
"""Of the line of a year from the middle of its row."""


def shares(table: pd.DataFrame, societies: int) -> Figure:
    """To the right societies that go the reported way, to the left those that go the other."""
    claims = list(dict.fromkeys(zip(table["lever"], table["outcome"], table["way"], strict=True)))
    rows = {(lever, name): at for at, (lever, name, _) in enumerate(claims)}
    figure = Figure(figsize=(10, 1.4 + 0.34 * len(claims)), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    years = sorted(table["year"].unique())
    for colour, year, side in zip(OKABE_ITO, years, (-APART, APART), strict=False):
        part = table[table["year"] == year]
        at = [rows[key] + side for key in zip(part["lever"], part["outcome"], strict=True)]
        axes.hlines(at, -part["other"], part["told"], color=colour, linewidth=1.5, alpha=0.5)
        axes.plot(part["told"], at, "o", color=colour, label=f"year {year}", clip_on=False)
        axes.plot(-part["other"], at, "|", color=colour, clip_on=False, markersize=7)
    axes.axvline(0, color="#444444", linewidth=1)
    axes.axvline(0.5, color="#444444", linewidth=0.8, linestyle=":")
    labels = [
        f"{lever.replace('_', ' ')}: {outcome(name).label} ({way})" for lever, name, way in claims
    ]
    axes.set_yticks(range(len(claims)), labels, fontsize=8)
    axes.set_ylim(len(claims) - 0.4, -0.6)
    ticks = (-1.0, -0.5, 0.0, 0.5, 1.0)
    axes.set_xticks(ticks, [f"{100 * abs(tick):.0f} %" for tick in ticks])
    axes.set_xlim(-1.0, 1.0)
    axes.set_xlabel("share of societies: other way (left), reported way (right)")
    axes.legend(frameon=False, fontsize=8, loc="lower left")
    note = (
        f"the first {societies} societies of the ensemble; "
        "the rest of 100 % differ by less than counts"
    )
    return finish(figure, note)
