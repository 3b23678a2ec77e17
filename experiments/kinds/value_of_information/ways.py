"""Ways of collecting numbers that assumptions stand for; the data are in ways.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from experiments.patterns.entries import STRICT, entries

Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of collecting numbers: what is done, and ids of assumptions, as patterns."""

    __pydantic_config__ = STRICT

    name: str
    title: Text
    how: Text
    assumptions: Annotated[tuple[Text, ...], Field(min_length=1)]

    def gives(self, assumption: str) -> bool:
        """Whether it gives this assumption."""
        return any(fnmatchcase(assumption, pattern) for pattern in self.assumptions)


@cache
def ways() -> tuple[Way, ...]:
    """All ways, in the order of the file."""
    return entries(Path(__file__).with_name("ways.yaml"), Way)


def way(assumption: str) -> Way | None:
    """The first way that gives an assumption; None where no way does."""
    return next((one for one in ways() if one.gives(assumption)), None)
