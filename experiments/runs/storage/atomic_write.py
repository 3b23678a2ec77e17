"""Atomic replacement of folders: a hidden temporary folder is written, then takes its place.

A temporary folder that a killed writer left is one whose lock nobody holds; it is removed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

from experiments.runs.storage import inventory
from experiments.runs.storage.exchange import exchange
from experiments.runs.storage.lock import NAME as LOCK

SUFFIX = ".unburden"
NEW, OLD = "new", "old"
OPENING = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


@contextlib.contextmanager
def temporary_folder(folder: Path) -> Iterator[Path]:
    """A new hidden folder beside this one; it is removed at the end. Raises OSError."""
    path, lock = _locked_folder(folder)
    try:
        (path / NEW).mkdir()
        yield path / NEW
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(lock)


def replace_folder(path: Path, folder: Path) -> None:
    """Put the temporary folder `path` in the place of `folder`, and that in its. Raises OSError.

    The exchange is atomic where the file system offers that. Else a kill may come between two
    renames: `remove_abandoned` puts the old folder back.
    """
    if not os.path.lexists(folder):
        path.rename(folder)
        return
    shutil.copymode(folder, path)
    if not exchange(path, folder):
        old = path.with_name(OLD)
        folder.rename(old)
        try:
            path.rename(folder)
        except OSError:
            old.rename(folder)
            raise
        old.rename(path)


def remove_abandoned(folder: Path) -> None:
    """Remove temporary folders of this folder that killed writers left, where that is possible."""
    ours = re.compile(rf"\.{re.escape(folder.name)}-[a-z0-9_]{{8}}{re.escape(SUFFIX)}")
    with contextlib.suppress(OSError):
        for path in list(folder.parent.iterdir()):
            if ours.fullmatch(path.name):
                _remove(path, folder)


def _locked_folder(folder: Path) -> tuple[Path, int]:
    """A temporary folder and its lock; made again if it was removed before it was locked."""
    while True:
        path = Path(mkdtemp(prefix=f".{folder.name}-", suffix=SUFFIX, dir=folder.parent))
        try:
            lock = os.open(path / LOCK, OPENING, 0o600)
        except FileNotFoundError:
            continue
        except OSError:
            path.rmdir()
            raise
        with contextlib.suppress(OSError):  # No locks here: then nobody removes it either.
            fcntl.flock(lock, fcntl.LOCK_EX)
        if (path / LOCK).exists():
            return path, lock
        os.close(lock)


def _remove(path: Path, folder: Path) -> None:
    """Remove a temporary folder, unless its writer lives or it holds foreign files."""
    with contextlib.suppress(OSError):
        if not (path / LOCK).exists():
            path.rmdir()
            return
        lock = os.open(path / LOCK, OPENING, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if (path / OLD).exists() and not os.path.lexists(folder):
                (path / OLD).rename(folder)
            if not any(map(_has_foreign_files, (path / NEW, path / OLD))):
                shutil.rmtree(path)
        finally:
            os.close(lock)


def _has_foreign_files(folder: Path) -> bool:
    """Whether foreign files were added to a complete folder; never true of an incomplete one."""
    try:
        _, sums = inventory.read(folder)
    except inventory.Unknown:
        return False
    return bool(inventory.foreign_file(folder, sums))
