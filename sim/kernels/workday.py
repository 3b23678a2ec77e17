"""How a community spends a day: fixed time, the queue, free time.

ODD 7.1, 7.2, 7.3, 7.9.
"""

from __future__ import annotations

import math

from sim.enums import DAY_TICKS, FIXED_WORKS, NOBODY, Work
from sim.kernels.end_of_day import end_day
from sim.kernels.fieldwork import goes_out
from sim.kernels.fixed_time import volunteer_care_ticks
from sim.kernels.jit import kernel
from sim.kernels.own_queue import earlier, first_for_residents, first_own, queue_released, take_own
from sim.kernels.prefetch import prefetch
from sim.kernels.priority_queue import pop, precedes
from sim.kernels.task_execution import complete, record_task_time, valid_top, work_on_task
from sim.kernels.tasks import drop_task, enqueue, enqueue_released, for_residents, has_grid, void
from sim.kernels.trace import FREE, record_time


@kernel
def work(state, c, day):
    """Fixed time, then the queue until the day is over, then what free time becomes."""
    community = state.communities[c]
    first = community.first_worker
    workers = state.workers[first : first + community.workers]
    today = state.today[first : first + community.workers]
    tasks = state.tasks[c]
    forms = state.forms[c]
    issues = state.issues[c]
    arrivals = state.arrivals
    penalty = state.policies[c].line_penalty
    leader = acting_head(community, workers, day)
    count = release(community, tasks, workers, day, arrivals)
    spend_fixed_time(state, c, day)
    next_arrival = 0
    while True:
        w = first_free(workers)
        if w == NOBODY:
            break
        worker = workers[w]
        now = day * DAY_TICKS + worker.clock
        while next_arrival < count and tasks[arrivals[next_arrival]].release <= now:
            enqueue(community, tasks, workers, arrivals[next_arrival])
            next_arrival += 1
        if worker.task == NOBODY and goes_out(state, c, w, day):
            continue
        if worker.task == NOBODY:
            worker.task = choose(
                community=community,
                tasks=tasks,
                workers=workers,
                forms=forms,
                issues=issues,
                w=w,
                leader=leader,
                penalty=penalty,
                block=worker.clock >= state.parameters[0].block_start,
            )
        if worker.task == NOBODY:
            until = DAY_TICKS
            if next_arrival < count:
                until = tasks[arrivals[next_arrival]].release - day * DAY_TICKS
            record_time(
                state=state,
                c=c,
                w=w,
                day=day,
                start=worker.clock,
                end=until,
                work=FREE,
                subject=NOBODY,
            )
            worker.free += until - worker.clock
            worker.clock = until
            continue
        slot = worker.task
        start = worker.clock
        done = work_on_task(state, c, w, today[w], day, DAY_TICKS)
        record_task_time(state, c, w, day, start, slot)
        if done:
            complete(state, c, day, day * DAY_TICKS + worker.clock, slot)
            drop_task(community, tasks, slot)
            count = admit(community, tasks, day, arrivals, next_arrival, count)
    while next_arrival < count:
        enqueue(community, tasks, workers, arrivals[next_arrival])
        next_arrival += 1
    for w in range(community.workers):
        end_day(state, c, day, w)


@kernel
def release(community, tasks, workers, day, arrivals):
    """Queue tasks released this morning; list those released during the day, by time."""
    morning = day * DAY_TICKS
    day_end = morning + DAY_TICKS
    slot = community.waiting_task
    community.waiting_task = NOBODY
    count = 0
    while slot != NOBODY:
        task = tasks[slot]
        after = task.left
        if after != NOBODY:
            prefetch(tasks[after])
        if task.release <= morning:
            enqueue_released(community, tasks, workers, slot)
        elif task.release < day_end:
            insert(tasks, arrivals, 0, count, slot)
            count += 1
        else:
            task.left = community.waiting_task
            community.waiting_task = slot
        slot = after
    for w in range(community.workers):
        queue_released(tasks, workers[w])
    return count


@kernel
def admit(community, tasks, day, arrivals, first, count):
    """List a task that was made just now and is released today; return how many are listed."""
    slot = community.waiting_task
    if slot == NOBODY or tasks[slot].release >= (day + 1) * DAY_TICKS:
        return count
    community.waiting_task = tasks[slot].left
    insert(tasks, arrivals, first, count, slot)
    return count + 1


@kernel
def insert(tasks, arrivals, first, count, slot):
    """Insert a task by its release into a list, after those that are released already."""
    place = count
    while place > first and later(tasks, arrivals[place - 1], slot):
        arrivals[place] = arrivals[place - 1]
        place -= 1
    arrivals[place] = slot


@kernel
def later(tasks, a, b):
    """Whether a is released after b."""
    if tasks[a].release != tasks[b].release:
        return tasks[a].release > tasks[b].release
    return tasks[a].tie > tasks[b].tie


