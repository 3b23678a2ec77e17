"""The own queue of a worker: upward tasks, and residents'.

ODD 7.3, 7.7.
"""

from __future__ import annotations

from sim.enums import NOBODY
from sim.kernels.jit import kernel
from sim.kernels.priority_queue import pop, precedes
from sim.kernels.task_execution import valid_top
from sim.kernels.tasks import void


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


@kernel
def first_due(tasks, forms, issues, root, stack, limit):
    """The first task of a queue that is due by a day, wherever it stands in it.

    `stack` has room for all tasks. What follows a task that comes later than the best is left out.
    """
    best = NOBODY
    height = 0
    if root != NOBODY:
        stack[0] = root
        height = 1
    while height > 0:
        height -= 1
        slot = stack[height]
        if best != NOBODY and precedes(tasks, best, slot):
            continue
        task = tasks[slot]
        if task.due <= limit and not void(task, forms, issues):
            best = slot
            continue
        if task.left != NOBODY:
            stack[height] = task.left
            height += 1
        if task.right != NOBODY:
            stack[height] = task.right
            height += 1
    return best


@kernel
def remove(tasks, root, slot, stack):
    """Take a task out of a queue in which it stands; return the root."""
    if root == slot:
        return pop(tasks, root)
    rest = pop(tasks, slot)
    stack[0] = root
    height = 1
    while height > 0:
        height -= 1
        task = tasks[stack[height]]
        if task.left == slot:
            task.left = rest
            return root
        if task.right == slot:
            task.right = rest
            return root
        if task.left != NOBODY and precedes(tasks, task.left, slot):
            stack[height] = task.left
            height += 1
        if task.right != NOBODY and precedes(tasks, task.right, slot):
            stack[height] = task.right
            height += 1
    return root


@kernel
def take_due(tasks, forms, issues, worker, stack, limit):
    """Take the first own task that is due by a day, whatever comes before it; NOBODY if none."""
    upward = first_due(tasks, forms, issues, worker.root, stack, limit)
    ordered = first_due(tasks, forms, issues, worker.residents_root, stack, limit)
    best = earlier(tasks, upward, ordered)
    if best == NOBODY:
        return NOBODY
    if best == upward:
        worker.root = remove(tasks, worker.root, best, stack)
    else:
        worker.residents_root = remove(tasks, worker.residents_root, best, stack)
    return best
