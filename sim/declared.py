"""Assumptions that levers bring with them (`sim.parameters.declare`)."""

from __future__ import annotations

import inspect
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sim.evidence import EvidenceError, Ledger, loading
from sim.evidence.entries import Assumption, Source, fail
from sim.evidence.ledger import default_folder
from sim.parameters import DECLARED

if TYPE_CHECKING:
    from sim.levers.base import Lever

ASSUMPTION = "assume:"


def name_evidence(name: str, kind: type[Lever]) -> None:
    """Let declared parameters of a lever refer to their assumptions, now that it has a name."""
    for key, field in kind.model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and DECLARED in extra:
            # A class may share the extra with the one that it is derived from.
            field.json_schema_extra = {**extra, "evidence": f"{ASSUMPTION}{name}_{key}"}


def assumptions(name: str, kind: type[Lever]) -> dict[str, Assumption]:
    """The declared assumptions of a lever by id. Raises EvidenceError for the first invalid one."""
    file = file_of(kind)
    found = {}
    for key, field in kind.model_fields.items():
        extra = field.json_schema_extra
        if not isinstance(extra, dict) or DECLARED not in extra:
            continue
        given: dict[str, Any] = dict(extra[DECLARED])  # type: ignore[arg-type]
        usual = "integer" if field.annotation is int else "uniform"
        sources = tuple(given["sources"])
        row = {
            **given,
            "id": f"{name}_{key}",
            "distribution": given["distribution"] or usual,
            "grade": "literature" if sources else "assumed",
            "sources": (*sources, file),
        }
        try:
            entry = Assumption.model_validate(row)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            fail(file, name, f"{key}: {first['loc'][0]}", f"{first['msg']}, not {first['input']!r}")
        found[entry.id] = entry
    return found


def ledger(kinds: dict[str, type[Lever]]) -> Ledger:
    """The evidence of the package with what these levers declare, by their names.

    Raises:
        EvidenceError: An entry is invalid, or has an id that is taken.
    """
    entries, units, files = _shipped()
    sources = [entry.id for entry in entries.values() if isinstance(entry, Source)]
    own: dict[str, Assumption] = {}
    where: dict[str, str] = {}
    for name, kind in kinds.items():
        for key, entry in assumptions(name, kind).items():
            if key in entries or key in own:
                taken = files[key] if key in files else where[key]
                raise EvidenceError(f"{file_of(kind)}: {key}: id: already used in {taken}")
            if wrong := loading.entry_fault(entry, sources, units):
                fail(file_of(kind), key, *wrong)
            own[key], where[key] = entry, file_of(kind)
    return Ledger([*entries.values(), *own.values()], units, {**files, **where})


def file_of(kind: type) -> str:
    """The name of the file of a class, without its folder; the module where it has no file."""
    try:
        file = inspect.getsourcefile(kind)
    except (OSError, TypeError):
        file = None
    return Path(file).name if file else kind.__module__


@cache
def _shipped() -> tuple[loading.Entries, dict[str, str], dict[str, str]]:
    return loading.read_folder(default_folder())
