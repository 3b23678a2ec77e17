"""The page on levers: what each does, the passages it comes from, and its own numbers."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from docs.pages.table import code, table
from experiments.kinds.evidence.lever_catalogue import Entry
from experiments.patterns.systems import System, systems
from sim.levers import Lever, Levers
from sim.parameters import Group, evidence_of, subgroup
from sim.settings import default_ledger
from sim.shocks import Shocks
from tests.odd.levers import entries
from tests.odd.parameters import ledger_rows, own, shown

SECTION = re.compile(r"^(\w+): ", re.MULTILINE)
HEAD = """\
# Levers: passages and numbers

Each lever and shock in the order in which they are applied: what it does, where the documents name
it, and the numbers that it brings. A passage such as 002@27000 is a document and the place of the
name in its text, in characters. [Systems](../systems.md) lists what the documents name, and
[levers](../levers.md) all levers in one table. Every lever also has `on`, `start_day`, and
`coverage` or `communities`.
"""


def page() -> str:
    """The whole page."""
    return "\n\n".join([HEAD, _documents(), *map(_lever, entries())]) + "\n"


def _documents() -> str:
    rows = [
        (name, source.title, source.issuer, str(source.date))
        for name, source in default_ledger().sources.items()
    ]
    return f"## The documents\n\n{table(('document', 'title', 'issuer', 'date'), rows)}"


def _lever(entry: Entry) -> str:
    kind = subgroup({**Levers.model_fields, **Shocks.model_fields}[entry.name])
    assert kind is not None
    documents = ", ".join(entry.documents) or "none"
    parts = [
        f"## {entry.label}",
        f"Scenario `{entry.name}`; documents {documents}; acts on {', '.join(entry.acts_on)}.",
        *_described(kind),
    ]
    named = [system for system in systems() if f"{entry.part}.{entry.name}" in system.here]
    if named:
        rows = [(one.passage, one.chinese, one.what, one.limits) for one in named]
        parts.append(table(("passage", "in the documents", "what it is", "limits"), rows))
    if facts := [*_facts(named)]:
        parts.append(
            "Facts that the documents report of it:\n\n"
            + table(("fact", "place", "printed", "meaning"), facts)
        )
    numbers = [_number(entry, name, kind) for name in own(kind) if name not in Lever.model_fields]
    if numbers:
        parts.append(
            "Its own numbers:\n\n"
            + table(
                ("parameter", "default", "range or formula", "unit", "grade", "meaning"), numbers
            )
        )
    return "\n\n".join(parts)


def _described(kind: type[Group]) -> Iterator[str]:
    """The first sentence of a lever, then what its docstring says under each heading."""
    first, *rest = SECTION.split(inspect.getdoc(kind) or "")
    yield " ".join(first.split())
    for heading, text in zip(rest[::2], rest[1::2], strict=True):
        yield f"**{heading}.** {' '.join(text.split())}"


def _facts(named: list[System]) -> Iterator[tuple[str, ...]]:
    ledger = default_ledger()
    for fact in dict.fromkeys(name for system in named for name in system.facts_of(ledger)):
        row = ledger_rows()[f"fact:{fact}"]
        yield code(fact), row["place"], row["printed"], row["meaning"]


def _number(entry: Entry, name: str, kind: type[Group]) -> tuple[str, ...]:
    field = kind.model_fields[name]
    reference = evidence_of(field, entry.name)
    if reference is None:
        return code(name), shown(field.default), "", "", "choice", field.description or ""
    row = ledger_rows()[reference]
    value = shown(default_ledger().setting(reference))
    return code(name), value, _span(row), row["unit"], row["grade"], row["meaning"]


def _span(row: dict[str, object]) -> str:
    """The range of an assumption, its formula, or the place of a fact."""
    if row["place"]:
        return str(row["place"])
    if row["low"] is None:
        return f"= {row['formula']}"
    return f"{shown(row['low'])} to {shown(row['high'])}"
