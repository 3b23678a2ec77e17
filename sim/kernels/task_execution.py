"""Work on one task, and what follows when it is done.

ODD 7.4, 8.2, 12.7.
"""

from __future__ import annotations

import math

from sim.enums import DAY_TICKS, NOBODY, Account, Consent, Count, EventType, Rung, Stage, Work
from sim.kernels.closing import close
from sim.kernels.deliberation import await_consent, session_held
from sim.kernels.forms import arrears_piece_done, deliver, redo_piece_done, to_desk
from sim.kernels.jit import kernel
from sim.kernels.joint_group import asked_event
from sim.kernels.mediation import mediated
from sim.kernels.priority_queue import pop
from sim.kernels.procedures import step_taken
from sim.kernels.requests import await_answer
from sim.kernels.sessions import refer_issue, round_done
from sim.kernels.tasks import drop_task, void
from sim.kernels.third_parties import hand_to_third_party
from sim.kernels.trace import record_event, record_time
from sim.kernels.whistles import whistle_written


@kernel
def valid_top(community, tasks, forms, issues, root):
    """The root of a queue after void tasks at its top were dropped."""
    while root != NOBODY and void(tasks[root], forms, issues):
        gone = root
        root = pop(tasks, root)
        drop_task(community, tasks, gone)
    return root


@kernel
def work_on_task(state, c, w, ledger, day, until):
    """Work on the present task until it is done (True), time is over, or it is void."""
    community = state.communities[c]
    worker = state.workers[community.first_worker + w]
    tasks = state.tasks[c]
    task = tasks[worker.task]
    if void(task, state.forms[c], state.issues[c]):
        drop_task(community, tasks, worker.task)
        worker.task = NOBODY
        return False
    if not task.started:
        start_task(state, c, w, task, day)
    length = min(task.remaining, until - worker.clock)
    ledger[task.work] += length
    if Work.FORM_ASKING <= task.work <= Work.CRITICISM and day >= state.clock[0].first_measured:
        account = state.accounts[c, task.subject]
        account[Account.ASKING + task.work - Work.FORM_ASKING] += length
        if until > DAY_TICKS:
            account[Account.OVERTIME] += length
    worker.clock += length
    task.remaining -= length
    if task.remaining > 0:
        return False
    worker.task = NOBODY
    return True


@kernel
def start_task(state, c, w, task, day):
    """Start a task; tired or new workers are slower."""
    worker = state.workers[state.communities[c].first_worker + w]
    task.started = True
    speed = pace(state.parameters[0], worker, day)
    if speed != 1.0:
        task.remaining = math.floor(task.remaining / speed + 0.5)
    if Work.INQUIRY <= task.work <= Work.WHISTLE:
        issue = state.issues[c, task.subject]
        issue.task_started = True
        if task.work <= Work.EMERGENCY:
            moment = day * DAY_TICKS + worker.clock
            if issue.first_start == NOBODY:
                issue.first_start = moment
            record_event(state, c, issue, EventType.WORK_BEGUN, moment, w, NOBODY)


@kernel
def pace(parameters, worker, day):
    """Speed of a worker; 1 for a rested and experienced one."""
    speed = 1.0
    if parameters.coping:
        speed = 1.0 - parameters.fatigue * worker.fatigue
    if worker.newcomer_until > day:
        speed *= parameters.newcomer_pace
    return speed


@kernel
def record_task_time(state, c, w, day, start, slot):
    """Record a stretch of work on a task in the trace."""
    if state.clock[0].traced != c:
        return
    task = state.tasks[c, slot]
    subject = NOBODY
    if Work.INQUIRY <= task.work <= Work.WHISTLE:
        subject = state.issues[c, task.subject].entity
    elif task.work == Work.ORDER or task.work == Work.REPEAT:
        subject = task.stamp
    elif Work.FORM_ASKING <= task.work <= Work.CRITICISM:
        subject = task.subject
    worker = state.workers[state.communities[c].first_worker + w]
    record_time(
        state=state,
        c=c,
        w=w,
        day=day,
        start=start,
        end=worker.clock,
        work=task.work,
        subject=subject,
    )


@kernel
def complete(state, c, day, moment, slot):
    """What follows a finished task."""
    task = state.tasks[c, slot]
    subject = task.subject
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.TASKS] += 1
    if Work.FORM_ASKING <= task.work <= Work.PATCHWORK:
        form_piece_done(state, c, day, subject)
    elif task.work == Work.REDO:
        redo_piece_done(state, c, subject)
    elif task.work == Work.ARREARS:
        arrears_piece_done(state, c, subject, day)
    elif task.work == Work.SETUP or task.work == Work.PREPARATION:
        preparation = state.preparations[subject]
        preparation.left -= 1
        if preparation.left == 0:
            state.clock[0].ready += 1
    elif Work.INQUIRY <= task.work <= Work.EMERGENCY:
        own_work_done(state, c, day, moment, subject)
    elif task.work == Work.ASKING:
        issue = state.issues[c, subject]
        record_event(state, c, issue, asked_event(state, c, issue), moment, task.owner, NOBODY)
        await_answer(state, c, day, subject)
    elif task.work == Work.PROCEDURE:
        step_taken(state, c, task, day)
    elif task.work == Work.WHISTLE:
        whistle_written(state, c, day, subject)


@kernel
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


@kernel
def own_work_done(state, c, day, moment, slot):
    """The community's own work is done: the issue closes, or others are asked."""
    issue = state.issues[c, slot]
    record_event(state, c, issue, EventType.WORK_DONE, moment, NOBODY, NOBODY)
    if issue.by_others:
        hand_to_third_party(state, c, slot, moment, day)
    elif issue.rung == Rung.HALL:
        session_held(state, c, slot, moment, day)
    elif issue.consent == Consent.ASKED:
        await_consent(state, c, slot, moment, day)
    elif mediated(state, issue):
        round_done(state, c, slot, moment, day)
    elif issue.level == 0:
        close(state, c, slot, moment, day)
    else:
        refer_issue(state, c, slot, moment, day)
