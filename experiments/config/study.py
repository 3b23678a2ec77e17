"""A study as plain data: an experiment, its options, the society it is done on."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.config import catalogue, evidence_file
from experiments.config.errors import InputError
from experiments.language import LANGUAGES, now
from sim.evidence import Ledger, OwnEvidence
from sim.settings import Settings, SettingsError, default_ledger
from sim.settings.nested import Tree, leaves, overlay

if TYPE_CHECKING:
    from experiments.config.place_statements import Place

OUTPUTS = Path("outputs")
"""The folder of output folders that are not named."""


@dataclass(frozen=True, slots=True)
class Study:
    """One experiment with all its values.

    Attributes
    ----------
    experiment
        Name of its kind, such as "compare".
    society
        Settings of the model as written; evidence by reference.
    options
        Options of the experiment, not yet validated.
    overrides
        Settings of the model that the user set; they hold in every scenario.
    arguments
        Arguments of the command line that describe the study.
    suffix
        What is added to the name of its output folder if it is one of several studies.
    place
        The place that a file describes, whose settings are in `society`.
    evidence
        Evidence of the user, as it was when the study was composed.
    own_name
        Name of the experiment file of the user that it starts from; empty if there is none.
    """

    experiment: str
    society: Tree
    options: Tree
    overrides: Tree = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    suffix: str = ""
    place: Place | None = None
    evidence: OwnEvidence | None = None
    own_name: str = ""

    @property
    def ledger(self) -> Ledger:
        """The evidence: that of the package, with that of the user laid over it."""
        return evidence_file.laid_over(default_ledger(), self.evidence)

    def folder(self, number: int = 1) -> Path:
        """The output folder if none is named: the name of the experiment, numbered from 2 on."""
        numbered = f"-{number}" if number > 1 else ""
        return OUTPUTS / f"{self.own_name or self.experiment}{numbered}{self.suffix}"

    @property
    def output_folder(self) -> str:
        """The output folder, which tells it from other studies of the same command."""
        return str(self.options.get("output") or self.folder())

    @property
    def language(self) -> str:
        """The language of its output: that of its options, else the one in use."""
        chosen = self.options.get("lang")
        return str(chosen) if chosen in LANGUAGES else now()

    @property
    def command(self) -> str:
        """The command that runs this study again."""
        return shlex.join(["unburden", *self.arguments])

    def reject_overrides(self) -> None:
        """Raises InputError for settings of the model, where an experiment runs no model."""
        for path, value in leaves(self.overrides):
            raise InputError(path, value, f"is not for experiment={self.experiment}")

    def scenarios(self, names: Sequence[str], ledger: Ledger) -> dict[str, Settings]:
        """Settings by scenario, the baseline first: the society, its switches, the overrides.

        Raises InputError for an unknown scenario, SettingsError for values that are not allowed.
        """
        settings = {}
        files = {catalogue.scenario(name)[0]: name for name in names if name.endswith(".yaml")}
        for name, tree in self.trees(names).items():
            try:
                settings[name] = Settings.read(tree, ledger)
            except SettingsError as fault:
                error = fault.given({path for path, _ in leaves(self.overrides)})
                if name in files and _sets(files[name], error.path):
                    allowed = f"{error.allowed} (in {files[name]})"
                    raise SettingsError(error.path, error.value, allowed) from None
                raise error from None
        return settings

    def trees(self, names: Sequence[str]) -> dict[str, Tree]:
        """Trees of settings by scenario, as `scenarios` reads them; evidence by reference.

        Raises InputError for an unknown scenario, and for two of one name that differ.
        """
        trees: dict[str, Tree] = {}
        for given in (catalogue.BASELINE, *names):
            name, switches = catalogue.scenario(given)
            tree = overlay(overlay(self.society, switches), self.overrides)
            if trees.setdefault(name, tree) != tree:
                allowed = f"there is another {name}; a scenario has the name of its file"
                raise InputError(catalogue.SCENARIOS, given, allowed)
        return trees


def _sets(file: str, path: str) -> bool:
    """Whether a scenario file sets something at a path of settings, or below it."""
    _, switches = catalogue.scenario(file)
    return any(f"{name}.".startswith(f"{path}.") for name, _ in leaves(switches))
