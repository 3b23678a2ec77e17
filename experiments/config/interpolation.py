"""Values that refer to other keys of a config, such as `seed: ${replications}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from experiments.config.errors import InputError
from sim.settings.nested import Tree, pick

NODE = re.compile(r"\$\{([A-Za-z_][\w.]*)\}")
"""A reference to a key, by its whole path."""
EVIDENCE = re.compile(r"\$\{(fact|assume):[^{}]*\}")
DEEPEST = 20
ALLOWED = (
    "a value may be ${KEY}, another key by its whole path, or evidence, ${assume:ID} or ${fact:ID}"
)


def resolved(tree: Tree) -> Tree:
    """The tree with the values of other keys in place of references to them.

    Evidence stays by reference. Raises InputError for a key that is not there, one that refers to
    itself in the end, and for other resolvers, which could read more than the config.
    """
    return {key: _resolved(value, str(key), tree) for key, value in tree.items()}


def _resolved(value: Any, path: str, tree: Tree, depth: int = 0) -> Any:
    if isinstance(value, Mapping):
        return {key: _resolved(each, f"{path}.{key}", tree, depth) for key, each in value.items()}
    if isinstance(value, list):
        return [_resolved(each, path, tree, depth) for each in value]
    if not isinstance(value, str) or "${" not in value or EVIDENCE.fullmatch(value):
        return value
    if depth > DEEPEST:
        raise InputError(path, value, "refers to itself")
    if whole := NODE.fullmatch(value):
        return _resolved(_looked_up(whole[1], path, value, tree), path, tree, depth + 1)
    text = NODE.sub(lambda found: _text(found[1], path, value, tree, depth), value)
    if "${" in text:
        raise InputError(path, value, ALLOWED)
    return text


def _text(key: str, path: str, value: str, tree: Tree, depth: int) -> str:
    """The value of a key as part of a text."""
    found = _resolved(_looked_up(key, path, value, tree), path, tree, depth + 1)
    if isinstance(found, Mapping | list):
        raise InputError(path, value, f"{key} is no single value")
    return str(found)


def _looked_up(key: str, path: str, value: str, tree: Tree) -> Any:
    try:
        return pick(tree, key)
    except KeyError:
        raise InputError(path, value, f"no key {key}") from None
