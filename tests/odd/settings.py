"""Options of structure among the settings: rules, kinds of issues, territories."""

from __future__ import annotations

import re
from typing import Any

import yaml

from experiments.config.first_values import rules_off_at_first
from sim.enums import Cadence, Kind, Rung, Sort, Work
from sim.initialization.obligations import cadences as built_cadences
from sim.initialization.powers import kinds as built_kinds
from sim.parameters import Group, subgroup
from sim.settings import Settings, default_ledger
from sim.settings.kinds import FieldKind, Kinds
from sim.settings.rules import Rules
from tests.odd.grid import grid
from tests.odd.parameters import own, purpose, shown
from tests.odd.sections import ODD, sections

CONFIGS = ODD.parents[1] / "configs" / "territory"


def rules() -> str:
    """Rules that can be switched off, and the sections of the page in which they act."""
    rows = []
    text = sections(ODD.read_text(encoding="utf-8"))
    for name, field in Rules.model_fields.items():
        group = _group(field)
        marked = [number for number, body in text.items() if re.search(rf"\[{name}\]", body)]
        switched = "on" if group.model_fields["on"].default else "off"
        count = str(len(own(group)) - 1)
        rows.append((f"`{name}`", switched, count, ", ".join(marked), purpose(group)))
    return grid(("rule", "at first", "settings", "sections", "what it adds"), rows)


def rules_off() -> str:
    """Rules that are off at first, and what they add, for the first page."""
    rows = [
        (f"`rules.{name}.on=true`", purpose(_group(Rules.model_fields[name])))
        for name in rules_off_at_first()
    ]
    return grid(("off at first", "what it adds"), rows)


def kinds() -> str:
    """Kinds of issues in order, the work they make, and who holds the powers they need."""
    table, _ = built_kinds(Settings())
    rows = []
    for kind, (name, field) in zip(Kind, Kinds.model_fields.items(), strict=True):
        group = _group(field)
        powers: tuple[str, ...] = ()
        if issubclass(group, FieldKind):
            powers = group.model_fields["powers"].default
        work = Work(int(table["work"][kind])).name.lower()
        where = "in the field" if issubclass(group, FieldKind) else "at the counter"
        rows.append((str(int(kind)), f"`{name}`", work, where, ", ".join(powers) or "none"))
    return grid(("no.", "kind", "own work", "comes up", "departments with powers, in order"), rows)


def answering() -> str:
    """Departments that answer, by number."""
    names = Settings().departments.answering
    return grid(("no.", "department"), [(str(d), name) for d, name in enumerate(names)])


def cadences() -> str:
    """Cadences of obligations, with the settings that give their numbers."""
    asked = Settings().obligations
    rows = []
    for cadence, row in zip(Cadence, built_cadences(Settings()), strict=True):
        numbers = (
            _named(asked, f"{part}_{cadence.name.lower()}", other)
            for part, other in (
                ("cadence", "the rest"), ("records", ""), ("span", ""), ("compile", "1")
            )
        )  # fmt: skip
        rows.append((cadence.name.lower(), shown(float(row["period"])), *numbers))
    return grid(("cadence", "days", "share", "records", "span L, days", "compile factor"), rows)


def _named(group: Group, name: str, otherwise: str) -> str:
    """A setting and its value, or what holds where there is none."""
    value = getattr(group, name, None)
    return otherwise if value is None else f"`{name}` {shown(value)}"


def mediation() -> str:
    """Settings with the chance that a round settles a dispute, by rung and sort."""
    rule = Settings().rules.mediation
    rows = []
    for rung in Rung:
        pattern = "hall_success_{}" if rung == Rung.HALL else f"mediation_{rung.name.lower()}_{{}}"
        cells = (_named(rule, pattern.format(sort.name.lower()), "0") for sort in Sort)
        rows.append((rung.name.lower(), *cells))
    return grid(("rung", *(sort.name.lower() for sort in Sort)), rows)


SIZES = ("communities", "workers", "residents")


def territories() -> str:
    """Places that can be asked for by name, small ones first."""
    rows = []
    for path in CONFIGS.glob("*.yaml"):
        sizes = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows.append((f"`{path.stem}`", *(_size(sizes[name]) for name in SIZES)))
    rows.sort(key=lambda row: float(row[-1].partition(" ")[0]))
    return grid(("territory", *SIZES), rows)


def _size(size: int | str) -> str:
    if isinstance(size, int):
        return str(size)
    reference = size.removeprefix("${").removesuffix("}")
    return f"{shown(default_ledger().value(reference))} (`{reference}`)"


def _group(field: Any) -> type[Group]:
    group = subgroup(field)
    assert group is not None
    return group
