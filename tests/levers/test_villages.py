"""What reaches villages alone: a flood, teams, help with produce."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.coverage import Unreached, unreached
from sim.enums import Count, Work
from sim.initialization.habitats import habitats
from sim.parameters import SettingsError
from sim.settings import Settings
from tests.levers.places import Tree, alone, counted, lever, merged, placed, ran, shock, uniform

MIXED: Tree = {
    "territory": {"communities": 5, "villages": 3, "workers": 20, "residents": 2300},
    "rules": {"types": {"on": True}},
    "horizon_days": 10,
}
"""Two communities and three villages, of which the last are villages."""

TEAMS = {"team_cadres": 2.0, "hours": 20.0, "visits": 5.0, "links": 0.1}


def test_a_flood_strikes_the_villages_of_a_town_and_nobody_else() -> None:
    model = ran(MIXED, shock("flood_evacuation", days=1.0, head_days=1.0), days=3)
    home = model.state.workers["community"]
    assert habitats(Settings(**merged(MIXED)), model.state.keys).tolist()[2:] == [4, 4, 4]
    assert alone(model, Work.SHOCK) == [480_000 * int(c >= 2) for c in home]


def test_a_flood_on_a_street_is_no_flood_unless_it_is_said_to_strike_all() -> None:
    assert sum(alone(ran(shock("flood_evacuation"), days=3), Work.SHOCK)) == 0
    everywhere = shock("flood_evacuation", villages_only=False)
    assert sum(alone(ran(everywhere, days=3), Work.SHOCK)) > 0


def test_shares_and_numbers_are_of_villages() -> None:
    for reach, reached in (({"coverage": 0.34}, 1), ({"communities": 2}, 2), ({"coverage": 1}, 3)):
        model = ran(MIXED, lever("produce_help", hours=3.0, **reach), days=1)
        hours = model.state.policies["others_hours"].tolist()
        assert hours[:2] == [0.0, 0.0]
        assert sorted(hours[2:]) == [0.0] * (3 - reached) + [3.0] * reached


@pytest.mark.parametrize(
    ("reach", "message"),
    [
        (
            4,
            "communities=4: with territory.villages=3; "
            "it reaches villages alone: at most all of them",
        ),
        (["A", "D"], "communities=['A', 'D']: A is no village; it reaches villages alone: C, D, E"),
    ],
)
def test_a_reach_beyond_the_villages_is_refused(reach: int | list[str], message: str) -> None:
    names: Tree = {"territory": {"each": {"names": ["A", "B", "C", "D", "E"]}}}
    with pytest.raises(SettingsError) as refused:
        placed(MIXED, names, lever("village_teams", communities=reach))
    assert str(refused.value) == f"levers.village_teams.{message}"
    placed(MIXED, names, lever("one_table", communities=reach))
    placed(MIXED, names, shock("flood_evacuation", villages_only=False, communities=reach))


def test_a_number_of_villages_on_a_street_is_refused() -> None:
    with pytest.raises(
        SettingsError, match=r"produce_help.communities=1: with territory.villages=0"
    ):
        placed(lever("produce_help", communities=1))
    placed(lever("produce_help", communities=0))


@pytest.mark.parametrize(
    ("coverage", "gap"),
    [
        ({"old_estate": 1.0}, (".old_estate", 1.0, 0, 0.0)),
        (0.1, ("", 0.1, 3, 0.1667)),
    ],
)
def test_a_share_that_reaches_no_village_is_told(
    coverage: object, gap: tuple[str, float, int, float]
) -> None:
    model = placed(MIXED, lever("village_teams", coverage=coverage))
    kind, share, among, least = gap
    path = f"levers.village_teams.coverage{kind}"
    assert unreached(model.settings) == [Unreached(path, share, among, least, villages_alone=True)]


def test_secretaries_and_teams_go_where_they_are_drawn_and_take_no_post() -> None:
    many: Tree = {"territory": {"communities": 20, "villages": 20, "workers": 80}}
    sent = lever("village_teams", secretary_share=0.6, team_share=0.3, **TEAMS)
    state = ran(many, sent, days=1).state
    drawn = [uniform(ran(many, days=0), "cadre", c)[0] for c in range(20)]
    cadres = [float(u < 0.6) + 2.0 * float(u < 0.3) for u in drawn]
    assert {0.0, 1.0, 3.0} == set(cadres)
    assert state.policies["others_hours"].tolist() == [20.0 * some for some in cadres]
    assert state.policies["partner_visits"].tolist() == [5.0 * some for some in cadres]
    assert state.policies["links"].tolist() == [0.1 * float(some > 0) for some in cadres]
    assert state.communities["recruits"].sum() == 0


def test_hours_and_visits_of_a_team_are_those_of_others() -> None:
    here: Tree = {"territory": {"communities": 2, "villages": 2}}
    sent = lever("village_teams", secretary_share=1.0, team_share=0.0, **TEAMS)
    model = ran(here, sent, {"workday": {"visit_minutes": 12.0}}, days=5)
    week = 2 * (20 * 60_000 + 5 * 12_000)
    assert counted(model, Count.OTHERS_TICKS) == week


def test_help_with_produce_changes_the_hours_of_others_and_nothing_else() -> None:
    here: Tree = {
        "territory": {"communities": 2, "villages": 2},
        "issues": {"kinds": {"care": {"rate": 900.0}, "dispute": {"rate": 900.0}}},
        "departments": {"accept_share": 0.3},
    }
    before, after = ran(here).measures(), ran(here, lever("produce_help", hours=7.0)).measures()
    changed = before["value"].ne(after["value"]) & before["value"].notna()
    assert set(before["measure"][changed]) == {"outside_hours"}
    pd.testing.assert_frame_equal(before[~changed], after[~changed], check_exact=True)


@pytest.mark.parametrize("name", ["village_teams", "produce_help"])
def test_on_a_street_nothing_of_villages_happens(name: str) -> None:
    pd.testing.assert_frame_equal(
        ran(days=10).measures(), ran(lever(name), days=10).measures(), check_exact=True
    )
