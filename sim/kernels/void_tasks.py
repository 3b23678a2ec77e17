"""Void tasks leave the queues of a community before its array of tasks grows.

ODD 7.3.
"""

from __future__ import annotations

from sim.enums import NOBODY
from sim.kernels.jit import kernel
from sim.kernels.priority_queue import heap
from sim.kernels.tasks import drop_task, is_free, void


@kernel
def drop_void_tasks(state, c):
    """Drop the void tasks of all queues, and put free slots in order."""
    community = state.communities[c]
    first = community.first_worker
    community.head_root = without_void(state, c, community.head_root)
    for w in range(first, first + community.workers):
        worker = state.workers[w]
        worker.root = without_void(state, c, worker.root)
        worker.residents_root = without_void(state, c, worker.residents_root)
        worker.dated_root = without_void(state, c, worker.dated_root)
    order_free_tasks(community, state.tasks[c])


@kernel
def without_void(state, c, root):
    """The root of a queue after its void tasks were dropped, wherever they stood in it."""
    if root == NOBODY:
        return NOBODY
    community = state.communities[c]
    tasks = state.tasks[c]
    forms = state.forms[c]
    issues = state.issues[c]
    # First what is kept, at the end what is still to be looked at: there is room for both.
    slots = state.arrivals
    kept = 0
    seen = slots.shape[0] - 1
    slots[seen] = root
    while seen < slots.shape[0]:
        slot = slots[seen]
        seen += 1
        task = tasks[slot]
        if task.left != NOBODY:
            seen -= 1
            slots[seen] = task.left
        if task.right != NOBODY:
            seen -= 1
            slots[seen] = task.right
        if void(task, forms, issues):
            drop_task(community, tasks, slot)
        else:
            slots[kept] = slot
            kept += 1
    return heap(tasks, slots, kept)


@kernel
def order_free_tasks(community, tasks):
    """List free slots from the first one on, so that new tasks lie side by side."""
    after = NOBODY
    for slot in range(community.unused_task - 1, -1, -1):
        if is_free(tasks[slot]):
            tasks[slot].left = after
            after = slot
    community.free_task = after
