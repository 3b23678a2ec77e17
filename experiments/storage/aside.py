"""Folders that are written aside, hidden beside the one that they are to become.

One that a killed writer left is known by its lock, which nobody holds, and goes.
"""

from __future__ import annotations

import contextlib
import fcntl
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import IO

from experiments.storage.lock import NAME as LOCK

SUFFIX = ".unburden"


@contextlib.contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A new folder beside this one, which goes at the end if it is still there.

    Raises OSError if it cannot be made.
    """
    path, lock = _made(folder)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        lock.close()


def become(path: Path, folder: Path) -> None:
    """Give a folder aside its place, without its lock."""
    (path / LOCK).unlink()
    path.chmod(0o755)
    path.rename(folder)


def remove_dead(folder: Path) -> None:
    """Remove what killed writers left aside of this folder, if it can be."""
    ours = re.compile(rf"\.{re.escape(folder.name)}-[a-z0-9_]{{8}}{re.escape(SUFFIX)}")
    with contextlib.suppress(OSError):
        for path in list(folder.parent.iterdir()):
            if ours.fullmatch(path.name):
                _remove(path)


def _made(folder: Path) -> tuple[Path, IO[str]]:
    """A folder and its lock, made again where somebody took it for dead before it was locked."""
    while True:
        path = Path(mkdtemp(prefix=f".{folder.name}-", suffix=SUFFIX, dir=folder.parent))
        try:
            lock = (path / LOCK).open("a")
        except FileNotFoundError:
            continue
        except OSError:
            path.rmdir()
            raise
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (path / LOCK).exists():
            return path, lock
        lock.close()


def _remove(path: Path) -> None:
    """Unless its writer lives."""
    with contextlib.suppress(OSError):
        if not (path / LOCK).exists():
            path.rmdir()
            return
        with (path / LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path)
