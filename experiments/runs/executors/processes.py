"""Several processes on this machine: joblib's loky executor."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor

from experiments.runs.executors.availability import refuse_address
from experiments.runs.executors.base import IN_LINE, Packed, Workforce
from experiments.runs.executors.guard import Guard
from unburden.signals import deaf, held
from unburden.worker import settle

WARNINGS = "PYTHONWARNINGS"


class Processes(Workforce):
    """A pool that breaks as a whole when one of its processes is killed, and is made anew."""

    lost = (BrokenExecutor,)
    all_lost = True

    def __init__(self, workers: int) -> None:
        self.room = IN_LINE * workers
        self._workers = workers
        with held():
            self._guard = Guard()
            self._pool = _pool(workers, self._guard)
            self._packed = Packed(self._pool, self._guard.folder)

    @property
    def executor(self) -> Executor:
        return self._packed

    def tend(self) -> None:
        self._guard.look()

    def replace(self) -> None:
        with held():
            self._stop(busy=True)
            self._pool = _pool(self._workers, self._guard)
            self._packed.turn_to(self._pool)

    def dismiss(self, busy: bool) -> None:
        try:
            self._stop(busy)
        finally:
            self._guard.close()

    def _stop(self, busy: bool) -> None:
        if busy:
            _silence(self._pool)
        stop: Callable[..., None] = self._pool.shutdown
        stop(wait=not busy, kill_workers=busy)


def refuse(address: str | None) -> None:
    """Raises InputError for an address: nobody is called."""
    refuse_address("processes", address)


def hire(workers: int, address: str | None) -> Processes:
    """A pool of so many processes."""
    refuse(address)
    return Processes(workers)


def _pool(workers: int, guard: Guard) -> Executor:
    from joblib.externals.loky import ProcessPoolExecutor

    # Compiling takes memory, after which a worker is replaced; its next run finds the code on disk.
    warnings.filterwarnings("ignore", message="A worker stopped while some jobs", append=True)
    _start_trackers()
    with deaf():
        pool: Executor = ProcessPoolExecutor(workers, initializer=settle, env=guard.mark)
        # Processes, and the thread that replaces them, are started by the first submission.
        pool.submit(os.getpid)
    return pool


def _silence(pool: Executor) -> None:
    """Print no fault of the thread of a pool that is ended at once: its pipes close too soon."""
    thread = getattr(pool, "_executor_manager_thread", None)
    before = threading.excepthook

    def hook(fault: threading.ExceptHookArgs) -> None:
        if fault.thread is None or fault.thread is not thread:
            before(fault)

    threading.excepthook = hook


def _start_trackers() -> None:
    """Start what looks after semaphores. Starting it later would unblock signals for workers.

    Where the command is killed, it would say that semaphores leaked; it removes them all the same.
    """
    from multiprocessing import resource_tracker as of_python

    from joblib.externals.loky.backend import resource_tracker as of_loky

    before = os.environ.get(WARNINGS)
    os.environ[WARNINGS] = ",".join(filter(None, [before, "ignore:resource_tracker:UserWarning"]))
    try:
        of_python.ensure_running()
        of_loky.ensure_running()
    finally:
        if before is None:
            del os.environ[WARNINGS]
        else:
            os.environ[WARNINGS] = before
