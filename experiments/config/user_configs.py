"""A folder of the user's with options of groups: experiments, territories, executors.

Its files are plain YAML: they choose values, and nothing in them is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.config import catalogue
from experiments.config.catalogue import EXPERIMENT, option, options
from experiments.config.errors import InputError
from experiments.config.files import is_file, is_folder

KEY = "--config-dir"
GROUPS = (EXPERIMENT, "territory", "executor")
HEADER = "# @package _global_"
START = f"an experiment of your own starts with the line '{HEADER}' and with defaults: [compare]"
OVERRIDE = "override /"


def refuse(own: Path) -> None:
    """Raises InputError for a folder that is none, or a file in it with more than values."""
    if not is_folder(own):
        raise InputError(KEY, own, "no such folder")
    for group in GROUPS:
        for path in sorted((own / group).glob("*.yaml")):
            if path.stem in catalogue.shipped(group):
                raise InputError(
                    KEY, path, f"there is {group}={path.stem} already; name it otherwise"
                )
            tree = catalogue.read(path, KEY)
            if "hydra" in tree:
                raise InputError(KEY, path, "hydra: Hydra's own settings are fixed here")
            if group == EXPERIMENT:
                _started(path, tree)
            elif "defaults" in tree:
                raise InputError(KEY, path, f"defaults: not for {group}")


def kind(experiment: str) -> str:
    """The experiment of ours that runs: itself, or the one that the user's own starts from."""
    path = option(EXPERIMENT, experiment)
    if experiment in catalogue.shipped(EXPERIMENT) or not is_file(path):
        return experiment
    return _started(path, catalogue.read(path, KEY))


def _started(path: Path, tree: Mapping[str, Any]) -> str:
    """What an experiment of the user's starts from. Raises InputError if it does not say."""
    with path.open(encoding="utf-8") as file:
        first = file.readline().strip()
    defaults = tree.get("defaults")
    ours = catalogue.shipped(EXPERIMENT)
    if first != HEADER or not isinstance(defaults, list):
        raise InputError(KEY, path, START)
    started = [one for one in defaults if one in ours]
    for one in defaults:
        if one not in ours and one != "_self_" and not _chooses(one):
            told = "compare or another experiment, _self_, override /territory: NAME"
            raise InputError(KEY, path, f"defaults: {one} is not for here; there can be {told}")
    if len(started) != 1:
        raise InputError(KEY, path, START)
    return str(started[0])


def _chooses(entry: object) -> bool:
    """Whether an entry of defaults chooses an option of a group."""
    if not isinstance(entry, Mapping):
        return False
    return all(
        key.startswith(OVERRIDE) and value in options(key.removeprefix(OVERRIDE))
        for key, value in entry.items()
    )
