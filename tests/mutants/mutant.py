"""One line of the model, and how it is broken."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import yaml

LIST = Path(__file__).with_name("mutants.yaml")
KINDS = ("sign", "off by one", "wrong index", "dropped term")


class Mutant(NamedTuple):
    """A file, a line that stands there once, what it becomes, and what that breaks in words."""

    file: str
    kind: str
    breaks: str
    line: str
    becomes: str

    def broken(self, text: str) -> str:
        """The text of the file with the line broken. Raises ValueError if it is not there once."""
        lines = text.split("\n")
        if lines.count(self.line) != 1:
            raise ValueError(f"{self.file}: {lines.count(self.line)} times {self.line.strip()!r}")
        lines[lines.index(self.line)] = self.becomes
        return "\n".join(lines)


def mutants() -> list[Mutant]:
    """All of them, in order."""
    return [Mutant(**one) for one in yaml.safe_load(LIST.read_text(encoding="utf-8"))]
