"""What an experiment left in its output folder, as tidy frames."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.reports.frames import PARQUET, Frames, rows, tables
from experiments.storage.checksum import checksum
from experiments.storage.output import MANIFEST
from experiments.words.counts import counted
from experiments.words.refusal import Refusal

CHECKSUMS = "checksums"


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
        names = ", ".join(self.manifest.get("scenarios", ()))
        seeds = self.manifest.get("replications", 0)
        try:
            frames = ", ".join(f"{name} ({rows(self.frames, name):,})" for name in self.frames)
        except Refusal:
            frames = f"{', '.join(self.frames)}, not as the experiment left them"
        times = counted(seeds, "replication")
        return f"Results({str(self.folder)!r}: {names}; {times}; frames {frames})"


def write_manifest(manifest: dict[str, Any], folder: Path) -> None:
    """Write a manifest with the checksums of the tables that lie there, and of itself.

    A folder that has one may be replaced by a later experiment.
    """
    sums = {path.name: checksum(path) for path in tables(folder)}
    sums[MANIFEST] = _digest(manifest)
    text = _text({**manifest, CHECKSUMS: sums})
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def load(folder: str | Path) -> Results:
    """Read the output folder of an experiment, each frame with the types it had.

    Raises Refusal if the folder is not one, is damaged, or was left by an earlier version, whose
    tables in CSV alone do not say what is text and what is a number.
    """
    folder = Path(folder)
    manifest, sums = _manifest(folder)
    files = {path.name: path for path in tables(folder)}
    for name in dict.fromkeys((*sums, *files)):
        if name not in files or sums.get(name) != checksum(files[name]):
            raise Refusal("folder", folder, f"{name} is not as the experiment left it")
    for path in files.values():
        if path.with_suffix(PARQUET).name not in files:
            told = f"an earlier version left {path.name} without the types of its columns"
            raise Refusal("folder", folder, f"{told}; the same command writes the folder again")
    return Results(folder, Frames(folder, sums), manifest)


def _manifest(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The manifest, and the checksums of the tables beside it."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        sums = dict(manifest.pop(CHECKSUMS))
        own = sums.pop(MANIFEST)
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        told = f"holds no {MANIFEST} of an experiment"
        raise Refusal("folder", folder, told) from None
    if own != _digest(manifest):
        raise Refusal("folder", folder, f"{MANIFEST} is not as the experiment left it")
    return manifest, sums


def _text(manifest: dict[str, Any]) -> str:
    return json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False)


def _digest(manifest: dict[str, Any]) -> str:
    return blake2b(_text(manifest).encode(), digest_size=16).hexdigest()
