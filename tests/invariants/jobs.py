"""Where every job of a department or street office stands, and whose issue it belongs to."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import numpy as np

from sim.kernels.jobs import EXTRA_CALL, WORKS
from sim.model import GovernanceModel
from tests.invariants.slots import Slots


def assert_jobs_kept(model: GovernanceModel) -> None:
    """Every slot is free or queued, once; backlogs and open issues count what is queued."""
    state = model.state
    slots = Slots(state.jobs)
    free = slots.free(*(int(state.clock[name][0]) for name in ("free_job", "unused_job")))
    rows = [*state.departments, *state.street_offices]
    queues = [slots.queue(int(row["root"])) for row in rows]
    slots.assert_shared_out(free, *queues)
    assert len(free) == state.clock["free_jobs"][0]
    for office, queue in zip(rows, queues, strict=True):
        assert office["backlog"] == state.jobs["remaining"][queue].sum()
    of_departments = len(state.departments)
    _assert_left(model, list(chain(*queues[:of_departments])))
    _assert_left_at_street(model, list(chain(*queues[of_departments:])))
    queued = state.jobs[list(chain(*queues))]
    needed = queued[~np.isin(queued["place"], (EXTRA_CALL, WORKS))]
    found = Counter(zip(needed["community"].tolist(), needed["issue"].tolist(), strict=True))
    assert found == {
        (c, slot): count
        for c, community in enumerate(state.communities)
        for slot in state.order[c, : community["live_issues"]].tolist()
        if (count := int(state.issues["open_jobs"][c, slot]))
    }
    offices = state.departments
    for table in (offices, state.street_offices):
        assert (table["used"] <= table["offered"]).all()
    assert ((offices["load"] >= 0.0) & (offices["load"] <= 1.0)).all()
    for name in (
        "capacity",
        "handed_back",
        "effort",
        "handed_ticks",
        "presence_count",
        "presence_given",
    ):
        assert (offices[name] >= 0).all(), name
    assert np.isfinite(offices["load"]).all()


def _assert_left(model: GovernanceModel, slots: list[int]) -> None:
    """Departments have work left in each job, but for meetings that take no time."""
    state = model.state
    jobs = state.jobs[slots]
    assert (jobs["remaining"] >= 0).all()
    jobs = jobs[jobs["remaining"] == 0]
    assert (jobs["place"] == EXTRA_CALL).all()
    assert (state.policies["meeting_hours"][jobs["community"]] == 0.0).all()


def _assert_left_at_street(model: GovernanceModel, slots: list[int]) -> None:
    """So have offices of the street, but for what takes no time by its settings."""
    jobs = model.state.jobs[slots]
    assert (jobs["remaining"] >= 0).all()
    places = jobs["place"][jobs["remaining"] == 0]
    departments, offices = model.settings.departments, model.settings.rules.street_offices
    if departments.street_hours > 0.0:
        assert (places == EXTRA_CALL).all()
        passing = departments.register_minutes, departments.ask_minutes
        assert not len(places) or 0.0 in (offices.whistle_street_hours, *passing)
