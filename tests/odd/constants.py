"""Numbers of the model that are no settings: every constant of its files, with its use."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator

from tests.odd.grid import grid
from tests.odd.parameters import shown
from tests.odd.sections import SIM
from tests.odd.words import words

APART = ("agents", "evidence", "compiled_cache.py")
"""What holds no rule: views for Mesa, the reading of seeds, and files of compiled code."""


def constants() -> str:
    """Every constant that a rule, a measure or a limit rests on."""
    found = dict(_found())
    meant = words("constants", found)
    rows = [
        (f"`{name}`", _value(found[name], name), meant[name], f"`{found[name]}`")
        for name in found
        if meant[name]
    ]
    return grid(("constant", "value", "use", "file in sim/"), rows)


def _value(file: str, name: str) -> str:
    module = importlib.import_module("sim." + file.removesuffix(".py").replace("/", "."))
    value = getattr(module, name)
    return f"{value:.0e}" if abs(value) >= 1e9 and value % 10**9 == 0 else shown(value)


def _found() -> Iterator[tuple[str, str]]:
    """Names in capitals that stand for a number, with their files."""
    for path in sorted(SIM.rglob("*.py")):
        file = path.relative_to(SIM).as_posix().removesuffix("/__init__.py")
        if file.partition("/")[0] in APART:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and _is_number(node.value):
                for target in node.targets:
                    yield from ((name, file) for name in _capitals(target))


def _capitals(target: ast.expr) -> Iterator[str]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and node.id.isupper():
            yield node.id


def _is_number(value: ast.expr) -> bool:
    """Whether an expression is made of numbers and constants alone."""
    allowed = (
        ast.Constant, ast.Name, ast.BinOp, ast.UnaryOp, ast.Tuple, ast.operator, ast.unaryop,
        ast.expr_context,
    )  # fmt: skip
    nodes = list(ast.walk(value))
    numbers = all(isinstance(n.value, int | float) for n in nodes if isinstance(n, ast.Constant))
    names = all(n.id.isupper() for n in nodes if isinstance(n, ast.Name))
    flat = not (isinstance(value, ast.Tuple) and any(isinstance(n, ast.Tuple) for n in nodes[1:]))
    return numbers and names and flat and all(isinstance(node, allowed) for node in nodes)
