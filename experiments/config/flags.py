"""The flags of the command line, such as `-m` or `--cfg job`, and their arguments."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from experiments.config import saved_config, user_configs
from experiments.config.catalogue import is_file
from experiments.config.errors import InputError, did_you_mean
from experiments.language import LANGUAGES, now

MULTIRUN = {"-m", "--multirun"}
WITHOUT_ARGUMENT = {"--run", "-r", "--resolve"}
WITH_ARGUMENT = {
    "--cfg": "cfg", "-c": "cfg", "--package": "package", "-p": "package",
    "--config-dir": "folder", "-cd": "folder", "--config-name": "name", "-cn": "name",
}  # fmt: skip
"""Flags that take an argument, and what it is."""
HYDRA = {
    "--help", "-h", "--shell-completion", "-sc", "--info", "-i", "--version", "--hydra-help"
}  # fmt: skip
"""Flags that Hydra answers itself."""
HELP = {"--help", "-h"}
CODE = "--code"
"""The flag that names a file of the user's code; it may be repeated."""
FLAGS = {*MULTIRUN, *WITHOUT_ARGUMENT, *WITH_ARGUMENT, *HYDRA, CODE}
INSTEAD = {
    "--config-path": "built-in options are fixed; --config-dir names a folder with your own",
    "-cp": "built-in options are fixed; --config-dir names a folder with your own",
    "--experimental-rerun": "results hold no code; --config-name runs again what --cfg job wrote",
}
"""Flags of Hydra that are refused, and what to write instead."""
JOB = "job"
LANGUAGE = "lang="
COMPLETION, COMPLETION_VARIABLE = {"--shell-completion", "-sc"}, "COMP_LINE"
"""Flags by which a shell asks what could come next, and the variable in which it does."""
COMPLETED_FOLDER = re.compile(r"\s(?:--config-dir|-cd)[ =](\S+)\s")
"""The folder of options in a line that is not complete."""


@dataclass(frozen=True, slots=True)
class Flags:
    """A command line, split up.

    Attributes
    ----------
    overrides
        All arguments that are no flags.
    multirun, resolve
        Whether `-m` and `--resolve` are given.
    hydra
        Flags that Hydra answers itself.
    of_study
        Flags that belong to the command of a study: its folder of options, its saved file, files
        of code.
    code
        Files of the user's code.
    for_hydra
        The command line without them.
    values
        Arguments of flags: cfg, package, folder, name.
    """

    overrides: tuple[str, ...] = ()
    multirun: bool = False
    resolve: bool = False
    hydra: tuple[str, ...] = ()
    of_study: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    for_hydra: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)

    @property
    def prints_config(self) -> bool:
        """Whether the config is to be printed rather than run."""
        return self.values.get("cfg") == JOB

    @property
    def asks_help(self) -> bool:
        """Whether help is asked for, and nothing else of what Hydra answers."""
        return bool(self.hydra) and HELP.issuperset(self.hydra)

    @property
    def only_help(self) -> bool:
        """Whether help is asked for, without anything that could be invalid."""
        rest = {*self.values} - {"folder", "cfg"}
        others = [each for each in self.overrides if not each.startswith(LANGUAGE)]
        return self.asks_help and not others and not self.multirun and not rest

    @property
    def language_named(self) -> str | None:
        """What an argument names as language of output, as it is written; None without one."""
        named = [each for each in self.overrides if each.startswith(LANGUAGE)]
        return named[-1].removeprefix(LANGUAGE).strip("'\"") if named else None

    @property
    def language(self) -> str:
        """The language that an argument names, else the one in use."""
        chosen = self.language_named
        return chosen if chosen in LANGUAGES else now()

    @property
    def folder(self) -> Path | None:
        """The user's folder of options; of the line to be completed, where a shell asks that."""
        folder = self.values.get("folder") or self._completed_folder()
        return Path(folder) if folder else None

    def _completed_folder(self) -> str:
        line = os.environ.get(COMPLETION_VARIABLE, "")
        found = COMPLETED_FOLDER.search(line) if COMPLETION.intersection(self.hydra) else None
        return found[1] if found else ""

    @property
    def start(self) -> Path | None:
        """The file from which the study starts."""
        if "name" not in self.values:
            return None
        path = (self.folder or Path()) / self.values["name"]
        return path if path.suffix in (".yaml", ".yml") else path.with_name(f"{path.name}.yaml")


