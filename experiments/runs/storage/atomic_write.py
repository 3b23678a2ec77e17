"""Folders that are written aside, hidden beside the one that they are to become.

One that a killed writer left is known by its lock, which nobody holds, and goes.
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
def aside(folder: Path) -> Iterator[Path]:
    """A new folder aside of this one; whatever is aside at the end goes.

    Raises OSError if it cannot be made.
    """
    path, lock = _made(folder)
    try:
        (path / NEW).mkdir()
        yield path / NEW
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(lock)


def become(path: Path, folder: Path) -> None:
    """Give a folder aside its place; what was there is aside then. Raises OSError.

    At once where the file system can. Else a kill may come between two renames: `remove_dead` puts
    the old folder back.
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


def remove_dead(folder: Path) -> None:
    """Remove what killed writers left aside of this folder, if it can be."""
    ours = re.compile(rf"\.{re.escape(folder.name)}-[a-z0-9_]{{8}}{re.escape(SUFFIX)}")
    with contextlib.suppress(OSError):
        for path in list(folder.parent.iterdir()):
            if ours.fullmatch(path.name):
                _remove(path, folder)


def _made(folder: Path) -> tuple[Path, int]:
    """A folder and its lock, made again where somebody took it for dead before it was locked."""
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
    """Unless its writer lives, or something lies there that is not ours."""
    with contextlib.suppress(OSError):
        if not (path / LOCK).exists():
            path.rmdir()
            return
        lock = os.open(path / LOCK, OPENING, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if (path / OLD).exists() and not os.path.lexists(folder):
                (path / OLD).rename(folder)
            if not any(map(_foreign, (path / NEW, path / OLD))):
                shutil.rmtree(path)
        finally:
            os.close(lock)


def _foreign(folder: Path) -> bool:
    """Whether a folder that was whole has something that came later; half a folder is ours."""
    try:
        _, sums = inventory.read(folder)
    except inventory.Unknown:
        return False
    return bool(inventory.stranger(folder, sums))
