"""What an experiment left in its output folder, as tidy frames."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.reports.output import MANIFEST
from experiments.words.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Results:
    """The frames of one comparison, and the manifest of how they came about."""

    folder: Path
    measures: pd.DataFrame
    series: pd.DataFrame
    comparison: pd.DataFrame
    manifest: dict[str, Any]

    def __repr__(self) -> str:
        names = ", ".join(self.manifest["scenarios"])
        return (
            f"Results({str(self.folder)!r}: {names}; {self.manifest['replications']} replications)"
        )


def write_manifest(manifest: dict[str, Any], folder: Path) -> None:
    """Write a manifest; a folder that has one may be replaced by a later experiment."""
    text = json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def load(folder: str | Path) -> Results:
    """Read the output folder of a comparison. Raises Refusal if it is not one."""
    folder = Path(folder)
    try:
        return Results(
            folder,
            pd.read_parquet(folder / "measures.parquet"),
            pd.read_parquet(folder / "series.parquet"),
            pd.read_csv(folder / "comparison.csv"),
            json.loads((folder / MANIFEST).read_text(encoding="utf-8")),
        )
    except FileNotFoundError as error:
        missing = Path(str(error.filename)).name
        raise Refusal("folder", folder, f"holds no {missing}: not a comparison") from None
