"""Ends the workers of this process when it ends, even if it is killed; none outlives it.

A guardian is a process in a session of its own. It waits for the end of the process that started
it, then kills every process that carries the mark of that guard in its environment: those that are
busy, that still import, and that others of them started.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

MARK = "UNBURDEN_WORKERS"
"""Variable in the environment of workers; its value is the folder of their guard."""
POLL_SECONDS = 0.5
"""Between two checks of the parent, where a fork of it keeps the pipe open."""
TIMEOUT = 10.0
"""Seconds for killed processes to end."""


class Guard:
    """A private folder for workers, and the guardian that removes them and it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="workers-"))
        try:
            self._guardian = self._started()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def check(self) -> None:
        """Start another guardian if this one was ended; called each half second."""
        if self._guardian.poll() is not None:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self._guardian = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-P", __file__, str(self.folder), str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def mark(self) -> dict[str, str]:
        """The variable that the environment of each worker must have."""
        return {MARK: str(self.folder)}

    @contextlib.contextmanager
    def marking(self) -> Iterator[None]:
        """Context in which started processes are marked as workers."""
        before = os.environ.get(MARK)
        os.environ.update(self.mark)
        try:
            yield
        finally:
            if before is None:
                del os.environ[MARK]
            else:
                os.environ[MARK] = before

    def close(self) -> None:
        """End workers that are still there, and remove the folder."""
        if self._guardian.stdin is not None:
            self._guardian.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._guardian.wait(TIMEOUT)


def watch(folder: str, parent: int) -> None:
    """Wait for the end of the parent, then remove its workers and their folder."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    _wait(parent)
    deadline, clean = time.monotonic() + TIMEOUT, 0
    while clean < 2 and time.monotonic() < deadline:
        clean = 0 if kill(folder) else clean + 1
        time.sleep(0.02)
    shutil.rmtree(folder, ignore_errors=True)


def kill(folder: str) -> int:
    """Kill the workers of that folder, and return their number."""
    killed = 0
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(MARK) == folder:
                process.kill()
                killed += 1
    return killed


def _wait(parent: int) -> None:
    """Wait until the pipe from the parent is closed, or this process has another parent."""
    if os.name != "posix":
        sys.stdin.read()
        return
    while os.getppid() == parent and not select.select([sys.stdin], [], [], POLL_SECONDS)[0]:
        pass


if __name__ == "__main__":
    watch(sys.argv[1], int(sys.argv[2]))
