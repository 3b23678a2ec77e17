"""The order of a day and of a month's end, read off the rules that call the others."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.odd.grid import grid
from tests.odd.sections import SIM
from tests.odd.words import words

KERNELS = SIM / "kernels"
LOOPS = {
    "state.communities.shape[0]": "each community",
    "communities": "each community",
    "state.communities[c].micro_grids": "each micro-grid",
    "state.communities[c].workers": "each worker",
    "int(state.parameters[0].answering)": "each answering department",
}
"""What a loop goes over, by what it counts to."""


@dataclass(frozen=True, slots=True)
class Step:
    """A rule that another one calls: over what, under which condition."""

    rule: str
    over: str
    under: str


def day() -> str:
    """What happens in a day, in order."""
    steps = list(_steps("days", "run_day"))
    phases = words("phases", [step.rule for step in steps])
    rows = [
        (str(n), phases[step.rule], step.over, step.under or "always", *_what("days", step.rule))
        for n, step in enumerate(steps, 1)
    ]
    return grid(("step", "phase", "over", "when", "rule in sim/kernels/", "what happens"), rows)


def month() -> str:
    """What happens at the end of a month, in order; the steps of rebound one by one."""
    rows: list[tuple[str, ...]] = []
    for step in _steps("month", "month_end"):
        inner = list(_steps("rebound", "rebound")) if step.rule == "rebound" else [step]
        for one in inner:
            file = "rebound" if step.rule == "rebound" else "month"
            under = step.under or "always"
            number = str(len(rows) + 1)
            rows.append((number, one.over, under, *_what(file, one.rule)))
    return grid(("step", "over", "when", "rule in sim/kernels/", "what happens"), rows)


def _steps(file: str, rule: str) -> Iterator[Step]:
    """The rules that a rule calls, in order, with the innermost loop and condition around them."""
    body = _rule(file, rule).body
    yield from _walked(body, "the whole place", "")


def _walked(body: list[ast.stmt], over: str, under: str) -> Iterator[Step]:
    for node in body:
        if isinstance(node, ast.For):
            assert isinstance(node.iter, ast.Call)
            yield from _walked(node.body, LOOPS[ast.unparse(node.iter.args[-1])], under)
        elif isinstance(node, ast.If):
            yield from _walked(node.body, over, _condition(node.test))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            assert isinstance(node.value.func, ast.Name)
            yield Step(node.value.func.id, over, under)


def _condition(test: ast.expr) -> str:
    """A condition as the page writes it."""
    text = ast.unparse(test)
    if rule := re.fullmatch(r"parameters\.(\w+)", text):
        return f"[{rule[1]}]"
    return CONDITIONS[text]


CONDITIONS = {
    "is_score_day(day, state.clock[0].first_measured)": "once a year",
    "ends_month(day)": "a month ends",
    "day >= state.clock[0].first_measured": "in the window",
    "parameters.trust and moving": "[trust], in the window",
    "parameters.rebound and moving": "[rebound], in the window",
    "state.parameters[0].evasion": "[evasion]",
    "parameters.turnover or parameters.quitting": "[turnover] or [quitting]",
}


def _what(file: str, rule: str) -> tuple[str, str]:
    """Where a rule stands, and its purpose."""
    home = _home(file, rule)
    told = ast.get_docstring(_rule(home, rule)) or ""
    return f"`{home}.py`: `{rule}`", told.partition("\n")[0]


def _home(file: str, rule: str) -> str:
    """The kernel file in which a rule that a file uses is defined."""
    tree = _tree(file)
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and any(name.name == rule for name in node.names):
            return str(node.module).rpartition(".")[2]
    return file


def _rule(file: str, rule: str) -> ast.FunctionDef:
    for node in _tree(file).body:
        if isinstance(node, ast.FunctionDef) and node.name == rule:
            return node
    raise LookupError(f"{file}.py: no rule {rule}")


def _tree(file: str) -> ast.Module:
    return ast.parse((KERNELS / f"{file}.py").read_text(encoding="utf-8"))
