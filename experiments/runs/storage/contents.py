"""The contents of a store, counted, and the files that may be removed from its folder."""

from __future__ import annotations

import contextlib
import re
import stat
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.runs.storage.database import NAME, database_files
from experiments.runs.storage.lock import NAME as LOCK
from experiments.runs.storage.lock import Lock
from experiments.runs.storage.rows import environment
from experiments.runs.storage.salvage import DAMAGED
from experiments.runs.storage.store import Store

OTHER_FORMATS = re.compile(
    r"[0-9a-f]{32}(?:\.\w+)?\.(?:runs\.parquet|journal)|runs\.\d{1,9}\.sqlite"
)
"""Names of the stores of other versions of this program."""
COUNTS = """
    SELECT model, detail, environment, count(*), count(DISTINCT settings), count(DISTINCT seed),
           sum(seconds) / 3600.0, min(made), max(made)
    FROM runs GROUP BY model, detail, environment ORDER BY model, detail, environment
"""
NUMBERS = ["runs", "societies", "seeds", "hours", "first", "last"]


@dataclass(frozen=True, slots=True)
class Contents:
    """`runs` has a row for each model, detail and environment; `other_formats` are not read."""

    runs: pd.DataFrame
    other_formats: int
    damaged: int
    bytes: int


def contents(store: Store) -> Contents:
    """Count the runs of a store, by its database. `Store.check` verifies them."""
    rows = [_row(*row) for row in store.query(COUNTS)]
    names = dict.fromkeys(name for row in rows for name in row)
    first = ["model", "detail"]
    made = [name for name in names if name not in (*first, *NUMBERS)]
    runs = pd.DataFrame(rows, columns=[*first, *made, *NUMBERS])
    size = sum(path.lstat().st_size for path in database_files(store.path) if path.exists())
    others, damaged_files = other_formats(store.folder), damaged(store.folder)
    return Contents(runs, len(others), len(damaged_files), size)


def other_formats(folder: Path) -> list[Path]:
    """Files of another format of the store: never read, never removed."""
    return [
        path
        for path in (sorted(folder.iterdir()) if folder.is_dir() else ())
        if OTHER_FORMATS.fullmatch(path.name) and path.name != NAME and path.is_file()
    ]


def damaged(folder: Path) -> list[Path]:
    """Damaged files that were renamed."""
    ours = f"{NAME}*.[0-9]*{DAMAGED}"
    return [path for path in sorted(folder.glob(ours)) if _is_file(path)]


def remove_all(folder: Path) -> bool:
    """Remove the store, whatever lies in its place. False if somebody has it open.

    Nothing is opened but the lock, and that only where it is a file. Raises OSError.
    """
    if not _is_file(folder / LOCK, regular=True):
        with contextlib.suppress(FileNotFoundError):
            (folder / LOCK).unlink()
    lock = Lock(folder)
    try:
        if not lock.alone():
            return False
        for path in database_files(folder / NAME):
            path.unlink(missing_ok=True)
        return True
    finally:
        lock.close()


def _is_file(path: Path, *, regular: bool = False) -> bool:
    """Whether the path is anything but a folder."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return stat.S_ISREG(mode) if regular else not stat.S_ISDIR(mode)


def _row(
    model: object, detail: object, under: object, runs: int, societies: int, seeds: int,
    hours: object, first: object, last: object,
) -> dict[str, object]:  # fmt: skip
    """A row of the list, with a column for each name in the environment."""
    numbers = (runs, societies, seeds, hours if isinstance(hours, float) else 0.0)
    named = {"model": _printable(model), "detail": _printable(detail), **(environment(under) or {})}
    return named | dict(zip(NUMBERS, (*numbers, _printable(first), _printable(last)), strict=True))


def _printable(data: object) -> str:
    """Text that can be shown."""
    text = data.decode(errors="replace") if isinstance(data, bytes) else str(data)
    return text if text.isprintable() and len(text) <= 99 else "unknown"
