"""The end of a worker's day: free time, overtime, and what gives way.

ODD 7.5, 7.6, 7.7, 7.8.
"""

from __future__ import annotations

import math

from sim.enums import DAY_TICKS, NOBODY, UPWARD_WORKS, WEEK_DAYS, Account, Count, Kind, Work
from sim.kernels.booking import book_time
from sim.kernels.editions import count_patched
from sim.kernels.issues import expected_arrivals
from sim.kernels.jit import kernel
from sim.kernels.own_queue import take_due
from sim.kernels.task_execution import complete, record_task_time, work_on_task
from sim.kernels.tasks import drop_task, has_grid, ticks
from sim.kernels.trace import record_free_time
from sim.streams import NUMBER, draw

CANDOUR = NUMBER["candour"]


@kernel
def end_day(state, c, day, w):
    """Use free time, then overtime."""
    community = state.communities[c]
    parameters = state.parameters[0]
    worker = state.workers[community.first_worker + w]
    if worker.vacant_until > day:
        return
    spend_free_time(state, c, day, w)
    if parameters.afterhours and has_grid(community, w):
        answer_after_hours(state, c, day, w)
    if parameters.coping and has_grid(community, w):
        log_patrol(state, c, day, w)
    work_overtime(state, c, day, w)
    if parameters.coping or parameters.quitting:
        update_fatigue(parameters, worker, state.overtime[community.first_worker + w])


@kernel
def spend_free_time(state, c, day, w):
    """Free ticks become patrol and prescribed visits, then other visits or slack."""
    community = state.communities[c]
    parameters = state.parameters[0]
    today = state.today[community.first_worker + w]
    rest = state.workers[community.first_worker + w].free
    if has_grid(community, w):
        patrol = min(rest, max(0, community.patrol_ticks - today[Work.PATROL]))
        today[Work.PATROL] += patrol
        record_free_time(state, c, w, day, Work.PATROL, patrol)
        rest -= patrol
        if parameters.coping:
            prescribed = min(rest, max(0, community.visit_ticks - today[Work.TIER_VISITS]))
            today[Work.TIER_VISITS] += prescribed
            record_free_time(state, c, w, day, Work.TIER_VISITS, prescribed)
            rest -= prescribed
    visits = math.floor(parameters.visit_propensity * rest + 0.5)
    if parameters.quota_ticks >= 0:
        made = today[Work.TIER_VISITS] + today[Work.FREE_VISITS]
        visits = min(rest, max(0, int(parameters.quota_ticks) - made))
        if not has_grid(community, w):
            visits = 0
    today[Work.FREE_VISITS] += visits
    today[Work.SLACK] += rest - visits
    record_free_time(state, c, w, day, Work.FREE_VISITS, visits)
    record_free_time(state, c, w, day, Work.SLACK, rest - visits)


@kernel
def app_reach(state, c):
    """How far an application reaches the mean resident, against one who uses applications."""
    community = state.communities[c]
    others = state.policies[c].app_others
    if community.agents == 0:
        return others
    return others + (1.0 - others) * (community.app_users / community.agents)


@kernel
def answer_after_hours(state, c, day, w):
    """Residents ask in chat groups after hours; the assistant answers some of them."""
    community = state.communities[c]
    parameters = state.parameters[0]
    overtime = state.overtime[community.first_worker + w]
    share = parameters.afterhours_share
    asked = expected_arrivals(state, c, Kind.INQUIRY) * share / (1.0 - share)
    answered = state.policies[c].assistant_share * app_reach(state, c)
    minutes = asked * parameters.afterhours_minutes * (1.0 - answered)
    length = int(min(ticks(minutes / community.frontline), parameters.overtime_ticks))
    book_time(state, c, w, overtime, day, Work.INQUIRY, length)


@kernel
def log_patrol(state, c, day, w):
    """Log a patrol after hours that was not walked in full."""
    parameters = state.parameters[0]
    index = state.communities[c].first_worker + w
    lacking = state.communities[c].patrol_ticks - state.today[index, Work.PATROL]
    if lacking <= 0:
        return
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.PATROL_NOT_WALKED] += lacking
    worker = state.workers[index]
    left = parameters.overtime_ticks - (worker.clock - DAY_TICKS)
    length = int(min(parameters.patrol_log_ticks, left))
    book_time(state, c, w, state.overtime[index], day, Work.LOGS, length)


