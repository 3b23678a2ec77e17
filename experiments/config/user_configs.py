"""A folder of the user with options of groups: experiments, scenarios, territories, executors.

Its files are plain YAML: they choose values, and nothing in them is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.config import catalogue
from experiments.config.catalogue import (
    EXPERIMENT,
    OWN,
    SCENARIO,
    is_file,
    is_folder,
    option_file,
    options,
    with_user_folder,
)
from experiments.config.errors import InputError, as_written

KEY = "--config-dir"
HEADER = "# @package _global_"
START = f"an experiment of your own starts with the line '{HEADER}' and with defaults: [compare]"
OVERRIDE = "override /"


def check(folder: Path) -> None:
    """Raises InputError if there is no such folder, or a file in it holds more than values."""
    if not is_folder(folder):
        raise InputError(KEY, folder, "no such folder")
    with with_user_folder(folder):
        for group in OWN:
            for path in sorted((folder / group).glob("*.yaml")):
                _check_file(group, path)


def _check_file(group: str, path: Path) -> None:
    if path.stem in catalogue.built_in(group):
        allowed = f"there is {group}={path.stem} already; choose another name"
        raise InputError(KEY, path, allowed)
    tree = catalogue.read(path, KEY)
    if "hydra" in tree:
        raise InputError(KEY, path, "hydra: Hydra's own settings are fixed here")
    if group == EXPERIMENT:
        base_experiment(path.stem)
    elif "defaults" in tree:
        raise InputError(KEY, path, f"defaults: not allowed in a file of {group}")
    elif group == SCENARIO:
        catalogue.scenario(path.stem, KEY)


def base_experiment(experiment: str) -> str:
    """The built-in experiment that runs: itself, or the one that the user's file starts from.

    Raises InputError for a file that does not say, or that starts from itself in the end.
    """
    passed: list[str] = []
    while experiment not in catalogue.built_in(EXPERIMENT):
        path = option_file(EXPERIMENT, experiment)
        if not is_file(path):
            return experiment
        if experiment in passed:
            raise InputError(KEY, path, f"defaults: {experiment} starts from itself")
        passed.append(experiment)
        experiment = _base(path, catalogue.read(path, KEY))
    return experiment


def _base(path: Path, tree: Mapping[str, Any]) -> str:
    """What an experiment of the user starts from. Raises InputError if the file does not say."""
    with path.open(encoding="utf-8") as file:
        first = file.readline().strip()
    defaults = tree.get("defaults")
    experiments = options(EXPERIMENT)
    if first != HEADER or not isinstance(defaults, list):
        raise InputError(KEY, path, START)
    for entry in defaults:
        if entry not in experiments and entry != "_self_" and not _is_choice(entry):
            written = as_written(entry).strip("{}")
            allowed = "compare or another experiment, _self_, or override /territory: NAME"
            raise InputError(KEY, path, f"defaults: {written} is not allowed, only {allowed}")
    bases = [entry for entry in defaults if entry in experiments]
    if len(bases) != 1:
        raise InputError(KEY, path, START)
    return str(bases[0])


def _is_choice(entry: object) -> bool:
    """Whether an entry of defaults chooses an option of a group."""
    if not isinstance(entry, Mapping):
        return False
    return all(
        key.startswith(OVERRIDE) and value in options(key.removeprefix(OVERRIDE))
        for key, value in entry.items()
    )
