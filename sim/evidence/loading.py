"""Reads a folder of evidence from strict YAML; each fault names file, entry and key."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from sim.evidence import plain
from sim.evidence.entries import Assumption, Entry, Fact, Faults, Source, fail, fault

Kind = TypeVar("Kind", bound=Entry)
Entries = dict[str, Source | Fact | Assumption]
CITED = re.compile(r"([A-Za-z0-9][A-Za-z0-9_-]*)@\d+|(\d{3})")
"""A citation of a document by its id: with a place in its text, or three digits."""
FOLDERS = ("facts/", "assumptions/", "sources.yaml")
"""How paths of files of the package begin, from the folder of its evidence."""
PATTERNS = {
    "id": "must be lower-case letters, digits and underscores, a letter first",
    "date": "must be a year, a month or a day, such as '2025', '2025-05' or '2025-05-31'",
    "sha256": "must be 64 hexadecimal digits",
}
"""What is allowed, by key, where a pattern says it to the program."""
OF_SOURCE = "must be at most 40 letters, digits, - and _"
"""The same, of the id of a source."""


def read_yaml(folder: Path, file: str) -> Any:
    """The data of one YAML file. Raises EvidenceError if it is missing or not plain data."""
    return parsed(plain.text, folder / file, file)


def parsed(read: Any, source: Any, file: str) -> Any:
    """The YAML data of a text that is read. Raises EvidenceError if it is not plain data."""
    try:
        return plain.data(read(source))
    except plain.DuplicateKeyError as error:
        fail(file, error.entry or "(file)", error.key, "given twice")
    except plain.PlainError as error:
        fail(file, "(file)", "(none)", str(error))


def read_units(units: Any, file: str, faults: Faults) -> dict[str, str]:
    """A list of units with their meanings; `faults` take what is wrong."""
    if not isinstance(units, dict):
        faults.add(file, "(file)", "(none)", "must map each unit to its meaning")
        return {}
    for unit, meaning in units.items():
        if not isinstance(unit, str) or not isinstance(meaning, str) or not meaning.strip():
            faults.add(file, unit, "(meaning)", "a unit is text with a one-line meaning")
    return units


def read_entries(
    rows: Any, file: str, kind: type[Kind], faults: Faults, **given: str
) -> Iterator[Kind]:
    """The entries of a list, completed by the `given` keys; `faults` take what is wrong."""
    if not isinstance(rows, list):
        faults.add(file, "(file)", "(none)", "must be a list of entries")
        return
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            message = "must be a mapping of keys to values"
            faults.add(file, f"entry {number}", "(none)", message)
            continue
        name = row.get("id", f"entry {number}")
        for key in given:
            if key in row:
                faults.add(file, name, key, "unknown key: it follows from the name of the file")
        try:
            yield kind.model_validate({**row, **given})
        except ValidationError as error:
            for first in error.errors(include_url=False):
                key = str(first["loc"][0]) if first["loc"] else "(none)"
                faults.add(file, name, key, _explained(dict(first), key, kind, given))


def _explained(
    first: Mapping[str, Any], key: object, kind: type[Kind], given: Mapping[str, str]
) -> str:
    if first["type"] == "extra_forbidden":
        allowed = [field for field in kind.model_fields if field not in given]
        near = difflib.get_close_matches(str(key), allowed, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        return f"unknown key; allowed: {', '.join(allowed)}{hint}"
    if first["type"] == "missing":
        return "missing"
    if key in ("value", "low", "high"):
        return f"must be a finite number, not {first['input']!r}"
    if first["type"] == "string_type" and isinstance(first["input"], int | float):
        return f"must be text, not the number {first['input']!r}; write it in quotes"
    if first["type"] == "string_pattern_mismatch":
        said = OF_SOURCE if (kind, key) == (Source, "id") else PATTERNS.get(str(key))
        return f"{said or first['msg']}, not {first['input']!r}"
    return f"{first['msg']}, not {first['input']!r}"


def read_folder(folder: Path) -> tuple[Entries, dict[str, str], dict[str, str]]:
    """All entries by id, the units, and the file of each id. Raises EvidenceError."""
    faults = Faults()
    units = read_units(read_yaml(folder, "units.yaml"), "units.yaml", faults)
    entries: Entries = {}
    files: dict[str, str] = {}

    def enter(file: str, kind: type[Source | Fact | Assumption], **given: str) -> None:
        for entry in read_entries(read_yaml(folder, file), file, kind, faults, **given):
            if entry.id in files:
                fail(file, entry.id, "id", f"already used in {files[entry.id]}")
            files[entry.id], entries[entry.id] = file, entry

    enter("sources.yaml", Source)
    for path in sorted((folder / "facts").glob("*.yaml")):
        if not isinstance(entries.get(path.stem), Source):
            fail(f"facts/{path.name}", "(file)", "source", f"{path.stem!r} is not in sources.yaml")
        enter(f"facts/{path.name}", Fact, source=path.stem)
    if (folder / "assumptions.yaml").is_file():
        enter("assumptions.yaml", Assumption)
    for path in sorted((folder / "assumptions").glob("*.yaml")):
        enter(f"assumptions/{path.name}", Assumption)
    sources = [entry.id for entry in entries.values() if isinstance(entry, Source)]
    for name, entry in entries.items():
        found = _of_package(entry) or entry_fault(entry, sources, units)
        if found is not None:
            fail(files[name], name, *found)
    return entries, units, files


def _of_package(entry: Source | Fact | Assumption) -> tuple[str, str] | None:
    """What documents of the package must have and others need not."""
    if isinstance(entry, Source):
        if not re.fullmatch(r"\d{3}", entry.id):
            return "id", f"three digits, not {entry.id!r}"
        if entry.sha256 is None:
            return "sha256", "missing"
        return None if entry.file is None else ("file", "documents of the package have none")
    if isinstance(entry, Fact) and entry.offset is None:
        return "offset", "missing"
    return None


def entry_fault(
    entry: Source | Fact | Assumption,
    sources: Collection[str],
    units: Mapping[str, str],
    listed: str = "units.yaml",
    documents: str = "sources.yaml",
) -> tuple[str, str] | None:
    """The first key that names an unknown unit or document, or contradicts another; and why.

    `listed` and `documents` say where units and documents are, for messages.
    """
    if isinstance(entry, Source):
        return None
    if entry.unit not in units:
        near = difflib.get_close_matches(entry.unit, units, 3)
        hint = f"; near: {', '.join(near)}" if near else ""
        return "unit", f"{entry.unit!r} is not in {listed}{hint}"
    for cited in entry.sources if isinstance(entry, Assumption) else ():
        if (match := CITED.fullmatch(cited)) and (match[1] or match[2]) not in sources:
            return "sources", f"{cited!r} is not in {documents}"
    return fault(entry)
