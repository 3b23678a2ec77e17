"""What can be read of a damaged database goes into a new one; the damaged one is set aside."""

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
from experiments.runs.storage.damage import Wreck, blank_head
from experiments.runs.storage.database import (
    PAGE,
    Damaged,
    Database,
    journal_of,
    sparse,
)
from experiments.runs.storage.rows import Row, Shared, Unsound
from experiments.runs.storage.table import COLUMNS, Runs

DAMAGED = ".damaged"
SAVED_AT_ONCE = 500
HEAD_PAGES = 28
"""Where a database file says how many pages it has."""


@dataclass(frozen=True, slots=True)
class Saved:
    """How many runs were saved, how many were seen and are lost, and where the wreck is now."""

    runs: int
    lost: int
    wreck: Path


def salvage(path: Path) -> Saved:
    """To be called where nobody has the database open. Raises OSError, database.Unusable."""
    _remove_dead(path)
    with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as name:
        born = Path(name) / "saved"
        whole = Database(born)
        try:
            runs, lost = _copy(path, Runs(whole), Path(name))
        finally:
            whole.close()
        wreck = _set_aside(path)
        born.replace(path)
        folders.sync(path.parent)
    return Saved(runs, lost, wreck)


def set_aside(path: Path) -> Path:
    """Give a file of the store another name, by which it does not count."""
    aside = free_name(path)
    path.rename(aside)
    return aside


def free_name(path: Path) -> Path:
    number = 1
    while os.path.lexists(path.with_name(f"{path.name}.{number}{DAMAGED}")):
        number += 1
    return path.with_name(f"{path.name}.{number}{DAMAGED}")


def _copy(path: Path, to: Runs, room: Path) -> tuple[int, int]:
    """Sound runs and texts of a wreck."""
    lost = 0
    with _readable(path, room) as wreck:
        if wreck is None:
            return 0, 0
        with to.database.transaction():
            to.share(_texts(wreck))
        waiting: list[Row] = []
        for fields in wreck.rows("runs", COLUMNS):
            try:
                waiting.append(to.checked(fields))
            except Unsound:
                lost += 1
            if len(waiting) == SAVED_AT_ONCE:
                to.insert(waiting)
                waiting.clear()
        to.insert(waiting)
    return len(to), lost


def _texts(wreck: Wreck) -> Iterator[Shared]:
    for named, body in wreck.rows("shared", "digest, body"):
        with contextlib.suppress(Unsound):
            yield Shared.read(named, body)


@contextlib.contextmanager
def _readable(path: Path, room: Path) -> Iterator[Wreck | None]:
    """The wreck, with a new first page if its own cannot be read; None if nothing helps."""
    try:
        wreck: Wreck | None = Wreck(path)
    except Damaged:
        wreck = _with_new_head(path, room)
    try:
        yield wreck
    finally:
        if wreck is not None:
            wreck.close()


def _with_new_head(path: Path, room: Path) -> Wreck | None:
    """A copy that begins as every database of this schema does."""
    if sparse(path.stat()):
        return None
    copy = room / "copy"
    shutil.copyfile(path, copy)
    with copy.open("r+b") as file:
        file.write(blank_head(room))
        file.seek(HEAD_PAGES)
        file.write((copy.stat().st_size // PAGE).to_bytes(4))
    try:
        return Wreck(copy)
    except Damaged:
        return None


def _set_aside(path: Path) -> Path:
    """The wreck under another name, while it stays under its own until that is replaced."""
    journal = journal_of(path)
    if journal.exists() and journal.stat().st_size:
        set_aside(journal)
    aside = free_name(path)
    try:
        os.link(path, aside)
    except OSError:
        path.rename(aside)
    return aside


def _remove_dead(path: Path) -> None:
    """What a process left that was killed while it saved runs; nobody else has the store open."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.[a-z0-9_]{{8}}")
    for one in list(path.parent.iterdir()):
        if ours.fullmatch(one.name):
            shutil.rmtree(one, ignore_errors=True)
