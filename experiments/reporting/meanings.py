"""What entries of the evidence mean, and their units, in the language in use."""

from __future__ import annotations

import re

from experiments.language import _, marked, wrapped

UNITS = {
    "certificates": marked("unit: certificates"),
    "disputes": marked("unit: disputes"),
    "rounds": marked("unit: rounds"),
    "streets": marked("unit: streets"),
    "tiers": marked("unit: tiers"),
    "windows": marked("unit: windows"),
}
"""Units whose word is elsewhere the label of something, which other languages say otherwise."""
NUMBERED = re.compile(r"(.+\.) (0 \w+(?:, \d+ \w+)+)\.", re.DOTALL)
"""The meaning of an assumption and the names of its choices, as rows of evidence have them."""


def meaning(text: str) -> str:
    """The meaning of an entry, as the entry or a row of evidence has it, in the language in use.

    The subject of a fact and the names of choices are in rows only. Names stay as a user types
    them. Texts that no catalogue has stay as they are, such as those of a user's own evidence.
    """
    if (whole := _(text)) != text:
        return whole
    if numbered := NUMBERED.fullmatch(text):
        known, names = numbered.groups()
        return _("{meaning} {names}.").format(meaning=_(known), names=names)
    subject, _colon, rest = text.partition(": ")
    if (known := _(rest)) == rest:
        return text
    return _("{subject}: {meaning}").format(subject=_(subject), meaning=known)


def shortened(text: str, width: int, most: int = 2) -> list[str]:
    """A text in so many lines of a width in columns at most, without its full stop."""
    lines = wrapped(text.rstrip(".。"), width)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"{lines[most - 1].rstrip(' ,;，；、')} …"]


def unit(name: str) -> str:
    """A unit of evidence in the language in use; in English as the files have it."""
    spelled = unit_in_words(name)
    return name if spelled == name.replace("_", " ") else spelled


def unit_in_words(name: str) -> str:
    """A unit of evidence as words, in the language in use."""
    spelled = name.replace("_", " ")
    known = UNITS.get(spelled, spelled)
    return spelled if (shown := _(known)) == known else shown
