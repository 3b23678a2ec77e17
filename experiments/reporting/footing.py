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


def source(figure: Figure, results: Results, *notes: str) -> None:
    """Write notes and the version of the model, separated by semicolons, above the panels.

    Parameters: the figure; results, whose manifest names the model; notes, empty ones left out.
    """
    width = int(LETTERS * figure.get_size_inches()[0])
    figure.suptitle(fill(_line(results, notes), width), fontsize=SIZE, color=INK, x=0.01, ha="left")


def titled(figure: Figure, results: Results, title: str, *notes: str) -> None:
    """Write a title above the panels, and below it in grey notes and the version of the model.

    Parameters: the figure, WIDTH inches wide or so, in constrained layout; results, whose manifest
    names the model; what is shown; notes, empty ones left out.
    """
    width, height = figure.get_size_inches()
    head = fill(title, columns(width - 2 * EDGE, TITLE))
    text = fill(_line(results, notes), columns(width - 2 * EDGE, SMALL))
    place = GAP
    looks: tuple[tuple[str, float, dict[str, Any]], ...] = (
        (head, TITLE, {"fontweight": "bold"}),
        (text, SMALL, {"color": INK}),
    )
    for lines, size, look in looks:
        written = figure.text(
            EDGE / width, 1 - place / height, lines, fontsize=size, va="top", ha="left", **look
        )
        written.set_in_layout(False)
        place += LINE * size / 72 * (1 + lines.count("\n")) + GAP / 2
    layout = figure.get_layout_engine()
    assert isinstance(layout, ConstrainedLayoutEngine)
    layout.set(rect=(0.0, 0.0, 1.0, 1.0 - (place + GAP) / height))


def columns(inches: float, size: float = SMALL) -> int:
    """Columns of text of a size, in points, that so many inches hold."""
    return max(NARROWEST, int(LETTERS * inches * SIZE / size))


def _line(results: Results, notes: tuple[str, ...]) -> str:
    model = results.manifest["versions"]["model"]
    named = _("unburden, model {model}").format(model=model)
    return joined([*notes, named], "statements")
