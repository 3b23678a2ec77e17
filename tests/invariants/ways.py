"""Ways to run a society that must not matter: order, room, and levers that reach nobody."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sim.initialization import capacity
from sim.model import GovernanceModel
from tests.invariants.books import assert_same_books
from tests.invariants.societies import Tree, ran
from tests.twin.parts import LEVERS, SHOCKS

PARTS = {"levers": LEVERS, "shocks": SHOCKS}
ROOMS = ("FIRST_TASKS", "FIRST_ISSUES", "FIRST_JOBS", "FIRST_OUTCOMES")


def shuffled(tree: Any, seed: int) -> Any:
    """The same tree with everything in it named in another order."""
    if not isinstance(tree, dict):
        return tree
    names = list(tree)
    random.Random(seed).shuffle(names)
    return {name: shuffled(tree[name], seed) for name in names}


def unreached(tree: Tree) -> Tree:
    """All levers and shocks that are off are on, and reach nobody."""
    changed = dict(tree)
    for part, names in PARTS.items():
        ours = {name: tree.get(part, {}).get(name, {}) for name in names}
        changed[part] = {
            name: one if one.get("on") else one | {"on": True, "coverage": 0.0, "communities": None}
            for name, one in ours.items()
        }
    return changed


@contextmanager
def little(*names: str) -> Iterator[None]:
    """There is room for three of each at first."""
    with pytest.MonkeyPatch.context() as patched:
        for name in names or ROOMS:
            patched.setattr(capacity, name, 3)
        yield


def cramped(tree: Tree, seed: int) -> GovernanceModel:
    """A society at its end that began with little room."""
    with little():
        return ran(tree, seed)


WAYS: dict[str, Callable[[Tree, int], GovernanceModel]] = {
    "at once": ran,
    "named in another order": lambda tree, seed: ran(shuffled(tree, seed), seed),
    "with levers that reach nobody": lambda tree, seed: ran(unreached(tree), seed),
    "with little room": cramped,
}


def assert_no_way_matters(model: GovernanceModel, tree: Tree, seed: int) -> None:
    """All ways together lead where the model is; if not, each is tried alone to tell which."""
    try:
        assert_same_books(model, ran(unreached(shuffled(tree, seed)), seed))
    except AssertionError as error:
        for name, way in WAYS.items():
            try:
                assert_same_books(model, way(tree, seed))
            except AssertionError as alone:
                error.add_note(f"it matters to run it {name}: {alone}")
        raise
