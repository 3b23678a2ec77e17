"""What an experiment left in its output folder, as tidy frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.config.errors import InputError
from experiments.config.plurals import counted
from experiments.reporting.frames import CSV, PARQUET, Frames, rows, tables
from experiments.runs.storage import inventory
from experiments.runs.storage.checksum import checksum
from experiments.runs.storage.inventory import CHECKSUMS, MANIFEST


@dataclass(frozen=True, slots=True)
class Results:
    """The frames of one experiment by name, and the manifest of how they came about.

    A frame is an attribute as well: `results.comparison` is `results.frames["comparison"]`. Large
    ones are read from the folder each time that they are asked for, and are not kept.
    """

    folder: Path
    frames: Mapping[str, pd.DataFrame]
    manifest: dict[str, Any]

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name == "frames":
            raise AttributeError(name)
        if name not in self.frames:
            raise AttributeError(f"no frame {name!r}; there are {', '.join(self.frames)}")
        return self.frames[name]

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self), *self.frames})

    def __repr__(self) -> str:
        named = self.manifest.get("scenarios")
        names = ", ".join(map(str, named)) if isinstance(named, list | tuple) else ""
        seeds = self.manifest.get("replications", 0)
        try:
            frames = ", ".join(f"{name} ({rows(self.frames, name):,})" for name in self.frames)
        except InputError:
            frames = f"{', '.join(self.frames)}, not as the experiment left them"
        times = counted(seeds, "replication")
        return f"Results({str(self.folder)!r}: {names}; {times}; frames {frames})"


def write_manifest(manifest: dict[str, Any], folder: Path) -> None:
    """Write a manifest with the checksums of all files that lie there, and of itself.

    It comes last: what it does not know counts as the user's, and is never removed.
    """
    sums = inventory.checksums(folder)
    sums[MANIFEST] = inventory.digest(manifest)
    text = inventory.text({**manifest, CHECKSUMS: sums})
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def load(folder: str | Path) -> Results:
    """Read the output folder of an experiment, each frame with the types it had.

    All of it is of one command, even where another replaces the folder meanwhile. Raises InputError
    if the folder is not one, is damaged, or was left by an earlier version, whose tables in CSV
    alone do not say what is text and what is a number.
    """
    folder = Path(folder)
    while True:
        before = _which(folder)
        try:
            found = _load(folder)
        except (InputError, OSError):
            if _which(folder) == before:
                raise
        else:
            if _which(folder) == before:
                return found


def _which(folder: Path) -> tuple[int, int]:
    """What tells a folder from another that took its place."""
    try:
        known = folder.stat()
    except OSError:
        return 0, 0
    return known.st_ino, known.st_ctime_ns


def _load(folder: Path) -> Results:
    manifest, sums = _manifest(folder)
    files = {path.name: path for path in tables(folder)}
    listed = [name for name in sums if "/" not in name and name.endswith((CSV, PARQUET))]
    for name in dict.fromkeys((*listed, *files)):
        if name not in files or sums.get(name) != checksum(files[name]):
            raise InputError("folder", folder, f"{name} is not as the experiment left it")
    for path in files.values():
        if path.with_suffix(PARQUET).name not in files:
            told = f"an earlier version left {path.name} without the types of its columns"
            raise InputError("folder", folder, f"{told}; the same command makes them again")
    own = {name: sum_ for name, sum_ in sums.items() if "/" not in name}
    return Results(folder, Frames(folder, own), manifest)


def _manifest(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The manifest, and the checksums of the files beside it."""
    try:
        return inventory.read(folder)
    except inventory.Unknown as error:
        raise InputError("folder", folder, str(error)) from None
