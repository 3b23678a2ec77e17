"""The style of all figures: resolution, colours, order of activities, limits, saving."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from matplotlib.figure import Figure

from experiments.config.messages import say
from experiments.language import _, marked
from experiments.reporting import fonts
from sim.measures.activities import ACTIVITIES, UPWARD, Segment

Item = TypeVar("Item")
DPI = 150
MOST_PIXELS = 3000
"""On a side; a figure that would have more is written at a lower resolution."""
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#8C8C00")
BASELINE_INK = "#444444"
SEGMENTS: tuple[tuple[str, tuple[str, ...], str], ...] = tuple(
    (
        segment.label,
        tuple(activity.name for activity in ACTIVITIES if activity.segment is segment),
        segment.colour,
    )
    for segment in Segment
)
"""Label, activities and colour of each segment of the bar of a working week."""
PALE, DARK = "white", "#555555"
"""Hatches on dark colours, and on pale ones."""
HATCHES = {
    Segment.FORMS: ("", PALE),
    Segment.TRACES: ("////", PALE),
    Segment.INSPECTIONS: ("xxxx", PALE),
    Segment.MEETINGS: ("....", DARK),
    Segment.CHASING: ("||||", PALE),
    Segment.SETUP: ("++++", PALE),
    Segment.ISSUES: ("\\\\\\\\", PALE),
    Segment.COUNTER: ("----", PALE),
    Segment.ROUNDS: ("", PALE),
    Segment.VISITS: ("....", PALE),
    Segment.EVENTS: ("oo", DARK),
    Segment.PARTY: ("", PALE),
    Segment.AWAY: ("--", DARK),
    Segment.UNUSED: ("", PALE),
}
"""Hatch of a segment and its colour: segments whose colours are alike in grey differ by it."""
UPWARD_SEGMENTS = sum(set(activities) <= set(UPWARD) for _, activities, _ in SEGMENTS)
"""How many of these, from the left, are upward."""
MOST_ROWS = 40
"""Rows in a panel; a figure of more could not be read."""
MOST_INKS = 14
"""Most scenarios that colour and line style distinguish: each colour twice."""
MOST_PANELS = 12
DASHES = ("-", "--", ":", "-.")
MARKED: tuple[tuple[str, Any, str], ...] = (
    (BASELINE_INK, "-", ""),
    (OKABE_ITO[0], (0, (5, 2)), "o"),
    (OKABE_ITO[4], (0, (1, 1.2)), "s"),
    (OKABE_ITO[2], (0, (7, 2, 1, 2)), "^"),
    (OKABE_ITO[3], (0, (3, 1, 1, 1, 1, 1)), "D"),
)
"""Colour, dashes and marker of the baseline and of four scenarios, which differ in grey as well."""
GLYPH = re.compile(r"Glyph (\d+)")
_reported: set[int] = set()
"""Characters that were reported to be in no font."""


LEFT_OUT = (
    marked("scenarios"), marked("communities"), marked("outcomes"), marked("decisions"),
    marked("variables"),
)  # fmt: skip
"""What may be left out of a figure."""


def first(items: Sequence[Item], most: int, what: str, where: str) -> tuple[list[Item], str]:
    """As many items as a figure has room for, and a note on the others, empty without any.

    Parameters: the items, how many there is room for, what they are, and the file that has all.
    """
    left = len(items) - most
    if left <= 0:
        return list(items[:most]), ""
    note = _("{n} more {what} are left out: {where} has all {all}")
    filled = note.format(n=f"{left:,}", what=_(what), where=where, all=f"{len(items):,}")
    return list(items[:most]), filled


def styled(count: int) -> list[tuple[str, str]]:
    """Colours and dashes for so many scenarios: all colours, then again with other dashes."""
    turns = [divmod(place, len(OKABE_ITO)) for place in range(count)]
    return [(OKABE_ITO[ink], DASHES[turn % len(DASHES)]) for turn, ink in turns]


def segment_look(label: str) -> dict[str, Any]:
    """Colour and hatch of a segment, as Matplotlib takes them for bars and patches."""
    segment = next(one for one in Segment if one.label == label)
    hatch, edge = HATCHES[segment]
    return {"facecolor": segment.colour, "hatch": hatch, "edgecolor": edge}


def save(figure: Figure, path: Path) -> None:
    """Write a figure, with the same bytes for the same contents.

    Characters that its font lacks are taken from another that is installed, or from that of the
    package. Where none has them one line says so, and boxes stand for them.
    """
    fonts.fit(figure)
    missing = _write(figure, path)
    if missing and (families := fonts.covering(missing)):
        fonts.add(figure, families)
        missing = _write(figure, path)
    if missing - _reported:
        _reported.update(missing)
        shown = "".join(map(chr, sorted(missing)[:8]))
        say(
            f"no font is installed for {shown} in figures, where boxes stand for such characters: "
            f"install {fonts.FAMILIES[0]}, or another with them"
        )


def _write(figure: Figure, path: Path) -> set[int]:
    """Write the figure; the code points that no font of its texts has."""
    missing: set[int] = set()
    log = logging.getLogger("matplotlib.font_manager")
    level = log.level
    log.setLevel(logging.ERROR)  # that a font has one weight alone is nothing to report
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        dpi = min(figure.dpi, MOST_PIXELS / max(figure.get_size_inches()))
        figure.savefig(path, dpi=dpi, metadata={"Software": None})
    log.setLevel(level)
    for warning in caught:
        if match := GLYPH.match(str(warning.message)):
            missing.add(int(match[1]))
        else:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
    return missing
