"""Folders made for results, removed again if they stay empty; and syncing to the disk."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile

PROBE = 1 << 20
"""Bytes that any result takes at least."""
UNSYNCED = (errno.EINVAL, errno.ENOTSUP)
"""What a file system answers that has nothing to sync."""


def make(folder: Path) -> list[Path]:
    """Make a folder and its parents; the folders that were made, the innermost first.

    Raises OSError if one cannot be made; those made by then are dropped again.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        drop(missing)
        raise
    return missing


def probe(folder: Path) -> None:
    """Raises OSError if no file of a few bytes can be written in the folder; leaves nothing."""
    made = make(folder)
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(bytes(PROBE))
            file.flush()
            os.fsync(file.fileno())
    finally:
        drop(made)


def drop(folders: Sequence[Path]) -> None:
    """Remove those of the folders that are empty, in this order."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def sync_all(folder: Path) -> None:
    """Sync a folder and all that it holds to the disk; its own name needs `sync` of the parent.

    Raises OSError.
    """
    for path, _, names in os.walk(folder, topdown=False):
        for name in names:
            sync(Path(path, name))
        sync(Path(path))


def sync(path: Path) -> None:
    """Sync a file, or the names in a folder, to the disk. Raises OSError."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if sys.platform == "darwin":
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)  # fsync leaves it in the drive's own memory.
        else:
            os.fsync(file)
    except OSError as error:
        if error.errno not in UNSYNCED:
            raise
    finally:
        os.close(file)
