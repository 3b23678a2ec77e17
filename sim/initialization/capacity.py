"""Capacity of the arrays that grow: tasks, issues, jobs, outcomes, obligations, traces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.arrays import sparse_zeros, zeros
from sim.enums import Account
from sim.initialization.obligations import (
    blank_forms,
    blank_pieces,
    blank_pursuits,
    later_obligations,
)
from sim.records import OUTCOME_DETAIL
from sim.settings import Settings
from sim.state import State

FIRST_TASKS, FIRST_ISSUES, FIRST_JOBS, FIRST_OUTCOMES = 4096, 256, 4096, 4096
FIRST_EVENTS, FIRST_SEGMENTS = 4096, 16384
MORE_OBLIGATIONS = 128
_Zeros = Callable[[tuple[int, ...], np.dtype[Any]], npt.NDArray[Any]]


def grow_tasks(state: State) -> State:
    """Doubles the capacity for tasks in every community."""
    before, used = state.tasks.shape[1], int(state.communities["unused_task"].max())
    tasks = _longer(state.tasks, max(FIRST_TASKS, 2 * before), used, sparse_zeros)
    state.communities["free_tasks"] += tasks.shape[1] - before
    return state._replace(tasks=tasks, arrivals=np.zeros(tasks.shape[1], np.int64))


def grow_issues(state: State) -> State:
    """Doubles the capacity for live issues in every community; more slots are free."""
    before = state.issues.shape[1]
    issues = _longer(state.issues, max(FIRST_ISSUES, 2 * before), before)
    order = _longer(state.order, issues.shape[1], before)
    order[:, before:] = np.arange(before, issues.shape[1])
    return state._replace(issues=issues, order=order)


def grow_jobs(state: State) -> State:
    """Doubles the capacity for jobs of departments."""
    before = len(state.jobs)
    used = int(state.clock["unused_job"][0])
    jobs = _longer(state.jobs, max(FIRST_JOBS, 2 * before), used, sparse_zeros)
    state.clock["free_jobs"] += len(jobs) - before
    return state._replace(jobs=jobs)


def grow_outcomes(state: State) -> State:
    """Doubles the capacity for issues that have ended."""
    size, used = max(FIRST_OUTCOMES, 2 * len(state.outcomes)), int(state.clock["outcomes"][0])
    details = state.outcome_details
    return state._replace(
        outcomes=_longer(state.outcomes, size, used),
        outcome_details=_longer(details, size, used) if len(details) else details,
    )


def keep_details(state: State) -> State:
    """Keeps all that is known of issues that will end, for `outcomes`; measures do without."""
    size = max(1, len(state.outcomes))  # of length 0 they are not kept
    return state._replace(outcome_details=np.zeros(size, OUTCOME_DETAIL))


def grow_obligations(state: State, settings: Settings) -> State:
    """Adds rows for obligations that are set later."""
    before = len(state.obligations)
    rows = later_obligations(settings, state.keys, before, MORE_OBLIGATIONS)
    forms = _longer(state.forms, before + MORE_OBLIGATIONS, before)
    forms[:, before:] = blank_forms(len(forms), MORE_OBLIGATIONS)
    pursuits = _longer(state.pursuits, before + MORE_OBLIGATIONS, before)
    pursuits[:, before:] = blank_pursuits(len(forms), MORE_OBLIGATIONS)
    pieces = blank_pieces(len(forms), before + MORE_OBLIGATIONS)
    pieces[:, :before] = state.pieces
    accounts = np.zeros((len(forms), before + MORE_OBLIGATIONS, len(Account)), np.int64)
    accounts[:, :before] = state.accounts
    return state._replace(
        obligations=np.concatenate([state.obligations, rows]),
        forms=forms,
        pursuits=pursuits,
        pieces=pieces,
        accounts=accounts,
    )


def grow_trace(state: State) -> State:
    """Doubles the capacity for traced events and segments of work."""
    events, segments = (int(state.clock[name][0]) for name in ("events", "segments"))
    return state._replace(
        events=_longer(state.events, max(FIRST_EVENTS, 2 * len(state.events)), events),
        segments=_longer(state.segments, max(FIRST_SEGMENTS, 2 * len(state.segments)), segments),
    )


def _longer(
    array: npt.NDArray[Any], length: int, used: int, zeros: _Zeros = zeros
) -> npt.NDArray[Any]:
    """A longer array that begins with the used part of the last axis; the rest is zero.

    Bytes are copied: NumPy would copy records field by field.
    """
    longer = zeros((*array.shape[:-1], length), array.dtype)
    size = used * array.dtype.itemsize
    longer.view(np.uint8)[..., :size] = array.view(np.uint8)[..., :size]
    return longer
