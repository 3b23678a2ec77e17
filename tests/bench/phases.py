"""Processor time of the phases of a day, inside compiled code.

The sources in TIMED are read, each call that is a statement of its own is put between two looks at
the clock of the C library, and the result is compiled, which takes a minute. What the looks cost is
measured, and taken off.
"""

from __future__ import annotations

import ast
import ctypes
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numba import carray, njit, types
from numba.extending import intrinsic

TIMED = {
    "sim.kernels.workday": ("work",),
    "sim.kernels.days": ("run_days", "run_day"),
}
"""Functions whose calls are timed, by module; those that others import come first."""
MOST = 64
NOT_TIMED = ("run_day",)
"""Calls whose parts are timed instead."""
SPENT = np.zeros(2 * MOST, np.int64)
"""Microseconds of each phase, then how often each was timed."""
CLOCK = ctypes.CDLL(None).clock
CLOCK.restype, CLOCK.argtypes = ctypes.c_long, ()


@intrinsic  # type: ignore[untyped-decorator]
def _address(typing_context: Any, number: Any) -> Any:
    """A pointer to what lies at an address."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

    return types.CPointer(types.int64)(types.uint64), generate


class Timing(ast.NodeTransformer):
    """Puts each call that is a statement between two looks at the clock."""

    def __init__(self, functions: tuple[str, ...], names: list[str]) -> None:
        self.functions, self.names, self.inside = functions, names, ""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Only the functions that are named."""
        if node.name not in self.functions:
            return node
        self.inside = node.name
        start = f"spent_ = carray_(address_(np_.uint64({SPENT.ctypes.data})), {2 * MOST})"
        self.generic_visit(node)
        body = node.body if ast.get_docstring(node) is None else node.body[1:]
        node.body = [*ast.parse(start).body, *body]
        self.inside = ""
        return node

    def visit_Expr(self, node: ast.Expr) -> Any:
        """A call whose result is not used."""
        return self._timed(node, node.value)

    def visit_Assign(self, node: ast.Assign) -> Any:
        """A call whose result is kept."""
        return self._timed(node, node.value)

    def visit_While(self, node: ast.While) -> Any:
        """A loop, as a whole: looks inside it would take longer than what it does."""
        if self.inside == "work":
            return self._between(node, "work: the queue" if len(node.body) > 3 else "work: evening")
        return self.generic_visit(node)

    def visit_For(self, node: ast.For) -> Any:
        """A loop over workers as a whole, over communities phase by phase."""
        if self.inside == "work":
            return self._between(node, "work: evening")
        return self.generic_visit(node)

    def _timed(self, node: ast.stmt, value: ast.expr) -> Any:
        called = value.func if isinstance(value, ast.Call) else None
        if not self.inside or not isinstance(called, ast.Name) or called.id in NOT_TIMED:
            return node
        return self._between(node, f"{self.inside}: {called.id}")

    def _between(self, node: ast.stmt, name: str) -> list[ast.stmt]:
        if name not in self.names:
            self.names.append(name)
        number = self.names.index(name)
        before = ast.parse(f"before_{number} = clock_()").body
        after = f"spent_[{number}] += clock_() - before_{number}\nspent_[{MOST + number}] += 1"
        return [*before, node, *ast.parse(after).body]


def install() -> list[str]:
    """Put timed modules in the place of those that the model is going to import; the phases."""
    names: list[str] = []
    for module, functions in TIMED.items():
        found = find_spec(module)
        assert found is not None
        assert found.origin is not None
        tree = Timing(functions, names).visit(ast.parse(Path(found.origin).read_text("utf-8")))
        made = ModuleType(module)
        made.__file__ = found.origin
        vars(made).update(clock_=CLOCK, carray_=carray, address_=_address, np_=np)
        sys.modules[module] = made
        exec(compile(ast.fix_missing_locations(tree), found.origin, "exec"), vars(made))
    return names


@njit  # type: ignore[untyped-decorator]
def _looks(count: int) -> Any:
    spent = 0
    for _ in range(count):
        before = CLOCK()
        spent += CLOCK() - before
    return spent


def spent(names: list[str]) -> tuple[dict[str, float], float]:
    """Seconds of each phase since the last call, and of all looks at the clock."""
    count = 100_000
    look = _looks(count) / count
    often = {name: int(SPENT[MOST + number]) for number, name in enumerate(names)}
    micros = {name: SPENT[number] - look * often[name] for number, name in enumerate(names)}
    inside = sum(number for name, number in often.items() if name.startswith("work:"))
    micros["run_day: work"] -= 2 * look * inside
    SPENT[:] = 0
    seconds = {name: float(spent) / 1e6 for name, spent in micros.items()}
    return seconds, 2 * look * sum(often.values()) / 1e6
