"""What names of the code mean, in words: one file of YAML for each kind of name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("words")


def words(kind: str, names: Iterable[str]) -> dict[str, Any]:
    """The words of a file for exactly these names. Raises ValueError as `exactly` does."""
    file = f"{kind}.yaml"
    return exactly(yaml.safe_load((FOLDER / file).read_text(encoding="utf-8")), names, file)


def exactly(told: Mapping[str, Any], names: Iterable[str], where: str) -> dict[str, Any]:
    """What is told of each name, in their order.

    Raises ValueError for a name without words, and for words whose name is gone.
    """
    wanted = list(names)
    for what, odd in (
        ("no words for", [name for name in wanted if name not in told]),
        ("nothing is called", [name for name in told if name not in wanted]),
    ):
        if odd:
            raise ValueError(f"{where}: {what} {', '.join(map(str, odd))}")
    return {name: told[name] for name in wanted}
