"""Nested mappings: laying one over another, and reaching into them by dotted path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Tree = dict[str, Any]


def overlay(under: Mapping[str, Any], over: Mapping[str, Any]) -> Tree:
    """A new tree: `over` wins leaf by leaf, keys of `under` it does not name stay."""
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(value, Mapping):
            value = overlay(below if isinstance(below, Mapping) else {}, value)
        merged[key] = value
    return merged


def leaves(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted path and value of every leaf; an empty mapping has none."""
    for key, value in tree.items():
        here = f"{path}.{key}" if path else str(key)
        if isinstance(value, Mapping):
            yield from leaves(value, here)
        else:
            yield here, value


def grow(rows: Mapping[str, Any]) -> Tree:
    """The tree whose leaves are these dotted paths."""
    tree: Tree = {}
    for path, value in rows.items():
        *branches, leaf = path.split(".")
        node = tree
        for branch in branches:
            node = node.setdefault(branch, {})
        node[leaf] = value
    return tree


def pick(tree: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path. Raises KeyError if there is none."""
    node: Any = tree
    for part in path.split("."):
        if not isinstance(node, Mapping):
            raise KeyError(path)
        node = node[part]
    return node