def read(arguments: Sequence[str]) -> Flags:
    """The command line, split up.

    Where Hydra answers, what is no flag may be an argument of a flag, and is left to Hydra. Raises
    InputError for a flag that is unknown or lacks something.
    """
    overrides: list[str] = []
    of_study: list[str] = []
    code: list[str] = []
    for_hydra: list[str] = []
    hydra: list[str] = []
    values: dict[str, str] = {}
    left = list(arguments)
    while left:
        argument = left.pop(0)
        flag, equals, value = argument.partition("=")
        if flag == CODE:
            if not equals and not left:
                raise InputError(flag, "", "takes a file of Python, such as my_lever.py")
            code.append(value if equals else left.pop(0))
            of_study += [flag, code[-1]]
            continue
        for_hydra.append(argument)
        if not argument.startswith("-"):
            overrides.append(argument)
            continue
        _check_known(flag, argument)
        if flag in WITH_ARGUMENT:
            if not equals and not left:
                raise InputError(flag, "", "takes an argument")
            if not equals:
                value = left.pop(0)
                for_hydra.append(value)
            name = WITH_ARGUMENT[flag]
            if values.setdefault(name, value) != value:
                raise InputError(flag, value, f"is given twice, as {values[name]} too")
            of_study += [flag, value] if name in ("folder", "name") else []
        elif flag in HYDRA:
            hydra.append(argument)
        elif equals:
            raise InputError(flag, value, "takes no argument")
    given = {argument.partition("=")[0] for argument in arguments}
    flags = Flags(
        tuple(overrides), bool(MULTIRUN & given), "--resolve" in given, tuple(hydra),
        tuple(of_study), tuple(dict.fromkeys(code)), tuple(for_hydra), values,
    )  # fmt: skip
    _check_together(flags, given)
    return flags


def _check_known(flag: str, argument: str) -> None:
    """Raises InputError for a flag that is not one of ours."""
    if flag in INSTEAD:
        raise InputError("flag", argument, f"not here: {INSTEAD[flag]}")
    if flag not in FLAGS:
        dashes = f"; keys take no dashes: {flag.lstrip('-')}=..., not {flag}"
        raise InputError("flag", argument, f"unknown{did_you_mean(flag, FLAGS) or dashes}")


def _check_together(flags: Flags, given: set[str]) -> None:
    """Raises InputError for flags that do not go together, and for files that are not there."""
    chosen = flags.language_named
    if flags.asks_help and chosen not in (*LANGUAGES, "null", None):
        raise InputError("lang", chosen, "should be 'en' or 'zh'")
    shown = flags.values.get("cfg", JOB)
    if shown not in (JOB, "hydra", "all"):
        raise InputError("--cfg", shown, "should be job, hydra or all")
    for flag in ("--package", "-p", "--resolve"):
        if flag in given and "cfg" not in flags.values:
            raise InputError("flag", flag, "is for --cfg job alone")
    if flags.prints_config and flags.multirun:
        raise InputError("flag", "-m", "makes several studies, and --cfg job shows one")
    if COMPLETION & given and COMPLETION_VARIABLE not in os.environ:
        for override in flags.overrides:
            if override.startswith("query="):
                allowed = "is for the shell to ask; install=bash prints how to set that up"
                raise InputError("query", override.removeprefix("query="), allowed)
    if flags.folder is not None:
        user_configs.check(flags.folder)
    if flags.start is not None and not is_file(flags.start):
        raise InputError(saved_config.KEY, flags.start, "no such file")
