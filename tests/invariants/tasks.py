"""Where every task stands, and whose issue, form or preparation it belongs to."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from sim.enums import DAY_TICKS, NOBODY, Status, Work
from sim.model import GovernanceModel
from sim.state import State
from tests.invariants.slots import Slots

EDITION = (Work.FORM_ASKING, Work.FORM_DESK, Work.PATCHWORK)
PREPARING = (Work.SETUP, Work.PREPARATION)
PARTS = ("residents_root", "dated_root", "root")
"""Of the own queue of a worker."""
STANDS = {
    Work.INQUIRY: Status.OWN_WORK,
    Work.CERTIFICATE: Status.OWN_WORK,
    Work.ISSUE: Status.OWN_WORK,
    Work.MEDIATION: Status.OWN_WORK,
    Work.EMERGENCY: Status.OWN_WORK,
    Work.ASKING: Status.ASKING,
    Work.WHISTLE: Status.WHISTLING,
}
"""How an issue stands while somebody works on it, or should."""


def assert_tasks_kept(model: GovernanceModel) -> None:
    """Every slot is free, waiting, queued or in hand, once; nothing open lacks its tasks."""
    prepared: Counter[int] = Counter()
    for c in range(len(model.state.communities)):
        tasks = _used(model, c)
        _assert_issues_have_theirs(model.state, c, tasks)
        _assert_forms_have_theirs(model.state, c, tasks)
        prepared.update(tasks["subject"][np.isin(tasks["work"], PREPARING)].tolist())
    left = model.state.preparations["left"].tolist()
    assert prepared == Counter({number: count for number, count in enumerate(left) if count})


def _used(model: GovernanceModel, c: int) -> np.ndarray[Any, Any]:
    """Tasks of a community that are not done, void ones included."""
    community, tasks = model.state.communities[c], model.state.tasks[c]
    first, count = int(community["first_worker"]), int(community["workers"])
    workers = model.state.workers[first : first + count]
    slots, evening = Slots(tasks), model.day * DAY_TICKS
    free = slots.free(int(community["free_task"]), int(community["unused_task"]))
    waiting = slots.list(int(community["waiting_task"]))
    queued = slots.queue(int(community["head_root"]))
    for number, worker in enumerate(workers):
        parts = [slots.queue(int(worker[name])) for name in PARTS]
        assert np.isinf(tasks["due"][parts[0]]).all()
        assert np.isfinite(tasks["due"][parts[1]]).all()
        own = [slot for part in parts for slot in part]
        assert worker["released"] == worker["released_residents"] == NOBODY
        assert (tasks["owner"][own] == number).all()
        assert not tasks["head_only"][own].any()
        queued += own
    in_hand = [slot for slot in workers["task"].tolist() if slot != NOBODY]
    slots.assert_shared_out(free, waiting, queued, in_hand)
    assert len(free) == community["free_tasks"]
    assert (tasks["release"][waiting] >= evening).all()
    assert (tasks["release"][queued + in_hand] < evening).all()
    assert tasks["started"][in_hand].all()
    assert (tasks["remaining"][in_hand] > 0).all()
    used: np.ndarray[Any, Any] = tasks[waiting + queued + in_hand]
    assert (used["remaining"] >= 0).all()
    assert ((used["owner"] >= 0) & (used["owner"] < count)).all()
    return used


def _assert_issues_have_theirs(state: State, c: int, tasks: np.ndarray[Any, Any]) -> None:
    """An issue that somebody should work on has one task, and no other has any."""
    issues = state.issues[c]
    ours = tasks[(tasks["work"] >= Work.INQUIRY) & (tasks["work"] <= Work.WHISTLE)]
    alive = ours[issues["step"][ours["subject"]] == ours["stamp"]]
    found = {int(task["subject"]): STANDS[Work(task["work"])] for task in alive}
    assert len(found) == len(alive)
    wanted = state.order[c, : state.communities[c]["live_issues"]]
    wanted = wanted[np.isin(issues["status"][wanted], list(set(STANDS.values())))]
    assert found == {int(slot): issues["status"][slot] for slot in wanted}


def _assert_forms_have_theirs(state: State, c: int, tasks: np.ndarray[Any, Any]) -> None:
    """An edition has as many tasks as it says, and so has what is made again."""
    forms = state.forms[c]
    for works, stamp, left in ((EDITION, "step", "left"), ((Work.REDO,), "ends", "redo_left")):
        ours = tasks[np.isin(tasks["work"], works)]
        alive = ours[forms[stamp][ours["subject"]] == ours["stamp"]]
        found = np.bincount(alive["subject"], minlength=len(forms))
        assert (found == forms[left]).all(), left
