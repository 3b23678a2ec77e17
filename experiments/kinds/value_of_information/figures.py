"""The figures of `value_of_information`: what to measure first, and the decisions."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.kinds.value_of_information.summary import spelled, weights
from experiments.language import _, breadth, fill, joined
from experiments.reporting.meanings import meaning
from experiments.reporting.recorded_texts import text
from experiments.reporting.results import Results
from experiments.reporting.style import BASELINE_INK, DPI, MOST_ROWS, OKABE_ITO, first

ROWS = 20
MEANING = 70
"""Letters of a meaning at most; a Chinese character takes two."""
INK, PALE, QUIET = OKABE_ITO[0], OKABE_ITO[5], "#BBBBBB"


def value_of_single_assumptions(results: Results) -> Figure:
    """The value of knowing each assumption alone, for those with the largest.

    Shown are 95 % intervals. The dashed line is what the largest of all assumptions exceeds in 5 of
    100 cases if none matters; grey points are within it.
    """
    rows = results.value.head(ROWS)
    figure = Figure(figsize=(11, 1.8 + 0.42 * len(rows)), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    places = np.arange(len(rows))
    inks = np.where(rows["beyond_noise"], INK, QUIET)
    axes.hlines(places, rows["low"], rows["high"], color=inks, linewidth=2.5, alpha=0.5)
    axes.scatter(rows["evppi"], places, c=inks, s=34, zorder=3)
    axes.axvline(
        rows["noise_limit"].max(), color=BASELINE_INK, linestyle="--", linewidth=1,
        label=_("noise limit"),
    )  # fmt: skip
    names = [
        f"{name}\n{_short(meaning(text))}"
        for name, text in zip(rows["assumption"], rows["meaning"], strict=True)
    ]
    axes.set_yticks(places, names, fontsize=7.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.set_xlabel(_("value of knowing it, hours per worker-week"))
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    _plain(axes)
    _titled(figure, _("What to measure first"), results)
    return figure


def decisions_over_societies(results: Results) -> Figure:
    """Utility of each decision over societies, and in what share of them it is the best.

    Shown are means with 95 % intervals (thick) and the middle 90 % of societies (thin).
    """
    rows, fewer = first(
        results.decisions.to_dict("records"), MOST_ROWS, "decisions", "decisions.csv"
    )
    figure = Figure(figsize=(9, 1.6 + 0.36 * len(rows)), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    axes.axvline(0, color=BASELINE_INK, linewidth=1)
    for place, row in enumerate(rows):
        axes.hlines(place, row["utility_05"], row["utility_95"], color=PALE, linewidth=2.5)
        axes.hlines(place, row["utility_low"], row["utility_high"], color=INK, linewidth=6)
        axes.plot(row["utility"], place, "o", color="white", markeredgecolor=INK, markersize=5)
        axes.annotate(
            _("best in {share:.0f} %").format(share=100 * row["best"]), (1, place),
            xycoords=axes.get_yaxis_transform(), xytext=(4, 0), textcoords="offset points",
            va="center", fontsize=8, color="0.3",
        )  # fmt: skip
    axes.set_yticks(range(len(rows)), [spelled(str(row["decision"])) for row in rows], fontsize=8.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlabel(_("utility against doing nothing, hours per worker-week"))
    _plain(axes)
    _titled(figure, _("Which reform to begin with"), results, weights(results), fewer)
    return figure


def _short(text: str) -> str:
    """The text, cut off where it is wider than a line."""
    if breadth(text) <= MEANING:
        return text
    while breadth(text) >= MEANING:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=8)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)


def _titled(figure: Figure, title: str, results: Results, *notes: str) -> None:
    letters = int(15 * figure.get_size_inches()[0])
    figure.suptitle(title, fontsize=10, fontweight="bold", x=0.01, ha="left")
    shown = fill(joined([text(results.manifest, "sample"), *notes], "statements"), letters)
    figure.supxlabel(shown, fontsize=7.5, color="#666666", x=0.01, ha="left")


FIGURES = {"value": value_of_single_assumptions, "decisions": decisions_over_societies}
