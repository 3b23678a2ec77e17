"""The figures of a validation: documented numbers and the model's, and reported directions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.kinds.validate.checks import MATCHED
from experiments.kinds.validate.summary import (
    DIRECTION,
    NUMBER,
    SECTIONS,
    members,
    percentile,
    sections,
)
from experiments.language import _, bracketed, fill, joined
from experiments.reporting.recorded_texts import text
from experiments.reporting.results import Results
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO
from experiments.statistics.verdicts import ERRORS, LIKELY, SURE

INKS = {
    "outcome": OKABE_ITO[0],
    "assumed": OKABE_ITO[1],
    "prescribed": "#999999",
    MATCHED: "#CFCFCF",
}
DOCUMENTED = OKABE_ITO[2]
LABEL = 52
"""Letters in a line."""
EDGES = (-1.0, 5.0)
"""Shares of a documented number beyond which nothing is plotted to scale."""


def documented_numbers(results: Results) -> dict[str, Figure]:
    """Values of the model, as a share of the documented number (1)."""
    rows = _rows(results, NUMBER)
    return {"numbers": _numbers(rows, results)} if len(rows) else {}


def reported_directions(results: Results) -> dict[str, Figure]:
    """Share of societies that go in the reported direction, and of those that go the other way."""
    rows = _rows(results, DIRECTION)
    return {"directions": _directions(rows, results)} if len(rows) else {}


def _rows(results: Results, about: str) -> pd.DataFrame:
    """Checks of one sort, the strongest kind of evidence first, matched ones last."""
    rows = results.validation[results.validation["about"] == about]
    parts = [part.assign(section=section) for section, part in sections(rows)]
    return pd.concat(parts)


def _numbers(rows: pd.DataFrame, results: Results) -> Figure:
    figure = Figure(figsize=(10.5, 1.8 + 0.42 * len(rows)), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    names = []
    for place, row in enumerate(rows.to_dict("records")):
        size = _size(row)
        ink = INKS[row["section"]]
        ends = np.array([row[f"predicted_{q}"] / size for q in ("05", "95")])
        axes.plot(np.clip(ends, *EDGES), [place] * 2, color=ink, linewidth=4, solid_capstyle="butt")
        for edge, end, mark in zip(EDGES, ends, "<>", strict=True):
            if not EDGES[0] <= end <= EDGES[1]:
                axes.plot(edge, place, mark, color=ink, markersize=7, clip_on=False)
        axes.plot(row["predicted_50"] / size, place, "o", color="white", markeredgecolor=ink)
        axes.plot(row["reference"] / size, place, "D", color="black", markersize=4)
        names.append(fill(joined([_(row["claim"]), _(row["unit"])], "clauses"), LABEL))
    sizes = np.array([_size(row) for row in rows.to_dict("records")])
    lows, highs = rows["predicted_05"] / sizes, rows["predicted_95"] / sizes
    left, right = max(min(0.0, lows.min()), EDGES[0]), min(max(2.0, highs.max()), EDGES[1])
    for place, row in enumerate(rows.to_dict("records")):
        _documented(axes, row, place, (left, right))
    axes.set_xlim(left, right)
    places = [percentile(row).text for row in rows.to_dict("records")]
    _labelled(axes, rows, names, places)
    axes.set_xlabel(_("share of the documented number"), fontsize=8.5)
    axes.plot([], [], color=DOCUMENTED, linewidth=9, alpha=0.35, label=_("documented"))
    axes.plot([], [], "D", color="black", markersize=4, label=_("reference society"))
    caption = _(
        "bars: middle 90 % of {members}, and their median; green: documented range, widened by "
        "1.96 standard errors, to one side for a bound; arrows: beyond the edge; right: the "
        "verdict, the percentile of the documented number, and in brackets whether the reference "
        "society meets it"
    ).format(members=members(results.manifest))
    _finish(figure, axes, rows, _("Documented numbers and the model's"), caption, results)
    return figure


def _directions(rows: pd.DataFrame, results: Results) -> Figure:
    figure = Figure(figsize=(10.5, 1.9 + 0.27 * len(rows)), dpi=DPI, layout="constrained")
    axes, of = figure.subplots(), members(results.manifest)
    names = []
    for place, row in enumerate(rows.to_dict("records")):
        ink = INKS[row["section"]]
        ends = [100 * row[name] for name in ("share_low", "share_high")]
        axes.plot(ends, [place, place], color=ink, linewidth=2.5)
        axes.plot(100 * row["share"], place, "o", color=ink, markersize=5.5)
        axes.plot(100 * row["opposite"], place, "x", color=ink, markersize=5.5)
        fewer = _("{number:.0f} {members}").format(number=row["societies"], members=of)
        names.append(bracketed(_(row["claim"]), fewer if row["societies"] < row["of"] else ""))
    for limit, style in ((100 * SURE, "-"), (100 * LIKELY, "--"), (50.0, ":")):
        axes.axvline(limit, color=BASELINE_INK, linewidth=0.8, linestyle=style, zorder=0)
    axes.set_xlim(-1, 101)
    _labelled(axes, rows, names, [""] * len(rows))
    ways = _("{members} that go the reported way (dot) and the other way (x), %")
    axes.set_xlabel(ways.format(members=of), fontsize=8.5)
    caption = _(
        "bars: 95 % interval for the number of {members}; a way is gone by more than the least "
        "difference that matters; lines: met from 95 %, mostly from 80 %; right: the verdict, and "
        "in brackets whether the reference society goes that way"
    ).format(members=of)
    _finish(figure, axes, rows, _("Reported directions"), caption, results)
    return figure


def _size(row: Mapping[Any, Any]) -> float:
    """The documented number, or the middle of its range."""
    return float(np.nanmean(np.abs([row["low"], row["high"]])))


def _documented(axes: Axes, row: Mapping[Any, Any], place: int, edges: tuple[float, float]) -> None:
    """The documented range, to the edge where it is a bound."""
    size, error = _size(row), ERRORS * row["error"]
    low = edges[0] if np.isnan(row["low"]) else (row["low"] - error) / size
    high = edges[1] if np.isnan(row["high"]) else (row["high"] + error) / size
    least = 0.006 * (edges[1] - edges[0])
    if high - low < 2 * least:
        low, high = low - least, high + least
    axes.fill_between([low, high], place - 0.36, place + 0.36, color=DOCUMENTED, alpha=0.3)


def _labelled(axes: Axes, rows: pd.DataFrame, names: list[str], places: list[str]) -> None:
    """Claims on the left, verdicts (and percentiles) on the right."""
    axes.set_yticks(range(len(rows)), names, fontsize=7.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    for place, row in enumerate(rows.to_dict("records")):
        verdict = joined([_(row["verdict"]), places[place]], "clauses")
        axes.annotate(
            bracketed(verdict, _(row["reference_verdict"] or "")), (1, place),
            xycoords=axes.get_yaxis_transform(), xytext=(7, 0), textcoords="offset points",
            va="center", fontsize=7.5, color="0.25",
        )  # fmt: skip
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=7.5)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)


def _finish(
    figure: Figure, axes: Axes, rows: pd.DataFrame, title: str, caption: str, results: Results
) -> None:
    """Title above; below, a key to the colours and the contents."""
    caption, of = (
        joined([caption, text(results.manifest, "sample")], "statements"),
        members(results.manifest),
    )
    for section in [name for name in INKS if name in set(rows["section"])]:
        label = _(SECTIONS[section]).format(members=of)
        axes.plot([], [], color=INKS[section], linewidth=4, label=label)
    letters = int(15 * figure.get_size_inches()[0])
    figure.legend(
        *axes.get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False,
        fontsize=7.5, title=fill(caption, letters), title_fontsize=7, alignment="left",
    )  # fmt: skip
    figure.suptitle(title, fontsize=10, fontweight="bold", x=0.01, ha="left")


FIGURES = {"numbers": documented_numbers, "directions": reported_directions}