@kernel
def spend_fixed_time(state, c, day):
    """Fixed time of every worker, in order, as far as the day goes."""
    community = state.communities[c]
    parameters = state.parameters[0]
    posts = min(state.policies[c].counter_posts, community.frontline)
    pooled = state.policies[c].pool and state.policies[c].table
    for w in range(community.workers):
        index = community.first_worker + w
        today = state.today[index]
        fixed = state.fixed_time[index]
        for work_ in range(today.shape[0]):
            today[work_] = 0
            state.overtime[index, work_] = 0
        worker = state.workers[index]
        worker.free = 0
        worker.patrol_due = 0
        worker.quota_due = 0
        worker.care_due = 0
        care = volunteer_care_ticks(parameters, worker) if worker.volunteers > 0 else 0
        worker.care_owed += care
        if worker.vacant_until > day:
            today[Work.VACANT] = DAY_TICKS
            record_time(
                state=state,
                c=c,
                w=w,
                day=day,
                start=0,
                end=DAY_TICKS,
                work=Work.VACANT,
                subject=NOBODY,
            )
            worker.clock = DAY_TICKS
            continue
        worker.care_due = care
        fronts = has_grid(community, w)
        if fronts:
            worker.patrol_due = community.checked_ticks - fixed[Work.PATROL]
            worker.quota_due = int(parameters.quota_ticks) - fixed[Work.TIER_VISITS]
        at_counter = fronts and (w - community.front - day) % community.frontline < posts
        clock = 0
        for work_ in range(FIXED_WORKS):
            length = fixed[work_]
            if work_ == Work.COUNTER and at_counter:
                length = community.counter_ticks
            elif work_ == Work.LOGS and pooled and fronts:
                length = state.pooled_logs[c]
            length = min(length, DAY_TICKS - clock)
            today[work_] = length
            record_time(
                state=state,
                c=c,
                w=w,
                day=day,
                start=clock,
                end=clock + length,
                work=work_,
                subject=NOBODY,
            )
            clock += length
        worker.clock = clock


@kernel
def acting_head(community, workers, day):
    """Who takes tasks for the head alone: the head, or a deputy while the place is vacant."""
    if community.front > 0 and workers[0].vacant_until > day:
        return community.front
    return 0


@kernel
def first_free(workers):
    """The worker with the earliest clock, then the lowest index; NOBODY when the day is over."""
    first = NOBODY
    earliest = DAY_TICKS
    for w in range(workers.shape[0]):
        if workers[w].clock < earliest:
            earliest = workers[w].clock
            first = w
    return first


@kernel
def choose(community, tasks, workers, forms, issues, w, leader, penalty, block):
    """The next task; in a block a resident's, unless there is none."""
    best = NOBODY
    if block:
        best = choose_from(community, tasks, workers, forms, issues, w, leader, penalty, True)
    if best == NOBODY:
        best = choose_from(community, tasks, workers, forms, issues, w, leader, penalty, False)
    return best


@kernel
def choose_from(community, tasks, workers, forms, issues, w, leader, penalty, block):
    """Take the first own task, else the first task of the others at a penalty."""
    worker = workers[w]
    best = first_own(community, tasks, forms, issues, worker)
    if block:
        best = first_for_residents(tasks, worker)
    if w == leader and community.head_root != NOBODY:
        top = valid_top(community, tasks, forms, issues, community.head_root)
        community.head_root = top
        open_ = top != NOBODY and (not block or for_residents(tasks[top].work))
        if open_ and (best == NOBODY or precedes(tasks, top, best)):
            community.head_root = pop(tasks, top)
            return top
    if best != NOBODY:
        return take_own(tasks, worker, best)
    best = first_of_others(community, tasks, workers, forms, issues, block)
    if best != NOBODY:
        task = tasks[best]
        if not task.borrowed:
            task.borrowed = True
            task.remaining = math.floor(task.remaining * penalty + 0.5)
    return best


@kernel
def first_of_others(community, tasks, workers, forms, issues, block):
    """Take the first task of all queues; only the one that comes first is checked for being void.

    Called for a worker whose own queue, or in a block its part for residents, is empty.
    """
    while True:
        holder = NOBODY
        best = NOBODY
        for other in range(workers.shape[0]):
            worker = workers[other]
            top = first_for_residents(tasks, worker)
            if not block:
                top = earlier(tasks, worker.root, top)
            if top != NOBODY and (best == NOBODY or precedes(tasks, top, best)):
                best = top
                holder = other
        if best == NOBODY:
            return NOBODY
        take_own(tasks, workers[holder], best)
        if not void(tasks[best], forms, issues):
            return best
        drop_task(community, tasks, best)
