"""Slots of an array that queues and lists share out among themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.enums import NOBODY


def chain(after: Sequence[int], first: int) -> list[int]:
    """Slots of a list, each once."""
    found = []
    while first != NOBODY:
        found.append(first)
        assert len(found) <= len(after), "a list that bites its tail"
        first = after[first]
    return found


class Slots:
    """Tasks or jobs: where each slot stands."""

    def __init__(self, rows: np.ndarray[Any, Any]) -> None:
        self.left, self.right = rows["left"].tolist(), rows["right"].tolist()
        self.rank = list(zip(rows["key"].tolist(), rows["tie"].tolist(), strict=True))

    def queue(self, root: int) -> list[int]:
        """Slots of a queue; nobody stands before who precedes him."""
        found, open_ = [], [root] if root != NOBODY else []
        while open_:
            slot = open_.pop()
            found.append(slot)
            assert len(found) <= len(self.left), "a queue that bites its tail"
            for child in (self.left[slot], self.right[slot]):
                if child != NOBODY:
                    assert self.rank[slot] < self.rank[child], "a queue out of order"
                    open_.append(child)
        return found

    def list(self, first: int) -> list[int]:
        """Slots of a list."""
        return chain(self.left, first)

    def free(self, first: int, unused: int) -> Sequence[int]:
        """Slots that were freed, and those from `unused` on, which nobody has used."""
        return [*self.list(first), *range(unused, len(self.left))]

    def assert_shared_out(self, *parts: Sequence[int]) -> None:
        """Every slot is in one part, once."""
        assert sorted(slot for part in parts for slot in part) == list(range(len(self.left)))
