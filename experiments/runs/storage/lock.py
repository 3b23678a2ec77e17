"""A lock on a store: shared by its users, exclusive for a process that rearranges it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
import struct
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

from experiments.config.errors import InputError

NAME = ".lock"
FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Lock:
    """Shared from the start; `alone` asks for the store without others."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError, or InputError where it is no file or locks have no effect here."""
        path = folder / NAME
        with contextlib.suppress(FileNotFoundError):
            if not stat.S_ISREG(os.lstat(path).st_mode):
                raise InputError("store", folder, f"{path} is no regular file; remove it")
        _try_out(folder)
        self._file = os.open(path, FLAGS, 0o666)
        try:
            # Who rearranges the store does so for a while only.
            fcntl.flock(self._file, fcntl.LOCK_SH)
        except OSError:
            os.close(self._file)
            raise

    def alone(self) -> bool:
        """Whether no other process has the store open; then none can open it until `shared`."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(self._file, fcntl.LOCK_SH)
            return False
        return True

    def shared(self) -> None:
        """Share the store with others again."""
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _try_out(folder: Path) -> None:
    """Raises InputError where two processes can hold the same lock, as on some network mounts.

    Both kinds are tried: of whole files, as here, and of bytes, as SQLite has them.
    """
    with (
        NamedTemporaryFile(dir=folder, prefix=".lock-") as first,
        Path(first.name).open("r+b") as two,
    ):
        fcntl.flock(first, fcntl.LOCK_EX)
        effect = _refused(lambda: fcntl.flock(two, fcntl.LOCK_EX | fcntl.LOCK_NB))
        if hasattr(fcntl, "F_OFD_SETLK"):
            bytes_of = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
            fcntl.fcntl(first, fcntl.F_OFD_SETLK, bytes_of)
            effect &= _refused(lambda: fcntl.fcntl(two, fcntl.F_OFD_SETLK, bytes_of))
    if not effect:
        message = "locks have no effect there, so that processes would destroy each other's results"
        raise InputError("store", folder, f"{message}; name a folder on another file system")


def _refused(lock: Callable[[], object]) -> bool:
    try:
        lock()
    except (BlockingIOError, PermissionError):
        return True
    return False
