"""A lock on a store: many may use it at once, and who rearranges it has it alone."""

from __future__ import annotations

import fcntl
from pathlib import Path

NAME = ".lock"


class Lock:
    """Shared from the start; `alone` asks for the store without others."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / NAME).open("a")
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def alone(self) -> bool:
        """Whether nobody else has the store open; if so it is ours alone until `shared`."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            fcntl.flock(self._file, fcntl.LOCK_SH)
            return False
        return True

    def shared(self) -> None:
        """Let others in again."""
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def close(self) -> None:
        self._file.close()
