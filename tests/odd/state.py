"""Entities and their state variables: types from the records, meanings in words."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from sim import enums, records
from sim.initialization.place import build
from sim.settings import Settings
from sim.state import State
from tests.odd.grid import grid
from tests.odd.sections import SIM
from tests.odd.words import exactly, words

TYPES = {"i": "whole number", "f": "real number", "b": "yes or no"}
ENTITIES = {
    "community": "communities",
    "worker": "workers",
    "resident": "residents",
    "micro-grid": "micro_grids",
    "department": "departments",
    "street": "",
    "obligation": "obligations",
    "form": "",
    "issue": "",
    "task": "",
    "job": "",
}
"""Entities of the page, and the arrays that hold those which are there from the start."""


@cache
def street() -> State:
    """The default place before its first day, under run seed 1."""
    return build(Settings(), 1)


def entities() -> str:
    """Entities, how many there are in the street, and where their variables stand."""
    rows = []
    for name, told in words("entities", ENTITIES).items():
        array = ENTITIES[name]
        count = f"{getattr(street(), array).shape[0]:,}" if array else told["count"]
        rows.append((name, count, told["record"], told["is"], told["does"]))
    head = ("entity", "in the street", "variables", "what it stands for", "what it does")
    return grid(head, rows)


def arrays() -> str:
    """The arrays of a state, their size in the street, and what they hold."""
    told = _below_fields()
    rows = []
    for name in State._fields:
        shape = " x ".join(f"{size:,}" for size in getattr(street(), name).shape)
        rows.append((f"`{name}`", shape, told[name]))
    return grid(("array", "in the street", "what it holds"), rows)


def state() -> str:
    """A heading and a table for each record."""
    found = {name: kind for name, kind in vars(records).items() if isinstance(kind, np.dtype)}
    told = words("state", found)
    return "\n\n".join(_record(name, kind, told[name]) for name, kind in found.items())


def _record(name: str, kind: np.dtype[Any], told: dict[str, Any]) -> str:
    meant = exactly(told["fields"], kind.names or (), f"state.yaml: {name}")
    rows = [
        (f"`{field}`", TYPES[kind[field].kind], re.sub(r"\{(\w+)\}", _members, meaning))
        for field, meaning in meant.items()
    ]
    return f"### {name}\n\n{told['is']}\n\n{grid(('variable', 'type', 'meaning'), rows)}"


def _members(name: re.Match[str]) -> str:
    """The members of an enumeration, with their numbers."""
    return ", ".join(
        f"{one.value} {one.name.lower().replace('_', ' ')}" for one in getattr(enums, name[1])
    )


def _below_fields() -> dict[str, str]:
    """The text below each field of State."""
    tree = ast.parse((SIM / "state.py").read_text(encoding="utf-8"))
    (body,) = (node.body for node in tree.body if isinstance(node, ast.ClassDef))
    found = {}
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
            assert isinstance(field.target, ast.Name)
            assert isinstance(text.value, ast.Constant)
            found[field.target.id] = " ".join(str(text.value.value).split()).rstrip(".")
    return found
