"""What lies in `configs/`: the groups, their options, and the scenarios, read as plain data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from experiments.words.refusal import Refusal, nearest

Tree = dict[str, Any]
BASELINE = "baseline"
SCENARIOS = "scenarios"


class Loader(yaml.SafeLoader):
    """Safe, and without the booleans of YAML 1.1: `on` is a word, as levers use it."""


Loader.yaml_implicit_resolvers = {
    letter: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:bool"]
    for letter, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


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
    path = (
        Path(word) if word.endswith((".yaml", ".yml")) else folder() / "scenario" / f"{word}.yaml"
    )
    if word not in options("scenario") and not path.is_file():
        known = options("scenario")
        raise Refusal(
            key,
            word,
            f"no such scenario; there are {', '.join(known)}, or a path ending in .yaml"
            + nearest(word, known),
        )
    return path.stem, read(path, key)


def read(path: Path, key: str = SCENARIOS) -> Tree:
    """A YAML mapping as plain data. Raises Refusal if it is anything else or names code."""
    try:
        tree = yaml.load(path.read_text(encoding="utf-8"), Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Refusal(key, path, f"cannot be read: {error}") from None
    if not isinstance(tree, dict):
        raise Refusal(key, path, "should be a mapping of settings, such as levers: {...}")
    refuse_code(tree)
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
