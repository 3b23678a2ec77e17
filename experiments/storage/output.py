"""The output folder of an experiment: written aside, renamed into place when it is whole."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from experiments.storage import folders
from experiments.storage.aside import aside, become, remove_dead
from experiments.words.refusal import Failed, Refusal

MANIFEST = "manifest.json"
MAKER = "unburden"


class Output:
    """A folder that is there whole or not at all. Made by name only; `write` fills it."""

    def __init__(self, folder: Path) -> None:
        """Raises Refusal if it cannot be written, or holds something that is not ours."""
        self.folder = folder
        made: list[Path] = []
        try:
            if Path.cwd().is_relative_to(folder.resolve()):
                raise Refusal("output", folder, "is where you are; name a folder in it")
            self._refuse_foreign()
            made = folders.make(folder.parent)
            remove_dead(folder)
            with aside(folder) as born:
                folders.probe(born)
        except OSError as error:
            raise Refusal("output", folder, f"cannot be written: {error.strerror}") from None
        finally:
            folders.drop(made)

    def write(self, fill: Callable[[Path], object]) -> None:
        """Let `fill` write into a folder aside, then put that in place of what was there.

        Raises Refusal if that is not ours any more, Failed if the disk is full.
        """
        made: list[Path] = []
        try:
            made = folders.make(self.folder.parent)
            with aside(self.folder) as born, aside(self.folder) as old:
                self._write(fill, born, old)
        except OSError as error:
            told = f"{self.folder} cannot be written: {error.strerror or error}"
            raise Failed(f"{told}; finished runs are kept") from None
        finally:
            folders.drop(made)

    def _write(self, fill: Callable[[Path], object], born: Path, old: Path) -> None:
        fill(born)
        self._refuse_foreign()
        if self.folder.exists():
            self.folder.rename(old / "old")
        try:
            become(born, self.folder)
        except OSError:
            if (old / "old").exists():
                (old / "old").rename(self.folder)
            raise

    def _refuse_foreign(self) -> None:
        if os.path.lexists(self.folder) and not _replaceable(self.folder):
            told = "is there and was not made by unburden; name another"
            raise Refusal("output", self.folder, told)


def _replaceable(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    if not any(folder.iterdir()):
        return True
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(manifest, dict) and manifest.get("maker") == MAKER
