"""What the user asked for, as plain data: an experiment, its choices, the society it is held on."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from experiments.config import catalogue
from experiments.config.errors import InputError
from sim.evidence import Ledger
from sim.settings import Settings, SettingsError
from sim.settings.nested import Tree, leaves, overlay

OUTPUTS = Path("outputs")
"""The folder of output folders that are not named."""


@dataclass(frozen=True, slots=True)
class Study:
    """Settings stay as written, evidence by reference; `overrides` is what the user set of them.

    `varied` is what the name of its folder adds where it is one of several studies.
    """

    experiment: str
    society: Tree
    options: Tree
    overrides: Tree = field(default_factory=dict)
    words: tuple[str, ...] = ()
    varied: str = ""

    def folder(self, number: int = 1) -> Path:
        """Where results go if nothing is named: the plain name, or a number behind it."""
        numbered = f"-{number}" if number > 1 else ""
        return OUTPUTS / f"{self.experiment}{numbered}{self.varied}"

    @property
    def called(self) -> str:
        """The folder that its words name, by which it is known among several."""
        return str(self.options.get("output") or self.folder())

    @property
    def command(self) -> str:
        """The line that asks for this study again."""
        return shlex.join(["unburden", *self.words])

    def refuse_overrides(self) -> None:
        """Raises InputError for what the user set of the society, where none is held."""
        for path, value in leaves(self.overrides):
            raise InputError(path, value, f"is not for experiment={self.experiment}")

    def scenarios(self, names: Sequence[str], ledger: Ledger) -> dict[str, Settings]:
        """Settings by scenario, the baseline first: the society, its switches, the user's words.

        Raises InputError for an unknown scenario, SettingsError for settings that cannot be.
        """
        found = {}
        files = {catalogue.scenario(word)[0]: word for word in names if word.endswith(".yaml")}
        for name, tree in self.trees(names).items():
            try:
                found[name] = Settings.read(tree, ledger)
            except SettingsError as error:
                if name in files and _says(files[name], error.path):
                    told = f"{error.allowed} (in {files[name]})"
                    raise SettingsError(error.path, error.value, told) from None
                raise
        return found

    def trees(self, names: Sequence[str]) -> dict[str, Tree]:
        """Trees of settings by scenario, as `scenarios` reads them; evidence by reference.

        Raises InputError for an unknown scenario, and for two of one name that differ.
        """
        found: dict[str, Tree] = {}
        for word in (catalogue.BASELINE, *names):
            name, switches = catalogue.scenario(word)
            tree = overlay(overlay(self.society, switches), self.overrides)
            if found.setdefault(name, tree) != tree:
                told = f"there is another {name}; a scenario has the name of its file"
                raise InputError(catalogue.SCENARIOS, word, told)
        return found


def _says(file: str, path: str) -> bool:
    """Whether a scenario file sets something at a path of settings, or below it."""
    _, switches = catalogue.scenario(file)
    return any(f"{name}.".startswith(f"{path}.") for name, _ in leaves(switches))
