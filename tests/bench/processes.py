"""Commands in processes of their own: processor time, wall time, and memory of all they start."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

ROOT = Path(__file__).parents[2]
ADOPT = 36
"""PR_SET_CHILD_SUBREAPER of Linux: orphans of a command become our children, and are counted."""
OFTEN = 0.1
"""Seconds between two looks at memory."""


class Spent(NamedTuple):
    """Processor and wall seconds, peak memory in MiB of all processes together, and output."""

    processor: float
    wall: float
    peak: float
    code: int
    output: str


def spent(
    words: Sequence[str],
    folder: Path,
    *,
    cache: Path | None = None,
    bytecode: Path | None = None,
    probe: Path | None = None,
    allowed: Sequence[int] = (0,),
) -> Spent:
    """Run Python with these arguments, and wait until all its processes have ended.

    Parameters
    ----------
    words
        Arguments, such as ("-m", "unburden").
    folder
        The working folder.
    cache, bytecode
        Folders of compiled code and of bytecode, in place of the user's.
    probe
        File to which each process appends what it spent in which part (`tests/bench/probe`).
    allowed
        Exit codes that are no failure.

    Raises
    ------
    RuntimeError
        The command failed; the message is the end of what it printed.
    """
    paths = [str(ROOT / "tests" / "bench" / "probe")] if probe else []
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([*paths, str(ROOT)])}
    if cache:
        environment["XDG_CACHE_HOME"] = str(cache)
    if bytecode:
        environment["PYTHONPYCACHEPREFIX"] = str(bytecode)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if probe:
        environment["UNBURDEN_PROBE"] = str(probe)
    adopt_orphans()
    others = children()
    before, start = of_children(), time.perf_counter()
    with (folder / "printed").open("w+") as printed:
        child = subprocess.Popen(
            [sys.executable, *words], cwd=folder, env=environment, stdout=printed, stderr=printed
        )
        with Watch(child.pid) as watch:
            code = child.wait()
        wall = time.perf_counter() - start
        for orphan in children() - others:
            wait_for(orphan)
        printed.seek(0)
        output = printed.read()
    if code not in allowed:
        raise RuntimeError(f"{' '.join(words)}: exit code {code}\n{output[-2000:]}")
    return Spent(of_children() - before, wall, watch.peak, code, output)


def of_children() -> float:
    """Processor seconds of all children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def adopt_orphans() -> None:
    """Count workers that end after the command that started them; on Linux alone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ADOPT, 1, 0, 0, 0)


def children() -> set[int]:
    """Process ids of the children of this process."""
    return {one.pid for one in psutil.Process().children()}


def wait_for(child: int) -> None:
    """Wait until a child has ended, and all that it leaves behind."""
    before = children()
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)
    for orphan in children() - before:
        wait_for(orphan)


class Watch(threading.Thread):
    """Looks at the memory of a process and of all it has started, again and again."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak, self._root, self._over = 0.0, pid, threading.Event()

    def __enter__(self) -> Watch:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        """Keep the largest sum of resident memory, in MiB."""
        while not self._over.wait(OFTEN):
            with contextlib.suppress(psutil.Error):
                root = psutil.Process(self._root)
                total = sum(resident(one) for one in [root, *root.children(recursive=True)])
                self.peak = max(self.peak, total)


def resident(process: psutil.Process) -> float:
    """Resident memory in MiB; none of a process that has ended."""
    with contextlib.suppress(psutil.Error):
        return float(process.memory_info().rss) / 2**20
    return 0.0
