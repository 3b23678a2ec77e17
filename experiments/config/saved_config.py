"""A study as `--cfg job` wrote it, from which another starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from experiments.config import catalogue
from experiments.config.errors import InputError, nearest
from experiments.config.study import Study
from sim.settings import Settings
from sim.settings.nested import Tree, grow, overlay, pick

KEY = "--config-name"
EXPERIMENT, OVERRIDES = "experiment", "overrides"
"""What such a file says beside keys and settings: the experiment, and paths of settings that hold
in every scenario, whatever that says of them."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a file holds: its experiment, the paths it calls overrides, and all other keys."""

    path: Path
    experiment: str
    overrides: tuple[str, ...]
    tree: Tree

    def chosen(self, words: Sequence[str]) -> tuple[str, ...]:
        """Overrides that choose the experiment of the file. Raises InputError where they differ."""
        said = [word.partition("=")[2] for word in words if word.startswith(f"{EXPERIMENT}=")]
        if said and said[0] != self.experiment:
            raise InputError(EXPERIMENT, said[0], f"{self.path} is of experiment={self.experiment}")
        return tuple(words) if said else (f"{EXPERIMENT}={self.experiment}", *words)

    def under(self, asked: Study, said: Tree) -> Study:
        """The study with the file in place of defaults; what the user `said` besides wins.

        Raises InputError for a key that the experiment does not have.
        """
        keys = [*asked.options, *Settings.model_fields]
        for key in self.tree:
            if key not in keys:
                raise InputError(KEY, self.path, f"{key}: unknown key{nearest(key, keys)}")
        society, choices = (
            overlay(overlay(before, _part(self.tree, before)), _part(said, before))
            for before in (asked.society, asked.options)
        )
        held = {path: self._held(society, path) for path in self.overrides}
        overrides = overlay(grow(held), asked.overrides)
        return replace(asked, society=society, options=choices, overrides=overrides)

    def _held(self, society: Tree, path: str) -> object:
        try:
            return pick(society, path)
        except KeyError:
            raise InputError(KEY, self.path, f"{OVERRIDES}: {path} is no setting") from None


def read(path: Path) -> Saved:
    """The file as plain data; nothing in it is run.

    Raises InputError for what is no saved study.
    """
    tree = catalogue.read(path, KEY)
    experiment = tree.pop(EXPERIMENT, "compare")
    overrides = tree.pop(OVERRIDES, None) or []
    known = catalogue.options(EXPERIMENT)
    if experiment not in known:
        raise InputError(KEY, path, f"{EXPERIMENT}: {experiment} is none of {', '.join(known)}")
    if not isinstance(overrides, list) or not all(isinstance(one, str) for one in overrides):
        raise InputError(KEY, path, f"{OVERRIDES}: should be a list of paths of settings")
    return Saved(path, experiment, tuple(overrides), tree)


def _part(tree: Tree, like: Tree) -> Tree:
    return {key: value for key, value in tree.items() if key in like}
