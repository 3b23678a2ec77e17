"""What stands beside overrides on the command line: flags, and what they take."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from experiments.config import saved_config, user_configs
from experiments.config.errors import InputError, nearest
from experiments.config.files import is_file

SEVERAL = {"-m", "--multirun"}
PLAIN = {"--run", "-r", "--resolve"}
TAKING = {
    "--cfg": "cfg", "-c": "cfg", "--package": "package", "-p": "package",
    "--config-dir": "folder", "-cd": "folder", "--config-name": "name", "-cn": "name",
}  # fmt: skip
"""Flags that take an argument, by what it is."""
HYDRAS = {
    "--help", "-h", "--shell-completion", "-sc", "--info", "-i", "--version", "--hydra-help"
}  # fmt: skip
"""Flags that Hydra answers itself."""
FLAGS = {*SEVERAL, *PLAIN, *TAKING, *HYDRAS}
INSTEAD = {
    "--config-path": "options of ours are fixed; --config-dir names a folder with some of your own",
    "-cp": "options of ours are fixed; --config-dir names a folder with some of your own",
    "--experimental-rerun": "results hold no code; --config-name runs again what --cfg job wrote",
}
"""Flags of Hydra's that are refused, and why."""
JOB = "job"
COMPLETES, ASKED_BY_SHELL = {"--shell-completion", "-sc"}, "COMP_LINE"
"""Flags by which a shell asks what could come next, and the variable in which it does."""


@dataclass(frozen=True, slots=True)
class Flags:
    """A command line taken apart; `hydras` are flags that Hydra answers, `said` all of ours."""

    overrides: tuple[str, ...] = ()
    several: bool = False
    resolve: bool = False
    hydras: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    taken: dict[str, str] = field(default_factory=dict)

    @property
    def shows(self) -> bool:
        """Whether the config is to be printed rather than run."""
        return self.taken.get("cfg") == JOB

    @property
    def folder(self) -> Path | None:
        """The user's own folder of options."""
        return Path(self.taken["folder"]) if "folder" in self.taken else None

    @property
    def start(self) -> Path | None:
        """The file from which the study starts."""
        if "name" not in self.taken:
            return None
        path = (self.folder or Path()) / self.taken["name"]
        return path if path.suffix in (".yaml", ".yml") else path.with_name(f"{path.name}.yaml")


def read(words: Sequence[str]) -> Flags:
    """The command line taken apart.

    Raises InputError for a flag that is unknown or lacks something.

    Where Hydra answers, what is no flag may be an argument of one, and is left to it.
    """
    overrides: list[str] = []
    said: list[str] = []
    hydras: list[str] = []
    taken: dict[str, str] = {}
    left = list(words)
    while left:
        word = left.pop(0)
        flag, given, value = word.partition("=")
        if not word.startswith("-"):
            overrides.append(word)
            continue
        _refuse_unknown(flag, word)
        if flag in TAKING:
            if not given and not left:
                raise InputError(flag, "", "takes an argument")
            value = value if given else left.pop(0)
            what = TAKING[flag]
            if taken.setdefault(what, value) != value:
                raise InputError(flag, value, f"is given twice, as {taken[what]} too")
            said += [flag, value] if what in ("folder", "name") else []
        elif flag in HYDRAS:
            hydras.append(word)
        elif given:
            raise InputError(flag, value, "takes no argument")
    flags = {word.partition("=")[0] for word in words}
    found = Flags(
        tuple(overrides), bool(SEVERAL & flags), "--resolve" in flags, tuple(hydras), tuple(said),
        taken,
    )  # fmt: skip
    _refuse_alone(found, flags)
    return found


def _refuse_unknown(flag: str, word: str) -> None:
    if flag in INSTEAD:
        raise InputError("flag", word, f"not here: {INSTEAD[flag]}")
    if flag not in FLAGS:
        key = f"keys take no dashes: {flag.lstrip('-')}=..., not {flag}"
        near = nearest(flag, FLAGS)
        raise InputError("flag", word, f"unknown{near}" if near else f"unknown; {key}")


def _refuse_alone(found: Flags, flags: set[str]) -> None:
    """Raises InputError for flags that do not go with the others, or name nothing that is there."""
    shows = found.taken.get("cfg", JOB)
    if shows not in (JOB, "hydra", "all"):
        raise InputError("--cfg", shows, "job, hydra or all")
    for flag in ("--package", "-p", "--resolve"):
        if flag in flags and "cfg" not in found.taken:
            raise InputError("flag", flag, "is for --cfg job alone")
    if found.shows and found.several:
        raise InputError("flag", "-m", "makes several studies, and --cfg job shows one")
    if COMPLETES & flags and ASKED_BY_SHELL not in os.environ:
        for word in found.overrides:
            if word.startswith("query="):
                told = "is for the shell to ask; install=bash says how to let it"
                raise InputError("query", word.removeprefix("query="), told)
    if found.folder is not None:
        user_configs.refuse(found.folder)
    if found.start is not None and not is_file(found.start):
        raise InputError(saved_config.KEY, found.start, "no such file")
