"""Several streets in one district: offices of their own, the same departments."""

from __future__ import annotations

import pytest

from sim.enums import Count, Office
from sim.settings import Settings, SettingsError
from sim.settings.territory import Territory
from tests.levers.places import (
    DEPARTMENT_ISSUES,
    STREET_ISSUES,
    TWO,
    Tree,
    counted,
    issues,
    lever,
    merged,
    placed,
    ran,
    rule,
    settle,
    step,
)

HOUR = 60_000
SOON: Tree = {"departments": {"street_days": 0.001, "street_hours": 2.0}, "horizon_days": 300}
DAILY = rule("street_offices", street_capacity=5.0, whistle_street_hours=3.0)
"""5 hours a week for each community: an hour a day."""
APART: Tree = {"territory": {"streets": 2}}
"""Each of the two communities is a street."""


def sized(**sizes: object) -> Territory:
    return Settings(territory={"workers": 99, "residents": 9000} | sizes).territory


def test_communities_are_shared_out_in_order_the_first_streets_have_one_more() -> None:
    assert sized(communities=5, streets=2).street_of == (0, 0, 0, 1, 1)
    assert sized(communities=5, streets=5).street_of == (0, 1, 2, 3, 4)


def test_villages_are_under_towns_where_there_are_other_streets() -> None:
    place = sized(communities=6, villages=3, streets=3, towns=1)
    assert place.street_of == (0, 0, 1, 2, 2, 2)
    assert sized(communities=6, villages=3, streets=2, towns=2).street_of == (0, 0, 0, 1, 1, 1)
    assert sized(communities=4, villages=1, streets=2).street_of == (0, 0, 1, 1)


def test_stated_villages_are_under_towns_wherever_they_stand() -> None:
    types = ("village", "mixed", "village", "mixed")
    place = sized(communities=4, villages=2, streets=2, towns=1, each={"types": types})
    assert place.street_of == (1, 0, 1, 0)


