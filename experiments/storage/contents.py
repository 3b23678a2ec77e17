"""What lies in a store, counted."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.storage import journal
from experiments.storage.part import DAMAGED, LIST, OURS
from experiments.storage.store import Store

ANY_FORMAT = re.compile(r"[0-9a-f]{32}(?:\.\w+)?\.(?:runs\.parquet|journal)")
"""Names of lists of parts and of journals, of this format of the store and of others."""


@dataclass(frozen=True, slots=True)
class Contents:
    """`runs` has a row for each model, detail and environment.

    `journals` are those of other living writers, `other_formats` what is not read.
    """

    runs: pd.DataFrame
    parts: int
    other_formats: int
    journals: int
    damaged: int
    bytes: int


def contents(store: Store) -> Contents:
    """Count what is in a store; parts that are damaged are set aside."""
    parts = [part for part in store.parts() if store.sound(part)]
    lists = [group for part in parts for group in part.listed()]
    runs = pd.concat(lists or [LIST.empty_table().to_pandas()]).drop_duplicates("key")
    counted = runs.groupby(["model", "detail", "environment"], as_index=False).agg(
        runs=("key", "size"),
        societies=("settings", "nunique"),
        seeds=("seed", "nunique"),
        hours=("seconds", lambda seconds: float(seconds.sum()) / 3600.0),
        first=("made", "min"),
        last=("made", "max"),
    )
    counted = _named(counted)
    others = [path for path in journal.all_in(store.folder) if path.stat().st_size]
    size = sum(path.stat().st_size for path in store.folder.iterdir() if path.is_file())
    alien = other_formats(store.folder)
    return Contents(counted, len(parts), len(alien), len(others), len(damaged(store.folder)), size)


def _named(runs: pd.DataFrame) -> pd.DataFrame:
    """A column for each name in the environments, in place of them."""
    environments = runs.pop("environment")
    made = pd.DataFrame([json.loads(one) for one in environments], runs.index, dtype="object")
    first = ["model", "detail"]
    return pd.concat([runs[first], made, runs.drop(columns=first)], axis=1)


def other_formats(folder: Path) -> list[Path]:
    """Lists of parts, and journals, of another format of the store: never read, never removed."""
    ours = (OURS, journal.OURS)
    return [
        path
        for path in (sorted(folder.iterdir()) if folder.is_dir() else ())
        if path.is_file()
        and ANY_FORMAT.fullmatch(path.name)
        and not any(one.fullmatch(path.name) for one in ours)
    ]


def damaged(folder: Path) -> list[Path]:
    """Files of parts that were set aside."""
    return sorted(folder.glob(f"*{DAMAGED}"))
