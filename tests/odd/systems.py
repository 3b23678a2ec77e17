"""Systems of the documents, part by part, as tables."""

from __future__ import annotations

from itertools import groupby

from experiments.config.first_values import marked
from experiments.patterns.systems import System, systems
from tests.odd.grid import grid

HEAD = ("system", "in the documents", "passage", "what it is", "here", "limits, or why it is out")


def by_part() -> str:
    """One heading and one table for each part of the file."""
    parts = groupby(systems(), lambda system: system.part)
    return "\n\n".join(f"## {part}\n\n{grid(HEAD, map(_row, some))}" for part, some in parts)


def _row(system: System) -> tuple[str, ...]:
    here = ", ".join(marked(place) for place in system.here) or "out"
    name = system.name.replace("_", " ")
    return name, system.chinese, system.passage, system.what, here, system.limits or system.out


def counts() -> str:
    """How many systems stand here and how many are out, by part."""
    names = list(dict.fromkeys(system.part for system in systems()))
    rows = []
    for part in [*names, ""]:
        some = [system for system in systems() if part in ("", system.part)]
        out = sum(bool(system.out) for system in some)
        rows.append((part or "all", str(len(some)), str(len(some) - out), str(out)))
    return grid(("part", "systems", "here", "out"), rows)
