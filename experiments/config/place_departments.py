"""Departments of a place, if they are others than usual, and the staff that each has there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from experiments.config.errors import as_written, did_you_mean
from experiments.config.place_reader import Reader, Stated
from experiments.config.place_statements import (
    ANSWERING,
    BY_KEY,
    DEPARTMENT_STAFF,
    DEPARTMENTS,
    KINDS,
    STAFF,
    Statement,
    powers_path,
)
from experiments.language import marked
from sim.settings.departments import Departments

Found = tuple[Statement, Mapping[str, Any]]
"""A statement, and the settings that it sets."""


class Sourced(NamedTuple):
    """A value that is no number, and where it is from."""

    value: object
    source: str


def _sourced(key: str, given: object, reader: Reader) -> Sourced:
    if isinstance(given, Mapping) and "value" in given and {*given} <= {"value", "source"}:
        return Sourced(given["value"], reader.source(key, given.get("source", "")))
    return Sourced(given, "")


def departments(given: object, reader: Reader) -> Iterator[Found]:
    """Departments by name, each with the kinds of issues that it has powers for."""
    if given is None:
        return
    stated, source = _sourced(DEPARTMENTS, given, reader)
    example = f"such as {{police: [{KINDS[0]}, {KINDS[1]}], ...}}"
    if not isinstance(stated, Mapping) or not stated:
        reader.fail(DEPARTMENTS, f"should be departments with their kinds of issues, {example}")
    holders: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for name, kinds in stated.items():
        listed = kinds if isinstance(kinds, list) else [kinds]
        if not listed:
            reader.fail(f"{DEPARTMENTS}: {name}", f"lists no kind; there are {', '.join(KINDS)}")
        for kind in listed:
            if kind not in holders:
                close = did_you_mean(str(kind), KINDS)
                known = f"no kind of issue with powers; there are {', '.join(KINDS)}{close}"
                reader.fail(f"{DEPARTMENTS}: {name}: {as_written(kind)}", known)
            holders[kind].append(str(name))
    for kind, names in holders.items():
        if not names:
            reader.fail(DEPARTMENTS, f"none has powers for {kind}; each kind takes one at least")
    settings = {ANSWERING: [*stated]}
    settings |= {powers_path(kind): names for kind, names in holders.items()}
    shown = "; ".join(f"{name}: {', '.join(_list(kinds))}" for name, kinds in stated.items())
    unit = marked("departments, and their kinds of issues")
    yield Statement(DEPARTMENTS, unit, shown, None, source, (*settings,)), settings


def staff(given: object, wanted: object, reader: Reader) -> Iterator[Found]:
    """Staff of each department, or of some; those of the others are from the evidence."""
    if wanted is None:
        return
    stated, _ = _sourced(DEPARTMENTS, given, reader)
    usual = Departments.model_fields["answering"].default
    names = [str(name) for name in (stated if isinstance(stated, Mapping) else usual)]
    if not isinstance(wanted, Mapping) or {*wanted} <= {"value", "source"}:
        number = reader.number(DEPARTMENT_STAFF, wanted)
        each: dict[str, Stated] = dict.fromkeys(names, number)
        shown: float | int | str = number.value
        sources = [number.source]
    else:
        for name in wanted:
            if name not in names:
                known = f"no department here; there are {', '.join(names)}"
                close = did_you_mean(str(name), names)
                reader.fail(f"{DEPARTMENT_STAFF}: {name}", known + close)
        each = {
            name: reader.number(f"{DEPARTMENT_STAFF}: {name}", value)
            for name, value in wanted.items()
        }
        shown = ", ".join(f"{name} {number.value:g}" for name, number in each.items())
        sources = [number.source for number in each.values()]
    values = [float(each[name].value) if name in each else None for name in names]
    source = "; ".join(dict.fromkeys(filter(None, sources)))
    yield (
        Statement(DEPARTMENT_STAFF, BY_KEY[DEPARTMENT_STAFF].unit, shown, None, source, (STAFF,)),
        {STAFF: values},
    )


def _list(kinds: object) -> list[str]:
    return [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])]
