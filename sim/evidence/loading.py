"""Reads a folder of evidence from strict YAML; each fault names file, entry and key."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from sim.evidence import plain
from sim.evidence.entries import Assumption, Entry, Fact, Source, fail, fault

Kind = TypeVar("Kind", bound=Entry)
Entries = dict[str, Source | Fact | Assumption]


def read_yaml(folder: Path, file: str) -> Any:
    """The data of one YAML file. Raises EvidenceError if it is missing or not plain data."""
    try:
        return plain.read(folder / file)
    except plain.DuplicateKeyError as error:
        fail(file, error.entry or "(file)", error.key, "given twice")
    except plain.PlainError as error:
        fail(file, "(file)", "(none)", str(error))


def read_units(folder: Path) -> dict[str, str]:
    """The closed list of units with their meanings. Raises EvidenceError."""
    units = read_yaml(folder, "units.yaml")
    if not isinstance(units, dict):
        fail("units.yaml", "(file)", "(none)", "must map each unit to its meaning")
    for unit, meaning in units.items():
        if not isinstance(unit, str) or not isinstance(meaning, str) or not meaning.strip():
            fail("units.yaml", unit, "(meaning)", "a unit is text with a one-line meaning")
    return units


def read_entries(folder: Path, file: str, kind: type[Kind], **given: str) -> Iterator[Kind]:
    """The entries of one file, completed by the `given` keys. Raises EvidenceError."""
    rows = read_yaml(folder, file)
    if not isinstance(rows, list):
        fail(file, "(file)", "(none)", "must be a list of entries")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            fail(file, f"entry {number}", "(none)", "must be a mapping of keys to values")
        name = row.get("id", f"entry {number}")
        for key in given:
            if key in row:
                fail(file, name, key, "unknown key: it follows from the name of the file")
        try:
            yield kind.model_validate({**row, **given})
        except ValidationError as error:
            _explain(file, name, kind, given, error)


def _explain(
    file: str, name: str, kind: type[Kind], given: Mapping[str, str], error: ValidationError
) -> None:
    first = error.errors(include_url=False)[0]
    key = first["loc"][0] if first["loc"] else "(none)"
    if first["type"] == "extra_forbidden":
        allowed = ", ".join(field for field in kind.model_fields if field not in given)
        fail(file, name, key, f"unknown key; allowed: {allowed}")
    if first["type"] == "missing":
        fail(file, name, key, "missing")
    if key in ("value", "low", "high"):
        fail(file, name, key, f"must be a finite number, not {first['input']!r}")
    fail(file, name, key, f"{first['msg']}, not {first['input']!r}")


def read_folder(folder: Path) -> tuple[Entries, dict[str, str], dict[str, str]]:
    """All entries by id, the units, and the file of each id. Raises EvidenceError."""
    units = read_units(folder)
    entries: Entries = {}
    files: dict[str, str] = {}

    def enter(file: str, kind: type[Source | Fact | Assumption], **given: str) -> None:
        for entry in read_entries(folder, file, kind, **given):
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
    for name, entry in entries.items():
        if not isinstance(entry, Source) and (wrong := entry_fault(entry, entries, units)):
            fail(files[name], name, *wrong)
    return entries, units, files


def entry_fault(
    entry: Fact | Assumption, entries: Entries, units: Mapping[str, str]
) -> tuple[str, str] | None:
    """The first key that names an unknown unit or document, or contradicts another; and why."""
    if entry.unit not in units:
        near = difflib.get_close_matches(entry.unit, units, 3)
        hint = f"; near: {', '.join(near)}" if near else ""
        return "unit", f"{entry.unit!r} is not in units.yaml{hint}"
    for cited in entry.sources if isinstance(entry, Assumption) else ():
        if re.fullmatch(r"\d{3}(@\d+)?", cited) and not isinstance(entries.get(cited[:3]), Source):
            return "sources", f"{cited!r} is not in sources.yaml"
    return fault(entry)
