"""Several processes on this machine: joblib's loky executor."""

from __future__ import annotations

import contextlib
import os
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from importlib import import_module
from multiprocessing.connection import wait

import psutil

from experiments.runs.compilation import compiled
from experiments.runs.executors.availability import refuse_address
from experiments.runs.executors.base import CHUNKS_PER_WORKER, MarkingExecutor, WorkerPool
from experiments.runs.executors.guard import Guard
from sim import compiled_cache
from unburden.signals import deaf, held
from unburden.worker import pack, prepare_process, run_packed

WARNINGS = "PYTHONWARNINGS"
PATIENCE = 5.0
"""Seconds after which the death of a worker should have broken its pool."""


class Processes(WorkerPool):
    """A process pool, which is replaced when the death of one process breaks it."""

    death_errors = (BrokenExecutor,)
    death_loses_all = True

    def __init__(self, workers: int) -> None:
        self.capacity = CHUNKS_PER_WORKER * workers
        self._workers = workers
        with held():
            self._guard = Guard()
            self._pool = _pool(workers, self._guard)
            self._marking = MarkingExecutor(self._pool, self._guard.folder)
        self._dead_since: float | None = None

    @property
    def executor(self) -> Executor:
        return self._marking

    def check(self) -> None:
        """Start another guardian if need be, and break a pool that waits for a dead worker."""
        self._guard.check()
        if not _unnoticed_death(self._pool):
            self._dead_since = None
            return
        now = time.monotonic()
        if self._dead_since is None:
            self._dead_since = now
        elif now - self._dead_since >= PATIENCE:
            _silence(self._pool)
            _unblock(self._pool)

    def replace(self) -> None:
        with held():
            self._stop(at_once=True)
            self._pool = _pool(self._workers, self._guard)
            self._marking.switch_to(self._pool)

    def shut_down(self, at_once: bool) -> None:
        try:
            self._stop(at_once)
        finally:
            self._guard.close()

    def _stop(self, at_once: bool) -> None:
        if at_once:
            _silence(self._pool)
            _unblock(self._pool)
        stop: Callable[..., None] = self._pool.shutdown
        stop(wait=not at_once, kill_workers=at_once)


def refuse_unavailable(address: str | None) -> None:
    """Raises InputError for an address, which this executor does not use."""
    refuse_address("processes", address)


def start(workers: int, address: str | None) -> Processes:
    """A pool of so many processes."""
    refuse_unavailable(address)
    return Processes(workers)


def _pool(workers: int, guard: Guard) -> Executor:
    from joblib.externals.loky import ProcessPoolExecutor

    # A worker that takes much more memory than after its first call is replaced.
    warnings.filterwarnings("ignore", message="A worker stopped while some jobs", append=True)
    _start_trackers()
    with deaf():
        pool: Executor = ProcessPoolExecutor(
            workers, initializer=run_packed, initargs=(pack(_ready),), env=guard.mark
        )
        # Processes, and the thread that replaces them, are started by the first submission.
        pool.submit(os.getpid)
    return pool


def _ready() -> None:
    """Load what runs need as a worker starts, so that its memory is measured with it.

    What is not compiled yet is compiled by the process that started the workers.
    """
    prepare_process()
    import_module("sim.measures.tables")
    import_module("sim.society")
    if compiled_cache.holds_code():
        with contextlib.suppress(Exception):  # The first run reports it.
            compiled()


def _silence(pool: Executor) -> None:
    """Hide errors in the threads of a pool that is ended at once: its pipes close too soon."""
    jobs = getattr(pool, "_call_queue", None)
    threads = [getattr(pool, "_executor_manager_thread", None), getattr(jobs, "_thread", None)]
    before = threading.excepthook

    def hook(error: threading.ExceptHookArgs) -> None:
        if error.thread is None or not any(error.thread is thread for thread in threads):
            before(error)

    threading.excepthook = hook


def _unnoticed_death(pool: Executor) -> bool:
    """Whether a worker of a pool is dead, and the pool is not broken.

    For long that is so only where the pool waits for the rest of what the worker sent.
    """
    if getattr(getattr(pool, "_flags", None), "broken", None) is not None:
        return False
    workers = list((getattr(pool, "_processes", None) or {}).values())
    with contextlib.suppress(OSError, ValueError):  # A worker that was seen out is closed.
        return bool(wait([worker.sentinel for worker in workers], 0))
    return False


def _unblock(pool: Executor) -> None:
    """Let the threads of a pool end, whatever they wait for; its workers are killed.

    A worker that died while it sent or took something leaves half a message: the thread that reads
    results would wait for the rest, and that which sends jobs for a reader.
    """
    for worker in list((getattr(pool, "_processes", None) or {}).values()):
        with contextlib.suppress(psutil.Error):  # Loky's own processes cannot be killed one by one.
            psutil.Process(worker.pid).kill()
    jobs, results = getattr(pool, "_call_queue", None), getattr(pool, "_result_queue", None)
    # Nobody else holds these ends of the pipes: who reads comes to the end, who sends to an error.
    # The pool's own thread may be closing them as well.
    with contextlib.suppress(OSError):
        if jobs is not None:
            jobs.cancel_join_thread()
            jobs._reader.close()
    with contextlib.suppress(OSError):
        if results is not None:
            results._writer.close()


def _start_trackers() -> None:
    """Start the trackers of semaphores. Starting them later would unblock signals for workers.

    After a kill of the command they would warn of leaked semaphores, which they remove anyway.
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
