"""The interface of executors beyond that of `concurrent.futures.Executor`."""

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

from unburden.worker import pack, run_packed

CHUNKS_PER_WORKER = 2
"""Chunks for each worker that it works on or that wait next."""
MAX_FAILED_STARTS = 5
"""Workers that may die in a row before they have begun anything."""


class NoWorkers(RuntimeError):
    """No worker is left; the message says why."""


class MarkingExecutor(Executor):
    """Submits to another executor, whose workers then import `unburden` before anything else.

    In `folder`, which workers share with this process, each submission that a worker begins leaves
    a file. Without one it is not known which submissions were begun.
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
            return self._inner.submit(run_packed, packed)
        mark = self._folder / f"begun-{next(self._numbers)}"
        future: Future[Any] = self._inner.submit(run_packed, packed, str(mark))
        self._marks[future] = mark
        future.add_done_callback(partial(_remove_mark, mark))
        return future

    def switch_to(self, inner: Executor) -> None:
        """Submit to this executor from now on."""
        self._inner = inner

    def begun(self, future: Future[Any]) -> bool:
        """Whether a worker had begun with this submission; true if unknown."""
        mark = self._marks.get(future)
        return mark is None or mark.exists()


def _remove_mark(mark: Path, future: Future[Any]) -> None:
    """Remove the file of a submission that succeeded; the files of others are still needed."""
    if not future.cancelled() and future.exception() is None:
        with contextlib.suppress(OSError):
            mark.unlink()


class WorkerPool(ABC):
    """Workers of a kind of executor, and how their deaths are detected.

    - `capacity`: chunks that are handed out at a time.
    - `separate`: whether a worker is a process of its own, which may be ended.
    - `death_errors`: exceptions of a future whose worker died; it did not fail itself.
    - `death_loses_all`: whether all that was handed out is lost with one worker.
    """

    capacity: int
    separate: bool = True
    death_errors: tuple[type[BaseException], ...] = ()
    death_loses_all: bool = False

    @property
    @abstractmethod
    def executor(self) -> Executor:
        """The executor to submit to."""

    def begun(self, future: Future[Any]) -> bool:
        """Whether a worker had begun with this submission; true if unknown."""
        return not isinstance(self.executor, MarkingExecutor) or self.executor.begun(future)

    def replace(self) -> None:  # noqa: B027 - most kinds replace their dead themselves
        """Start new workers in place of those that died."""

    def check(self) -> None:  # noqa: B027 - most kinds need none
        """Check the workers; called each half second.

        Raises NoWorkers if there have been none for long.
        """

    @abstractmethod
    def shut_down(self, at_once: bool) -> None:
        """End the workers: when they are done, or at once."""
