"""Phase 3: how a community spends a day."""

from __future__ import annotations

import math

from numba import njit

from sim.kernels.closing import close
from sim.kernels.forms import deliver, to_desk
from sim.kernels.queue import pop, precedes
from sim.kernels.referrals import ask_again, asked, whistled
from sim.kernels.tasks import drop_task, enqueue, ticks, void
from sim.terms import (
    DAY_TICKS,
    NOBODY,
    STANDING,
    Count,
    Stage,
    Work,
)

LOGS, COUNTER, PATROL = int(Work.LOGS), int(Work.COUNTER), int(Work.PATROL)
TIER_VISITS, FREE_VISITS, SLACK = int(Work.TIER_VISITS), int(Work.FREE_VISITS), int(Work.SLACK)
FORM_ASKING, FORM_DESK = int(Work.FORM_ASKING), int(Work.FORM_DESK)
ROUND_ASKING, SETUP = int(Work.ROUND_ASKING), int(Work.SETUP)
INQUIRY, MEDIATION = int(Work.INQUIRY), int(Work.MEDIATION)
ASKING_WORK, WHISTLE = int(Work.ASKING), int(Work.WHISTLE)
FORM_AT_DESK = int(Stage.DESK)
TASKS = int(Count.TASKS)


@njit(cache=True, nogil=True)
def work(state, c, day, arrivals):  # type: ignore[no-untyped-def]
    """Standing time, then the queue until the day is over, then what free time becomes.

    `arrivals` is scratch space for the slots of the tasks of a day.
    """
    community = state.communities[c]
    first = community.first_worker
    workers = state.workers[first : first + community.workers]
    today = state.today[first : first + community.workers]
    tasks = state.tasks[c]
    forms = state.forms[c]
    issues = state.issues[c]
    penalty = state.rules[0].line_penalty
    count = release(community, tasks, workers, day, arrivals)
    stand(state, c, day)
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
        if worker.task == NOBODY:
            worker.task = choose(community, tasks, workers, forms, issues, w, penalty)
        if worker.task == NOBODY:
            until = DAY_TICKS
            if next_arrival < count:
                until = tasks[arrivals[next_arrival]].release - day * DAY_TICKS
            worker.free += until - worker.clock
            worker.clock = until
            continue
        slot = worker.task
        if labour(community, tasks, worker, forms, issues, today[w], day, DAY_TICKS):
            complete(state, c, day, day * DAY_TICKS + worker.clock, slot)
            drop_task(community, tasks, slot)
    while next_arrival < count:
        enqueue(community, tasks, workers, arrivals[next_arrival])
        next_arrival += 1
    for w in range(community.workers):
        spend_free_time(state.rules[0], workers[w], today[w], w >= community.front)
        stay_longer(state, c, day, w)


@njit(cache=True, nogil=True)
def release(community, tasks, workers, day, arrivals):  # type: ignore[no-untyped-def]
    """Queue what is released this morning; list what comes during the day, by moment and tie."""
    morning = day * DAY_TICKS
    evening = morning + DAY_TICKS
    slot = community.waiting_task
    community.waiting_task = NOBODY
    count = 0
    while slot != NOBODY:
        task = tasks[slot]
        after = task.after
        if task.release <= morning:
            enqueue(community, tasks, workers, slot)
        elif task.release < evening:
            place = count
            while place > 0 and later(tasks, arrivals[place - 1], slot):
                arrivals[place] = arrivals[place - 1]
                place -= 1
            arrivals[place] = slot
            count += 1
        else:
            task.after = community.waiting_task
            community.waiting_task = slot
        slot = after
    return count


@njit(cache=True, nogil=True)
def later(tasks, a, b):  # type: ignore[no-untyped-def]
    """Whether a is released after b."""
    if tasks[a].release != tasks[b].release:
        return tasks[a].release > tasks[b].release
    return tasks[a].tie > tasks[b].tie


