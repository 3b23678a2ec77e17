"""Tasks of a community: made, cut into lots, queued, void, dropped.

ODD 5.1.
"""

from __future__ import annotations

import math

from sim.enums import DAY_TICKS, NOBODY, TICKS_PER_MINUTE, Work
from sim.kernels.jit import entry, kernel
from sim.kernels.prefetch import prefetch
from sim.kernels.priority_queue import push

MOST_PIECES = 16
NEVER = math.inf
"""The day by which a task is due that may wait without end."""


@entry
def ticks(minutes):
    """Minutes as whole ticks."""
    return math.floor(minutes * TICKS_PER_MINUTE + 0.5)


@kernel
def upward_key(arrival, span_days, weight):
    """Key of an upward task: the heavier accountability weighs, the earlier."""
    return arrival + math.floor(span_days * (1.0 - weight) * DAY_TICKS + 0.5)


@kernel
def residents_key(arrival, span_days, weight):
    """Key of a residents' task."""
    return arrival + math.floor(span_days * weight * DAY_TICKS + 0.5)


@kernel
def free_task(community, tasks):
    """Take a free slot: the last one freed, else the first that was never used."""
    community.free_tasks -= 1
    slot = community.free_task
    if slot == NOBODY:
        slot = community.unused_task
        community.unused_task += 1
    else:
        community.free_task = tasks[slot].left
        if community.free_task != NOBODY:
            prefetch(tasks[community.free_task])
    return slot


@kernel
def add_task(community, tasks, work, owner, head_only, subject, stamp, length, key, release, due):
    """Make a task that waits for its release; it should be done by day `due`."""
    slot = free_task(community, tasks)
    task = tasks[slot]
    task.left = community.waiting_task
    community.waiting_task = slot
    community.sequence += 1
    task.tie = community.sequence
    task.key = key
    task.release = release
    task.due = due
    task.remaining = length
    task.owner = owner
    task.work = work
    task.subject = subject
    task.stamp = stamp
    task.head_only = head_only
    task.started = False
    task.borrowed = False


@kernel
def add_lot(
    community, tasks, piece, work, owner, turn, head_only, subject, stamp, length, key, release, due
):
    """Cut a lot into pieces and return their number; with `turn`, front-line workers share them."""
    if length <= 0:
        return 0
    pieces = min(MOST_PIECES, int((length + piece - 1) // piece))
    share = length // pieces
    longer = length % pieces
    for j in range(pieces):
        worker = owner
        if turn:
            worker = front_worker(community, owner - community.front + j)
        part = share + 1 if j < longer else share
        add_task(
            community=community,
            tasks=tasks,
            work=work,
            owner=worker,
            head_only=head_only,
            subject=subject,
            stamp=stamp,
            length=part,
            key=key,
            release=release,
            due=due,
        )
    return pieces


@kernel
def add_front_lots(community, tasks, piece, lots, subject, key, release, due):
    """Give each front-line worker lots, as pairs of work and length; return their pieces."""
    pieces = 0
    for front in range(community.frontline):
        for work, length in lots:
            pieces += add_lot(
                community=community,
                tasks=tasks,
                piece=piece,
                work=work,
                owner=community.front + front,
                turn=False,
                head_only=False,
                subject=subject,
                stamp=0,
                length=length,
                key=key,
                release=release,
                due=due,
            )
    return pieces


@kernel
def front_worker(community, number):
    """Local number of the front-line worker in turn."""
    return community.front + number % community.frontline


@kernel
def has_grid(community, w):
    """Whether a worker is front-line: neither the head nor a recruit."""
    return community.front <= w < community.front + community.frontline


@kernel
def drop_task(community, tasks, slot):
    """Free the slot of a task."""
    tasks[slot].owner = NOBODY
    tasks[slot].left = community.free_task
    community.free_task = slot
    community.free_tasks += 1


@kernel
def is_free(task):
    """Whether the slot of a task was freed."""
    return task.owner == NOBODY


@kernel
def void(task, forms, issues):
    """Whether a task has lost its object: edition replaced, obligation ended, issue moved on."""
    if Work.FORM_ASKING <= task.work <= Work.PATCHWORK:
        return forms[task.subject].step != task.stamp
    if task.work == Work.REDO or task.work == Work.ARREARS:
        return forms[task.subject].ends != task.stamp
    if Work.INQUIRY <= task.work <= Work.WHISTLE:
        return issues[task.subject].step != task.stamp
    return False


@kernel
def next_step(issue, status):
    """The issue moves on: its tasks so far are void, and the next one is not started."""
    issue.status = status
    issue.step += 1
    issue.task_started = False


@kernel
def for_residents(work):
    """Whether a task is a resident's issue, or a call-out."""
    return Work.REPEAT <= work <= Work.WHISTLE or work == Work.SHOCK


@kernel
def enqueue(community, tasks, workers, slot):
    """Put a released task into the queue of its owner (local number), or of the head alone."""
    task = tasks[slot]
    if task.head_only:
        community.head_root = push(tasks, community.head_root, slot)
        return
    worker = workers[task.owner]
    if not for_residents(task.work):
        worker.root = push(tasks, worker.root, slot)
    elif task.due == NEVER:
        worker.residents_root = push(tasks, worker.residents_root, slot)
    else:
        worker.dated_root = push(tasks, worker.dated_root, slot)


@kernel
def enqueue_released(community, tasks, workers, slot):
    """Put a task of this morning beside the queue of its owner, which may be long."""
    task = tasks[slot]
    worker = workers[task.owner]
    if task.head_only:
        enqueue(community, tasks, workers, slot)
    elif not for_residents(task.work):
        worker.released = push(tasks, worker.released, slot)
    elif task.due == NEVER:
        worker.released_residents = push(tasks, worker.released_residents, slot)
    else:
        enqueue(community, tasks, workers, slot)
