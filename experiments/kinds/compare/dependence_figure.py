"""The figure of what hours freed depend on: rank correlations with assumptions over societies."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import blended_transform_factory

from experiments.kinds.compare.dependence import depends, span, too_few
from experiments.language import _, joined, wrapped
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
from experiments.reporting.meanings import meaning, shortened
from experiments.reporting.results import Results
from experiments.reporting.shown_scenarios import chosen
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO

MOST, MOST_EACH = 8, 5
"""Scenarios that are shown, and assumptions of each."""
LABELS = 3.1
"""Inches of the meaning of an assumption."""
LINE, GAP, BAR = 0.155, 0.1, 0.2
"""Inches of a line of text, between rows, and of a bar."""
LINES = 3
"""Lines of a meaning at most; the table has all of it."""
MORE, FEWER = (OKABE_ITO[0], ""), (OKABE_ITO[1], "////")
"""Colour and hatch of assumptions with which hours rise, and fall."""
ENDS = 1.3
"""Of the axis: numbers stand beyond the longest bar."""
SHADE, EDGE = "#F0F0F0", 0.01
"""Colour of headings, and the share of the width left of them."""


class Row(NamedTuple):
    """A row of the figure: its place from the top and its height, in inches, and what is in it."""

    top: float
    height: float
    kind: str
    text: str
    value: Any = None


def what_it_depends_on(results: Results) -> dict[str, Figure]:
    """Assumptions that hours freed at equal delivery go with over societies, for each scenario.

    Bar: Spearman rank correlation; dotted lines: what the largest of all assumptions reaches by
    chance in 5 of 100 cases. Only assumptions beyond it are shown. Numbers: median hours freed in
    the third of societies where the assumption is lowest, and highest. A correlation is not an
    effect, as assumptions of plausible societies go together.
    """
    rows = depends(results)
    if rows.empty:
        return {}
    names, left_out = chosen(results, MOST, "depends.csv")
    shown, more = _rows(rows, names)
    height = shown[-1].top + shown[-1].height
    size = (WIDTH, 2.2 + height)
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    axes = figure.subplots()
    axes.set_ylim(height, 0)
    axes.set_xlim(-ENDS, ENDS)
    for row in shown:
        _draw(axes, row)
    found = bool(rows["assumption"].notna().any())
    _dress(axes, found)
    if found:
        figure.legend(handles=_handles(), loc="outside lower center", frameon=False, fontsize=SMALL)
    first = _("what to measure first: experiment=value_of_information")
    note = _(
        "bar: rank correlation over societies; dotted: what the largest of all assumptions reaches "
        "by chance in 5 of 100 cases; right: median hours freed in the third of societies where "
        "the assumption is lowest → highest; a correlation is not an effect"
    )
    heading = _("Which assumptions the hours freed depend on")
    titled(figure, results, heading, note, first, left_out, more)
    return {"what_it_depends_on": figure}


def _rows(rows: pd.DataFrame, names: list[str]) -> tuple[list[Row], str]:
    """Rows from the top: a heading for each scenario, and its assumptions.

    Scenarios that have none share a heading and the sentence that says so.
    """
    found: list[Row] = []
    left = 0
    none: dict[str, list[str]] = {}

    def add(kind: str, lines: list[str], value: Any = None) -> None:
        top = found[-1].top + found[-1].height if found else 0.0
        found.append(Row(top, LINE * len(lines) + GAP, kind, "\n".join(lines), value))

    for name in names:
        mine = rows[rows["scenario"] == name].to_dict("records")
        if pd.isna(mine[0]["assumption"]):
            none.setdefault(too_few(mine[0]), []).append(labels.spelled(name))
            continue
        add("heading", [labels.spelled(name)])
        left += max(0, len(mine) - MOST_EACH)
        for row in mine[:MOST_EACH]:
            add("bar", [*shortened(meaning(row["meaning"]), columns(LABELS)), span(row)], row)
    for sentence, those in none.items():
        add("heading", wrapped(joined(those), columns(WIDTH - 0.3)))
        add("sentence", wrapped(sentence, columns(WIDTH - 0.3)))
    more = _("{n} weaker ones are left out: {where} has all of them")
    return found, more.format(n=left, where="depends.csv") if left else ""


def _draw(axes: Axes, row: Row) -> None:
    middle = row.top + row.height / 2
    side = axes.get_yaxis_transform()
    if row.kind == "bar":
        value, limit = row.value["correlation"], row.value["threshold"]
        ink, hatch = MORE if value > 0 else FEWER
        axes.barh(middle, value, height=BAR, color=ink, hatch=hatch, edgecolor="white", zorder=3)
        for end in (-limit, limit):
            axes.vlines(
                end, row.top, row.top + row.height, color=BASELINE_INK, linestyle=":", linewidth=1.2
            )
        axes.vlines(0, row.top, row.top + row.height, color=BASELINE_INK, linewidth=1)
        axes.annotate(
            labels.signed(value, 2), (value, middle), xytext=(3 if value > 0 else -3, 0),
            textcoords="offset points", va="center", ha="left" if value > 0 else "right",
            fontsize=SMALL, zorder=4,
        )  # fmt: skip
        axes.annotate(
            row.text, (0, middle), xycoords=side, xytext=(-6, 0), textcoords="offset points",
            va="center", ha="right", fontsize=SMALL, annotation_clip=False,
        )  # fmt: skip
        hours = (labels.signed(row.value[end]) for end in ("where_low", "where_high"))
        axes.annotate(
            " → ".join(hours), (1, middle), xycoords=side, xytext=(4, 0),
            textcoords="offset points", va="center", fontsize=SMALL, annotation_clip=False,
        )  # fmt: skip
        return
    figure = axes.get_figure()
    assert figure is not None
    across = blended_transform_factory(figure.transFigure, axes.transData)
    heading = row.kind == "heading"
    if heading:
        shade = Rectangle((EDGE, row.top), 1 - 2 * EDGE, row.height, facecolor=SHADE, zorder=0)
        shade.set(transform=across, clip_on=False, in_layout=False)
        axes.add_artist(shade)
    text = axes.text(
        2 * EDGE, middle, row.text, transform=across, va="center", fontsize=SMALL,
        fontweight="bold" if heading else "normal",
    )  # fmt: skip
    text.set_in_layout(False)


def _dress(axes: Axes, bars: bool) -> None:
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_yticks([])
    axes.tick_params(labelsize=SMALL)
    if bars:
        axes.set_xticks(np.linspace(-1, 1, 5))
        axes.set_xlabel(_("rank correlation (no unit)"), fontsize=SMALL)
    else:
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)


def _handles() -> list[Patch]:
    names = (
        _("higher values go with more hours freed"),
        _("higher values go with fewer hours freed"),
    )
    return [
        Patch(facecolor=ink, hatch=hatch, edgecolor="white", label=name)
        for (ink, hatch), name in zip((MORE, FEWER), names, strict=True)
    ]
