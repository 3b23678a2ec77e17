"""A place whose communities are known: what is stated of each, and what is refused."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from sim import Settings
from sim.settings import SettingsError, default_ledger
from sim.settings.nested import Tree, grow, overlay
from sim.settings.reading import unread
from sim.settings.variants import Variants

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
        ("territory.communities", 4, "territory.communities=4: 3, as territory.each.names has 3"),
        ("territory.residents", 7001, "residents=7001: 7000, the sum of territory.each.residents"),
        ("territory.workers", 18, "territory.workers=18: 17, the sum of territory.each.workers"),
        ("territory.villages", 0, "villages=0: 1, the villages of territory.each.types"),
        ("territory.districts", 2, "districts=2: 1 district where territory.each.names is stated"),
        ("territory.each.names", ["A", "B", "A"], "territory.each.names.2='A': each name once"),
        ("territory.each.names", ["A", "B", "C\n"], r"names.2='C\\n': 1 to 100 characters on one"),
        ("territory.each.types", ["old", "village", "mixed"], "types.0='old': should be 'old_e"),
        ("territory.each.residents", [4000, 900.5, 2100], "residents.1=900.5: should be a whole"),
        ("territory.each.residents", [4000, None, 3000], "residents.1=None: should be a whole"),
        ("territory.each.workers", [0, 3, 14], "workers.0=0: should be greater than or equal to 1"),
        ("territory.each.boards", [12, 0, 21], "obligations.boards=20: 21, the largest of terr"),
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
