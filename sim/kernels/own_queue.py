"""The own queue of a worker: upward tasks, and residents'.

ODD 7.3.
"""

from __future__ import annotations

from sim.enums import NOBODY
from sim.kernels.jit import kernel
from sim.kernels.priority_queue import pop, precedes
from sim.kernels.task_execution import valid_top


@kernel
def earlier(tasks, a, b):
    """The first of two tasks, of which there may be none."""
    if a == NOBODY:
        return b
    return a if b == NOBODY or precedes(tasks, a, b) else b


@kernel
def first_own(community, tasks, forms, issues, worker):
    """The first task of the own queue after void ones at the top of either part were dropped."""
    worker.root = valid_top(community, tasks, forms, issues, worker.root)
    worker.residents_root = valid_top(community, tasks, forms, issues, worker.residents_root)
    return earlier(tasks, worker.root, worker.residents_root)


@kernel
def take_own(tasks, worker, slot):
    """Take a task that is first in its part of a worker's queue."""
    if slot == worker.root:
        worker.root = pop(tasks, slot)
    else:
        worker.residents_root = pop(tasks, slot)
    return slot
