"""Named entries of a YAML file, read strictly as data classes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import ConfigDict, Field, PlainValidator, TypeAdapter, ValidationError

from experiments.config.outcomes import Outcome, outcome
from sim.evidence import plain

Entry = TypeVar("Entry")
NAME = "name"
STRICT = ConfigDict(extra="forbid")
"""Configuration of a data class of entries."""
MESSAGES = {
    "missing": "is missing",
    "unexpected_keyword_argument": "unknown key",
    "too_short": "should not be empty",
}
"""Where pydantic's message is about Python."""


class EntryError(ValueError):
    """A fault in a file of entries: names file, entry and key."""


def entries(path: Path, kind: type[Entry]) -> tuple[Entry, ...]:
    """The entries of a file in its order; the key of each becomes its `name`.

    Parameters: the file, a mapping of mappings; the data class of an entry, whose configuration
    should be `STRICT`. Raises EntryError at the first fault.
    """
    try:
        tree = plain.read(path)
    except plain.PlainError as error:
        raise EntryError(f"{path.name}: {error}") from None
    if not isinstance(tree, dict):
        raise EntryError(f"{path.name}: should be a mapping of entries by name")
    adapter = TypeAdapter(kind)
    return tuple(_entry(adapter, path.name, name, fields) for name, fields in tree.items())


def _entry(adapter: TypeAdapter[Entry], file: str, name: str, fields: object) -> Entry:
    if not isinstance(fields, dict):
        raise EntryError(f"{file}: {name}: should be a mapping")
    if NAME in fields:
        raise EntryError(f"{file}: {name}: {NAME}: unknown key")
    try:
        return adapter.validate_python({NAME: name, **fields})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        message = MESSAGES.get(
            first["type"], first["msg"].removeprefix("Value error, ").removeprefix("Input ")
        )
        parts = (file, name, key, message)  # what is said of an entry as a whole has no key
        raise EntryError(": ".join(filter(None, parts))) from None


def _outcome(value: object) -> Outcome:
    if not isinstance(value, str) or not value:
        raise ValueError("should be an outcome, written measure or measure.group")
    return outcome(value)


OutcomeName = Annotated[Outcome, PlainValidator(_outcome)]
"""An outcome, in YAML by its name."""
OutcomeNames = tuple[OutcomeName, ...]
Number = Annotated[float, Field(strict=True)]
"""A number, and no text that looks like one."""
