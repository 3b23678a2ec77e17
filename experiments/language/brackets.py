"""A note in the brackets of the language in use."""

from __future__ import annotations

from experiments.language.translation import _


def bracketed(text: str, note: str) -> str:
    """A text with a note in brackets behind it; without brackets where the note is empty."""
    return _("{text} ({note})").format(text=text, note=note) if note else text
