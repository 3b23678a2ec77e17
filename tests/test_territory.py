"""How a place is built, and what does not depend on how coarsely."""

from __future__ import annotations

import numpy as np
import pytest

from sim import GovernanceModel, Settings
from sim.streams import run_seed
from sim.terms import Cadence


def test_staff_and_residents_are_dealt_out_evenly() -> None:
    state = GovernanceModel(Settings(), rng=1).state
    assert state.communities["workers"].sum() == 137
    assert set(state.communities["workers"]) == {11, 12}
    assert set(state.communities["people"]) == {5000}
    assert (state.communities["front"] == 1).all()


def test_boards_belong_to_departments_with_powers() -> None:
    model = GovernanceModel(Settings(), rng=1)
    boards = model.state.duties["department"][:30]
    assert boards.max() < len(model.settings.departments.answering)
    assert np.unique(model.state.duties["department"]).size == 25


def test_cadences_have_their_shares() -> None:
    duties = GovernanceModel(Settings(), rng=1).state.duties
    counts = np.bincount(duties["cadence"], minlength=len(Cadence))
    assert list(counts) == [2, 8, 40, 30, 20]


def test_department_hours_are_the_places_share_of_its_district() -> None:
    departments = GovernanceModel(Settings(), rng=1).state.departments[:12]
    assert departments["staff_hours"].sum() == pytest.approx(12 * 20 * 20 * 12 / 64)


def test_agents_that_stand_for_many_leave_the_lists_and_trust_as_they_are() -> None:
    lists, trust, early = [], [], []
    for each in (1, 10):
        place = {"communities": 4, "workers": 44, "residents": 20000, "residents_per_agent": each}
        runs = [
            GovernanceModel(Settings(territory=place, horizon_days=120), rng=run_seed(3, r))
            for r in range(3)
        ]
        for model in runs:
            model.run()
        rows = [model.measures().query("community.isna() and group == 'all'") for model in runs]
        values = [frame.set_index("measure")["value"] for frame in rows]
        lists.append(np.mean([model.state.communities["listed_households"] for model in runs]))
        trust.append(np.mean([one["trust"] for one in values]))
        early.append(np.mean([one["early_discovery_share"] for one in values]))
    assert lists[1] == pytest.approx(lists[0], rel=0.1)
    assert trust[1] == pytest.approx(trust[0], abs=0.01)
    assert early[1] == pytest.approx(early[0], abs=0.02)
