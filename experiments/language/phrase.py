"""Texts with their values, which a file keeps and which are shown in any language.

>>> made = phrase("{runs} of {name}", runs=counting(3, "run"), name="one_table")
>>> made.shown()
'3 runs of one_table'
>>> read(made.record()).shown()
'3 runs of one_table'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from experiments.language.lists import Parts, joined
from experiments.language.translation import _, counted

JOINED: tuple[Parts, ...] = get_args(Parts)
"""Ways in which parts of a phrase are put together."""
PLACEHOLDER = re.compile(r"\{[^}]*\}")
PLAIN = re.compile(r"\{\w*(:,?(\.\d)?[dfg%]?)?\}")
"""What a placeholder may be: a name, commas between thousands, decimals. A file may hold others."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text, not yet in any language.

    Attributes:
        text: As it is in the catalogue, with placeholders; of a count the noun; of parts how they
            are joined, one of JOINED.
        values: Values of the placeholders: numbers, names that are the same in every language,
            or phrases.
        count: A number of what the text names, and `many` its irregular plural.
        parts: What is joined.
        joins: Whether parts are joined.
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    count: int | None = None
    many: str = ""
    parts: tuple[Phrase, ...] = ()
    joins: bool = False

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.shown())

    def shown(self) -> str:
        """The text in the language in use."""
        if self.count is not None:
            return counted(self.count, self.text, self.many)
        if self.joins:
            how: Any = self.text
            return joined((part.shown() for part in self.parts), how)
        shown = {
            name: value.shown() if isinstance(value, Phrase) else value
            for name, value in self.values.items()
        }
        text = _(self.text)
        if not shown or not all(map(PLAIN.fullmatch, PLACEHOLDER.findall(text))):
            return text
        try:
            return text.format(**shown)
        except (KeyError, ValueError, TypeError):
            return text  # of a file that was changed by hand

    def record(self) -> dict[str, Any]:
        """A plain mapping, for JSON."""
        values = {
            name: value.record() if isinstance(value, Phrase) else value
            for name, value in self.values.items()
        }
        made: dict[str, Any] = {"text": self.text, "values": values, "count": self.count}
        made |= {"many": self.many, "parts": [part.record() for part in self.parts]}
        made["joins"] = self.joins or None
        return {name: value for name, value in made.items() if value not in ({}, None, "", [])}


def phrase(text: str, /, **values: Any) -> Phrase:
    """A text with the values of its placeholders."""
    return Phrase(text, values)


def counting(count: int, one: str, many: str = "") -> Phrase:
    """`1 replication`, `2 replications`; `many` is an irregular plural."""
    return Phrase(one, count=int(count), many=many)


def joining(parts: Iterable[Phrase], how: Parts = "items") -> Phrase:
    """Phrases put together, as `joined` puts texts together."""
    return Phrase(how, parts=tuple(parts), joins=True)


def read(record: Mapping[str, Any]) -> Phrase:
    """The phrase of a record."""
    given, among, count = (record.get(name) for name in ("values", "parts", "count"))
    values = {
        name: read(value) if isinstance(value, Mapping) else value
        for name, value in (given if isinstance(given, Mapping) else {}).items()
    }
    listed = among if isinstance(among, list) else []
    parts = tuple(read(part) for part in listed if isinstance(part, Mapping))
    text, many = (str(record.get(name, "")) for name in ("text", "many"))
    number = count if isinstance(count, int) else None
    return Phrase(text, values, number, many, parts, bool(record.get("joins")) and text in JOINED)
