"""Chunks of runs in the air: handed to workers few at a time, gathered as they land."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import islice

from experiments.executors import Workforce
from experiments.runs.run import Failure, Job, Record, Run, perform

CHUNK_SECONDS = 0.5
MOST_DEATHS = 3
IN_LINE = 2
"""Chunks for each worker that are in its hands or next in line."""

Results = list[Record | Failure]


class Flight:
    """Runs on their way through workers, `left` of them still to come out of `runs`.

    Chunks are sized to about half a second. Runs in the air when a worker dies are suspects: each
    flies again alone, and one over which workers died three times is given up.
    """

    def __init__(
        self, runs: Iterator[Run], left: int, workforce: Workforce, job: Callable[[Run], Job]
    ) -> None:
        self._runs, self._left = runs, left
        self._workforce, self._job = workforce, job
        self._size = 1
        self._deaths: dict[str, int] = {}
        self._suspects: deque[Run] = deque()
        self._chunks: dict[Future[Results], list[Run]] = {}

    @property
    def over(self) -> bool:
        return not (self._left or self._suspects or self._chunks)

    @property
    def busy(self) -> bool:
        return bool(self._chunks)

    def advance(self) -> Iterator[Results]:
        """Hand out what there is room for, and wait up to half a second for what lands."""
        self._fill()
        landed, _ = wait(self._chunks, timeout=CHUNK_SECONDS, return_when=FIRST_COMPLETED)
        for future in landed:
            if future not in self._chunks:
                continue
            chunk = self._chunks.pop(future)
            try:
                results = future.result()
            except self._workforce.lost:
                yield self._lost(chunk)
                continue
            seconds = [one.seconds for one in results if isinstance(one, Record)]
            if seconds:
                self._size = max(1, round(CHUNK_SECONDS * len(seconds) / sum(seconds)))
            yield results

    def _fill(self) -> None:
        width = self._workforce.width
        room = 1 if width == 1 and not self._workforce.lost else IN_LINE * width
        while len(self._chunks) < room and self._left:
            fair = -(-self._left // (IN_LINE * width))
            self._submit(list(islice(self._runs, min(self._size, fair))))
        if self._suspects and not (self._chunks or self._left):
            self._submit([self._suspects.popleft()])

    def _submit(self, chunk: list[Run]) -> None:
        if chunk[0].key not in self._deaths:
            self._left -= len(chunk)
        jobs = [self._job(run) for run in chunk]
        try:
            future = self._workforce.executor.submit(perform, jobs)
        except self._workforce.lost:
            future = Future()
            future.set_result(self._lost(chunk))
        self._chunks[future] = chunk

    def _lost(self, chunk: list[Run]) -> Results:
        """Bring a dead worker's runs back in line; those that are given up."""
        lost = list(chunk)
        if self._workforce.all_lost:
            lost += [run for other in self._chunks.values() for run in other]
            self._chunks.clear()
        self._workforce.replace()
        given_up: Results = []
        alone = len(lost) == 1
        for run in lost:
            deaths = self._deaths.get(run.key, 0) + (self._workforce.deaths if alone else 1)
            self._deaths[run.key] = deaths
            if deaths < MOST_DEATHS:
                self._suspects.append(run)
            else:
                told = f"its worker died {deaths} times"
                given_up.append(Failure(run.key, told))
        return given_up
