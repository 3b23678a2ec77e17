"""What lies in a store, counted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.storage import journal
from experiments.storage.part import DAMAGED, LIST
from experiments.storage.store import Store


@dataclass(frozen=True, slots=True)
class Contents:
    """`runs` has a row for each model and detail; journals are those of other living writers."""

    runs: pd.DataFrame
    parts: int
    journals: int
    damaged: int
    bytes: int


def contents(store: Store) -> Contents:
    """Count what is in a store; parts that are damaged are set aside."""
    parts = [part for part in store.parts() if store.sound(part)]
    lists = [group for part in parts for group in part.listed()]
    runs = pd.concat(lists or [LIST.empty_table().to_pandas()]).drop_duplicates("key")
    counted = runs.groupby(["model", "detail"], as_index=False).agg(
        runs=("key", "size"),
        societies=("settings", "nunique"),
        seeds=("seed", "nunique"),
        hours=("seconds", lambda seconds: float(seconds.sum()) / 3600.0),
    )
    others = [path for path in journal.all_in(store.folder) if path.stat().st_size]
    size = sum(path.stat().st_size for path in store.folder.iterdir() if path.is_file())
    return Contents(counted, len(parts), len(others), len(damaged(store.folder)), size)


def damaged(folder: Path) -> list[Path]:
    """Files of parts that were set aside."""
    return sorted(folder.glob(f"*{DAMAGED}"))