def test_a_city_shares_its_streets_and_its_towns_out_over_districts() -> None:
    city = sized(districts=3, communities=24, villages=12, streets=11, towns=4)
    parts = city.divided()
    assert [(part.streets, part.towns) for part in parts] == [(5, 2), (3, 1), (3, 1)]
    assert [part.street_sizes for part in parts] == [(2, 1, 1, 2, 2), (2, 2, 4), (2, 2, 4)]
    alone = sized(districts=3, communities=24)
    assert [part.streets for part in alone.divided()] == [1, 1, 1]


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ({"communities": 2, "streets": 3}, "streets=3: with communities=2; at most as many"),
        ({"communities": 9, "streets": 2, "districts": 3}, "streets=2: with districts=3; 1, or"),
        ({"communities": 9, "streets": 2, "towns": 3}, "towns=3: with streets=2; at most"),
        (
            {"communities": 9, "streets": 4, "towns": 2, "villages": 1},
            "towns=2: with villages=1; at most as many as villages",
        ),
        (
            {"communities": 9, "streets": 4, "towns": 2, "villages": 8},
            "streets=4: with towns=2, villages=8, communities=9; streets that are no towns",
        ),
        ({"communities": 9, "streets": 0}, "streets=0: should be greater than or equal to 1"),
    ],
)
def test_streets_that_would_have_no_community_are_refused(
    sizes: dict[str, int], message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        placed({"territory": {"workers": 99} | sizes})


def test_each_street_serves_its_own_community_with_hours_of_its_own() -> None:
    """Two hours for an issue, an hour a day: each street closes one every second day."""
    model = ran(STREET_ISSUES, SOON, DAILY, APART, days=1)
    settle(model, 60)
    outcomes = model.outcomes()
    assert outcomes["resolved"].all()
    assert set(outcomes["community"]) == {0, 1}
    for _, here in outcomes.groupby("community"):
        # Asked on day 1, in the queue on day 2; the last of two hours is that of day 3.
        assert sorted(here["ended"]) == [4 + 2 * place for place in range(len(here))]
    used = model.state.street_offices["used"].reshape(2, -1)[:, Office.MANAGEMENT].tolist()
    assert used == [2 * HOUR * number for number in outcomes.groupby("community").size()]


def test_a_joint_group_does_not_push_back_issues_of_another_street() -> None:
    group = lever(
        "joint_response", coverage=0.5, street_days=0.001, message_minutes=20.0, start_day=0
    )
    same = {"departments": {"street_ask_minutes": 20.0}}
    model, alone = (ran(STREET_ISSUES, SOON, same, DAILY, APART, on, days=20) for on in (group, {}))
    for one in (model, alone):
        step(one, 40)
    outside = int((model.state.policies["joint_rounds"] == 0).argmax())
    ended, before = (
        frame[frame["community"] == outside]["ended"].dropna().tolist()
        for frame in (model.outcomes(), alone.outcomes())
    )
    assert len(ended) > 5
    assert ended == before


def test_only_streets_of_covered_communities_pool_their_offices() -> None:
    order = merged(issues("street_order", level1=1.0, minutes=0.001), STREET_ISSUES)
    model = placed(order, SOON, DAILY, APART, lever("flexible_staffing", coverage=0.5))
    step(model, 1)
    covered = int(model.state.policies["one_visit"].argmax())
    offices = model.state.street_offices.reshape(2, -1)
    assert offices["capacity"][covered].tolist() == [HOUR, 0, 0, 0]
    assert offices["capacity"][1 - covered].tolist() == [HOUR // 2, 0, 0, HOUR // 2]


def test_an_accepted_whistle_takes_hours_of_the_street_of_its_community() -> None:
    rights = lever(
        "escalation_rights", accept=1.0, listed_share=1.0, use_share=1.0, try_days=0, refusals=0
    )
    ample = rule("street_offices", street_capacity=4000.0, whistle_street_hours=3.0)
    model = ran(DEPARTMENT_ISSUES, ample, rights, APART, days=20)
    settle(model, 10)
    whistles = model.state.counts[:, Count.WHISTLES_ACCEPTED]
    assert whistles.all()
    used = model.state.street_offices["used"].reshape(TWO, -1)[:, Office.MANAGEMENT]
    assert used.tolist() == (whistles * 3 * HOUR).tolist()


def test_a_department_has_the_mean_score_of_streets_that_remember_apart() -> None:
    """One street saw 3 of 4 jobs in time, the other none; both the greatest issue at the root."""
    weights = {"weight_completion": 0.5, "weight_satisfaction": 0.2, "weight_felt": 0.3}
    scored = lever("department_evaluation", leniency=0.0, score_noise_reasoned=0.0, **weights)
    model = placed(APART, rule("assessment", felt_salient_weight=0.6), scored, {"horizon_days": 65})
    step(model, 61)
    tallies = model.state.appraisals[:, 0]
    tallies["jobs_done"], tallies["jobs_in_time"] = 4, (3, 0)
    tallies["greatest"], tallies["greatest_root"] = 20.0, 1.0
    step(model, 1)
    first, second = (0.5 * 0.75 + 0.3) / 0.8, 0.3 / 0.8
    assert model.state.departments["score"][0] == pytest.approx((first + second) / 2)
    assert not model.state.appraisals["jobs_done"].any()


def test_errors_of_more_streets_cancel_in_a_score() -> None:
    scored = lever("department_evaluation", leniency=0.0, score_noise_reasoned=0.2)
    spread = {}
    for streets in (1, 20):
        size = {"communities": 20, "workers": 40, "residents": 0, "streets": streets}
        model = placed({"territory": size}, rule("assessment"), scored, {"horizon_days": 65})
        step(model, 62)
        spread[streets] = model.state.departments["score"][:12].std()
    assert spread[20] < spread[1] / 2


def test_streets_compete_for_the_same_departments() -> None:
    """The number of streets moves no department: jobs of all of them are in one queue."""
    tight: Tree = {"departments": {"hours_scale": 0.02, "accept_share": 1.0}}
    model, one = (ran(DEPARTMENT_ISSUES, tight, part, days=20) for part in (APART, {}))
    for each in (model, one):
        settle(each, 10)
    assert counted(model, Count.ANSWERED) == counted(one, Count.ANSWERED) > 0
    assert model.state.departments["used"].tolist() == one.state.departments["used"].tolist()
