"""Void tasks leave their slots: memory of a place follows from what is still to be done."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.enums import NOBODY, Cadence, Work
from sim.kernels.days import SPARE
from sim.kernels.tasks import MOST_PIECES
from sim.model import GovernanceModel
from tests.invariants.tasks import assert_tasks_kept
from tests.invariants.ways import little
from tests.levers.places import ONE_OBLIGATION, Tree, merged, placed, step

DAYS = 400
DAILY: Tree = {
    "cadence_daily": 1.0,
    "cadence_monthly": 0.0,
    "span_daily": 2.0,
    "records_daily": 0.0,
    "read_minutes": 0.0,
    "compile_minutes": 200.0,
    "compile_daily": 1.0,
}
NOBODY_WORKS: Tree = merged(
    ONE_OBLIGATION,
    {
        "horizon_days": DAYS,
        "obligations": DAILY,
        "territory": {"communities": 1, "workers": 2, "residents": 460},
        "workday": {"away_share": 1.0, "overtime_cap_minutes": 0.0},
        "rules": {"pursuit": {"on": False}},
    },
)
"""A form falls due each day; each edition voids the one before, and no worker has time for any."""


def made(model: GovernanceModel) -> int:
    """Tasks made so far."""
    return int(model.state.communities["sequence"][0])


def slots_in_use(model: GovernanceModel) -> np.ndarray[Any, Any]:
    """Slots of tasks that are not free, void ones included."""
    tasks = model.state.tasks[0]
    used = np.ones(len(tasks), bool)
    used[int(model.state.communities["unused_task"][0]) :] = False
    slot = int(model.state.communities["free_task"][0])
    while slot != NOBODY:
        used[slot] = False
        slot = int(tasks["left"][slot])
    found: np.ndarray[Any, Any] = tasks[used]
    return found


def alive(model: GovernanceModel) -> int:
    """Tasks of a form's present edition."""
    tasks = slots_in_use(model)
    assert np.isin(tasks["work"], (Work.FORM_ASKING, Work.FORM_DESK)).all()
    return int((tasks["stamp"] == model.state.forms["step"][0, tasks["subject"]]).sum())


def test_slots_follow_from_live_tasks_and_not_from_void_ones() -> None:
    """The array doubles only if live tasks, those that may be made today and a quarter do not fit.

    So it is at most 2 / (1 - 1/4) times as long as the first two together.
    """
    with little("FIRST_TASKS"):
        model = placed(NOBODY_WORKS)
        assert model.state.obligations["cadence"][0] == Cadence.DAILY
        most_alive = 0
        for _ in range(DAYS):
            step(model, 1)
            most_alive = max(most_alive, alive(model))
    assert_tasks_kept(model)
    asking_and_desk = 2 * MOST_PIECES
    requests_handed_back = 2 * len(model.state.departments)
    most_made = asking_and_desk + MOST_PIECES + requests_handed_back
    bound = 2 * (most_alive + most_made) / (1 - 1 / SPARE)
    assert 0 < most_alive <= asking_and_desk
    assert model.state.tasks.shape[1] <= bound
    assert made(model) > 2 * bound, "the test would not tell"
