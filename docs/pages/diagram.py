"""Diagrams of boxes and arrows, as SVG that takes the colours of the page around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

LINE = 17
"""Pixels from one line of text to the next."""
BASE = 5
"""Pixels from the middle of a line of text to its base."""
HEAD = (
    '<marker id="{id}-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"><path d="M0 0 10 5 0 10z"/></marker>'
)


@dataclass(frozen=True, slots=True)
class Box:
    """A box with lines of text; `kind` (plain, burden, issue, freed, bare) is its colour."""

    x: float
    y: float
    width: float
    height: float
    lines: Sequence[str]
    kind: str = "plain"

    @property
    def extent(self) -> tuple[float, float]:
        """Its right and lower edge."""
        return self.x + self.width, self.y + self.height

    def svg(self, name: str) -> str:
        """The box, its first line in bold, as markup."""
        middle = self.x + self.width / 2
        first = self.y + self.height / 2 - LINE * (len(self.lines) - 1) / 2 + BASE
        styles = ["" if self.kind == "bare" else ' class="lead"', *[""] * len(self.lines)]
        texts = "".join(
            f'<text{style} x="{middle:g}" y="{first + LINE * number:g}">{escape(line)}</text>'
            for number, (line, style) in enumerate(zip(self.lines, styles, strict=False))
        )
        if self.kind == "bare":
            return texts
        return (
            f'<rect class="{self.kind}" x="{self.x:g}" y="{self.y:g}" width="{self.width:g}" '
            f'height="{self.height:g}" rx="6"/>{texts}'
        )


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow along points (x, y), with lines of text beside the middle of its longest part.

    `side` says where the text stands: above, below, left, right.
    """

    along: Sequence[Sequence[float]]
    lines: Sequence[str] = ()
    side: str = "above"
    dashed: bool = False

    @property
    def extent(self) -> tuple[float, float]:
        """Its rightmost and lowest point, with room for text below."""
        room = LINE * len(self.lines) if self.side == "below" else 0
        return max(x for x, _ in self.along), max(y for _, y in self.along) + room

    def svg(self, name: str) -> str:
        """The arrow and its text, as markup."""
        path = "M" + " L".join(f"{x:g} {y:g}" for x, y in self.along)
        style = ' class="dashed"' if self.dashed else ""
        line = f'<path{style} d="{path}" fill="none" marker-end="url(#{name}-head)"/>'
        return line + self._text()

    def _text(self) -> str:
        parts = list(zip(self.along, self.along[1:], strict=False))
        (x0, y0), (x1, y1) = max(
            parts, key=lambda part: abs(part[1][0] - part[0][0]) + abs(part[1][1] - part[0][1])
        )
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        height = LINE * (len(self.lines) - 1)
        across = {"left": -8, "right": 8}.get(self.side, 0)
        start = {"above": -8 - height, "below": LINE}.get(self.side, BASE - height / 2)
        anchor = {"left": "end", "right": "start"}.get(self.side, "middle")
        return "".join(
            f'<text class="beside" style="text-anchor:{anchor}" x="{x + across:g}" '
            f'y="{y + start + LINE * number:g}">{escape(line)}</text>'
            for number, line in enumerate(self.lines)
        )


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes and arrows, the title that is read aloud, and the caption below."""

    title: str
    caption: str
    parts: Sequence[Box | Arrow]

    def svg(self, name: str) -> str:
        """The whole diagram; `name` keeps the ids of diagrams on one page apart."""
        width = max(part.extent[0] for part in self.parts) + 10
        height = max(part.extent[1] for part in self.parts) + 10
        inner = "".join(part.svg(name) for part in self.parts)
        return (
            f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img" '
            f'aria-label="{escape(self.title)}"><defs>{HEAD.format(id=name)}</defs>{inner}</svg>'
        )

    def figure(self, name: str) -> str:
        """The diagram with its caption, for a page in Markdown; it scrolls where it is too wide."""
        return (
            f'<figure class="diagram"><div class="scrolled">{self.svg(name)}</div>'
            f"<figcaption>{escape(self.caption)}</figcaption></figure>"
        )
