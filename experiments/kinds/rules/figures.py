"""The figure of `rules`: the difference of each expectation, and its verdict."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.kinds.rules.summary import named
from experiments.kinds.rules.verdicts import AS_EXPECTED, COLOURS, NO_VALUE, NOTHING, OTHER_WAY
from experiments.language import _, counted, fill
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
from experiments.reporting.results import Results
from experiments.reporting.style import DPI

LABELS = 3.0
"""Inches of what is expected."""
MARKERS = {AS_EXPECTED: "o", OTHER_WAY: "X", NOTHING: "s", NO_VALUE: "D"}
"""Of verdicts, which differ in grey as well."""
CLIP = 6.0
"""Beyond so many half-widths a difference is beyond doubt, and plotted at the edge."""


def differences_beside_expectations(results: Results) -> dict[str, Figure]:
    """Differences in half-widths of their 95 % interval by theme, one row an expectation."""
    rows = results.rules
    return {
        f"rules_{theme}": _of_theme(results, str(theme), mine.reset_index(drop=True))
        for theme, mine in rows.groupby("theme", sort=False)
    }


def _of_theme(results: Results, theme: str, rows: pd.DataFrame) -> Figure:
    replications = results.manifest["replications"]
    figure = Figure(figsize=(WIDTH, 2.4 + 0.3 * len(rows)), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    half = (rows["ci_high"] - rows["ci_low"]).to_numpy() / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        errors = rows["difference"].to_numpy() / half
    errors = np.where(np.isnan(errors), 0.0, np.clip(errors, -CLIP, CLIP))
    places = np.arange(len(rows))
    names = []
    records: list[Any] = rows.to_dict("records")
    for place, row, error in zip(places, records, errors, strict=True):
        ink = COLOURS[row["verdict"]]
        axes.plot([0, error], [place, place], color=ink, linewidth=1.2)
        face = "white" if np.isnan(row["ci_low"]) else ink
        axes.plot(
            error, place, MARKERS[row["verdict"]], color=ink, markerfacecolor=face, markersize=5
        )
        sign = {"up": ">", "down": "<"}.get(row["expected"])
        if sign:
            side = CLIP * 1.06 if row["expected"] == "up" else -CLIP * 1.06
            axes.plot(side, place, marker=sign, color="#444444", markersize=4)
        name = _("{variation}: {measure}").format(variation=_(row["variation"]), measure=named(row))
        names.append(fill(name, columns(LABELS)))
    axes.set_yticks(places, names, fontsize=SMALL)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.axvline(0, color="#444444", linewidth=1)
    axes.axvspan(-1, 1, color="#F2F2F2", zorder=0)
    axes.set_xlim(-CLIP * 1.15, CLIP * 1.15)
    axes.set_xlabel(_("on minus off, in half-widths\nof the 95 % interval"), fontsize=SMALL)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=SMALL)
    for verdict, ink in COLOURS.items():
        axes.plot([], [], MARKERS[verdict], color=ink, label=_(verdict))
    figure.legend(
        *axes.get_legend_handles_labels(), loc="outside lower center", ncols=4, frameon=False,
        fontsize=SMALL,
    )  # fmt: skip
    runs = _("paired over {runs} under the same seeds").format(
        runs=counted(replications, "replication")
    )
    cut = _("cut at {n}; grey: within one").format(n=f"{CLIP:.0f}")
    mark = _("mark at the edge: the expected way; hollow, at 0: no interval, verdict by sign alone")
    title = _("{theme}: every mechanism off and on, all else equal").format(
        theme=_(theme.replace("_", " "))
    )
    titled(figure, results, title, runs, cut, mark)
    return figure


FIGURES = {"rules": differences_beside_expectations}
