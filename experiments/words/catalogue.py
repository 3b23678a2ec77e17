"""What lies in `configs/`: the groups, their options, and the scenarios, read as plain data."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.words.refusal import Refusal, nearest
from sim.evidence import plain

Tree = dict[str, Any]
BASELINE = "baseline"
SCENARIOS = "scenarios"
FILES = (".yaml", ".yml")
NAME = re.compile(r"\w[\w .-]*")


def folder() -> Path:
    """`experiments/configs` where the package carries its data, else `configs` of the checkout."""
    package = Path(__file__).parents[1]
    inside = package / "configs"
    return inside if inside.is_dir() else package.parent / "configs"


def options(group: str) -> tuple[str, ...]:
    """Names of the files of a group, in alphabetical order."""
    return tuple(sorted(path.stem for path in (folder() / group).glob("*.yaml")))


def scenario(word: str, key: str = SCENARIOS) -> tuple[str, Tree]:
    """Name and switches of a scenario: one of the catalogue, or a YAML file of the user's.

    Raises Refusal, naming the `key` that asked for it, if there is none, or if its file is not a
    mapping of settings.
    """
    known = options("scenario")
    if word in known:
        return word, read(folder() / "scenario" / f"{word}.yaml", key)
    path = Path(word)
    if not word.endswith(FILES) or not os.path.lexists(path):
        told = f"no such scenario; there are {', '.join(known)}, or a path ending in .yaml"
        raise Refusal(key, word, told + nearest(word, known))
    if not NAME.fullmatch(path.stem):
        told = "its file names a scenario: letters, digits, spaces, - and _, a letter first"
        raise Refusal(key, word, told)
    return path.stem, read(path, key)


def read(path: Path, key: str = SCENARIOS) -> Tree:
    """A YAML mapping as plain data. Raises Refusal if it is anything else or names code."""
    try:
        tree = plain.read(path)
    except plain.PlainError as error:
        raise Refusal(key, path, str(error)) from None
    if not isinstance(tree, dict):
        raise Refusal(key, path, "should be a mapping of settings, such as levers: {...}")
    try:
        refuse_code(tree)
    except Refusal as error:
        raise Refusal(key, path, f"{error.key}: {error.allowed}") from None
    return tree


def refuse_code(tree: object, path: str = "") -> None:
    """Raises Refusal for a key that asks for code to be run (`_target_` and its kin)."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            here = f"{path}.{key}".lstrip(".")
            if str(key).startswith("_") and str(key).endswith("_"):
                raise Refusal(here, value, "nothing is ever run from a config")
            refuse_code(value, here)
    elif isinstance(tree, list | tuple):
        for item in tree:
            refuse_code(item, path)
