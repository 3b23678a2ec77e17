"""Workers that die while starting are replaced, a few times; what is sound is done all the same."""

from __future__ import annotations

import os
import random
import struct
import sys
import threading
import time
from concurrent.futures import BrokenExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
import pytest

from experiments.config.errors import RunError
from experiments.runs.executors import worker_pool
from experiments.runs.executors.guard import MARK
from tests.long import LONG
from tests.test_executors import done, some_runs
from unburden.worker import OOM_SCORE

DEATHS = 20 if LONG else 2
IN_A_ROW = 3
"""Fewer than are borne."""


class Reaper:
    """Kills workers of this process as soon as it sees them, or while they work.

    After so many in a row it lets those that follow live, until one is busy.
    """

    def __init__(self, times: float, *, start: bool, in_a_row: float = IN_A_ROW) -> None:
        self.killed, self._times, self._start, self._in_a_row = 0, times, start, in_a_row
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._reap, daemon=True)

    def __enter__(self) -> Reaper:
        self._thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._over.set()
        self._thread.join()

    def _reap(self) -> None:
        chance, seen, row = random.Random(1), set[int](), 0
        while self.killed < self._times and not self._over.wait(0.1):
            for one in psutil.Process().children(recursive=True):
                try:
                    ours = MARK in one.environ() and not self._of_ray_itself(one)
                    if not ours or one.status() == psutil.STATUS_ZOMBIE:
                        continue
                    fresh = one.pid not in seen
                    busy = one.cpu_times().user > 4.0 and chance.random() < 0.05
                    seen.add(one.pid)
                    early = fresh and self._start and row < self._in_a_row
                    if self.killed < self._times and (early or busy):
                        one.kill()
                        self.killed += 1
                        row = row + 1 if early else 0
                except psutil.Error:
                    continue

    @staticmethod
    def _of_ray_itself(process: psutil.Process) -> bool:
        """Servers of Ray's, which are no workers."""
        line = " ".join(process.cmdline())
        return "ray" in line.lower() and not line.startswith("ray::")


@pytest.mark.parametrize(
    ("name", "start"),
    [("processes", True), ("dask", True)]
    + LONG * [("processes", False), ("dask", False), ("ray", False)],
)
def test_workers_that_die_are_replaced(name: str, start: bool, tmp_path: Path) -> None:
    # Workers are killed in flight after some seconds of work: that takes many runs.
    runs = some_runs((200 if start else 500) if LONG else 2)
    calm, _ = done(runs, tmp_path / "calm", "serial")
    with Reaper(DEATHS, start=start) as reaper:
        found, executed = done(runs, tmp_path / "killed", name)
    print(f"{name}, start={start}: {reaper.killed} killed")
    assert reaper.killed == DEATHS
    assert executed.failures == ()
    pd.testing.assert_frame_equal(found, calm, check_exact=True)


def die_sending(length: int) -> None:
    """End this worker once it has sent the beginning of a result of so many bytes."""
    frame: Any = sys._getframe()
    while "result_queue" not in frame.f_locals:
        frame = frame.f_back
    os.write(frame.f_locals["result_queue"]._writer.fileno(), struct.pack("!i", length) + b"begun")
    os._exit(1)


@pytest.mark.skipif(os.name != "posix", reason="takes POSIX: elsewhere messages differ")
def test_a_worker_that_dies_while_it_sends_a_result_breaks_its_pool(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    processes: Any = import_module("experiments.runs.executors.processes")
    monkeypatch.setattr(processes, "PATIENCE", 0.5)
    workers = worker_pool("processes", 2)
    try:
        lost = workers.executor.submit(die_sending, 1 << 20)
        deadline = time.monotonic() + 60
        while not lost.done() and time.monotonic() < deadline:
            workers.check()
            time.sleep(0.1)
        assert isinstance(lost.exception(0), BrokenExecutor)
        assert workers.begun(lost)
        workers.replace()
        assert workers.executor.submit(sum, (1, 2)).result(60) == 3
    finally:
        workers.shut_down(at_once=True)


@pytest.mark.skipif(not OOM_SCORE.exists(), reason="takes Linux, which has such a file")
@pytest.mark.parametrize("name", ["processes", "dask"])
def test_workers_die_before_their_parent_where_memory_ends(name: str) -> None:
    workers = worker_pool(name, 1)
    mine = OOM_SCORE.read_text()
    assert workers.executor.submit(OOM_SCORE.read_text).result(60) == "1000\n"
    assert OOM_SCORE.read_text() == mine != "1000\n"
    workers.shut_down(at_once=False)


@pytest.mark.parametrize("name", ["processes", "dask"])
def test_workers_that_never_start_end_the_experiment(name: str, tmp_path: Path) -> None:
    endless = float("inf")
    with (
        Reaper(endless, start=True, in_a_row=endless),
        pytest.raises(RunError, match="5 workers in a row died while starting; 0 of 10 runs are"),
    ):
        done(some_runs(2), tmp_path, name)


def test_the_reason_of_workers_that_cannot_start_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dask: Any = import_module("experiments.runs.executors.dask")
    monkeypatch.setattr(dask, "WORKER", "import no_such_package")
    with pytest.raises(RunError, match="starting: ModuleNotFoundError: No module named 'no_such"):
        done(some_runs(2), tmp_path, "dask")
