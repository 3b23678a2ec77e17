"""The own queue of a worker, in parts: upward tasks, residents', and residents' with a day.

Only tasks with a day can be due, so that the search for them leaves the others out.

ODD 7.3, 7.7.
"""

from __future__ import annotations

from sim.enums import NOBODY
from sim.kernels.jit import kernel
from sim.kernels.priority_queue import merge, pop, precedes
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
    """The first task of the own queue after void ones at the top of its parts were dropped."""
    worker.root = valid_top(community, tasks, forms, issues, worker.root)
    worker.residents_root = valid_top(community, tasks, forms, issues, worker.residents_root)
    worker.dated_root = valid_top(community, tasks, forms, issues, worker.dated_root)
    return earlier(tasks, worker.root, first_for_residents(tasks, worker))


@kernel
def first_for_residents(tasks, worker):
    """The first of residents' tasks of a worker, of which there may be none."""
    return earlier(tasks, worker.residents_root, worker.dated_root)


@kernel
def take_own(tasks, worker, slot):
    """Take a task that is first in its part of a worker's queue."""
    if slot == worker.root:
        worker.root = pop(tasks, slot)
    elif slot == worker.residents_root:
        worker.residents_root = pop(tasks, slot)
    else:
        worker.dated_root = pop(tasks, slot)
    return slot


@kernel
def queue_released(tasks, worker):
    """Put what was released this morning into the queue."""
    worker.root = merge(tasks, worker.root, worker.released)
    worker.residents_root = merge(tasks, worker.residents_root, worker.released_residents)
    worker.released = NOBODY
    worker.released_residents = NOBODY


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
    dated = first_due(tasks, forms, issues, worker.dated_root, stack, limit)
    best = earlier(tasks, upward, dated)
    if best == NOBODY:
        return NOBODY
    if best == upward:
        worker.root = remove(tasks, worker.root, best, stack)
    else:
        worker.dated_root = remove(tasks, worker.dated_root, best, stack)
    return best
