"""Labels beside a line, each with a leader to its place, none over another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from experiments.language import breadth

SMALL = 8.5
LETTER = 0.6 * SMALL / 72
"""Inches of a column of text; a Chinese character takes two."""
GAP = 0.08


class Label(NamedTuple):
    """A text beside a position along the line, in inches; side 1 is right, -1 left."""

    place: float
    text: str
    level: int
    side: int


def scale(
    rows: Sequence[Sequence[tuple[float, str]]], start: float, end: float, room: float
) -> float:
    """Inches a day, such that every label fits into the room at the right of its place."""
    fits = [
        (room - LETTER * breadth(text)) / (when - start)
        for labels_ in rows
        for when, text in labels_
        if when > start
    ]
    return max(min([room / (end - start), *fits]), room / 2 / (end - start))


def placed(events: Sequence[tuple[float, str]], start: float, inches: float) -> list[Label]:
    """Labels at the lowest level at which they cover no other one, nor its leader.

    From the right to the left, so that no leader is ever cut off by a label that is there already.
    """
    placed_labels: list[Label] = []
    texts: list[list[tuple[float, float]]] = []
    places = [(when - start) * inches for when, _ in events]
    for when, text in sorted(events, reverse=True):
        place = (when - start) * inches
        width = LETTER * breadth(text) + GAP
        sides = [(1, (place - GAP / 2, place + width))]
        if place > width and not any(place - width <= other < place for other in places):
            sides.append((-1, (place - width, place + GAP / 2)))
        level, side, room = next(
            (level, side, room)
            for level in range(len(events) + 1)
            for side, room in sides
            if not any(low < room[1] and room[0] < high for low, high in _at(texts, level))
        )
        while len(texts) <= level:
            texts.append([])
        texts[level].append(room)
        for under in range(level):
            texts[under].append((place - GAP / 2, place + GAP / 2))
        placed_labels.append(Label(place, text, level, side))
    return placed_labels


def _at(levels: Sequence[list[tuple[float, float]]], level: int) -> list[tuple[float, float]]:
    return levels[level] if level < len(levels) else []


def most(labels: Sequence[Label]) -> int:
    return max((label.level + 1 for label in labels), default=0)
