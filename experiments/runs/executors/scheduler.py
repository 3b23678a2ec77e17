"""Hands runs to workers in chunks, gathers results, and retries runs whose worker died."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from itertools import chain, islice

from experiments.config.messages import counted
from experiments.runs.executors.base import MAX_FAILED_STARTS, NoWorkers, WorkerPool
from experiments.runs.run import Failure, Job, Limit, Record, Run, perform

CHUNK_SECONDS = 0.5
MAX_DEATHS = 3

Results = list[Record | Failure]


class Scheduler:
    """Schedules `count` runs, taken from `runs`, on a pool of workers.

    Chunks are sized to about half a second. Runs that a worker had begun when it died are
    quarantined: each is retried alone. A run fails if three workers died over it, or if it ended
    its worker by exceeding its time limit. Runs that were only queued are handed out again.
    """

    def __init__(
        self, runs: Iterator[Run], count: int, pool: WorkerPool, job: Callable[[Run], Job]
    ) -> None:
        self._runs, self._remaining = runs, count
        self._pool, self._job = pool, job
        self._chunk_size = 1
        self._failed_starts = 0
        self._deaths: dict[str, int] = {}
        self._quarantined: deque[Run] = deque()
        self._failures: Results = []
        self._submitted: dict[Future[Results], list[Run]] = {}
        self._alone_since: tuple[float, Limit | None] | None = None

    @property
    def finished(self) -> bool:
        """Whether all results were returned."""
        return not (self._remaining or self._quarantined or self._submitted or self._failures)

    def advance(self) -> Iterator[Results]:
        """Submit up to the pool's capacity, and wait up to half a second for results.

        Raises NoWorkers or CancelledError where no worker is left.
        """
        self._fill()
        self._pool.check()
        completed, _ = wait(self._submitted, timeout=CHUNK_SECONDS, return_when=FIRST_COMPLETED)
        results: Results = []
        try:
            for future in completed:
                chunk = self._submitted.pop(future, None)
                if chunk is not None:
                    results += self._results(future, chunk)
        except BaseException:
            yield results
            raise
        # What completed together is stored together: a slow disk takes few large writes.
        yield results
        if self._failures:
            yield self._failures
            self._failures = []

    def _results(self, future: Future[Results], chunk: list[Run]) -> Results:
        try:
            results = future.result()
        except self._pool.death_errors:
            self._recover(future, chunk)
            return []
        except CancelledError:
            raise
        except Exception as error:
            return self._not_transferred(chunk, error)
        self._failed_starts = 0
        seconds = [result.seconds for result in results if isinstance(result, Record)]
        if seconds:
            self._chunk_size = max(1, round(CHUNK_SECONDS * len(seconds) / sum(seconds)))
        return results

    def _not_transferred(self, chunk: list[Run], error: Exception) -> Results:
        """Quarantine runs of a chunk that was not delivered or returned; a single one failed."""
        if len(chunk) > 1:
            self._quarantined.extend(chunk)
            return []
        return [Failure(chunk[0].key, " ".join(f"{type(error).__name__}: {error}".split()))]

    def _fill(self) -> None:
        """Submit chunks up to the capacity; a quarantined run only where nothing else runs."""
        if self._quarantined:
            if not self._submitted:
                self._submit([self._quarantined.popleft()], alone=True)
            return
        capacity = self._pool.capacity
        while len(self._submitted) < capacity and self._remaining and not self._quarantined:
            fair_share = -(-self._remaining // capacity)
            chunk = list(islice(self._runs, min(self._chunk_size, fair_share)))
            self._remaining -= len(chunk)
            self._submit(chunk)

    def _submit(self, chunk: list[Run], *, alone: bool = False) -> None:
        jobs = [self._job(run) for run in chunk]
        self._alone_since = (time.monotonic(), jobs[0].limit) if alone else None
        try:
            self._submitted[self._pool.executor.submit(perform, jobs)] = chunk
        except self._pool.death_errors:
            self._recover(None, chunk)

    def _recover(self, future: Future[Results] | None, chunk: list[Run]) -> None:
        """Queue the runs of a dead worker again, or count them as failed.

        `future` is None for a chunk that could not be submitted. Raises NoWorkers where workers die
        as soon as they start.
        """
        if limit := self._exceeded_limit():
            self._pool.replace()
            self._failures.append(Failure(chunk[0].key, limit.exceeded))
            return
        lost = [(future, chunk)]
        if self._pool.death_loses_all:
            lost += self._submitted.items()
            self._submitted.clear()
        begun = [runs for at, runs in lost if at is not None and self._pool.begun(at)]
        self._pool.replace()
        self._failed_starts = 0 if begun else self._failed_starts + 1
        if self._failed_starts >= MAX_FAILED_STARTS:
            died = counted(self._failed_starts, "worker")
            raise NoWorkers(f"{died} in a row died while starting")
        for _, runs in lost:
            if runs not in begun:
                self._runs = chain(runs, self._runs)
                self._remaining += len(runs)
        for run in chain.from_iterable(begun):
            self._deaths[run.key] = self._deaths.get(run.key, 0) + 1
            if self._deaths[run.key] < MAX_DEATHS:
                self._quarantined.append(run)
            else:
                reason = f"its worker died {counted(self._deaths[run.key], 'time')}"
                self._failures.append(Failure(run.key, reason))

    def _exceeded_limit(self) -> Limit | None:
        """The time limit by which a run that was retried alone ended its worker, if it did."""
        start, limit = self._alone_since or (0.0, None)
        if limit is None or not limit.fatal or time.monotonic() - start < limit.last:
            return None
        return limit
