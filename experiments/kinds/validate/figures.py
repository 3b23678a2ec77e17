"""The figures of a validation: documented numbers and the model's, and reported directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
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
LABEL, VERDICT = 2.3, 1.5
"""Inches of a claim, and of its verdict."""
LINE, GAP = 0.15, 0.1
"""Inches of a line of a claim, and between claims."""
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
    names = [
        _name(joined([_(row["claim"]), _(row["unit"])], "clauses"))
        for row in rows.to_dict("records")
    ]
    figure = Figure(figsize=(WIDTH, 2.9 + _inches(names)), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    for place, row in enumerate(rows.to_dict("records")):
        size = _size(row)
        ink = INKS[row["section"]]
        ends = np.array([row[f"predicted_{q}"] / size for q in ("05", "95")])
        axes.plot(np.clip(ends, *EDGES), [place] * 2, color=ink, linewidth=4, solid_capstyle="butt")
        for edge, end, mark in zip(EDGES, ends, "<>", strict=True):
            if not EDGES[0] <= end <= EDGES[1]:
                axes.plot(edge, place, mark, color=ink, markersize=7, clip_on=False)
        axes.plot(row["predicted_50"] / size, place, "o", color="white", markeredgecolor="0.2")
        axes.plot(row["reference"] / size, place, "D", color="black", markersize=4, clip_on=False)
    sizes = np.array([_size(row) for row in rows.to_dict("records")])
    lows, highs = rows["predicted_05"] / sizes, rows["predicted_95"] / sizes
    left, right = max(min(0.0, lows.min()), EDGES[0]), min(max(2.0, highs.max()), EDGES[1])
    for place, row in enumerate(rows.to_dict("records")):
        _documented(axes, row, place, (left, right))
    axes.set_xlim(left, right)
    places = [percentile(row).text for row in rows.to_dict("records")]
    _labelled(axes, rows, names, places)
    axes.set_xlabel(_("multiple of the documented number"), fontsize=SMALL)
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
    of = members(results.manifest)
    names = []
    for row in rows.to_dict("records"):
        fewer = _("{number:.0f} {members}").format(number=row["societies"], members=of)
        note = fewer if row["societies"] < row["of"] else ""
        names.append(_name(bracketed(_(row["claim"]), note)))
    figure = Figure(figsize=(WIDTH, 2.9 + _inches(names)), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    for place, row in enumerate(rows.to_dict("records")):
        ink = INKS[row["section"]]
        ends = [100 * row[name] for name in ("share_low", "share_high")]
        axes.plot(ends, [place, place], color=ink, linewidth=2.5)
        axes.plot(100 * row["share"], place, "o", color=ink, markersize=5.5)
        axes.plot(100 * row["opposite"], place, "x", color=ink, markersize=5.5)
    for limit, style in ((100 * SURE, "-"), (100 * LIKELY, "--"), (50.0, ":")):
        axes.axvline(limit, color=BASELINE_INK, linewidth=0.8, linestyle=style, zorder=0)
    axes.set_xlim(-1, 101)
    _labelled(axes, rows, names, [""] * len(rows))
    ways = _("{members} that go the reported way (dot) and the other way (x), %")
    axes.set_xlabel(fill(ways.format(members=of), columns(WIDTH - 3.8)), fontsize=SMALL)
    caption = _(
        "bars: 95 % interval for the number of {members}; a way is gone by more than the least "
        "difference that matters; lines: met from 95 %, mostly from 80 %; right: the verdict, and "
        "in brackets whether the reference society goes that way"
    ).format(members=of)
    _finish(figure, axes, rows, _("Reported directions"), caption, results)
    return figure


def _name(text: str) -> str:
    """A claim in lines of LABEL inches."""
    return fill(text, columns(LABEL))


def _inches(names: Sequence[str]) -> float:
    """The height of rows, of which each is as high as the one with most lines."""
    return len(names) * (GAP + LINE * max((1 + name.count("\n") for name in names), default=1))


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
    axes.set_yticks(range(len(rows)), names, fontsize=SMALL)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    for place, row in enumerate(rows.to_dict("records")):
        verdict = joined([_(row["verdict"]), places[place]], "clauses")
        told = bracketed(verdict, _(row["reference_verdict"] or ""))
        axes.annotate(
            fill(told, columns(VERDICT)), (1, place),
            xycoords=axes.get_yaxis_transform(), xytext=(7, 0), textcoords="offset points",
            va="center", fontsize=SMALL, color="0.25",
        )  # fmt: skip
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=SMALL)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)


def _finish(
    figure: Figure, axes: Axes, rows: pd.DataFrame, title: str, caption: str, results: Results
) -> None:
    """Title and contents above, a key to the colours below."""
    of = members(results.manifest)
    for section in [name for name in INKS if name in set(rows["section"])]:
        label = _(SECTIONS[section]).format(members=of)
        axes.plot([], [], color=INKS[section], linewidth=4, label=label)
    figure.legend(
        *axes.get_legend_handles_labels(), loc="outside lower left", ncols=1, frameon=False,
        fontsize=SMALL,
    )  # fmt: skip
    titled(figure, results, title, caption, text(results.manifest, "sample").rstrip(".。"))


FIGURES = {"numbers": documented_numbers, "directions": reported_directions}
