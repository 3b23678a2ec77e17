"""Formulas of derived assumptions: limited arithmetic, evaluated without executing code."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sim.evidence.entries import Number

_OPERATORS: dict[type[ast.AST], Any] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: lambda base, power: float(base) ** power,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
_FUNCTIONS: dict[str, Any] = {"min": min, "max": max, "round": round, "floor": math.floor}
_ONE_ARGUMENT = ("round", "floor")


@lru_cache(maxsize=1024)
def parse(formula: str) -> ast.expr:
    """The syntax tree of a formula.

    Raises:
        ValueError: it contains more than numbers, ids, arithmetic, min, max, round and floor.
    """
    try:
        body = ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"bad syntax in {' '.join(formula.split())!r}") from None
    called = {id(node.func) for node in ast.walk(body) if isinstance(node, ast.Call)}
    for node in ast.walk(body):
        if not _allowed(node, id(node) in called):
            raise ValueError(f"{ast.unparse(node) or type(node).__name__!r} is not allowed")
    return body


def _allowed(node: ast.AST, is_called: bool) -> bool:
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, float)
    if isinstance(node, ast.Name):
        return is_called or node.id not in _FUNCTIONS
    if isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Name) or node.func.id not in _FUNCTIONS:
            return False
        count = len(node.args)
        return not node.keywords and (count == 1 if node.func.id in _ONE_ARGUMENT else count > 1)
    return type(node) in _OPERATORS or isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Load))


def names(formula: str) -> list[str]:
    """Ids that a formula uses, in the order of its syntax tree. Raises as `parse` does."""
    nodes = [node for node in ast.walk(parse(formula)) if isinstance(node, ast.Name)]
    return [node.id for node in nodes if node.id not in _FUNCTIONS]


def evaluate(formula: str, values: Mapping[str, Number]) -> Number:
    """The number that a formula gives for values by id.

    Raises:
        ValueError: it cannot be computed, or is not finite.
    """
    try:
        value = _value(parse(formula), values)
        if isinstance(value, (int, float)) and math.isfinite(value):
            return value
    except (ArithmeticError, TypeError, RecursionError) as error:
        raise ValueError(f"cannot be computed: {error}") from None
    raise ValueError(f"gives {value!r}, not a finite number")


def _value(node: ast.AST, values: Mapping[str, Number]) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.UnaryOp):
        return _OPERATORS[type(node.op)](_value(node.operand, values))
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, values), _value(node.right, values)
        return _OPERATORS[type(node.op)](left, right)
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    return _FUNCTIONS[node.func.id](*(_value(argument, values) for argument in node.args))
