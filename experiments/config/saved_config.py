"""A study as a YAML file: `--cfg job` prints it, `--config-name` starts another study from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from experiments.config import catalogue
from experiments.config.errors import InputError, did_you_mean
from experiments.config.study import Study
from sim.evidence import EvidenceError, Ledger
from sim.settings import Settings
from sim.settings.nested import Tree, grow, leaves, overlay, pick

KEY = "--config-name"
EXPERIMENT, OVERRIDES = "experiment", "overrides"
"""Keys of such a file beside options and settings: the experiment, and paths of settings that hold
in every scenario, even where a scenario sets them."""
REFERENCE = re.compile(r"^(.*?)'?\$\{((?:fact|assume):\w+)\}'?$")
HEAD = """\
# Every key of this study. A name such as ${assume:overlap} is evidence; after it are its value and
# unit (--resolve writes the values instead of the names). Saved as FILE.yaml, it is run again by
# unburden --config-name FILE
"""
OVERRIDES_HEAD = "# these settings hold in every scenario, even where a scenario sets them"


def as_yaml(study: Study, *, resolve: bool = False, package: str | None = None) -> str:
    """The study as `--cfg job` prints it.

    Parameters
    ----------
    resolve
        Write values in place of the names of evidence.
    package
        Path of a part, such as "levers.one_table", which alone is printed.

    Raises
    ------
    InputError
        There is no such part.
    """
    ledger = study.ledger
    tree: dict[str, Any] = {**study.options, **study.society}
    if package is not None:
        return f"# @package {package}\n{_lines(_part(tree, package), ledger, resolve)}"
    paths = [*dict.fromkeys(_setting_path(name) for name, _ in leaves(study.overrides))]
    head = "" if study.place is None else f"# The place is {study.place.name}: {study.place.file}\n"
    head += yaml.safe_dump({EXPERIMENT: study.experiment})
    if paths:
        head += f"{OVERRIDES_HEAD}\n{yaml.safe_dump({OVERRIDES: paths}, width=10_000)}"
    return f"{HEAD}{head}{_lines(tree, ledger, resolve)}"


def _setting_path(path: str) -> str:
    """The path of the setting that a leaf is a part of: a setting may be a mapping."""
    settings = Settings.read({}).sources
    while path not in settings and "." in path:
        path = path.rpartition(".")[0]
    return path


def _part(tree: dict[str, Any], package: str) -> Any:
    try:
        return pick(tree, package)
    except KeyError:
        close = did_you_mean(package, [name for name, _ in leaves(tree)])
        raise InputError("--package", package, f"no such key{close}") from None


def _lines(tree: Any, ledger: Ledger, resolve: bool) -> str:
    text = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=10_000)
    return "".join(f"{_line(line, ledger, resolve)}\n" for line in text.splitlines())


def _line(line: str, ledger: Ledger, resolve: bool) -> str:
    """A line that names evidence, with its value and unit; any other as it is."""
    match = REFERENCE.match(line)
    if match is None:
        return line
    before, reference = match.groups()
    try:
        entry = ledger.entry(reference)
        value, names = ledger.setting(reference), getattr(entry, "names", ())
        unit = f"(one of {', '.join(names)})" if names else entry.unit
    except EvidenceError:
        return f"{line}  # no such evidence"
    if resolve:
        return f"{before}{value}  # {unit}, {reference}"
    return f"{line}  # {value} {unit}"


@dataclass(frozen=True, slots=True)
class SavedConfig:
    """A file's experiment, the paths it lists as overrides, and all other keys."""

    path: Path
    experiment: str
    overrides: tuple[str, ...]
    tree: Tree

    def with_experiment(self, overrides: Sequence[str]) -> tuple[str, ...]:
        """Overrides that name the file's experiment. Raises InputError if they name another."""
        prefix = f"{EXPERIMENT}="
        named = [item.removeprefix(prefix) for item in overrides if item.startswith(prefix)]
        if named and named[0] != self.experiment:
            allowed = f"{self.path} is of experiment={self.experiment}"
            raise InputError(EXPERIMENT, named[0], allowed)
        return tuple(overrides) if named else (f"{prefix}{self.experiment}", *overrides)

    def applied_to(self, study: Study, overridden: Tree) -> Study:
        """The study with the file in place of defaults, except for what is `overridden`.

        Raises InputError for a key that the experiment does not have.
        """
        keys = [*study.options, *Settings.model_fields]
        for key in self.tree:
            if key not in keys:
                close = did_you_mean(key, keys)
                raise InputError(KEY, self.path, f"{key}: unknown key{close}")
        society, chosen = (
            overlay(overlay(before, _shared(self.tree, before)), _shared(overridden, before))
            for before in (study.society, study.options)
        )
        listed = {path: self._setting(society, path) for path in self.overrides}
        overrides = overlay(grow(listed), study.overrides)
        return replace(study, society=society, options=chosen, overrides=overrides)

    def _setting(self, society: Tree, path: str) -> object:
        try:
            return pick(society, path)
        except KeyError:
            raise InputError(KEY, self.path, f"{OVERRIDES}: {path} is no setting") from None


def read(path: Path) -> SavedConfig:
    """The file as plain data; nothing in it is run.

    Raises InputError for what is no saved study.
    """
    tree = catalogue.read(path, KEY)
    experiment = tree.pop(EXPERIMENT, "compare")
    overrides = tree.pop(OVERRIDES, None) or []
    known = catalogue.options(EXPERIMENT)
    if experiment not in known:
        raise InputError(KEY, path, f"{EXPERIMENT}: {experiment} is none of {', '.join(known)}")
    if not isinstance(overrides, list) or not all(isinstance(item, str) for item in overrides):
        raise InputError(KEY, path, f"{OVERRIDES}: should be a list of paths of settings")
    return SavedConfig(path, experiment, tuple(overrides), tree)


def _shared(tree: Tree, like: Tree) -> Tree:
    """The keys of a tree that another has too."""
    return {key: value for key, value in tree.items() if key in like}
