"""Runs in this process, one after another."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from experiments.runs.executors.availability import refuse_address
from experiments.runs.executors.base import WorkerPool


class InProcess(Executor):
    """Calls a function when it is submitted."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Serial(WorkerPool):
    capacity = 1
    separate = False

    def __init__(self) -> None:
        self._executor = InProcess()

    @property
    def executor(self) -> Executor:
        return self._executor

    def shut_down(self, at_once: bool) -> None:
        self._executor.shutdown()


def refuse_unavailable(address: str | None) -> None:
    """Raises InputError for an address, which this executor does not use."""
    refuse_address("serial", address)


def start(workers: int, address: str | None) -> Serial:
    """One worker, whatever number is requested."""
    refuse_unavailable(address)
    return Serial()
