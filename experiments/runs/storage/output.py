"""The output folder of an experiment: written under a temporary name, renamed when complete.

What is there already is replaced if it is of the same command, with nothing of the user's in it.
"""

from __future__ import annotations

import os
import re
import weakref
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from experiments.config.errors import InputError, RunError
from experiments.config.messages import say
from experiments.config.options import Options
from experiments.config.study import Study
from experiments.runs.storage import claim, folders, inventory
from experiments.runs.storage.atomic_write import remove_abandoned, replace_folder, temporary_folder
from experiments.runs.storage.identity import identity
from experiments.runs.storage.inventory import MAKER, MANIFEST, Stamps

__all__ = ["MAKER", "MANIFEST", "Output"]
OTHERS = "the results of another command"
REPLACE = "overwrite=true replaces them"


class Taken(InputError):
    """A folder that must not be replaced; `reason` is the message without its remedy."""

    def __init__(self, folder: Path, reason: str, instead: str = "name another output") -> None:
        super().__init__("output", folder, f"{reason}; {instead}")
        self.reason = reason


class Output:
    """A folder that is written whole or not at all. Its name is claimed; `write` fills it."""

    def __init__(self, folder: Path, identity: str, *, overwrite: bool = False) -> None:
        """A folder for the results of a command of this `identity`.

        With `overwrite` results of another command are replaced. Raises InputError if it cannot be
        written, or holds something that is not to be replaced.
        """
        self.folder, self._identity, self._overwrite = folder, identity, overwrite
        self._instead, self._others = "", False
        try:
            self._place = Path(os.path.realpath(folder))
            self._refuse_place()
            taken = claim.take(self._place, identity)
            if taken is None:
                raise Taken(folder, "is where another command is about to leave its results")
            self._claim = taken
        except OSError as error:
            raise InputError("output", folder, f"cannot be written: {error.strerror}") from None
        weakref.finalize(self, taken.release)
        try:
            remove_abandoned(self._place)
            self._refuse_taken()
            with temporary_folder(self._place) as new:
                folders.probe(new)
        except (OSError, InputError) as error:
            taken.release()
            if isinstance(error, InputError):
                raise
            raise InputError("output", folder, f"cannot be written: {error.strerror}") from None

    @classmethod
    def of(cls, study: Study, chosen: Options) -> Output:
        """The named folder, else the first free one by the experiment's name.

        One that has the results of this very command comes first. Raises InputError.
        """
        mine = identity(study)
        if chosen.output is not None:
            return cls(Path(chosen.output), mine, overwrite=chosen.overwrite)
        if chosen.overwrite:
            message = "is for a folder that output= names; without it no results are replaced"
            raise InputError("overwrite", True, message)
        reason = ""
        for number in _numbers(study, mine):
            folder = study.folder(number)
            try:
                if _holds(folder, Path(chosen.store)):
                    raise Taken(folder, f"has the store ({chosen.store})")
                output = cls(folder, mine)
            except Taken as error:
                reason = reason or f"{error.value} {error.reason}"
                continue
            if number > 1:
                output._instead = (
                    f": {reason}" if reason else ", where this command left them before"
                )
            return output
        raise AssertionError("numbers do not end")

    def write(self, fill: Callable[[Path], object]) -> None:
        """Let `fill` write into a temporary folder, sync it, and put it in place of what was there.

        Raises InputError if that is not ours any more, RunError if the disk is full.
        """
        made: list[Path] = []
        try:
            made = folders.make(self._place.parent)
            with temporary_folder(self._place) as new:
                fill(new)
                folders.sync_all(new)
                self._replace(new)
                for path in (*made, *self._claim.made):
                    folders.sync(path.parent)
        except OSError as error:
            message = f"{self.folder} cannot be written: {error.strerror or error}"
            raise RunError(f"{message}; finished runs are kept") from None
        finally:
            folders.drop(made)
        if self._others:
            say(f"{self.folder}: the results of another command were there, and are replaced")
        if self._instead:
            say(f"results are in {self.folder}{self._instead}")

    def _replace(self, new: Path) -> None:
        before = self._refuse_taken()
        existed = os.path.lexists(self._place)
        replace_folder(new, self._place)
        if existed and inventory.stamps(new) != before:
            try:
                self._refuse_taken(new)
            except InputError:
                replace_folder(new, self._place)
                raise
        folders.sync(self._place.parent)

    def _refuse_place(self) -> None:
        """Raises InputError for a path at which no folder can be made."""
        if Path.cwd().is_relative_to(self._place):
            raise InputError("output", self.folder, "is where you are; name a folder in it")
        if os.path.ismount(self._place):
            raise InputError("output", self.folder, "is a mounted disk; name a folder in it")

    def _refuse_taken(self, place: Path | None = None) -> Stamps:
        """Stamps of the contents that may be replaced. Raises Taken otherwise."""
        place = self._place if place is None else place
        if os.path.lexists(place) and not place.is_dir():
            raise Taken(self.folder, "is there and was not made by unburden", "name another")
        before = inventory.stamps(place)
        if not before:
            return before
        try:
            manifest, sums = inventory.read(place)
        except inventory.Unknown as error:
            changed = str(error).startswith(MANIFEST)
            reason = str(error) if changed else "is there and was not made by unburden"
            raise Taken(self.folder, reason) from None
        if inventory.IDENTITY not in manifest:
            message = "was left by an earlier version, which did not list all of its files"
            raise Taken(self.folder, message, "move it, or name another output")
        self._others = manifest[inventory.IDENTITY] != self._identity
        if self._others and not self._overwrite:
            raise Taken(self.folder, f"holds {OTHERS}", f"name another output, or {REPLACE}")
        if stranger := inventory.foreign_file(place, sums):
            raise Taken(self.folder, f"holds {stranger}", "move that, or name another output")
        return before


def _numbers(study: Study, mine: str) -> Iterator[int]:
    """Numbers of folders to try: those with the results of the same command come first."""
    named = rf"{re.escape(study.experiment)}-(\d{{1,9}}){re.escape(study.suffix)}"
    try:
        names = [path.name for path in study.folder().parent.iterdir()]
    except OSError:
        names = []
    numbers = [int(match[1]) for match in map(re.compile(named).fullmatch, names) if match]
    for number in (1, *sorted(numbers)):
        try:
            manifest, _ = inventory.read(study.folder(number))
        except inventory.Unknown:
            continue
        if manifest.get(inventory.IDENTITY) == mine:
            yield number
    yield from count(1)


def _holds(folder: Path, other: Path) -> bool:
    """Whether another path leads into a folder."""
    paths = [os.path.realpath(folder), os.path.realpath(other)]
    return os.path.commonpath(paths) == paths[0]
