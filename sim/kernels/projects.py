"""Secretary projects (书记项目): the head leads one hard issue through.

ODD 8.5, 11.11.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, MONTHS, NOBODY, Count, EventType, Status, Work
from sim.kernels.jit import kernel
from sim.kernels.jobs import USUAL, add_job
from sim.kernels.tasks import NEVER, add_task, next_step, residents_key, ticks
from sim.kernels.trace import record_event
from sim.streams import NUMBER, draw

SECRETARY = NUMBER["secretary"]


@kernel
def choose_project(state, c, day):
    """The head takes up the oldest issue that waits for departments."""
    u, _ = draw(state.keys[SECRETARY], c, day, 0)
    if u >= state.policies[c].projects / MONTHS:
        return
    for place in range(state.communities[c].live_issues):
        slot = state.order[c, place]
        issue = state.issues[c, slot]
        stuck = issue.status == Status.ASKING or issue.status == Status.ANSWER
        if issue.level == 2 and stuck and not issue.by_others:
            begin_project(state, c, slot, day)
            return


@kernel
def begin_project(state, c, slot, day):
    """The head starts a project: goes to all departments in person."""
    issue = state.issues[c, slot]
    issue.project = True
    assign_to_head(state, c, slot, day, state.policies[c].project_minutes)
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.SECRETARY_PROJECTS] += 1
    record_event(state, c, issue, EventType.PROJECT_CHOSEN, (day + 1) * DAY_TICKS, NOBODY, NOBODY)


@kernel
def assign_to_head(state, c, slot, day, minutes):
    """Drop single requests; from tomorrow morning the issue is with the head."""
    community = state.communities[c]
    issue = state.issues[c, slot]
    next_step(issue, Status.WHISTLING)
    morning = (day + 1) * DAY_TICKS
    add_task(
        community=community,
        tasks=state.tasks[c],
        work=Work.WHISTLE,
        owner=0,
        head_only=community.front > 0,
        subject=slot,
        stamp=issue.step,
        length=ticks(minutes),
        key=residents_key(morning, state.kinds[issue.kind].promise, state.parameters[0].weight),
        release=morning,
        due=NEVER,
    )


@kernel
def assign_departments(state, c, slot, day):
    """All departments that are still needed take the issue on."""
    issue = state.issues[c, slot]
    issue.status = Status.JOB
    record_event(state, c, issue, EventType.PROJECT_GATHERED, (day + 1) * DAY_TICKS, NOBODY, NOBODY)
    deadline = day + int(state.parameters[0].ordinary_deadline)
    length = ticks(60.0 * state.parameters[0].field_hours)
    for place in range(issue.needed):
        if not (issue.visited >> place) & 1:
            add_job(state, c, slot, place, USUAL, deadline, length)
