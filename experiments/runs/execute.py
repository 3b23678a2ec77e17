"""Executing a plan: what is not yet in the store is run, in this process or in several.

Executors have the shape of `concurrent.futures.Executor`, and are handed few chunks at a time, so
that memory does not grow with the plan and an interruption loses no more than is in flight.
"""

from __future__ import annotations

import signal
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from typing import Any

from experiments.runs.progress import Progress
from experiments.runs.run import Failure, Record, Run, perform
from experiments.storage.store import Store

CHUNK_SECONDS = 0.5
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What executing came to; `reused` runs were in the store already."""

    computed: int
    reused: int
    failures: tuple[tuple[Run, Failure], ...]


class Interrupted(KeyboardInterrupt):
    """The user stopped the experiment; `kept` of `planned` runs are in the store."""

    def __init__(self, kept: int, planned: int) -> None:
        self.kept, self.planned = kept, planned
        super().__init__(
            f"interrupted: {kept} of {planned} runs are kept; the same command goes on from there"
        )


class Interrupts:
    """Keeps in mind that the user interrupted: code in between may swallow the exception."""

    def __init__(self) -> None:
        self._seen = False
        self._before: Any = None

    def __enter__(self) -> Interrupts:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *fault: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def check(self) -> None:
        """Raises KeyboardInterrupt if there was one."""
        if self._seen:
            raise KeyboardInterrupt

    def _note(self, *_: object) -> None:
        self._seen = True
        raise KeyboardInterrupt


class Serial(Executor):
    """Runs what is submitted at once, here."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def pool(kind: str, workers: int) -> Executor:
    """A new executor of a kind that `choices.Choices` allows."""
    if kind == "serial":
        return Serial()
    from joblib.externals.loky import ProcessPoolExecutor

    # Compiling takes memory, after which a worker is replaced; its next run finds the code on disk.
    warnings.filterwarnings("ignore", message="A worker stopped while some jobs", append=True)
    executor: Executor = ProcessPoolExecutor(workers, initializer=_leave_interrupts_to_parent)
    return executor


def execute(runs: Sequence[Run], store: Store, kind: str, workers: int) -> Outcome:
    """Run what the store lacks. Raises Interrupted; failed runs are returned, not raised."""
    planned = {run.key: run for run in runs}
    todo = [run for key, run in planned.items() if key not in store]
    failures: list[tuple[Run, Failure]] = []
    with Interrupts() as interrupts, Progress(len(todo)) as progress:
        try:
            for results in _results(todo, kind, workers, store.tick):
                store.add(result for result in results if isinstance(result, Record))
                failures += [(planned[one.key], one) for one in results if isinstance(one, Failure)]
                progress.advance(len(results))
                interrupts.check()
        except KeyboardInterrupt:
            kept = sum(key in store for key in planned)
            raise Interrupted(kept, len(planned)) from None
    return Outcome(len(todo) - len(failures), len(planned) - len(todo), tuple(failures))


def _results(
    todo: Sequence[Run], kind: str, workers: int, tick: Callable[[], None]
) -> Iterator[list[Record | Failure]]:
    """Results as they come. The first run is done here: it compiles once, for all processes."""
    if not todo:
        return
    yield perform([_job(todo[0])])
    waiting = deque(todo[1:])
    workers = 1 if kind == "serial" else min(workers, len(waiting))
    if waiting:
        flight = _Flight(kind, workers)
        try:
            while waiting or flight.chunks:
                flight.fill(waiting)
                yield from flight.land(waiting)
                tick()
        finally:
            flight.end()


class _Flight:
    """Chunks handed to an executor, which is replaced when one of its processes dies.

    Runs that were in flight then are suspects: each flies again alone, at the end.
    """

    def __init__(self, kind: str, workers: int) -> None:
        self._kind, self._workers = kind, workers
        self._executor = pool(kind, workers)
        self._size = 1
        self._deaths: dict[str, int] = {}
        self.chunks: dict[Future[list[Record | Failure]], list[Run]] = {}

    def fill(self, waiting: deque[Run]) -> None:
        room = 1 if self._kind == "serial" else 2 * self._workers
        while waiting and len(self.chunks) < room:
            fair = -(-len(waiting) // (2 * self._workers))
            size = min(self._size, fair)
            if waiting[0].key in self._deaths:
                if self.chunks:
                    return
                size = room = 1
            chunk = [waiting.popleft() for _ in range(size)]
            self.chunks[self._executor.submit(perform, [_job(run) for run in chunk])] = chunk

    def land(self, waiting: deque[Run]) -> Iterator[list[Record | Failure]]:
        """Wait up to half a second for chunks; put the runs of a dead process back in line."""
        landed, _ = wait(self.chunks, timeout=CHUNK_SECONDS, return_when=FIRST_COMPLETED)
        for future in landed:
            chunk = self.chunks.pop(future)
            try:
                results = future.result()
            except BrokenExecutor:
                yield self._retry(
                    [*chunk, *(run for c in self.chunks.values() for run in c)], waiting
                )
                return
            seconds = [one.seconds for one in results if isinstance(one, Record)]
            if seconds:
                self._size = max(1, round(CHUNK_SECONDS * len(seconds) / sum(seconds)))
            yield results

    def end(self) -> None:
        stop: Callable[..., None] = self._executor.shutdown
        if self._kind == "serial":
            stop()
        else:
            stop(wait=not self.chunks, kill_workers=bool(self.chunks))

    def _retry(self, lost: list[Run], waiting: deque[Run]) -> list[Record | Failure]:
        self.end()
        self.chunks.clear()
        self._executor = pool(self._kind, self._workers)
        failures: list[Record | Failure] = []
        for run in lost:
            self._deaths[run.key] = self._deaths.get(run.key, 0) + 1
            if self._deaths[run.key] < ATTEMPTS:
                waiting.append(run)
            else:
                failures.append(Failure(run.key, f"its process died {ATTEMPTS} times"))
        return failures


def _job(run: Run) -> tuple[str, int, Any]:
    return run.key, run.seed, run.settings


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
