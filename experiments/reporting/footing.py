"""The line above the panels of a figure: what marks are, what is left out, and the model."""

from __future__ import annotations

from matplotlib.figure import Figure

from experiments.language import _, fill
from experiments.reporting.results import Results

SIZE = 8.0
"""Points of the smallest text."""
LETTERS = 14
"""Columns of text of this size that an inch holds; a Chinese character takes two."""
INK = "#555555"


def source(figure: Figure, results: Results, *notes: str) -> None:
    """Write notes and the version of the model, separated by semicolons, above the panels.

    Parameters: the figure; results, whose manifest names the model; notes, empty ones left out.
    """
    model = results.manifest["versions"]["model"]
    named = _("unburden, model {model}").format(model=model)
    text = "; ".join([*filter(None, notes), named])
    width = int(LETTERS * figure.get_size_inches()[0])
    figure.suptitle(fill(text, width), fontsize=SIZE, color=INK, x=0.01, ha="left")
