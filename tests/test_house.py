"""The house stands: rooms import each other in one direction only."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from sim.version import COMPILED

ROOT = Path(__file__).parents[1]
ROOMS = (
    "language", "config", "statistics", "runs", "opening", "reporting", "patterns", "laboratory",
    "designs", "costs", "kinds", "signatures", "texts", "api", "studies", "dashboard", "cli",
)  # fmt: skip
"""Of the laboratory, from the ground up; each may import those before it."""


def imported(path: Path) -> Iterator[str]:
    """Modules that a file imports at run time, at its head or inside functions."""
    tree = ast.parse(path.read_text("utf-8"))
    for_types = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield str(node.module)
            yield from (f"{node.module}.{name.name}" for name in node.names)


def room(module: str) -> str | None:
    """The room of the laboratory that a module lies in."""
    package, _, rest = module.partition(".")
    found = rest.partition(".")[0]
    return found if package == "experiments" and found in ROOMS else None


@pytest.mark.parametrize("name", ROOMS)
def test_rooms_of_the_laboratory_import_downwards(name: str) -> None:
    place = ROOT / "experiments" / name
    files = list(place.rglob("*.py")) or [place.with_suffix(".py")]
    for path in files:
        for module in imported(path):
            found = room(module)
            assert found is None or ROOMS.index(found) <= ROOMS.index(name), f"{path}: {module}"


def test_every_room_of_the_laboratory_is_named() -> None:
    inside = (ROOT / "experiments").glob("*")
    rooms = {
        path.stem for path in inside if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms - {"__init__", "__main__"} == set(ROOMS)


def test_the_society_knows_nothing_of_the_laboratory() -> None:
    for path in (ROOT / "sim").rglob("*.py"):
        assert not any(module.startswith("experiments") for module in imported(path)), path


def test_compiled_code_is_made_from_the_files_that_name_its_cache() -> None:
    sources = {f"sim.{name.removesuffix('.py')}" for name in COMPILED}
    named_by = {"sim.compiled_cache", "sim.kernels.jit"}
    for name in COMPILED:
        place = ROOT / "sim" / name
        for path in (place, *place.rglob("*.py")):
            if path.suffix == ".py":
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                ours = {".".join(one.split(".")[:2]) for one in imported(path) if "sim." in one}
                beside = {"sim.version"} if module in named_by else set()
                assert ours <= sources | beside, path


def test_every_place_says_the_same_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == project["version"]


def test_commits_are_checked_by_the_linter_that_the_tests_use() -> None:
    pins = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    (ruff,) = (repo for repo in hooks["repos"] if repo["repo"].endswith("/ruff-pre-commit"))
    assert f"ruff=={ruff['rev'].removeprefix('v')}" in pins


def test_every_package_says_that_it_is_typed() -> None:
    for name in ("sim", "experiments", "unburden"):
        assert (ROOT / name / "py.typed").is_file()


def test_the_package_loads_the_laboratory_only_when_asked() -> None:
    for name in ("__init__", "neighbours", "worker"):
        tree = ast.parse((ROOT / "unburden" / f"{name}.py").read_text("utf-8"))
        heads = [node.module for node in tree.body if isinstance(node, ast.ImportFrom)]
        assert not any((head or "").startswith(("experiments", "sim")) for head in heads), name


def test_numbers_of_things_are_written_by_the_function_for_them() -> None:
    """So that one of them is not "1 replications"."""
    plurals = {"replications", "levers", "scenarios", "communities", "workers", "outcomes"}
    for path in (ROOT / "experiments").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.JoinedStr):
                continue
            for number, text in pairwise(node.values):
                if isinstance(number, ast.FormattedValue) and isinstance(text, ast.Constant):
                    noun = re.match(r" (\w+)", str(text.value))
                    name = number.value.id if isinstance(number.value, ast.Name) else ""
                    told = isinstance(number.value, ast.Call) or name.isupper()
                    assert told or noun is None or noun[1] not in plurals, (
                        f"{path}:{node.lineno}: {ast.unparse(node)}"
                    )


def test_none_imports_tests() -> None:
    for package in ("sim", "experiments", "unburden"):
        for path in (ROOT / package).rglob("*.py"):
            assert not any(module.split(".")[0] == "tests" for module in imported(path)), path