@njit(cache=True, nogil=True)
def stand(state, c, day):  # type: ignore[no-untyped-def]
    """Standing time of every worker, in order, as far as the day goes."""
    community = state.communities[c]
    posts = min(int(state.rules[0].counter_posts), community.frontline)
    pool = state.policies[c].pool
    for w in range(community.workers):
        index = community.first_worker + w
        today = state.today[index]
        standing = state.standing[index]
        today[:] = 0
        state.overtime[index, :] = 0
        at_counter = w >= community.front and (
            (w - community.front - day) % community.frontline < posts
        )
        clock = 0
        for work_ in range(STANDING):
            length = standing[work_]
            if work_ == COUNTER and at_counter:
                length = community.counter_ticks
            elif work_ == LOGS and pool and w >= community.front:
                length = state.pooled_logs[c]
            length = min(length, DAY_TICKS - clock)
            today[work_] = length
            clock += length
        worker = state.workers[index]
        worker.clock = clock
        worker.free = 0


@njit(cache=True, nogil=True)
def first_free(workers):  # type: ignore[no-untyped-def]
    """The worker with the earliest clock, then the lowest index; NOBODY when the day is over."""
    first = NOBODY
    earliest = DAY_TICKS
    for w in range(workers.shape[0]):
        if workers[w].clock < earliest:
            earliest = workers[w].clock
            first = w
    return first


@njit(cache=True, nogil=True)
def valid_top(community, tasks, forms, issues, root):  # type: ignore[no-untyped-def]
    """The root of a queue once void tasks at its top are gone."""
    while root != NOBODY and void(tasks[root], forms, issues):
        gone = root
        root = pop(tasks, root)
        drop_task(community, tasks, gone)
    return root


@njit(cache=True, nogil=True)
def choose(community, tasks, workers, forms, issues, w, penalty):  # type: ignore[no-untyped-def]
    """Take the most pressing own task, else the most pressing of the others' at a penalty."""
    worker = workers[w]
    worker.root = valid_top(community, tasks, forms, issues, worker.root)
    best = worker.root
    if w == 0 and community.head_root != NOBODY:
        top = valid_top(community, tasks, forms, issues, community.head_root)
        community.head_root = top
        if top != NOBODY and (best == NOBODY or precedes(tasks, top, best)):
            community.head_root = pop(tasks, top)
            return top
    if best != NOBODY:
        worker.root = pop(tasks, best)
        return best
    holder = NOBODY
    for other in range(workers.shape[0]):
        if other == w or workers[other].root == NOBODY:
            continue
        top = valid_top(community, tasks, forms, issues, workers[other].root)
        workers[other].root = top
        if top != NOBODY and (best == NOBODY or precedes(tasks, top, best)):
            best = top
            holder = other
    if best != NOBODY:
        workers[holder].root = pop(tasks, best)
        task = tasks[best]
        task.remaining = math.floor(task.remaining * penalty + 0.5)
    return best


@njit(cache=True, nogil=True)
def stay_longer(state, c, day, w):  # type: ignore[no-untyped-def]
    """Overtime, up to the cap, while the task in hand or next in line is upward and due."""
    community = state.communities[c]
    index = community.first_worker + w
    worker = state.workers[index]
    tasks = state.tasks[c]
    forms = state.forms[c]
    issues = state.issues[c]
    until = DAY_TICKS + int(state.rules[0].overtime_ticks)
    while worker.clock < until:
        if worker.task == NOBODY:
            worker.root = valid_top(community, tasks, forms, issues, worker.root)
            if worker.root == NOBODY or tasks[worker.root].due > day + 1:
                return
            worker.task = worker.root
            worker.root = pop(tasks, worker.root)
        elif tasks[worker.task].due > day + 1:
            return
        slot = worker.task
        if labour(community, tasks, worker, forms, issues, state.overtime[index], day, until):
            complete(state, c, day, day * DAY_TICKS + worker.clock, slot)
            drop_task(community, tasks, slot)


