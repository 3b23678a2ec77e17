"""Named streams of random numbers: what is drawn from each, for what, and where."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from sim.streams import STREAMS
from tests.odd.grid import grid
from tests.odd.sections import SIM
from tests.odd.words import exactly, words


def streams() -> str:
    """Every stream in the order of sim/streams.py."""
    meant = words("streams", STREAMS)
    used = drawn()
    rows = []
    for name, told in meant.items():
        decides = exactly({"v": ""} | told, ("of", "u", "v"), f"streams.yaml: {name}").values()
        rows.append((f'`"{name}"`', *decides, ", ".join(used.get(name, ["nowhere"]))))
    return grid(("stream", "entity; day; ordinal", "u decides", "v decides", "drawn in sim/"), rows)


def drawn() -> dict[str, list[str]]:
    """Files that draw from each stream, by its name."""
    found: dict[str, list[str]] = {}
    for path in sorted(SIM.rglob("*.py")):
        place = path.relative_to(SIM).as_posix()
        for name in dict.fromkeys(_names(ast.parse(path.read_text(encoding="utf-8")))):
            found.setdefault(name, []).append(place)
    return found


def _names(tree: ast.AST) -> Iterator[str]:
    """Streams named as NUMBER["x"], uniform("x", ...), or numbers("x", "y", ...)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and _called(node.value) == "NUMBER":
            yield from _text(node.slice)
        elif isinstance(node, ast.Call) and _called(node.func) == "uniform" and node.args:
            yield from _text(node.args[0])
        elif isinstance(node, ast.Call) and _called(node.func) == "numbers":
            for name in node.args:
                yield from _text(name)


def _called(node: ast.AST) -> str:
    if isinstance(node, ast.Subscript):
        node = node.value
    return getattr(node, "attr", "") or getattr(node, "id", "")


def _text(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
