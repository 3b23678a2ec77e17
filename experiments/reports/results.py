"""What an experiment left in its output folder, as tidy frames."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.storage import inventory
from experiments.storage.checksum import checksum
from experiments.storage.inventory import CHECKSUMS, MANIFEST
from experiments.words.counts import counted
from experiments.words.refusal import Refusal

CSV, PARQUET = ".csv", ".parquet"
FORMULA = re.compile(r"[=+\-@\t\n＝＋－＠]")
"""Text that begins so may be run as a formula by a spreadsheet that opens it."""


@dataclass(frozen=True, slots=True)
class Results:
    """The frames of one experiment by name, and the manifest of how they came about.

    A frame is an attribute as well: `results.comparison` is `results.frames["comparison"]`.
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
        names = ", ".join(self.manifest.get("scenarios", ()))
        seeds = self.manifest.get("replications", 0)
        frames = ", ".join(f"{name} ({len(frame):,})" for name, frame in self.frames.items())
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


def write_frames(frames: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write each frame as Parquet, with the types of its columns: that is what `load` reads.

    A name that ends in .csv asks for a copy beside it for people and spreadsheets, in which text
    that could pass for a formula is led by an apostrophe; other names end in .parquet.
    """
    for name, frame in frames.items():
        path = folder / name
        frame.to_parquet(path.with_suffix(PARQUET), index=False, compression="zstd")
        if path.suffix == CSV:
            _plain(frame).rename(columns=_harmless).to_csv(path, index=False)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with no cell that a spreadsheet would compute."""
    texts = [name for name in frame if not pd.api.types.is_numeric_dtype(frame[name])]
    return frame.assign(**{str(name): frame[name].map(_harmless) for name in texts})


def _harmless(value: object) -> object:
    if not isinstance(value, str):
        return value
    line = value.replace("\r", " ")
    return f"'{line}" if FORMULA.match(line) else line


def load(folder: str | Path) -> Results:
    """Read the output folder of an experiment, each frame with the types it had.

    All of it is of one command, even where another replaces the folder meanwhile. Raises Refusal
    if the folder is not one, is damaged, or was left by an earlier version, whose tables in CSV
    alone do not say what is text and what is a number.
    """
    folder = Path(folder)
    while True:
        before = _which(folder)
        try:
            found = _load(folder)
        except (Refusal, OSError):
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
    tables = {path.name: path for path in _tables(folder)}
    listed = [name for name in sums if "/" not in name and name.endswith((CSV, PARQUET))]
    for name in dict.fromkeys((*listed, *tables)):
        if name not in tables or sums.get(name) != checksum(tables[name]):
            raise Refusal("folder", folder, f"{name} is not as the experiment left it")
    for path in tables.values():
        if path.with_suffix(PARQUET).name not in tables:
            told = f"an earlier version left {path.name} without the types of its columns"
            raise Refusal("folder", folder, f"{told}; the same command makes them again")
    frames = {path.stem: pd.read_parquet(path) for path in _tables(folder) if path.suffix != CSV}
    return Results(folder, frames, manifest)


def _manifest(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The manifest, and the checksums of the files beside it."""
    try:
        return inventory.read(folder)
    except inventory.Unknown as error:
        raise Refusal("folder", folder, str(error)) from None


def _tables(folder: Path) -> list[Path]:
    return [path for suffix in (CSV, PARQUET) for path in sorted(folder.glob(f"*{suffix}"))]