@njit(cache=True, nogil=True)
def labour(  # type: ignore[no-untyped-def]
    community, tasks, worker, forms, issues, book, day, until
):
    """Work on the task in hand until it is done (True), or the time is over, or it is void."""
    task = tasks[worker.task]
    if void(task, forms, issues):
        drop_task(community, tasks, worker.task)
        worker.task = NOBODY
        return False
    if not task.started:
        task.started = True
        if INQUIRY <= task.work <= MEDIATION:
            issue = issues[task.subject]
            if issue.first_start == NOBODY:
                issue.first_start = day * DAY_TICKS + worker.clock
    length = min(task.remaining, until - worker.clock)
    book[task.work] += length
    worker.clock += length
    task.remaining -= length
    if task.remaining > 0:
        return False
    worker.task = NOBODY
    return True


@njit(cache=True, nogil=True)
def complete(state, c, day, moment, slot):  # type: ignore[no-untyped-def]
    """What follows a finished task."""
    task = state.tasks[c, slot]
    subject = task.subject
    if day >= state.clock[0].first_measured:
        state.counts[c, TASKS] += 1
    if task.work == FORM_ASKING or task.work == FORM_DESK:
        form = state.forms[c, subject]
        form.left -= 1
        if form.left == 0:
            if form.stage == FORM_AT_DESK:
                deliver(state, c, subject, day)
            else:
                to_desk(state, c, subject, day, day + 1)
    elif task.work == SETUP:
        community = state.communities[c]
        community.survey_left -= 1
        if community.survey_left == 0:
            community.pool_opens = day + 1
    elif task.work >= INQUIRY and task.work <= MEDIATION:
        own_work_done(state, c, day, moment, subject)
    elif task.work == ASKING_WORK:
        asked(state, c, day, subject)
    elif task.work == WHISTLE:
        whistled(state, c, day, subject)


@njit(cache=True, nogil=True)
def own_work_done(state, c, day, moment, slot):  # type: ignore[no-untyped-def]
    """The community has done what it can: closed, or others must be asked."""
    issue = state.issues[c, slot]
    if issue.level == 0:
        close(state, c, slot, moment, day)
        return
    if issue.tried == NOBODY:
        issue.tried = day
    ask_again(state, c, slot, day)


@njit(cache=True, nogil=True)
def spend_free_time(rules, worker, today, on_patrol):  # type: ignore[no-untyped-def]
    """Free minutes become the rest of the patrol, then visits or slack."""
    rest = worker.free
    if on_patrol:
        patrol = min(rest, max(0, int(rules.patrol_ticks) - today[PATROL]))
        today[PATROL] += patrol
        rest -= patrol
    visits = math.floor(rules.visit_propensity * rest + 0.5)
    today[FREE_VISITS] += visits
    today[SLACK] += rest - visits


@njit(cache=True, nogil=True)
def remember(state, c):  # type: ignore[no-untyped-def]
    """Keep of today's work what helps to discover matters tomorrow."""
    community = state.communities[c]
    rules = state.rules[0]
    listed = 0
    free = 0
    asking = 0
    doors = 0
    surveying = 0
    for w in range(community.workers):
        index = community.first_worker + w
        today = state.today[index]
        state.workers[index].walked = today[PATROL]
        listed += today[TIER_VISITS]
        free += today[FREE_VISITS]
        asking += today[FORM_ASKING] + state.overtime[index, FORM_ASKING]
        doors += today[ROUND_ASKING] + state.overtime[index, ROUND_ASKING]
        surveying += today[SETUP] + state.overtime[index, SETUP]
    target = rules.visit_target_share
    community.list_visits = (listed + target * free) / rules.visit_ticks
    community.random_visits = (1.0 - target) * free / rules.visit_ticks
    community.contacts = asking / ticks(rules.contact_minutes) + doors / ticks(rules.door_minutes)
    if state.policies[c].survey_minutes > 0.0:
        community.contacts += surveying / ticks(state.policies[c].survey_minutes)
