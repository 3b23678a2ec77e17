"""Lines of a width in columns of a terminal, of which a Chinese character takes two."""

from __future__ import annotations

import re
from itertools import pairwise
from textwrap import wrap
from typing import Any
from unicodedata import combining, east_asian_width

CLOSING = "、。，．；：？！）〕】》〉」』”’…％,.;:?!)]}%"
"""Characters that begin no line."""
OPENING = "（〔【《〈「『“‘([{"
"""Characters that end no line."""
TOGETHER = re.compile(r"(?<=\d) (?=[%h](?:\W|$))|(?<=\b[pq]) (?=<)|(?<=<) (?=\d)")
"""Spaces at which no line ends: between a number and its sign or short unit, about a sign `<`."""
KEPT = "\ue000"
"""A character of no text that holds such a place."""
PIECES = re.compile(r"\s+|[^\s]")


def breadth(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(0 if combining(each) else 2 if _wide(each) else 1 for each in text)


def wrapped(text: str, width: int, first: str = "", hanging: str = "", **options: Any) -> list[str]:
    """The text in lines of a width in columns, broken between words or Chinese characters.

    Parameters: `first` begins the first line, `hanging` all others; `options` are those of
    `textwrap.wrap`, which breaks texts without wide characters.
    """
    text = TOGETHER.sub(KEPT, text)
    return [line.replace(KEPT, " ") for line in _wrapped(text, width, first, hanging, **options)]


def fill(text: str, width: int, first: str = "", hanging: str = "", **options: Any) -> str:
    """The same lines as one text."""
    return "\n".join(wrapped(text, width, first, hanging, **options))


def padded(text: str, width: int) -> str:
    """The text with spaces after it, up to a width in columns."""
    return text + " " * max(width - breadth(text), 0)


def _wrapped(text: str, width: int, first: str, hanging: str, **options: Any) -> list[str]:
    if not any(map(_wide, first + text)):
        return wrap(text, width, initial_indent=first, subsequent_indent=hanging, **options)
    lines, line, used = [], first, breadth(first)
    for word in _words(text):
        room = width - used
        if breadth(word.rstrip()) > room and line.strip() and line != hanging:
            lines.append(line.rstrip())
            line, used = hanging, breadth(hanging)
            word = word.lstrip()
        line += word
        used += breadth(word)
    return [*lines, line.rstrip()] if line.strip() else lines


def _wide(character: str) -> bool:
    return east_asian_width(character) in "WF"


def _words(text: str) -> list[str]:
    """Parts of a text between which a line may end."""
    pieces = PIECES.findall(" ".join(text.split(" ")))
    words = pieces[:1]
    for before, piece in pairwise(pieces):
        if _together(before, piece):
            words[-1] += piece
        else:
            words.append(piece)
    return words


def _together(before: str, after: str) -> bool:
    """Whether no line ends between two characters that follow each other."""
    if after.isspace() or before.isspace():
        return False
    return after in CLOSING or before in OPENING or not (_wide(before) or _wide(after))
