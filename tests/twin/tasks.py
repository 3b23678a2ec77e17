"""Tasks, the lots they are cut from, and the queue in which they wait."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from sim.enums import Work

if TYPE_CHECKING:
    from tests.twin.forms import Form
    from tests.twin.worker import Worker

MOST_PIECES = 16
Then = Callable[[int], None]
"""What follows at a moment."""


FOR_RESIDENTS = (
    Work.REPEAT,
    Work.INQUIRY,
    Work.CERTIFICATE,
    Work.ISSUE,
    Work.MEDIATION,
    Work.EMERGENCY,
    Work.ASKING,
    Work.WHISTLE,
    Work.SHOCK,
)
"""Callers, own work, asking, whistles, call-outs."""


def nothing(moment: int) -> None:
    """Nothing follows."""


@dataclass(eq=False)
class Task:
    """Something a worker does without a break, but for the night."""

    owner: Worker
    work: Work
    ticks: int
    key: int
    sequence: int
    release: int
    then: Then
    begin: Then
    head_only: bool
    due: float
    form: Form | None = None
    account: Form | None = None
    started: bool = False
    borrowed: bool = False
    void: bool = False


Heap = list[tuple[int, int, Task]]
"""Tasks by key (or release) and sequence."""


@dataclass
class Lot:
    """Work cut in pieces; `then` follows the last of them."""

    left: int
    then: Then

    def piece_done(self, moment: int) -> None:
        self.left -= 1
        if self.left == 0:
            self.then(moment)


class Queue:
    """The tasks of one community."""

    def __init__(self, workers: int, piece_ticks: int) -> None:
        self.piece_ticks = piece_ticks
        self.sequence = 0
        self.waiting: Heap = []
        self.own: list[Heap] = [[] for _ in range(workers)]
        self.heads: Heap = []

    def put(
        self,
        owner: Worker,
        work: Work,
        ticks: int,
        key: int,
        release: int,
        then: Then = nothing,
        begin: Then = nothing,
        head_only: bool = False,
        due: float = math.inf,
    ) -> Task:
        """A new task; it waits for its release."""
        task = Task(owner, work, ticks, key, self.sequence, release, then, begin, head_only, due)
        self.sequence += 1
        heappush(self.waiting, (release, task.sequence, task))
        return task

    def put_lot(
        self,
        owners: Sequence[Worker],
        work: Work,
        ticks: int,
        key: int,
        release: int,
        due: float,
        then: Then = nothing,
        head_only: bool = False,
    ) -> list[Task]:
        """Pieces of a lot, piece j for the j-th owner in turn; a lot of nothing is done at once."""
        if ticks == 0:
            then(release)
            return []
        pieces = min(MOST_PIECES, math.ceil(ticks / self.piece_ticks))
        lot = Lot(pieces, then)
        return [
            self.put(
                owners[j % len(owners)],
                work,
                ticks // pieces + (j < ticks % pieces),
                key,
                release,
                lot.piece_done,
                head_only=head_only,
                due=due,
            )
            for j in range(pieces)
        ]

    def take_due(self, worker: Worker, day: int, moment: int) -> Task | None:
        """The smallest in the worker's own queue that is due by a day, taken from it."""
        self._release(moment)
        due = [row for row in self.own[worker.place] if not row[2].void and row[2].due <= day]
        return self._remove(min(due)) if due else None

    def residents_wait(self, worker: Worker, moment: int) -> bool:
        """Whether a resident's issue waits in the worker's own queue."""
        self._release(moment)
        own = [task for _, _, task in self.own[worker.place] if not task.void]
        return any(task.work in FOR_RESIDENTS for task in own)

    def take(self, worker: Worker, moment: int, line_penalty: float) -> Task | None:
        """The task a free worker takes: the smallest of his own, else the smallest of others."""
        self._release(moment)
        mine = [self.own[worker.place]] + ([self.heads] if worker.leads else [])
        if (task := self._smallest(mine)) is None:
            others = [heap for place, heap in enumerate(self.own) if place != worker.place]
            task = self._smallest(others)
            if task is not None and not task.borrowed:
                task.borrowed = True
                task.ticks = math.floor(task.ticks * line_penalty + 0.5)
        return task

    def take_residents(self, worker: Worker, moment: int, line_penalty: float) -> Task | None:
        """The smallest residents' task of his own (or at the top of the head's), else of others."""
        self._release(moment)
        mine = self._of_residents(self.own[worker.place])
        if worker.leads:
            self._drop_void(self.heads)
            mine += self._of_residents(self.heads[:1])
        if mine:
            return self._remove(min(mine))
        others = [heap for place, heap in enumerate(self.own) if place != worker.place]
        theirs = [row for heap in others for row in self._of_residents(heap)]
        if not theirs:
            return None
        task = self._remove(min(theirs))
        if not task.borrowed:
            task.borrowed = True
            task.ticks = math.floor(task.ticks * line_penalty + 0.5)
        return task

    @staticmethod
    def _of_residents(heap: Heap) -> Heap:
        return [row for row in heap if not row[2].void and row[2].work in FOR_RESIDENTS]

    def _remove(self, row: tuple[int, int, Task]) -> Task:
        """Take a task from the heap in which it waits."""
        for heap in (*self.own, self.heads):
            if row in heap:
                heap.remove(row)
                heapify(heap)
        return row[2]

    def give_back(self, task: Task) -> None:
        """A task somebody had in hand waits in its owner's queue again."""
        heap = self.heads if task.head_only else self.own[task.owner.place]
        heappush(heap, (task.key, task.sequence, task))

    def next_release(self) -> int | None:
        """The moment of the next release."""
        return self.waiting[0][0] if self.waiting else None

    def _release(self, moment: int) -> None:
        while self.waiting and self.waiting[0][0] <= moment:
            _, _, task = heappop(self.waiting)
            self.give_back(task)

    @staticmethod
    def _smallest(heaps: list[Heap]) -> Task | None:
        for heap in heaps:
            Queue._drop_void(heap)
        full = [heap for heap in heaps if heap]
        return heappop(min(full, key=lambda heap: heap[0][:2]))[2] if full else None

    @staticmethod
    def _drop_void(heap: Heap) -> None:
        while heap and heap[0][2].void:
            heappop(heap)
