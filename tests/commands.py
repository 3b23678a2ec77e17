"""Commands in processes of their own, and all processes that come of them."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

import psutil

from experiments.runs.storage.database import NAME

CHECKOUT = Path(__file__).parents[1]
MARK = "UNBURDEN_DRILL"
PATIENCE = 300.0
_numbers = count()


class Command:
    """A command whose processes are found by a variable that all of them inherit."""

    def __init__(
        self, words: Sequence[str], folder: Path, start: Sequence[str] = ("-m", "unburden")
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.mark = f"{os.getpid()}-{next(_numbers)}"
        path = os.pathsep.join([str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])])
        self.process = subprocess.Popen(
            [sys.executable, *start, *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": path, MARK: self.mark},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def all(self) -> list[psutil.Process]:
        """Processes that are there, the command itself among them."""
        found = []
        for one in psutil.process_iter():
            try:
                if one.environ().get(MARK) == self.mark:
                    found.append(one)
            except psutil.Error:
                continue
        return found

    def workers(self) -> list[psutil.Process]:
        """Those that workers run in."""
        found = []
        for one in self.all():
            try:
                if "UNBURDEN_WORKERS" in one.environ():
                    found.append(one)
            except psutil.Error:
                continue
        return found

    def until(self, come: Callable[[], object]) -> None:
        """Wait for something while the command goes on."""
        deadline = time.monotonic() + PATIENCE
        while not come():
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def keeps(self) -> bool:
        """Whether some runs are finished."""
        address = f"file:{self.folder / 'results' / NAME}?mode=ro"
        with (
            contextlib.suppress(sqlite3.Error),
            closing(sqlite3.connect(address, uri=True)) as store,
        ):
            return bool(store.execute("SELECT count(*) FROM runs").fetchone()[0])
        return False

    def left(self, seconds: float = 2.0) -> list[str]:
        """Once the command has ended: command lines of what is there so many seconds later."""
        deadline = time.monotonic() + seconds
        while (found := self.all()) and time.monotonic() < deadline:
            time.sleep(0.05)
        lines = []
        for one in found:
            try:
                lines.append(" ".join(one.cmdline())[:120])
                one.kill()
            except psutil.Error:
                continue
        return lines

    def ended(self) -> tuple[int, str]:
        """The exit code, and what was said on stderr."""
        _, told = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, told
