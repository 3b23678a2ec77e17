"""The figures of `value_of_information`: what to measure first, and the decisions."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.kinds.value_of_information.summary import spelled, weights
from experiments.language import _, counted
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
from experiments.reporting.meanings import meaning, shortened
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.style import BASELINE_INK, DPI, MOST_ROWS, OKABE_ITO, first

ROWS, FEWEST = 15, 3
"""Assumptions shown at most; and at least, should fewer be worth anything."""
LEAST = 0.005
"""Hours per worker-week: a value below it is printed as 0.00."""
EDGE = 0.02
"""Of the scale: room left of 0, so that a dot is whole."""
LABELS = 3.2
"""Inches of a meaning, of which the table has all."""
INK, PALE, QUIET = OKABE_ITO[0], OKABE_ITO[5], "#BBBBBB"


def value_of_single_assumptions(results: Results) -> Figure:
    """The value of knowing each assumption alone, for those with the largest.

    Shown are 95 % intervals. The dashed line is what the largest of all assumptions exceeds in 5 of
    100 cases if none matters; grey points are within it.
    """
    known = results.value
    worth = int((known["evppi"] >= LEAST).sum())
    rows = known.head(min(ROWS, max(FEWEST, worth)))
    figure = Figure(figsize=(WIDTH, 1.9 + 0.4 * len(rows)), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    places = np.arange(len(rows))
    inks = np.where(rows["beyond_noise"], INK, QUIET)
    axes.hlines(places, rows["low"], rows["high"], color=inks, linewidth=2.5, alpha=0.5)
    axes.scatter(rows["evppi"], places, c=inks, s=34, zorder=3)
    axes.axvline(
        rows["noise_limit"].max(), color=BASELINE_INK, linestyle="--", linewidth=1,
        label=_("noise limit"),
    )  # fmt: skip
    names = ["\n".join(shortened(meaning(text), columns(LABELS))) for text in rows["meaning"]]
    axes.set_yticks(places, names, fontsize=SMALL)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(left=-EDGE * max(1e-6, axes.get_xlim()[1]))
    axes.set_xlabel(_("value of knowing it, hours per worker-week"), fontsize=SMALL)
    axes.legend(frameon=False, fontsize=SMALL, loc="lower right")
    _plain(axes)
    note = _("dot and bar: value and 95 % interval; grey: within noise")
    titled(
        figure,
        results,
        _("What to measure first"),
        note,
        _others(known, len(rows)),
        _sample(results),
    )
    return figure


def decisions_over_societies(results: Results) -> Figure:
    """Utility of each decision over societies, and in what share of them it is the best.

    Shown are means with 95 % intervals (thick) and the middle 90 % of societies (thin).
    """
    rows, fewer = first(
        results.decisions.to_dict("records"), MOST_ROWS, "decisions", "decisions.csv"
    )
    figure = Figure(figsize=(WIDTH, 1.9 + 0.3 * len(rows)), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    axes.axvline(0, color=BASELINE_INK, linewidth=1)
    for place, row in enumerate(rows):
        axes.hlines(place, row["utility_05"], row["utility_95"], color=PALE, linewidth=2.5)
        axes.hlines(place, row["utility_low"], row["utility_high"], color=INK, linewidth=6)
        axes.plot(row["utility"], place, "o", color="white", markeredgecolor=INK, markersize=5)
        axes.annotate(
            _("best in {share} %").format(share=f"{100 * row['best']:.0f}"), (1, place),
            xycoords=axes.get_yaxis_transform(), xytext=(4, 0), textcoords="offset points",
            va="center", fontsize=SMALL, color="0.3",
        )  # fmt: skip
    axes.set_yticks(range(len(rows)), [spelled(str(row["decision"])) for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlabel(_("utility against doing nothing, hours per worker-week"), fontsize=SMALL)
    _plain(axes)
    note = _("dot and thick: mean and 95 % interval; thin: middle 90 % of societies")
    title = _("Which reform to begin with")
    utility = weights(results).rstrip(".。")
    titled(figure, results, title, utility, note, _sample(results), fewer)
    return figure


def _others(rows: pd.DataFrame, shown: int) -> str:
    """How many assumptions have no row, and how many of these are worth nothing to speak of."""
    rest = rows["evppi"].iloc[shown:]
    low = int((rest < LEAST).sum())
    if rest.empty:
        return ""
    text = _("{n} more are below {least}: see value.csv")
    if low < len(rest):
        text = _("{n} more, {low} of them below {least}: see value.csv")
    return text.format(n=f"{len(rest):,}", low=f"{low:,}", least=LEAST)


def _sample(results: Results) -> str:
    """How many societies or draws were used."""
    used = int(results.manifest["used"])
    if societies(results):
        return counted(used, "plausible society", "plausible societies")
    return counted(used, "draw")


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=SMALL)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)


FIGURES = {"value": value_of_single_assumptions, "decisions": decisions_over_societies}
