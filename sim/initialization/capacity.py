"""Capacity of the arrays that grow: tasks, issues, jobs, outcomes, obligations, traces."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.initialization.obligations import blank_forms, later_obligations
from sim.records import OUTCOME_DETAIL
from sim.settings import Settings
from sim.state import State

FIRST_TASKS, FIRST_ISSUES, FIRST_JOBS, FIRST_OUTCOMES = 1024, 256, 4096, 4096
FIRST_EVENTS, FIRST_SEGMENTS = 4096, 16384
MORE_OBLIGATIONS = 64


def grow_tasks(state: State) -> State:
    """Doubles the capacity for tasks in every community."""
    before = state.tasks.shape[1]
    tasks = _longer(state.tasks, max(FIRST_TASKS, 2 * before))
    for c, community in enumerate(state.communities):
        community["free_task"] = _chain(tasks["after"][c], before, int(community["free_task"]))
    state.communities["free_tasks"] += tasks.shape[1] - before
    return state._replace(tasks=tasks)


def grow_issues(state: State) -> State:
    """Doubles the capacity for live issues in every community."""
    before = state.issues.shape[1]
    issues = _longer(state.issues, max(FIRST_ISSUES, 2 * before))
    order = _longer(state.order, issues.shape[1])
    for c, community in enumerate(state.communities):
        community["free_issue"] = _chain(issues["after"][c], before, int(community["free_issue"]))
    return state._replace(issues=issues, order=order)


def grow_jobs(state: State) -> State:
    """Doubles the capacity for jobs of departments."""
    before = len(state.jobs)
    jobs = _longer(state.jobs, max(FIRST_JOBS, 2 * before))
    state.clock["free_job"] = _chain(jobs["after"], before, int(state.clock["free_job"][0]))
    state.clock["free_jobs"] += len(jobs) - before
    return state._replace(jobs=jobs)


def grow_outcomes(state: State) -> State:
    """Doubles the capacity for issues that have ended."""
    length = max(FIRST_OUTCOMES, 2 * len(state.outcomes))
    details = state.outcome_details
    return state._replace(
        outcomes=_longer(state.outcomes, length),
        outcome_details=_longer(details, length) if len(details) else details,
    )


def keep_details(state: State) -> State:
    """Keeps all that is known of issues that will end, for `outcomes`; measures do without."""
    return state._replace(outcome_details=np.zeros(len(state.outcomes), OUTCOME_DETAIL))


def grow_obligations(state: State, settings: Settings) -> State:
    """Adds rows for obligations that are set later."""
    before = len(state.obligations)
    rows = later_obligations(settings, state.keys, before, MORE_OBLIGATIONS)
    return state._replace(
        obligations=np.concatenate([state.obligations, rows]),
        forms=np.concatenate(
            [state.forms, blank_forms(len(state.communities), MORE_OBLIGATIONS)], axis=1
        ),
    )


def grow_trace(state: State) -> State:
    """Doubles the capacity for traced events and segments of work."""
    return state._replace(
        events=_longer(state.events, max(FIRST_EVENTS, 2 * len(state.events))),
        segments=_longer(state.segments, max(FIRST_SEGMENTS, 2 * len(state.segments))),
    )


def _longer(array: npt.NDArray[np.void], length: int) -> npt.NDArray[np.void]:
    """The same array with its last axis longer, the new part zero."""
    extra = np.zeros((*array.shape[:-1], length - array.shape[-1]), array.dtype)
    return np.concatenate([array, extra], axis=-1)


def _chain(after: npt.NDArray[np.int64], first: int, rest: int) -> int:
    """Puts new slots at the head of the list of free slots; returns the first of them."""
    after[first:] = np.arange(first + 1, len(after) + 1)
    after[-1] = rest
    return first
