"""Texts joined by the separators of the language in use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from experiments.language.translation import LANGUAGES, now

Parts = Literal["items", "clauses", "statements", "sentences"]
"""Items of a list; clauses of a sentence; statements of a sentence; whole sentences."""
SEPARATORS: dict[Parts, tuple[str, str]] = {
    "items": (", ", "、"),
    "clauses": (", ", "，"),
    "statements": ("; ", "；"),
    "sentences": (" ", ""),
}
"""What stands between parts, in the order of LANGUAGES."""


def joined(texts: Iterable[str], parts: Parts = "items") -> str:
    """Texts as one, without those that are empty.

    >>> joined(["forms", "", "traces"])
    'forms, traces'
    """
    return SEPARATORS[parts][LANGUAGES.index(now())].join(filter(None, texts))
