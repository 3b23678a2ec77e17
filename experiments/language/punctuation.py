"""Parts of a text put together with the punctuation of the language in use."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from experiments.language.translation import _


def sentences(parts: Iterable[str]) -> str:
    """Sentences one after the other; empty ones are left out."""
    return _joined(parts, _("{first} {second}"))


def clauses(parts: Iterable[str]) -> str:
    """Parts separated by semicolons; empty ones are left out."""
    return _joined(parts, _("{first}; {second}"))


def listed(parts: Iterable[str]) -> str:
    """Parts separated by commas; empty ones are left out.

    >>> listed(["forms", "", "traces"])
    'forms, traces'
    """
    return _joined(parts, _("{first}, {second}"))


def bracketed(text: str, note: str) -> str:
    """A text with a note in brackets behind it; without brackets where the note is empty."""
    return _("{text} ({note})").format(text=text, note=note) if note else text


def _joined(parts: Iterable[str], pair: str) -> str:
    kept = [part for part in parts if part]
    return reduce(lambda one, two: pair.format(first=one, second=two), kept) if kept else ""
