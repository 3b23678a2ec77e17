"""A place whose communities are known: what is stated of each, and what is refused."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

from sim import Settings
from sim.enums import PERIODS, Habitat
from sim.facade import CompiledPlace
from sim.initialization import place
from sim.levers.merchant_selfcheck import MerchantSelfcheck
from sim.settings import SettingsError, default_ledger
from sim.settings.nested import Tree, grow, overlay
from sim.settings.reading import unread
from sim.settings.variants import Variants
from sim.state import State

EACH: Tree = {
    "names": ["North", "South", "Hill"],
    "types": ["old_estate", "village", "business"],
    "residents": [4000, 900, 2100],
    "workers": [9, 3, 5],
    "households": [1600, 300, 700],
    "boards": [12, 0, 20],
    "vulnerable": [80, 20, 35],
    "merchants": [30, 2, 140],
}
PLACE: Tree = {
    "territory": {
        "communities": 3, "villages": 1, "residents": 7000, "workers": 17, "each": EACH,
    },
    "obligations": {"boards": 20, "forms_a_week": 18.0},
    "departments": {"staff": [6.0, 4.0, 2.0, None, 3.0, 3.0, 2.0, 1.0, 2.0, 2.0, 4.0, 3.0]},
}  # fmt: skip


def changed(path: str, value: Any) -> Settings:
    return Settings(**overlay(PLACE, grow({path: value})))


def test_lists_of_a_file_become_tuples_and_give_the_same_text_everywhere() -> None:
    settings = Settings(**PLACE)
    assert settings.territory.each.residents == (4000, 900, 2100)
    assert settings == pickle.loads(pickle.dumps(settings)) == settings.changed({})
    assert hash(settings) == hash(Settings(**PLACE))
    assert '"names":["North","South","Hill"]' in settings.canonical()
    assert settings.canonical() != changed("territory.each.names", ["A", "B", "C"]).canonical()


def test_settings_at_points_of_a_design_keep_what_is_stated() -> None:
    variants = Variants(PLACE, default_ledger(), ["assume:overlap", "horizon_days"], [0.5, 250])
    at = variants.at([0.4, 125])
    assert at == Settings.read(
        overlay(PLACE, {"horizon_days": 125}), default_ledger().replace({"overlap": 0.4})
    )
    assert at.canonical() == Settings(**at.model_dump()).canonical()


def test_nothing_is_stated_by_default() -> None:
    settings = Settings()
    assert [*settings.territory.each.stated()] == []
    assert settings.departments.staff == ()
    assert settings.obligations.kinds == settings.obligations.form_kinds


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("territory.communities", 4, "communities=4: must be 3, as territory.each.names has 3"),
        ("territory.residents", 7001, "residents=7001: must be 7000, the sum of territory.each.re"),
        ("territory.workers", 18, "workers=18: must be 17, the sum of territory.each.workers"),
        ("territory.villages", 0, "villages=0: must be 1, the villages of territory.each.types"),
        ("territory.districts", 2, "districts=2: 1 district where territory.each.names is stated"),
        ("territory.each.names", ["A", "B", "A"], "territory.each.names.2='A': each name once"),
        ("territory.each.names", ["A", "B", "C\n"], r"names.2='C\\n': 1 to 100 characters on one"),
        ("territory.each.types", ["old", "village", "mixed"], "types.0='old': should be 'old_e"),
        ("territory.each.residents", [4000, 900.5, 2100], "residents.1=900.5: should be a whole"),
        ("territory.each.residents", [4000, None, 3000], "residents.1=None: should be a whole"),
        ("territory.each.workers", [0, 3, 14], "workers.0=0: should be greater than or equal to 1"),
        ("territory.each.boards", [12, 0, 21], "obligations.boards=20: must be 21, the larg"),
        ("territory.each.vulnerable", [80, 301, 0], "vulnerable.1=301: at most 300, the house"),
        ("territory.each.households", [1600, 3000, 700], "households.1=3000: 0.5 to 50 persons in"),
        ("territory.each.households", [1600, 0, 700], "households.1=0: 0.5 to 50 persons in each"),
        ("departments.staff", [1.0], "departments.staff=.*: 12 values, one for each of departm"),
        ("obligations.forms_a_week", 0.1, "forms_a_week=0.1: with boards=20; 0.4 forms a week at"),
        ("obligations.forms_a_week", 1e4, "forms_a_week=10000.0: should be less than or equal to"),
    ],
)  # fmt: skip
def test_what_contradicts_is_refused_in_one_line(path: str, value: Any, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as refused:
        changed(path, value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("residents", "homes"), [(140_000, 2600), (1000, 2600)])
def test_households_have_to_fit_residents_that_are_shared_out(residents: int, homes: int) -> None:
    tree = overlay(PLACE, {"territory": {"residents": residents, "each": {"residents": []}}})
    message = f"each.households={homes}: 0.5 to 50 persons in each, of {residents} residents in all"
    with pytest.raises(SettingsError, match=message):
        Settings(**tree)


def test_staff_of_departments_is_of_one_district() -> None:
    staff = {"departments": {"staff": (1.0,) * 12}, "territory": {"districts": 2}}
    with pytest.raises(SettingsError, match=r"territory\.districts=2: 1 district where"):
        Settings(**staff)


def test_what_is_stated_everywhere_takes_the_place_of_the_evidence() -> None:
    replaced = {
        "territory.household_size", "territory.vulnerable_households", "rules.types.old",
        "territory.village_residents", "territory.village_workers", "obligations.form_kinds",
        "rules.caseloads.caseload_sigma", "rules.caseloads.staff_by_size",
        "workday.community_merchants",
    }  # fmt: skip
    assert replaced <= unread(Settings(**PLACE))
    partly = changed("territory.each.merchants", [30, None, 140])
    assert "workday.community_merchants" not in unread(partly)
    assert not replaced & unread(Settings(territory={"villages": 1}))


def built(*changes: tuple[str, Any]) -> State:
    """The place on its first morning."""
    return place.build(Settings(**overlay(PLACE, grow(dict(changes)))), 5)


def test_communities_are_those_that_are_stated() -> None:
    communities = built().communities
    assert communities["people"].tolist() == [4000, 900, 2100]
    assert communities["agents"].tolist() == [4000, 900, 2100]
    assert communities["workers"].tolist() == [9, 3, 5]
    assert communities["frontline"].tolist() == [8, 2, 4]
    assert communities["households"].tolist() == [1600, 300, 700]
    assert communities["household_size"].tolist() == [2.5, 3.0, 3.0]
    assert communities["merchants"].tolist() == [30, 2, 140]
    assert communities["habitat"].tolist() == [Habitat.OLD, Habitat.VILLAGE, Habitat.BUSINESS]


def test_as_many_households_as_are_stated_are_on_the_list() -> None:
    state = built()
    assert state.communities["listed_households"].tolist() == [80, 20, 35]
    assert state.tiers["households"].sum(axis=1).tolist() == [80, 20, 35]
    assert 2 * 80 < state.communities["vulnerable_agents"][0] < 3 * 80


def test_an_agent_for_many_stands_where_anybody_lives() -> None:
    coarse = built(("territory.residents_per_agent", 1000)).communities
    assert coarse["agents"].tolist() == [4, 1, 2]
    assert coarse["first_agent"].tolist() == [0, 4, 5]
    assert coarse["people"].tolist() == [4000, 900, 2100]


def test_boards_are_up_where_they_are_stated_and_obligations_everywhere() -> None:
    state = built()
    assert state.communities["boards_up"].tolist() == [12, 0, 20]
    assert state.communities["board_obligations"].tolist() == [12, 0, 20]
    assert state.forms["on_wall"].sum(axis=1).tolist() == [12, 0, 20]
    assert state.forms["board"][0].tolist() == [True] * 12 + [False] * (state.forms.shape[1] - 12)
    assert state.forms["active"].all()


def test_as_many_forms_fall_due_as_are_stated() -> None:
    state = built()
    periods = np.array(PERIODS)[state.obligations["cadence"]]
    assert (5.0 / periods).sum() == pytest.approx(18.0, abs=0.05)
    assert state.clock["rows"][0] == state.parameters["form_kinds"][0] == len(state.obligations)


def test_staff_that_is_stated_is_of_this_place() -> None:
    """Hours are staff times discretionary hours, whatever share of a district the place is."""
    hours, scale = Settings().departments.discretionary_hours, 1.5
    state = built(("departments.hours_scale", scale), ("territory.district_communities", 100))
    staff = state.departments["staff_hours"] / hours / scale
    assert staff[:3].tolist() == pytest.approx([6.0, 4.0, 2.0])
    unstated = built(("departments.staff", []))
    usual = built(("departments.hours_scale", 1.0)).departments["staff_hours"][3]
    assert usual == unstated.departments["staff_hours"][3]


def test_types_that_are_not_stated_are_drawn_and_no_village_is() -> None:
    types = ["village", None, "mixed", *[None] * 17]
    size: Tree = {"communities": 20, "villages": 1, "each": {"types": types}}
    habitats = place.build(Settings(territory=size), 2).communities["habitat"]
    assert habitats[0] == Habitat.VILLAGE
    assert habitats[2] == Habitat.MIXED
    drawn = np.delete(habitats, [0, 2])
    assert np.bincount(drawn, minlength=len(Habitat)).tolist() == [7, 6, 1, 4, 0]


def test_villages_in_the_middle_are_as_small_as_those_at_the_end() -> None:
    size: Tree = {"communities": 4, "villages": 2, "residents": 14000, "workers": 40}
    types = ["mixed", "village", "village", "mixed"]
    off: Tree = {"rules": {"caseloads": {"on": False}}}
    last = place.build(Settings(territory=size, **off), 2).communities
    middle = place.build(Settings(territory=size | {"each": {"types": types}}, **off), 2)
    for name in ("people", "workers"):
        assert sorted(middle.communities[name]) == pytest.approx(sorted(last[name]), abs=1)
        assert middle.communities[name][1:3].max() < middle.communities[name][[0, 3]].min()


def test_names_change_no_bit() -> None:
    other = built(("territory.each.names", ["A", "B", "C"]))
    assert all(
        np.array_equal(one, two) for one, two in zip(built(), other, strict=True) if one.size
    )


def test_workers_look_at_the_checks_of_the_merchants_of_each_community() -> None:
    settings = Settings(**PLACE)
    here = CompiledPlace(settings, built())
    lever = MerchantSelfcheck(merchants_share=0.5, screen_minutes=2.0)
    for community in range(3):
        lever.start(community, here)
    assert [here.policy_of(c, "screen_minutes") for c in range(3)] == [30.0, 2.0, 140.0]
