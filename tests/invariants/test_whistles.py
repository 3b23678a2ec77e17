"""A whistle calls as many departments as it should, each once."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest

from sim.enums import Status
from tests.invariants.slots import Slots
from tests.invariants.societies import SMALL, Tree, ran

CALLS = {"on": True, "use_share": 1.0, "listed_share": 1.0, "accept": 1.0, "try_days": 0}
NO_TIME: Tree = SMALL | {
    "issues": {"beyond_scale": 20.0},
    "departments": {"hours_scale": 0.0, "accept_share": 0.0},
    "structures": {"returns": "endless"},
}
"""Departments have no time, so that whoever is called has it still before him."""


@pytest.mark.parametrize("overcall", [1.0, 2.5, 12.0])
def test_a_whistle_calls_so_many_departments_once_each(overcall: float) -> None:
    calls = CALLS | {"overcall": overcall, "meeting_hours": 1.0}
    model = ran(NO_TIME | {"levers": {"escalation_rights": calls}})
    state, slots = model.state, Slots(model.state.jobs)
    called = defaultdict(list)
    for department, root in enumerate(state.departments["root"].tolist()):
        for job in state.jobs[slots.queue(root)]:
            called[int(job["community"]), int(job["issue"])].append(department)
    whistled = (state.issues["status"] == Status.JOB) & state.issues["whistled"]
    assert whistled.sum() == len(called) > 20
    answering = len(model.settings.departments.answering)
    for (c, slot), departments in called.items():
        wanted = math.ceil(overcall * int(state.issues["needed"][c, slot]))
        assert len(departments) == len(set(departments)) == min(wanted, answering)
