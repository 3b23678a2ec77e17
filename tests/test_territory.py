"""How a place is built, and what does not depend on how coarsely."""

from __future__ import annotations

import numpy as np
import pytest

from sim import GovernanceModel, Settings
from sim.arrays import record
from sim.enums import Cadence, Habitat, Kind
from sim.initialization import place
from sim.settings.rules import NO_MECHANISMS
from sim.state import PARAMETERS
from sim.streams import run_seed


@pytest.mark.parametrize("broken", ["fatige", "visit_minute", "turn_over"])
def test_a_parameter_of_the_kernels_without_a_setting_is_an_error(
    broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [*(PARAMETERS.names or ()), broken]
    monkeypatch.setattr(place, "PARAMETERS", record(**dict.fromkeys(names, "f8")))
    with pytest.raises(LookupError, match=f"no setting is called {broken}$"):
        place.build(Settings(), 1)


def test_every_parameter_of_the_kernels_follows_its_setting() -> None:
    tree = {"rules": {"coping": {"fatigue": 0.25}, "turnover": {"on": True}}}
    parameters = GovernanceModel(Settings(**tree), rng=1).state.parameters[0]
    assert parameters["fatigue"] == 0.25
    assert parameters["turnover"]
    assert not GovernanceModel(Settings(rules=NO_MECHANISMS), rng=1).state.parameters["turnover"][0]


def test_societies_with_the_same_settings_share_no_array() -> None:
    settings = Settings(territory={"communities": 2, "workers": 9, "residents": 300})
    one, other = place.build(settings, 1), place.build(settings, 1)
    for name, mine, theirs in zip(one._fields, one, other, strict=True):
        assert not np.shares_memory(mine, theirs), name


def test_staff_and_residents_are_dealt_out_evenly() -> None:
    state = GovernanceModel(Settings(rules=NO_MECHANISMS), rng=1).state
    assert state.communities["workers"].sum() == 137
    assert set(state.communities["workers"]) == {11, 12}
    assert set(state.communities["people"]) == {5000}
    assert (state.communities["front"] == 1).all()


def test_residents_vary_and_staff_follows_in_part() -> None:
    even = {"rules": {"caseloads": {"caseload_sigma": 0.4, "staff_by_size": 0.0}}}
    for tree, follows in (({}, True), (even, False)):
        communities = GovernanceModel(Settings(**tree), rng=1).state.communities
        people, workers = communities["people"], communities["workers"]
        assert people.sum() == 60000
        assert workers.sum() == 137
        assert people.max() > 1.3 * people.min()
        assert (workers[people.argmax()] - workers[people.argmin()] > 1) == follows


def test_types_have_their_shares_and_move_no_total() -> None:
    state = GovernanceModel(Settings(territory={"communities": 20}), rng=3).state
    counts = np.bincount(state.communities["habitat"], minlength=len(Habitat))
    assert list(counts) == [8, 6, 2, 4, 0]
    people = state.communities["people"]
    for kind in Kind:
        total = (state.issue_rates["rate"][:, kind] * people).sum()
        assert total == pytest.approx(float(state.kinds["rate"][kind]) * 60000)
    shops = state.issue_rates["rate"][:, Kind.MERCHANT]
    business = state.communities["habitat"] == Habitat.BUSINESS
    assert shops[business].min() == pytest.approx(4 * shops[~business].max())


def test_villages_are_small_and_thinly_staffed() -> None:
    place = {"communities": 10, "villages": 6, "workers": 80, "residents": 30000}
    communities = GovernanceModel(Settings(territory=place), rng=2).state.communities
    assert list(communities["habitat"][4:]) == [Habitat.VILLAGE] * 6
    assert communities["people"][4:].max() < communities["people"][:4].min()
    assert communities["workers"][4:].max() < communities["workers"][:4].min()
    assert communities["workers"].sum() == 80
    assert communities["people"].sum() == 30000


def test_a_village_has_the_residents_and_workers_of_the_evidence_in_any_mixture() -> None:
    size = Settings().territory
    people, staff = round(4 * 5000 + 6 * size.village_residents), 44 + 6 * 5
    place = {"communities": 10, "villages": 6, "workers": staff, "residents": people}
    settings = Settings(territory=place, rules=NO_MECHANISMS)
    communities = GovernanceModel(settings, rng=2).state.communities
    assert communities["people"][:4] == pytest.approx(5000, abs=1)
    assert communities["people"][4:] == pytest.approx(size.village_residents, abs=1)
    assert communities["workers"][:4] == pytest.approx(11, abs=1)
    assert communities["workers"][4:] == pytest.approx(5, abs=1)


def test_micro_grids_hold_every_resident_once() -> None:
    state = GovernanceModel(Settings(territory={"communities": 3, "workers": 30}), rng=4).state
    for community in state.communities:
        first, agents = community["first_agent"], community["agents"]
        here = state.residents["micro_grid"][first : first + agents]
        start = community["first_micro_grid"]
        rows = state.micro_grids[start : start + community["micro_grids"]]
        assert (np.bincount(here) == rows["agents"]).all()
        assert rows["volunteers"].sum() == community["volunteers"]
    assert state.workers["volunteers"].sum() == state.micro_grids["volunteers"].sum()


def test_boards_belong_to_departments_with_powers() -> None:
    model = GovernanceModel(Settings(), rng=1)
    boards = model.state.obligations["department"][:30]
    assert boards.max() < len(model.settings.departments.answering)
    assert np.unique(model.state.obligations["department"]).size == 25


def test_cadences_have_their_shares() -> None:
    obligations = GovernanceModel(Settings(), rng=1).state.obligations
    counts = np.bincount(obligations["cadence"], minlength=len(Cadence))
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


TOWN = {"communities": 5, "villages": 4, "workers": 31, "residents": 6100}
"""A community, and villages of the residents of the evidence but for what is given."""


def test_hours_of_departments_follow_residents_of_villages() -> None:
    usual = {"village_residents": 1100, "district_residents": 352_000, "district_communities": 64}
    town, urban = ({**TOWN, **usual}, {**TOWN, **usual, "villages": 0})
    here, there = Settings(territory=town), Settings(territory=urban)
    assert here.territory.village_size == pytest.approx(1100 / 5500)
    assert here.territory.usual_communities == pytest.approx(1 + 4 * 0.2)
    assert there.territory.usual_communities == 5
    for name, field in (("departments", "staff_hours"), ("street_offices", "capacity")):
        some, all_ = (
            getattr(GovernanceModel(settings, rng=1).state, name)[field].sum()
            for settings in (here, there)
        )
        assert some / all_ == pytest.approx(1.8 / 5, rel=1e-3), name


def test_a_village_has_visits_and_merchants_by_its_size_and_windows_of_its_own() -> None:
    usual = {"village_residents": 1100, "district_residents": 352_000, "district_communities": 64}
    settings = Settings(
        territory={**TOWN, **usual},
        rules={"types": {"village_merchant": 0.5}},
        workday={"tier_visits": 10.0, "merchant_rounds": 2.0, "community_merchants": 60.0},
        organisation={"counter_posts": 4, "village_counter_posts": 1},
    )
    state = GovernanceModel(settings, rng=1).state
    assert state.policies["prescribed_visits"].tolist() == pytest.approx([10.0, *4 * [2.0]])
    assert state.policies["merchant_rounds"].tolist() == pytest.approx([2.0, *4 * [0.2]])
    assert state.policies["counter_posts"].tolist() == [4, 1, 1, 1, 1]
    assert state.communities["merchants"].tolist() == pytest.approx([60.0, *4 * [6.0]])


def test_where_all_are_villages_the_place_has_hours_for_its_residents() -> None:
    place = {"communities": 2, "villages": 2, "workers": 8, "residents": 2750}
    size = {"district_residents": 352_000, "district_communities": 64}
    territory = Settings(territory={**place, **size}).territory
    assert territory.usual_communities == pytest.approx(0.5)
    nobody = Settings(territory={**place, **size, "residents": 0}).territory
    assert nobody.usual_communities == pytest.approx(2 / 5500)
