"""Lines above the panels of a figure: its title, what marks are, what is left out, the model."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from experiments.language import _, fill, joined
from experiments.reporting.results import Results

SIZE = 8.0
"""Points of the smallest text."""
LETTERS = 14
"""Columns of text of this size that an inch holds; a Chinese character takes two."""
INK = "#555555"
WIDTH = 7.0
"""Inches of a figure that is printed 17 cm wide, in which SMALL is 8 points on paper."""
SMALL, TITLE = 8.5, 11.0
"""Points of the smallest text of such a figure, and of its title."""
LINE, GAP, EDGE = 1.25, 0.08, 0.07
"""Height of a line in sizes of its text; inches above and below lines, and left of them."""
NARROWEST = 10
"""Columns of a line at least."""


def titled(figure: Figure, results: Results, title: str, *notes: str) -> None:
    """Write a title above the panels, and below it in grey notes and the version of the model.

    Parameters: the figure, WIDTH inches wide or so, in constrained layout; results, whose manifest
    names the model; what is shown; notes, empty ones left out.
    """
    headed(figure, title, joined([*notes, model(results)], "statements"))


def headed(figure: Figure, title: str, text: str) -> None:
    """Write a title and a text in grey; a constrained layout keeps its panels below them."""
    width, height = figure.get_size_inches()
    place = GAP
    for lines, size, look in _head(width, title, text):
        written = figure.text(
            EDGE / width, 1 - place / height, lines, fontsize=size, va="top", ha="left", **look
        )
        written.set_in_layout(False)
        place += _tall(lines, size)
    layout = figure.get_layout_engine()
    if isinstance(layout, ConstrainedLayoutEngine):
        layout.set(rect=(0.0, 0.0, 1.0, 1.0 - (place + GAP) / height))


def head_inches(width: float, title: str, text: str) -> float:
    """Inches that a title and a text take at the top of a figure of that width."""
    return 2 * GAP + sum(_tall(lines, size) for lines, size, _look in _head(width, title, text))


def model(results: Results) -> str:
    """The program and the version of its model."""
    named = _("unburden, model {model}")
    return named.format(model=results.manifest["versions"]["model"])


def columns(inches: float, size: float = SMALL) -> int:
    """Columns of text of a size, in points, that so many inches hold."""
    return max(NARROWEST, int(LETTERS * inches * SIZE / size))


def _head(width: float, title: str, text: str) -> tuple[tuple[str, float, dict[str, Any]], ...]:
    """Lines of the title and of the text, their size in points, and their look."""
    inside = width - 2 * EDGE
    return (
        (fill(title, columns(inside, TITLE)), TITLE, {"fontweight": "bold"}),
        (fill(text, columns(inside, SMALL)), SMALL, {"color": INK}),
    )


def _tall(lines: str, size: float) -> float:
    """Inches of lines, with the gap below them."""
    return LINE * size / 72 * (1 + lines.count("\n")) + GAP / 2