@kernel
def work_overtime(state, c, day, w):
    """Work overtime while the present task, or any own one, is upward and due by tomorrow."""
    community = state.communities[c]
    index = community.first_worker + w
    worker = state.workers[index]
    tasks = state.tasks[c]
    until = DAY_TICKS + int(state.parameters[0].overtime_ticks)
    while worker.clock < until:
        if worker.task == NOBODY:
            worker.task = take_due(
                tasks, state.forms[c], state.issues[c], worker, state.arrivals, day + 1
            )
            if worker.task == NOBODY:
                return
        elif tasks[worker.task].due > day + 1:
            return
        slot = worker.task
        if state.parameters[0].coping and tasks[slot].due < day + 1:
            patch(state, c, day, slot)
        start = worker.clock
        done = work_on_task(state, c, w, state.overtime[index], day, until)
        record_task_time(state, c, w, day, start, slot)
        if done:
            complete(state, c, day, day * DAY_TICKS + worker.clock, slot)
            drop_task(community, tasks, slot)


@kernel
def patch(state, c, day, slot):
    """Fill in what is due of a form by tonight from old figures."""
    task = state.tasks[c, slot]
    if task.work != Work.FORM_ASKING and task.work != Work.FORM_DESK:
        return
    form = state.forms[c, task.subject]
    if form.step != task.stamp or candid(state, c, task.subject):
        return
    task.work = Work.PATCHWORK
    whole = task.remaining
    task.remaining = math.floor(state.parameters[0].patchwork_minutes * whole + 0.5)
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.SPARED_TICKS] += whole - task.remaining
        state.accounts[c, task.subject, Account.SPARED] += whole - task.remaining
    count_patched(state, c, task.subject, day)
    form.patched = True


@kernel
def candid(state, c, obligation):
    """Whether the present edition is done as it is, though it will be late."""
    released = state.forms[c, obligation].released
    u, _ = draw(state.keys[CANDOUR], (c << 32) + obligation, released, 0)
    return u >= state.policies[c].old_figures


@kernel
def update_fatigue(parameters, worker, overtime):
    """Update fatigue: overtime of the last weeks as a share of the cap."""
    tonight = 0.0
    if parameters.overtime_ticks > 0.0:
        worked = 0
        for work in range(overtime.shape[0]):
            worked += overtime[work]
        tonight = worked / parameters.overtime_ticks
    worker.fatigue += (tonight - worker.fatigue) / parameters.fatigue_days


@kernel
def record_activity(state, c):
    """Keep what today's work contributes to discovery tomorrow."""
    community = state.communities[c]
    parameters = state.parameters[0]
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
        idle += today[Work.SLACK]
        if parameters.quota_ticks < 0:
            idle += today[Work.FREE_VISITS]
    target = parameters.visit_target_share
    community.list_visits = (listed + target * free) / parameters.visit_ticks
    community.random_visits = (1.0 - target) * free / parameters.visit_ticks
    community.contacts = asking / ticks(parameters.contact_minutes) + doors / ticks(
        parameters.door_minutes
    )
    if state.policies[c].survey_minutes > 0.0:
        community.contacts += surveying / ticks(state.policies[c].survey_minutes)
    policy = state.policies[c]
    community.list_visits += policy.partner_visits / WEEK_DAYS
    community.merchant_rounds = 0.0
    full = (
        community.frontline
        * state.fixed_time[community.first_worker + community.front, Work.MERCHANTS]
    )
    if full > 0:
        community.merchant_rounds = policy.merchant_rounds / WEEK_DAYS * (rounds / full)
    community.month_free += idle
    if parameters.pruning_by_burden:
        for w in range(community.first_worker, community.first_worker + community.workers):
            for work in UPWARD_WORKS:
                community.month_upward += state.today[w, work]
