"""What every kind of executor has beside the shape of `concurrent.futures.Executor`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from unburden.worker import pack, work

IN_LINE = 2
"""Chunks for each worker that are in its hands or next in line."""


class Packed(Executor):
    """Submits to another executor in such a way that its workers import `unburden` first."""

    def __init__(self, inner: Executor) -> None:
        self._inner = inner

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        try:
            packed = pack(fn, *args, **kwargs)
        except Exception as error:
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed
        return self._inner.submit(work, packed)


class Workforce(ABC):
    """Workers, and how their deaths show.

    `room` chunks are handed out at a time: those being done, and the next in line. A future that
    ends in one of `lost` did not fail: a worker died with it in hand or next in line. Where
    `all_lost`, everything in flight is lost with it. Workers `apart` are processes of their own,
    which may be ended.
    """

    room: int
    apart: bool = True
    lost: tuple[type[BaseException], ...] = ()
    all_lost: bool = False

    @property
    @abstractmethod
    def executor(self) -> Executor:
        """Where to submit."""

    def replace(self) -> None:  # noqa: B027 - most kinds replace their dead themselves
        """Put new workers in the place of those that died."""

    def present(self) -> bool:
        """Whether anybody is there to work, or was a moment ago; asked while nothing lands."""
        return True

    @abstractmethod
    def dismiss(self, busy: bool) -> None:
        """Let the workers go; at once if they are busy with what nobody waits for."""
