"""Nested mappings, and their leaves by dotted path such as `levers.one_table.on`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Tree = dict[str, Any]


def overlay(under: Mapping[str, Any], over: Mapping[str, Any]) -> Tree:
    """A new nested mapping: `under` with the leaves of `over` replaced or added."""
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(value, Mapping):
            value = overlay(below if isinstance(below, Mapping) else {}, value)
        merged[key] = value
    return merged


def leaves(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted path and value of every leaf. An empty mapping has no leaves."""
    for key, value in tree.items():
        here = f"{path}.{key}" if path else str(key)
        if isinstance(value, Mapping):
            yield from leaves(value, here)
        else:
            yield here, value


def grow(rows: Mapping[str, Any]) -> Tree:
    """The nested mapping whose leaves have these dotted paths."""
    tree: Tree = {}
    for path, value in rows.items():
        *branches, leaf = path.split(".")
        node = tree
        for branch in branches:
            node = node.setdefault(branch, {})
        node[leaf] = value
    return tree


def pick(tree: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path, a leaf or a nested mapping.

    Raises:
        KeyError: nothing is at this path.
    """
    node: Any = tree
    for part in path.split("."):
        if not isinstance(node, Mapping):
            raise KeyError(path)
        node = node[part]
    return node
