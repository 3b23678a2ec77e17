"""Work on one task, and what follows when it is done."""

from __future__ import annotations

import math

from sim.enums import DAY_TICKS, NOBODY, Count, Happening, Stage, Work
from sim.kernels.closing import close
from sim.kernels.forms import deliver, redone, to_desk
from sim.kernels.jit import rule
from sim.kernels.mediation import mediated
from sim.kernels.priority_queue import pop
from sim.kernels.requests import asked
from sim.kernels.sessions import round_done, turn_to_others
from sim.kernels.tasks import drop_task, void
from sim.kernels.third_parties import pass_on
from sim.kernels.trace import spent, tell
from sim.kernels.whistles import whistled


@rule
def valid_top(community, tasks, forms, issues, root):
    """The root of a queue once void tasks at its top are gone."""
    while root != NOBODY and void(tasks[root], forms, issues):
        gone = root
        root = pop(tasks, root)
        drop_task(community, tasks, gone)
    return root


@rule
def labour(state, c, w, book, day, until):
    """Work on the task in hand until it is done (True), or the time is over, or it is void."""
    community = state.communities[c]
    worker = state.workers[community.first_worker + w]
    tasks = state.tasks[c]
    task = tasks[worker.task]
    if void(task, state.forms[c], state.issues[c]):
        drop_task(community, tasks, worker.task)
        worker.task = NOBODY
        return False
    if not task.started:
        begin(state, c, w, task, day)
    length = min(task.remaining, until - worker.clock)
    book[task.work] += length
    worker.clock += length
    task.remaining -= length
    if task.remaining > 0:
        return False
    worker.task = NOBODY
    return True


@rule
def begin(state, c, w, task, day):
    """A task is taken up for the first time; who is tired or new is slower."""
    worker = state.workers[state.communities[c].first_worker + w]
    task.started = True
    speed = pace(state.rules[0], worker, day)
    if speed != 1.0:
        task.remaining = math.floor(task.remaining / speed + 0.5)
    if Work.INQUIRY <= task.work <= Work.WHISTLE:
        issue = state.issues[c, task.subject]
        issue.begun = True
        if task.work <= Work.EMERGENCY:
            moment = day * DAY_TICKS + worker.clock
            if issue.first_start == NOBODY:
                issue.first_start = moment
            tell(state, c, issue, Happening.WORK_BEGUN, moment, w, NOBODY)


@rule
def pace(rules, worker, day):
    """Speed of a worker against a rested and practised one."""
    speed = 1.0
    if rules.coping > 0.0:
        speed = 1.0 - rules.fatigue * worker.tired
    if rules.turnover > 0.0 and worker.newcomer_until > day:
        speed *= rules.newcomer_pace
    return speed


@rule
def spent_on(state, c, w, day, start, slot):
    """Write a stretch of work on a task into the trace."""
    if state.clock[0].traced != c:
        return
    task = state.tasks[c, slot]
    subject = NOBODY
    if Work.INQUIRY <= task.work <= Work.WHISTLE:
        subject = state.issues[c, task.subject].entity
    elif task.work == Work.ORDER or task.work == Work.REPEAT:
        subject = task.stamp
    elif Work.FORM_ASKING <= task.work <= Work.REDO:
        subject = task.subject
    worker = state.workers[state.communities[c].first_worker + w]
    spent(
        state=state,
        c=c,
        w=w,
        day=day,
        start=start,
        end=worker.clock,
        work=task.work,
        subject=subject,
    )


@rule
def complete(state, c, day, moment, slot):
    """What follows a finished task."""
    task = state.tasks[c, slot]
    subject = task.subject
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.TASKS] += 1
    if Work.FORM_ASKING <= task.work <= Work.PATCHWORK:
        form_piece_done(state, c, day, subject)
    elif task.work == Work.REDO:
        redone(state, c, subject)
    elif task.work == Work.SETUP or task.work == Work.PREPARATION:
        preparation = state.preparations[subject]
        preparation.left -= 1
        if preparation.left == 0:
            state.clock[0].ready += 1
    elif Work.INQUIRY <= task.work <= Work.EMERGENCY:
        own_work_done(state, c, day, moment, subject)
    elif task.work == Work.ASKING:
        issue = state.issues[c, subject]
        happening = Happening.ASKED_DEPARTMENT if issue.level == 2 else Happening.ASKED_STREET
        tell(state, c, issue, happening, moment, task.owner, NOBODY)
        asked(state, c, day, subject)
    elif task.work == Work.WHISTLE:
        whistled(state, c, day, subject)


@rule
def form_piece_done(state, c, day, obligation):
    """After the last piece of asking a form goes to the desk; after the last of all it is done."""
    form = state.forms[c, obligation]
    form.left -= 1
    if form.left > 0:
        return
    if form.stage == Stage.DESK:
        deliver(state, c, obligation, day)
    else:
        to_desk(state, c, obligation, day, day + 1)


@rule
def own_work_done(state, c, day, moment, slot):
    """The community has done what it can: closed, or others must be asked."""
    issue = state.issues[c, slot]
    tell(state, c, issue, Happening.WORK_DONE, moment, NOBODY, NOBODY)
    if issue.by_others:
        pass_on(state, c, slot, moment, day)
    elif mediated(state, issue):
        round_done(state, c, slot, moment, day)
    elif issue.level == 0:
        close(state, c, slot, moment, day)
    else:
        turn_to_others(state, c, slot, day)
