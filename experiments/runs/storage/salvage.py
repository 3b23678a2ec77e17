"""Recovery of a damaged database: what can be read goes into a new one; the old one is renamed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from experiments.runs.storage import folders
from experiments.runs.storage.damage import DamagedDatabase, blank_first_page
from experiments.runs.storage.database import (
    PAGE,
    Damaged,
    Database,
    journal_of,
    sparse,
)
from experiments.runs.storage.rows import InvalidRow, Row, Shared
from experiments.runs.storage.table import COLUMNS, Runs

DAMAGED = ".damaged"
ROWS_PER_TRANSACTION = 500
PAGE_COUNT_OFFSET = 28
"""Where a database file says how many pages it has."""


@dataclass(frozen=True, slots=True)
class Saved:
    """How many runs were saved, how many were seen but lost, and the damaged file's new path."""

    runs: int
    lost: int
    damaged_file: Path


def salvage(path: Path) -> Saved:
    """Recover while nobody has the database open. Raises OSError, database.Unusable."""
    _remove_abandoned(path)
    with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as name:
        new = Path(name) / "saved"
        whole = Database(new)
        try:
            runs, lost = _copy(path, Runs(whole), Path(name))
        finally:
            whole.close()
        damaged = _keep_damaged(path)
        new.replace(path)
        folders.sync(path.parent)
    return Saved(runs, lost, damaged)


def rename_damaged(path: Path) -> Path:
    """Rename a file of the store, so that it is no longer read."""
    renamed = free_name(path)
    path.rename(renamed)
    return renamed


def free_name(path: Path) -> Path:
    number = 1
    while os.path.lexists(path.with_name(f"{path.name}.{number}{DAMAGED}")):
        number += 1
    return path.with_name(f"{path.name}.{number}{DAMAGED}")


def _copy(path: Path, to: Runs, room: Path) -> tuple[int, int]:
    """Copy valid runs and texts; how many runs were copied, and how many were lost."""
    lost = 0
    with _readable(path, room) as damaged:
        if damaged is None:
            return 0, 0
        with to.database.transaction():
            to.share(_texts(damaged))
        waiting: list[Row] = []
        for fields in damaged.rows("runs", COLUMNS):
            try:
                waiting.append(to.checked(fields))
            except InvalidRow:
                lost += 1
            if len(waiting) == ROWS_PER_TRANSACTION:
                to.insert(waiting)
                waiting.clear()
        to.insert(waiting)
    return len(to), lost


def _texts(damaged: DamagedDatabase) -> Iterator[Shared]:
    for named, body in damaged.rows("shared", "digest, body"):
        with contextlib.suppress(InvalidRow):
            yield Shared.read(named, body)


@contextlib.contextmanager
def _readable(path: Path, room: Path) -> Iterator[DamagedDatabase | None]:
    """The damaged database, with a new first page if its own is unreadable; None if that fails."""
    try:
        damaged: DamagedDatabase | None = DamagedDatabase(path)
    except Damaged:
        damaged = _with_new_first_page(path, room)
    try:
        yield damaged
    finally:
        if damaged is not None:
            damaged.close()


def _with_new_first_page(path: Path, room: Path) -> DamagedDatabase | None:
    """A copy with its first page replaced by that of an intact database of this schema."""
    if sparse(path.stat()):
        return None
    copy = room / "copy"
    shutil.copyfile(path, copy)
    with copy.open("r+b") as file:
        file.write(blank_first_page(room))
        file.seek(PAGE_COUNT_OFFSET)
        file.write((copy.stat().st_size // PAGE).to_bytes(4))
    try:
        return DamagedDatabase(copy)
    except Damaged:
        return None


def _keep_damaged(path: Path) -> Path:
    """Link the damaged file under a new name; its own stays until it is replaced."""
    journal = journal_of(path)
    if journal.exists() and journal.stat().st_size:
        rename_damaged(journal)
    renamed = free_name(path)
    try:
        os.link(path, renamed)
    except OSError:
        path.rename(renamed)
    return renamed


def _remove_abandoned(path: Path) -> None:
    """Remove what a process left that was killed during a recovery."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.[a-z0-9_]{{8}}")
    for entry in list(path.parent.iterdir()):
        if ours.fullmatch(entry.name):
            shutil.rmtree(entry, ignore_errors=True)
