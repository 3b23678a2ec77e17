"""The file of a place while it is read: its tree, its evidence, and what was found so far."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from experiments.config import catalogue
from experiments.config.errors import InputError, as_written
from experiments.config.place_statements import Statement
from sim.evidence import EvidenceError, Ledger
from sim.parameters import reference_of

KEY = "territory"
LARGEST = 1e12


class Stated(NamedTuple):
    """A number of the file: its value, where it is from, and its reference if it is evidence."""

    value: float | int
    source: str
    reference: str | None = None

    @property
    def setting(self) -> float | int | str:
        """What a setting of the same unit is set to: evidence stays a reference."""
        return self.value if self.reference is None else f"${{{self.reference}}}"


class Reader:
    """A file of a place; statements and settings, by their paths, are collected in it.

    Raises InputError if the file is no plain YAML mapping.
    """

    def __init__(self, path: Path, ledger: Ledger) -> None:
        self.path, self.ledger = path, ledger
        self.tree = catalogue.read(path, KEY)
        self.statements: list[Statement] = []
        self.settings: dict[str, Any] = {}
        self.digest = blake2b(path.read_bytes(), digest_size=16)

    def fail(self, what: str, allowed: str) -> NoReturn:
        """Raises InputError that names the file, what is wrong in it, and what is allowed."""
        raise InputError(KEY, self.path, f"{what}: {allowed}")

    def add(self, statement: Statement, settings: Mapping[str, Any]) -> None:
        """Keep a statement and the settings that it sets."""
        self.statements.append(statement)
        self.settings |= settings

    def number(self, key: str, value: object, *, whole: bool = False, least: int = 0) -> Stated:
        """A statement of the file: a number, evidence, or either with its source.

        Raises InputError.
        """
        source = ""
        if isinstance(value, Mapping):
            extra = [str(each) for each in value if each not in ("value", "source")]
            if "value" not in value or extra:
                shown = as_written(value)
                self.fail(f"{key}: {shown}", 'should be a number, or {value: 18, source: "..."}')
            source, value = self.source(key, value.get("source", "")), value["value"]
        reference = reference_of(value)
        if reference is not None:
            try:
                value = self.ledger.value(reference)
            except EvidenceError as error:
                self.fail(key, str(error))
            source = f"{source}; {reference}" if source else reference
        if isinstance(value, bool) or not isinstance(value, int | float):
            kind = "a whole number" if whole else "a number"
            self.fail(f"{key}: {as_written(value)}", f"should be {kind}")
        if value > LARGEST:
            self.fail(key, f"should be at most {LARGEST:.0e}")
        if not value >= least:  # NaN is not
            self.fail(f"{key}: {value}", f"should be a number of {least} or more")
        if whole and float(value).is_integer():
            value = int(value)
        if whole and not isinstance(value, int):
            self.fail(f"{key}: {value}", "should be a whole number")
        return Stated(value, source, reference)

    def source(self, key: str, text: object) -> str:
        """Where a number is from, in one line. Raises InputError if it is no text."""
        if not isinstance(text, str):
            self.fail(f"{key}: source: {as_written(text)}", "should be a text")
        return self.line(f"{key}: source", text)

    def line(self, what: str, text: str) -> str:
        """The text in one line. Raises InputError for what a terminal cannot show."""
        line = " ".join(text.split())
        if not line.isprintable():
            self.fail(f"{what}: {line!r}", "should be a text without control characters")
        return line
