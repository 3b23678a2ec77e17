"""A scenario that is one lever with parameters, such as `one_table(connected_share=0.4)`.

It is written as Python would write the lever, and read as plain values: nothing is called.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import Any

from experiments.config.errors import InputError
from sim.levers import Lever, registry
from sim.settings.nested import Tree

CALL = re.compile(r"(\w+)\((.*)\)", re.DOTALL)
WORDS = {"true": True, "false": False, "null": None}
LONGEST = 100
"""Bytes of a scenario's name: files of it have longer ones."""
ALLOWED = "should be a lever with values, such as one_table(connected_share=0.4)"
Scenario = tuple[str, Tree]


def read(text: str, key: str) -> Scenario | None:
    """Name and switches of a scenario that is written so; None of any other text.

    Raises InputError where it cannot be read.
    """
    match = CALL.fullmatch(text.strip())
    part = registry.part_of(match[1]) if match else None
    if match is None or part is None:
        return None
    lever, inner = match.groups()
    try:
        call = ast.parse(f"f({inner})", mode="eval").body
        assert isinstance(call, ast.Call)
        if call.args or any(keyword.arg is None for keyword in call.keywords):
            raise ValueError
        values = {str(keyword.arg): _value(keyword.value) for keyword in call.keywords}
    except (SyntaxError, ValueError, AssertionError, RecursionError, MemoryError):
        raise InputError(key, text, ALLOWED) from None
    name = _written(lever, values)
    if len(name.encode()) > LONGEST:
        allowed = f"{LONGEST} bytes at most, as it is the scenario's name; a file can hold more"
        raise InputError(key, text, allowed)
    return name, {part: {lever: {"on": True, **values}}}


def of(levers: Iterable[Any]) -> list[str]:
    """Scenarios of levers of Python, each alone with the parameters that were given.

    Raises InputError for what is no registered lever.
    """
    return [_written(lever.facts.name, _given(lever)) for lever in map(_checked, levers)]


def _checked(lever: Any) -> Lever:
    if isinstance(lever, type) and issubclass(lever, Lever):
        raise InputError("levers", lever.__name__, f"is a class; write {lever.__name__}()")
    if not isinstance(lever, Lever):
        allowed = "should be levers, such as OneTable(connected_share=0.4)"
        raise InputError("levers", repr(lever), allowed)
    if registry.kind_of(lever.facts.name) is not type(lever):
        raise InputError("levers", lever.facts.name, "is not registered, or by another class")
    return lever


def _given(lever: Lever) -> dict[str, Any]:
    given = {name: getattr(lever, name) for name in type(lever).model_fields}
    return {
        name: value for name, value in given.items()
        if name in lever.model_fields_set and name != "on"
    }  # fmt: skip


def _written(lever: str, values: dict[str, Any]) -> str:
    if not values:
        return lever
    parts = (f"{name}={_plain(_by_type(name, value))!r}" for name, value in values.items())
    return f"{lever}({', '.join(parts)})"


def _by_type(name: str, value: Any) -> Any:
    """Shares by type, which a lever keeps as pairs, as they are written."""
    return dict(value) if name == "coverage" and isinstance(value, tuple) else value


def _plain(value: Any) -> Any:
    """A value as it is written: whole numbers stay whole, tuples are lists."""
    return [*map(_plain, value)] if isinstance(value, list | tuple) else value


def _value(node: ast.expr) -> Any:
    """The value of a literal; words of YAML for true, false and null count as well.

    As in YAML, keys of a mapping and items of a list may be words without quotes.
    """
    if isinstance(node, ast.Name) and node.id in WORDS:
        return WORDS[node.id]
    if isinstance(node, ast.Dict):
        node.keys = [key and _word(key) for key in node.keys]
    elif isinstance(node, ast.List):
        node.elts = [*map(_word, node.elts)]
    return ast.literal_eval(node)


def _word(node: ast.expr) -> ast.expr:
    return ast.Constant(node.id) if isinstance(node, ast.Name) else node
