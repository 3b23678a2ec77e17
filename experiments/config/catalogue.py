"""Groups, their options, and scenarios: files of `configs/`, levers and shocks of the registry."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from experiments.config import kinds
from experiments.config.errors import InputError, nearest
from experiments.config.files import is_file, is_folder
from sim.evidence import plain
from sim.levers import registry
from sim.settings import Settings
from sim.settings.nested import Tree, leaves

BASELINE = "baseline"
SCENARIOS = "scenarios"
SCENARIO = "scenario"
EXPERIMENT = "experiment"
"""The group whose options are the folders of `experiments/kinds`."""
FILES = (".yaml", ".yml")
NAME = re.compile(r"\w[\w .-]*")
LONGEST = 100
"""Bytes of a scenario's name: files of it have longer ones."""
SWITCHES = ("levers", "shocks")
POLICIES = ("departments.hours_scale",)
"""What a scenario may set beside levers and shocks: the hours that departments are granted."""
_beside: ContextVar[Path | None] = ContextVar("beside", default=None)


@contextmanager
def beside(own: Path | None) -> Iterator[None]:
    """While it lasts, options of a folder of the user's are there beside those of `configs`."""
    token = _beside.set(own)
    try:
        yield
    finally:
        _beside.reset(token)


def own() -> Path | None:
    """The folder that is `beside`, if there is one."""
    return _beside.get()


def folder() -> Path:
    """`experiments/configs` where the package carries its data, else `configs` of the checkout."""
    package = Path(__file__).parents[1]
    inside = package / "configs"
    return inside if inside.is_dir() else package.parent / "configs"


def options(group: str) -> tuple[str, ...]:
    """Names of the options of a group, in alphabetical order; those of the user among them."""
    own = _beside.get()
    beside = () if own is None else _files(own / group)
    return tuple(sorted({*shipped(group), *beside}))


def shipped(group: str) -> tuple[str, ...]:
    """Names of the options of a group that come with the package, in alphabetical order."""
    if group == EXPERIMENT:
        return kinds.names()
    return tuple(sorted({*_files(folder() / group), *registered(group)}))


def registered(group: str) -> dict[str, Tree]:
    """Options of a group that have no file: levers, shocks, a scenario for each of them alone."""
    if group in SWITCHES:
        return {name: {} for name in registry.names(group)}
    if group == SCENARIO:
        return {
            name: {part: {name: {"on": True}}} for part in SWITCHES for name in registered(part)
        }
    return {}


def _files(place: Path) -> tuple[str, ...]:
    if not is_folder(place):
        return ()
    return tuple(sorted(path.stem for path in place.glob("*.yaml")))


def option(group: str, name: str) -> Path:
    """The file of an option of a group."""
    file, own = folder() / group / f"{name}.yaml", _beside.get()
    return file if own is None or is_file(file) else own / group / f"{name}.yaml"


def scenario(word: str, key: str = SCENARIOS) -> tuple[str, Tree]:
    """Name and switches of a scenario: one of the catalogue, or a YAML file of the user's.

    Raises InputError, naming the `key` that asked for it, if there is none, or if its file is not a
    mapping of settings.
    """
    if alone := registered(SCENARIO).get(word):
        return word, alone
    known = options(SCENARIO)
    if word in known:
        return word, read(folder() / SCENARIO / f"{word}.yaml", key)
    path = Path(word)
    if word.endswith(FILES) and not os.path.lexists(path):
        raise InputError(key, word, "no such file")
    if not word.endswith(FILES):
        listed = "unburden --help lists them, and a file is named by a path ending in .yaml"
        near = nearest(word, known)
        told = f"no such scenario{near} {listed}" if near else f"no such scenario; {listed}"
        raise InputError(key, word, told)
    if len(path.stem.encode()) > LONGEST:
        told = f"its file names a scenario, and figures after it: {LONGEST} bytes at most"
        raise InputError(key, word, told)
    if not NAME.fullmatch(path.stem):
        told = "its file names a scenario: letters, digits, spaces, - and _, no space or - first"
        raise InputError(key, word, told)
    tree = read(path, key)
    _refuse_society(tree, key, path)
    return path.stem, tree


OF_STUDIES = frozenset(
    (
        "seed", "replications", "scenarios", "workers", "executor", "timeout", "store", "output",
        "overwrite",
    )
)  # fmt: skip
"""Keys that belong to a study and not to a society."""


def _refuse_society(tree: Tree, key: str, path: Path) -> None:
    """Raises InputError for what a scenario sets that is no lever, shock or policy.

    Scenarios are compared in one society: a difference that is not the reform's would be taken for
    its effect.
    """
    holds = f"a scenario holds levers, shocks and {', '.join(POLICIES)}"
    for name, value in leaves(tree):
        if name.partition(".")[0] in SWITCHES or name in POLICIES:
            continue
        if name.partition(".")[0] not in OF_STUDIES.union(Settings.model_fields):
            raise InputError(key, path, f"{name}: unknown key; {holds}")
        shown = value if isinstance(value, int | float | str) else "..."
        shown = str(value).lower() if isinstance(value, bool) else shown
        told = f"{name}={shown} on the command line holds for the baseline and every scenario"
        raise InputError(key, path, f"{name}: {holds}; {told}")


def read(path: Path, key: str = SCENARIOS) -> Tree:
    """A YAML mapping as plain data. Raises InputError if it is anything else or names code."""
    try:
        tree = plain.read(path)
    except plain.PlainError as error:
        raise InputError(key, path, str(error)) from None
    if not isinstance(tree, dict):
        raise InputError(key, path, "should be a mapping of settings, such as levers: {...}")
    try:
        refuse_code(tree)
    except InputError as error:
        raise InputError(key, path, f"{error.key}: {error.allowed}") from None
    return tree


def refuse_code(tree: object, path: str = "") -> None:
    """Raises InputError for a key that asks for code to be run (`_target_` and its kin)."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            here = f"{path}.{key}".lstrip(".")
            if str(key).startswith("_") and str(key).endswith("_"):
                raise InputError(here, value, "nothing is ever run from a config")
            refuse_code(value, here)
    elif isinstance(tree, list | tuple):
        for item in tree:
            refuse_code(item, path)
