"""Tables in Markdown that line up in raw text too."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

WIDEST = 58
"""Of a padded column; longer cells push what follows aside, in their row alone."""


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns padded to their widest cell, Chinese characters two wide; the last one runs free."""
    cells = [[_escaped(cell) for cell in row] for row in (head, *rows)]
    columns = range(len(head) - 1)
    widths = [min(WIDEST, max(_width(row[column]) for row in cells)) for column in columns]
    lines = [_line(row, widths) for row in cells]
    rule = "|".join(["", *("-" * (width + 2) for width in widths), "---", ""])
    return "\n".join([lines[0], rule, *lines[1:]])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell + " " * max(0, width - _width(cell))
        for cell, width in zip(row[:-1], widths, strict=True)
    ]
    return f"| {' | '.join([*padded, row[-1]])} |"


def _escaped(cell: str) -> str:
    return " ".join(cell.split()).replace("|", r"\|")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
