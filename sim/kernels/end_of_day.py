"""The end of a worker's day: free time, overtime, what gives way, what is remembered."""

from __future__ import annotations

import math

from sim.enums import DAY_TICKS, NOBODY, WEEK_DAYS, Count, Kind, Work
from sim.kernels.issues import expected_arrivals
from sim.kernels.jit import rule
from sim.kernels.priority_queue import pop
from sim.kernels.task_execution import complete, labour, spent_on, valid_top
from sim.kernels.tasks import drop_task, has_grid, ticks
from sim.kernels.trace import became, spent


@rule
def end_day(state, c, day, w):
    """Free time is spent, then overtime."""
    community = state.communities[c]
    rules = state.rules[0]
    worker = state.workers[community.first_worker + w]
    if worker.vacant_until > day:
        return
    spend_free_time(state, c, day, w)
    if rules.afterhours > 0.0 and has_grid(community, w):
        answer_after_hours(state, c, day, w)
    if rules.coping > 0.0 and has_grid(community, w):
        log_patrol(state, c, day, w)
    stay_longer(state, c, day, w)
    if rules.coping > 0.0:
        tire(rules, worker, state.overtime[community.first_worker + w])


@rule
def spend_free_time(state, c, day, w):
    """Free minutes become the rest of the patrol and of prescribed visits, then visits or slack."""
    community = state.communities[c]
    rules = state.rules[0]
    today = state.today[community.first_worker + w]
    rest = state.workers[community.first_worker + w].free
    if has_grid(community, w):
        patrol = min(rest, max(0, community.patrol_ticks - today[Work.PATROL]))
        today[Work.PATROL] += patrol
        became(state, c, w, day, Work.PATROL, patrol)
        rest -= patrol
        if rules.coping > 0.0:
            prescribed = min(rest, max(0, community.visit_ticks - today[Work.TIER_VISITS]))
            today[Work.TIER_VISITS] += prescribed
            became(state, c, w, day, Work.TIER_VISITS, prescribed)
            rest -= prescribed
    visits = math.floor(rules.visit_propensity * rest + 0.5)
    today[Work.FREE_VISITS] += visits
    today[Work.SLACK] += rest - visits
    became(state, c, w, day, Work.FREE_VISITS, visits)
    became(state, c, w, day, Work.SLACK, rest - visits)


@rule
def answer_after_hours(state, c, day, w):
    """Residents ask in chat groups after hours; the assistant answers some of them."""
    community = state.communities[c]
    rules = state.rules[0]
    share = rules.afterhours_share
    asked = expected_arrivals(state, c, Kind.INQUIRY) * share / (1.0 - share)
    minutes = asked * rules.afterhours_minutes * (1.0 - state.policies[c].assistant_share)
    length = int(min(ticks(minutes / community.frontline), rules.overtime_ticks))
    worker = state.workers[community.first_worker + w]
    state.overtime[community.first_worker + w, Work.INQUIRY] += length
    spent(
        state=state,
        c=c,
        w=w,
        day=day,
        start=worker.clock,
        end=worker.clock + length,
        work=Work.INQUIRY,
        subject=NOBODY,
    )
    worker.clock += length


@rule
def log_patrol(state, c, day, w):
    """A patrol that was not walked in full is logged all the same, after hours."""
    rules = state.rules[0]
    index = state.communities[c].first_worker + w
    lacking = state.communities[c].patrol_ticks - state.today[index, Work.PATROL]
    if lacking <= 0:
        return
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.PATROL_NOT_WALKED] += lacking
    worker = state.workers[index]
    left = rules.overtime_ticks - (worker.clock - DAY_TICKS)
    length = int(min(rules.patrol_log_ticks, left))
    state.overtime[index, Work.LOGS] += length
    spent(
        state=state,
        c=c,
        w=w,
        day=day,
        start=worker.clock,
        end=worker.clock + length,
        work=Work.LOGS,
        subject=NOBODY,
    )
    worker.clock += length


@rule
def stay_longer(state, c, day, w):
    """Overtime, up to the cap, while the task in hand or next in line is upward and due."""
    community = state.communities[c]
    index = community.first_worker + w
    worker = state.workers[index]
    tasks = state.tasks[c]
    until = DAY_TICKS + int(state.rules[0].overtime_ticks)
    while worker.clock < until:
        if worker.task == NOBODY:
            worker.root = valid_top(community, tasks, state.forms[c], state.issues[c], worker.root)
            if worker.root == NOBODY or tasks[worker.root].due > day + 1:
                return
            worker.task = worker.root
            worker.root = pop(tasks, worker.root)
        elif tasks[worker.task].due > day + 1:
            return
        slot = worker.task
        if state.rules[0].coping > 0.0 and tasks[slot].due < day + 1:
            patch(state, c, day, slot)
        start = worker.clock
        done = labour(state, c, w, state.overtime[index], day, until)
        spent_on(state, c, w, day, start, slot)
        if done:
            complete(state, c, day, day * DAY_TICKS + worker.clock, slot)
            drop_task(community, tasks, slot)


@rule
def patch(state, c, day, slot):
    """What of a form is due by tonight is filled in from old figures."""
    task = state.tasks[c, slot]
    if task.work != Work.FORM_ASKING and task.work != Work.FORM_DESK:
        return
    form = state.forms[c, task.subject]
    if form.step != task.stamp:
        return
    task.work = Work.PATCHWORK
    task.remaining = math.floor(state.rules[0].patchwork_minutes * task.remaining + 0.5)
    if not form.patched and day >= state.clock[0].first_measured:
        state.counts[c, Count.FORMS_PATCHED] += 1
    form.patched = True


@rule
def tire(rules, worker, overtime):
    """Overtime of the last weeks, against what is possible."""
    tonight = 0.0
    if rules.overtime_ticks > 0.0:
        tonight = overtime.sum() / rules.overtime_ticks
    worker.tired += (tonight - worker.tired) / rules.fatigue_days


@rule
def remember(state, c):
    """Keep of today's work what helps to discover issues tomorrow."""
    community = state.communities[c]
    rules = state.rules[0]
    listed = 0
    free = 0
    asking = 0
    doors = 0
    surveying = 0
    rounds = 0
    idle = 0
    for w in range(community.workers):
        index = community.first_worker + w
        today = state.today[index]
        state.workers[index].walked = today[Work.PATROL]
        listed += today[Work.TIER_VISITS]
        free += today[Work.FREE_VISITS]
        asking += today[Work.FORM_ASKING] + state.overtime[index, Work.FORM_ASKING]
        doors += today[Work.ROUND_ASKING] + state.overtime[index, Work.ROUND_ASKING]
        surveying += today[Work.SETUP] + state.overtime[index, Work.SETUP]
        rounds += today[Work.MERCHANTS]
        idle += today[Work.FREE_VISITS] + today[Work.SLACK]
    target = rules.visit_target_share
    community.list_visits = (listed + target * free) / rules.visit_ticks
    community.random_visits = (1.0 - target) * free / rules.visit_ticks
    community.contacts = asking / ticks(rules.contact_minutes) + doors / ticks(rules.door_minutes)
    if state.policies[c].survey_minutes > 0.0:
        community.contacts += surveying / ticks(state.policies[c].survey_minutes)
    policy = state.policies[c]
    community.list_visits += policy.partner_visits / WEEK_DAYS
    community.merchant_rounds = 0.0
    full = (
        community.frontline
        * state.standing[community.first_worker + community.front, Work.MERCHANTS]
    )
    if full > 0:
        community.merchant_rounds = policy.merchant_rounds / WEEK_DAYS * (rounds / full)
    community.month_free += idle
