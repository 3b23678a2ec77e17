"""The figure of coverage: shares of truths within their intervals, and where in them they lie."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.config.outcomes import outcome
from experiments.reporting.style import DPI, OKABE_ITO
from experiments.statistics.society_quantiles import SPAN
from experiments.studies.grid import finish

ASKED = 0.85, 0.95
"""Shares between which coverage is asked to be."""
APART = 0.15
BINS = 10
VALUES = {"mean": "mean over runs", "run": "documented run"}


def coverages(table: pd.DataFrame, rows: pd.DataFrame) -> Figure:
    """To the left coverage of each outcome, to the right ranks of truths within ensembles."""
    figure = Figure(figsize=(10.5, 1.6 + 0.3 * len(table)), dpi=DPI, layout="constrained")
    axes, ranks = figure.subplots(1, 2, width_ratios=(1.6, 1))
    axes.axvspan(*ASKED, color="#eeeeee", zorder=0)
    axes.axvline(SPAN[1] - SPAN[0], color="#444444", linewidth=0.8)
    at = np.arange(len(table))
    for colour, (value, label), side in zip(
        OKABE_ITO, VALUES.items(), (-APART, APART), strict=False
    ):
        axes.hlines(
            at + side, table[f"{value}_low"], table[f"{value}_high"], color=colour, alpha=0.5
        )
        axes.plot(
            table[value], at + side, "o", color=colour, markersize=4, label=label, clip_on=False
        )
    names = [
        f"{scenario.replace('_', ' ')}: {outcome(name).label}"
        for scenario, name in zip(table["scenario"], table["outcome"], strict=True)
    ]
    axes.set_yticks(at, names, fontsize=7.5)
    axes.invert_yaxis()
    axes.set_xlim(0.0, 1.0)
    axes.set_xlabel("share of truths within 5 to 95 % of their ensemble")
    axes.legend(frameon=False, fontsize=8, loc="lower left")
    edges = np.linspace(0.0, 1.0, BINS + 1)
    for colour, (value, label) in zip(OKABE_ITO, VALUES.items(), strict=False):
        share = np.histogram(rows[f"{value}_rank"].dropna(), edges)[0] / max(1, len(rows))
        ranks.stairs(share, edges, color=colour, label=label, linewidth=1.5)
    ranks.axhline(1.0 / BINS, color="#444444", linewidth=0.8)
    ranks.set_xlim(0.0, 1.0)
    ranks.set_ylim(bottom=0.0)
    ranks.set_xlabel("share of ensemble below the truth")
    ranks.set_ylabel("share of truths and outcomes")
    ranks.legend(frameon=False, fontsize=8)
    truths = int(table["truths"].max()) if len(table) else 0
    note = (
        f"{truths} truths; lines: 95 % for the number of truths (Wilson); grey: 85 to 95 %; "
        "to the right even ranks are a flat line"
    )
    return finish(figure, note)
