"""This process alone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from experiments.runs.executors.availability import refuse_address
from experiments.runs.executors.base import Workforce


class Here(Executor):
    """Does what is submitted at once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Serial(Workforce):
    room = 1
    apart = False

    def __init__(self) -> None:
        self._here = Here()

    @property
    def executor(self) -> Executor:
        return self._here

    def dismiss(self, busy: bool) -> None:
        self._here.shutdown()


def refuse(address: str | None) -> None:
    """Raises InputError for an address: nobody is called."""
    refuse_address("serial", address)


def hire(workers: int, address: str | None) -> Serial:
    """One worker, whatever is asked for."""
    refuse(address)
    return Serial()
