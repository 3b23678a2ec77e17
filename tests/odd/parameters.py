"""Every setting of the model, with its value, range and evidence."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from sim.levers import Lever
from sim.parameters import Group, evidence_of, subgroup
from sim.settings import Settings, default_ledger
from tests.odd.grid import grid

HEAD = ("setting", "value", "range, place or formula", "unit", "grade", "evidence", "meaning")
Row = dict[str, Any]


@cache
def ledger_rows() -> dict[str, Row]:
    """Rows of the ledger by reference."""
    kinds = {"fact": "fact", "assumption": "assume"}
    return {f"{kinds[row['class']]}:{row['id']}": row for row in default_ledger().table()}


def parameters() -> str:
    """A heading and a table for each group of settings that has some of its own."""
    parts = []
    for path, group, switches in groups(Settings):
        rows = [_row(path, name, group) for name in own(group) if name not in switches]
        if rows:
            title = f"### {path or 'the run'}\n\n{purpose(group)}"
            parts.append(f"{title}\n\n{grid(HEAD, rows)}")
    return "\n\n".join(parts)


def groups(group: type[Group], path: str = "") -> Iterator[tuple[str, type[Group], frozenset[str]]]:
    """Path, group, and what is described elsewhere: the switches that all levers have."""
    lever = issubclass(group, Lever)
    yield path, group, frozenset(Lever.model_fields) if lever else frozenset()
    for name, field in group.model_fields.items():
        if (inner := subgroup(field)) is not None:
            yield from groups(inner, f"{path}.{name}" if path else name)


def own(group: type[Group]) -> list[str]:
    """Names of the settings of a group that are no groups themselves."""
    return [name for name, field in group.model_fields.items() if subgroup(field) is None]


def purpose(group: type[Group]) -> str:
    """The first line of what a group says of itself, or of the group that it is a kind of."""
    return (inspect.getdoc(group) or "").partition("\n")[0]


def _row(path: str, name: str, group: type[Group]) -> tuple[str, ...]:
    field = group.model_fields[name]
    reference = evidence_of(field, path.rpartition(".")[2])
    if reference is None:
        return f"`{name}`", shown(field.default), "", "", "choice", "", field.description or ""
    row = ledger_rows()[reference]
    return (
        f"`{name}`", shown(default_ledger().setting(reference)), _origin(row), row["unit"],
        row["grade"],
        f"`{reference}`", row["meaning"],
    )  # fmt: skip


def _origin(row: Row) -> str:
    """Where a fact stands, the range of an assumption, or the formula it follows."""
    if row["place"]:
        return f"{row['place']}, {row['printed']}"
    if row["low"] is None:
        return f"= {row['formula']}"
    span = f"{shown(row['low'])} to {shown(row['high'])} {row['distribution']}"
    return f"{span}, = {row['formula']}" if row["formula"] else span


def shown(value: Any) -> str:
    """A value as a reader writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def grades() -> str:
    """How many settings rest on what, and how many entries of each grade there are."""
    behind: Counter[str] = Counter()
    entries: Counter[str] = Counter()
    used: set[str] = set()
    for path, group, switches in groups(Settings):
        for name in own(group):
            reference = evidence_of(group.model_fields[name], path.rpartition(".")[2])
            if reference is None:
                behind["choice"] += name not in switches
            else:
                behind[ledger_rows()[reference]["grade"]] += 1
                used.add(reference)
    for reference in used:
        entries[ledger_rows()[reference]["grade"]] += 1
    held: Counter[str] = Counter(row["grade"] for row in ledger_rows().values())
    rows = [
        (grade, str(behind[grade]), str(entries[grade] or ""), str(held[grade] or ""), meant)
        for grade, meant in MEANT.items()
    ]
    every = [str(sum(counts.values())) for counts in (behind, entries, held)]
    return grid(
        ("grade", "settings", "entries behind them", "entries in all", "meaning"),
        [*rows, ("all", *every, "")],
    )


MEANT = {
    "exact": "fact, printed as a number or plainly said",
    "approximate": "fact, printed as nearly, some or more than a round number",
    "bound": "fact, printed as a limit",
    "derived": "assumption that follows from facts or other assumptions by a formula",
    "literature": "assumption with a published source elsewhere",
    "assumed": "assumption without a source; a range and a reason",
    "choice": "switch, list or scale; no evidence is claimed",
}
