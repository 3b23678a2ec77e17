"""Pictures as SVG, which a browser draws from text alone: no file, no font, no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from experiments.language import _
from experiments.reporting.labels import signed

INK, QUIET, RULE = "#1A1A1A", "#5A5A5A", "#D6D6D6"
BEFORE, AFTER = "#6B6B6B", "#0072B2"
WHISTLE = "#D55E00"
SHADES = ((244, 248, 251), (181, 212, 233), (91, 163, 208), (27, 105, 175), (8, 48, 107))
"""From few to many open issues."""
DARK = 0.5
"""Share of the scale from which letters are white."""
WEEK = 5
"""Days back that a whistle is marked."""
MOST_POINTS = 260


def tiles(backlog: Sequence[int], whistles: Sequence[int], most: int, title: str) -> str:
    """Communities as tiles, coloured by open issues; whistles of the last five days are marked."""
    count = len(backlog)
    across = count if count <= 2 else 4 if count <= 12 else 6
    size, gap = 84, 6
    width = across * (size + gap) - gap
    height = -(-count // across) * (size + gap) - gap
    parts = []
    for number, (issues, sounded) in enumerate(zip(backlog, whistles, strict=True)):
        left, top = number % across * (size + gap), number // across * (size + gap)
        share = issues / most if most else 0.0
        ink = "#FFFFFF" if share > DARK else INK
        parts.append(
            f'<g transform="translate({left} {top})">'
            f"<title>{escape(tile_title(number, issues, sounded))}</title>"
            f'<rect width="{size}" height="{size}" rx="6" fill="{shade(share)}" stroke="{RULE}"/>'
            f'<text x="8" y="18" font-size="12" fill="{ink}">{number + 1}</text>'
            f'<text x="{size / 2}" y="53" font-size="24" text-anchor="middle" fill="{ink}">'
            f"{issues:,}</text>"
        )
        if sounded:
            parts.append(
                f'<circle cx="{size - 14}" cy="14" r="10" fill="{WHISTLE}" stroke="#FFFFFF"/>'
                f'<text x="{size - 14}" y="18" font-size="12" text-anchor="middle" '
                f'fill="#FFFFFF">{sounded}</text>'
            )
        parts.append("</g>")
    return picture("".join(parts), width, height, title, most=min(width, 540))


def tile_title(number: int, issues: int, sounded: int) -> str:
    """What a tile shows, in words."""
    text = _("Community {number}. Open issues: {issues}; whistles in five days: {whistles}")
    return text.format(number=number + 1, issues=issues, whistles=sounded)


def shade(share: float) -> str:
    """The colour of a share of the scale, from 0 to 1."""
    place = min(max(share, 0.0), 1.0) * (len(SHADES) - 1)
    low = min(int(place), len(SHADES) - 2)
    rest = place - low
    mixed = (round(a + (b - a) * rest) for a, b in zip(SHADES[low], SHADES[low + 1], strict=True))
    return "#" + "".join(f"{each:02X}" for each in mixed)


def curves(before: Sequence[float], after: Sequence[float] | None, day: int, title: str) -> str:
    """A daily series without the levers and, if there are any, with them; the day is marked."""
    width, height, left, right, bottom, top = 640, 200, 64, 20, 28, 12
    days = len(before)
    highest = _round_up(max([*before, *(after or ()), 1]))

    def x(at: float) -> float:
        return left + at / days * (width - left - right)

    def y(value: float) -> float:
        return height - bottom - value / highest * (height - bottom - top)

    parts = []
    for tick in (0.0, highest / 2, highest):
        parts.append(
            f'<line x1="{left}" x2="{width - right}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" '
            f'stroke="{RULE}"/>'
            f'<text x="{left - 6}" y="{y(tick) + 4:.1f}" font-size="12" text-anchor="end" '
            f'fill="{QUIET}">{tick:,g}</text>'
        )
    step = 125 if days > 250 else 50
    for tick in range(0, days + 1, step):
        parts.append(
            f'<text x="{x(tick):.1f}" y="{height - 6}" font-size="12" text-anchor="middle" '
            f'fill="{QUIET}">{tick}</text>'
        )
    stride = -(-days // MOST_POINTS)
    for values, ink in ((before, BEFORE), (after, AFTER)):
        if values is not None:
            points = " ".join(
                f"{x(at + 1):.1f},{y(values[at]):.1f}" for at in range(0, days, stride)
            )
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="1.6"/>'
            )
    parts.append(
        f'<line x1="{x(day):.1f}" x2="{x(day):.1f}" y1="{top}" y2="{height - bottom}" '
        f'stroke="{INK}" stroke-dasharray="4 3"/>'
    )
    return picture("".join(parts), width, height, title)


def dots(values: Sequence[float], middle: float, title: str, wide: float) -> str:
    """A dot for each society on one axis, with a line at zero and a mark at the median."""
    width, height, axis = 640, 88, 46
    low, high = min([0.0, *values]), max([0.0, *values])
    low, high = min(low, -wide / 4), max(high, wide)
    span = high - low

    def x(value: float) -> float:
        return 24 + (value - low) / span * (width - 48)

    parts = [
        f'<line x1="24" x2="{width - 24}" y1="{axis}" y2="{axis}" stroke="{RULE}"/>',
        f'<line x1="{x(0):.1f}" x2="{x(0):.1f}" y1="24" y2="62" stroke="{QUIET}"/>',
    ]
    for tick in dict.fromkeys((low, 0.0, high)):
        if tick == 0.0 or abs(x(tick) - x(0)) > 40:
            parts.append(
                f'<text x="{x(tick):.1f}" y="82" font-size="12" text-anchor="middle" '
                f'fill="{QUIET}">{signed(tick) if tick else 0}</text>'
            )
    for number, value in enumerate(values):
        parts.append(
            f'<circle cx="{x(value):.1f}" cy="{axis}" r="7" fill="{AFTER}" fill-opacity="0.6" '
            f'stroke="#FFFFFF"><title>{number + 1}: {signed(value)}</title></circle>'
        )
    if values:
        parts.append(
            f'<line x1="{x(middle):.1f}" x2="{x(middle):.1f}" y1="26" y2="66" stroke="{INK}" '
            f'stroke-width="3"/>'
            f'<text x="{x(middle):.1f}" y="18" font-size="13" text-anchor="middle" '
            f'font-weight="600" fill="{INK}">{signed(middle)}</text>'
        )
    return picture("".join(parts), width, height, title)


def week(rows: Sequence[tuple[str, str, float, float]], labels: Sequence[str], title: str) -> str:
    """The working week as bars, one for each label: without the levers, and with them."""
    width, height, bar = 640, 30 * len(labels) + 26 * len(labels), 28
    longest = max(sum(row[2] for row in rows), sum(row[3] for row in rows))
    parts = []
    for side, label in enumerate(labels):
        top = side * 56 + 18
        parts.append(
            f'<text x="0" y="{top - 5}" font-size="13" fill="{INK}">{escape(label)}</text>'
        )
        at = 0.0
        for name, colour, *hours in rows:
            long = hours[side] / longest * width
            parts.append(
                f'<rect x="{at:.1f}" y="{top}" width="{long:.1f}" height="{bar}" fill="{colour}" '
                f'stroke="#FFFFFF"><title>{escape(name)}: {hours[side]:.1f}</title></rect>'
            )
            at += long
    return picture("".join(parts), width, height, title)


def picture(inside: str, width: float, height: float, title: str, most: float | None = None) -> str:
    """An SVG that is as wide as there is room for, with a title for readers of screens."""
    limit, kind = (f"max-width:{most:g}px", "") if most else ("", " wide")
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(title)}" '
        f'class="drawing{kind}" style="{limit}" font-family="inherit">{inside}</svg>'
    )


def _round_up(value: float) -> float:
    """The next number that two intervals of an axis divide well."""
    size = 1.0
    while size * 10 < value:
        size *= 10
    return next(size * each for each in (1, 2, 4, 6, 8, 10) if size * each >= value)
