"""Several processes on this machine: joblib's loky executor."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor

from experiments.executors.base import IN_LINE, Packed, Workforce
from experiments.executors.refusals import refuse_address


class Processes(Workforce):
    """A pool that breaks as a whole when one of its processes is killed, and is made anew."""

    lost = (BrokenExecutor,)
    all_lost = True

    def __init__(self, workers: int) -> None:
        self.room = IN_LINE * workers
        self._workers = workers
        self._pool = _pool(workers)

    @property
    def executor(self) -> Executor:
        return Packed(self._pool)

    def replace(self) -> None:
        self.dismiss(busy=True)
        self._pool = _pool(self._workers)

    def dismiss(self, busy: bool) -> None:
        stop: Callable[..., None] = self._pool.shutdown
        stop(wait=not busy, kill_workers=busy)


def refuse(address: str | None) -> None:
    """Raises Refusal for an address: nobody is called."""
    refuse_address("processes", address)


def hire(workers: int, address: str | None) -> Processes:
    """A pool of so many processes."""
    refuse(address)
    return Processes(workers)


def _pool(workers: int) -> Executor:
    from joblib.externals.loky import ProcessPoolExecutor

    # Compiling takes memory, after which a worker is replaced; its next run finds the code on disk.
    warnings.filterwarnings("ignore", message="A worker stopped while some jobs", append=True)
    # Interruptions are left to the parent, by a function that every process finds.
    ignore = (signal.SIGINT, signal.SIG_IGN)
    pool: Executor = ProcessPoolExecutor(workers, initializer=signal.signal, initargs=ignore)
    return pool
