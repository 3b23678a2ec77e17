"""What every kind of executor has beside the shape of `concurrent.futures.Executor`."""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from unburden.worker import pack, work

IN_LINE = 2
"""Chunks for each worker that are in its hands or next in line."""
MOST_STARTS = 5
"""Workers that may die in a row before they have begun anything."""


class Gone(RuntimeError):
    """Nobody is left to work; one line of why."""


class Packed(Executor):
    """Submits to another executor in such a way that its workers import `unburden` first.

    With a folder that workers share with this process, it is known which submissions were begun.
    """

    def __init__(self, inner: Executor, folder: Path | None = None) -> None:
        self._inner, self._folder = inner, folder
        self._numbers = count()
        self._marks: WeakKeyDictionary[Future[Any], Path] = WeakKeyDictionary()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        try:
            packed = pack(fn, *args, **kwargs)
        except Exception as error:
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed
        if self._folder is None:
            return self._inner.submit(work, packed)
        mark = self._folder / f"begun-{next(self._numbers)}"
        future: Future[Any] = self._inner.submit(work, packed, str(mark))
        self._marks[future] = mark
        future.add_done_callback(partial(_forget, mark))
        return future

    def turn_to(self, inner: Executor) -> None:
        """Submit to this one from now on."""
        self._inner = inner

    def begun(self, future: Future[Any]) -> bool:
        """Whether a worker had begun with this; true where that cannot be known."""
        mark = self._marks.get(future)
        return mark is None or mark.exists()


def _forget(mark: Path, future: Future[Any]) -> None:
    """Of what was done, nobody will ask whether it was begun."""
    if not future.cancelled() and future.exception() is None:
        with contextlib.suppress(OSError):
            mark.unlink()


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

    def begun(self, future: Future[Any]) -> bool:
        """Whether a worker had begun with this; true where that cannot be known."""
        return not isinstance(self.executor, Packed) or self.executor.begun(future)

    def replace(self) -> None:  # noqa: B027 - most kinds replace their dead themselves
        """Put new workers in the place of those that died."""

    def tend(self) -> None:  # noqa: B027 - most kinds need none
        """Look after the workers, each half second. Raises Gone if there are none, for long."""

    @abstractmethod
    def dismiss(self, busy: bool) -> None:
        """Let the workers go; at once if they are busy with what nobody waits for."""
