"""Chunks of runs in the air: handed to workers few at a time, gathered as they land."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from itertools import chain, islice

from experiments.config.plurals import counted
from experiments.runs.executors.base import MOST_STARTS, Gone, Workforce
from experiments.runs.run import Failure, Job, Limit, Record, Run, perform

CHUNK_SECONDS = 0.5
MOST_DEATHS = 3

Results = list[Record | Failure]


class Scheduler:
    """Runs on their way through workers, `left` of them still to come out of `runs`.

    Chunks are sized to about half a second. Runs that a worker had begun with when one died are
    suspects: each is tried again alone. One over which workers died three times is given up; so is
    one that certainly ended its worker by taking too long. The others are handed out again.
    """

    def __init__(
        self, runs: Iterator[Run], left: int, workforce: Workforce, job: Callable[[Run], Job]
    ) -> None:
        self._runs, self._left = runs, left
        self._workforce, self._job = workforce, job
        self._size = 1
        self._starts = 0
        self._deaths: dict[str, int] = {}
        self._suspects: deque[Run] = deque()
        self._given_up: Results = []
        self._chunks: dict[Future[Results], list[Run]] = {}
        self._alone: tuple[float, Limit | None] | None = None

    @property
    def over(self) -> bool:
        return not (self._left or self._suspects or self._chunks or self._given_up)

    @property
    def busy(self) -> bool:
        return bool(self._chunks)

    def advance(self) -> Iterator[Results]:
        """Hand out what there is room for, and wait up to half a second for what lands.

        Raises Gone or CancelledError where nobody is left to work.
        """
        self._fill()
        self._workforce.tend()
        landed, _ = wait(self._chunks, timeout=CHUNK_SECONDS, return_when=FIRST_COMPLETED)
        results: Results = []
        try:
            for future in landed:
                chunk = self._chunks.pop(future, None)
                if chunk is not None:
                    results += self._landed(future, chunk)
        except BaseException:
            yield results
            raise
        # What landed together is stored together: a slow disk takes few large writes.
        yield results
        if self._given_up:
            yield self._given_up
            self._given_up = []

    def _landed(self, future: Future[Results], chunk: list[Run]) -> Results:
        try:
            results = future.result()
        except self._workforce.lost:
            self._lost(future, chunk)
            return []
        except CancelledError:
            raise
        except Exception as error:
            return self._unheard(chunk, error)
        self._starts = 0
        seconds = [one.seconds for one in results if isinstance(one, Record)]
        if seconds:
            self._size = max(1, round(CHUNK_SECONDS * len(seconds) / sum(seconds)))
        return results

    def _unheard(self, chunk: list[Run], error: Exception) -> Results:
        """What to do with runs that no worker could even read: each is tried alone once."""
        if len(chunk) > 1:
            self._suspects.extend(chunk)
            return []
        return [Failure(chunk[0].key, " ".join(f"{type(error).__name__}: {error}".split()))]

    def _fill(self) -> None:
        if self._suspects:
            if not self._chunks:
                self._submit([self._suspects.popleft()], alone=True)
            return
        room = self._workforce.room
        while len(self._chunks) < room and self._left and not self._suspects:
            fair = -(-self._left // room)
            chunk = list(islice(self._runs, min(self._size, fair)))
            self._left -= len(chunk)
            self._submit(chunk)

    def _submit(self, chunk: list[Run], *, alone: bool = False) -> None:
        jobs = [self._job(run) for run in chunk]
        self._alone = (time.monotonic(), jobs[0].limit) if alone else None
        try:
            self._chunks[self._workforce.executor.submit(perform, jobs)] = chunk
        except self._workforce.lost:
            self._lost(None, chunk)

    def _lost(self, future: Future[Results] | None, chunk: list[Run]) -> None:
        """Bring the runs of a dead worker back in line, or give them up.

        Without a future, nobody took them. Raises Gone where workers die as soon as they start.
        """
        if limit := self._exceeded():
            self._workforce.replace()
            self._given_up.append(Failure(chunk[0].key, limit.exceeded))
            return
        lost = [(future, chunk)]
        if self._workforce.all_lost:
            lost += self._chunks.items()
            self._chunks.clear()
        begun = [runs for one, runs in lost if one is not None and self._workforce.begun(one)]
        self._workforce.replace()
        self._starts = 0 if begun else self._starts + 1
        if self._starts >= MOST_STARTS:
            raise Gone(f"{counted(self._starts, 'worker')} in a row died while starting")
        for _, runs in lost:
            if runs not in begun:
                self._runs = chain(runs, self._runs)
                self._left += len(runs)
        for run in chain.from_iterable(begun):
            self._deaths[run.key] = self._deaths.get(run.key, 0) + 1
            if self._deaths[run.key] < MOST_DEATHS:
                self._suspects.append(run)
            else:
                reason = f"its worker died {counted(self._deaths[run.key], 'time')}"
                self._given_up.append(Failure(run.key, reason))

    def _exceeded(self) -> Limit | None:
        """The limit by which the run in the air ended its worker: it flew alone for so long."""
        start, limit = self._alone or (0.0, None)
        if limit is None or not limit.fatal or time.monotonic() - start < limit.last:
            return None
        return limit
