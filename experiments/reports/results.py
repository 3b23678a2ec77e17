"""What an experiment left in its output folder, as tidy frames."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.storage.output import MANIFEST
from experiments.words.refusal import Refusal


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
        return [*super().__dir__(), *self.frames]

    def __repr__(self) -> str:
        names = ", ".join(self.manifest.get("scenarios", ()))
        seeds = self.manifest.get("replications", 0)
        frames = ", ".join(f"{name} ({len(frame):,})" for name, frame in self.frames.items())
        return f"Results({str(self.folder)!r}: {names}; {seeds:,} replications; frames {frames})"


def write_manifest(manifest: dict[str, Any], folder: Path) -> None:
    """Write a manifest; a folder that has one may be replaced by a later experiment."""
    text = json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def write_frames(frames: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write each frame under its name, which ends in .csv or .parquet."""
    for name, frame in frames.items():
        if name.endswith(".csv"):
            frame.to_csv(folder / name, index=False)
        else:
            frame.to_parquet(folder / name, index=False, compression="zstd")


def load(folder: str | Path) -> Results:
    """Read the output folder of an experiment. Raises Refusal if it is not one."""
    folder = Path(folder)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = f"holds no {MANIFEST} of an experiment"
        raise Refusal("folder", folder, told) from None
    frames = {path.stem: pd.read_csv(path) for path in sorted(folder.glob("*.csv"))}
    frames |= {path.stem: pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
    return Results(folder, frames, manifest)
