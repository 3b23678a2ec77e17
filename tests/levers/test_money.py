"""Money for repairs and works: what a community pays itself, and what a street proposes."""

from __future__ import annotations

from typing import Any

import pytest

from sim import GovernanceModel
from sim.enums import Count, Daily, Work
from tests.levers.places import (
    BY_TELEPHONE,
    DEPARTMENT_ISSUES,
    MONTH_ENDS,
    PEOPLE,
    TWO,
    Tree,
    counted,
    issues,
    lever,
    measured,
    merged,
    placed,
    ran,
    rule,
    settle,
    spent,
    step,
)

COST, SHARING = 100.0, 20.0
WHOLE = COST * SHARING
REPAIRS: Tree = {
    "issues": {"funding_cost": COST, "funding_sigma": 0.0, "passing_minutes": 10.0},
    "organisation": {"micro_grid_households": SHARING},
}
"""Repairs of 2,000 yuan."""

SURE: Tree = merged(
    DEPARTMENT_ISSUES,
    {"departments": {"accept_share": 1.0, "root_joint": 1.0, "relapse_share": 1.0}},
)
"""Reported today, asked for tomorrow, answered and settled the day after, whatever the cause."""


def budget(yuan: float, **settings: Any) -> Tree:
    """So much money a year for works of each community."""
    nothing = {"works_share": 1.0, "fair_share": 0.0, "advances": 0.0, "decision_minutes": 5.0}
    return lever("community_budget", funds=yuan, **nothing | settings)


def built(**settings: Any) -> Tree:
    """Everything must be built."""
    return rule("causes", **{"building_share": 1.0, "presence_share": 0.0} | settings)


def by_community(model: GovernanceModel, count: Count) -> list[int]:
    """Events of each community inside the window."""
    return [int(number) for number in model.state.counts[:, count]]


def test_repairs_are_paid_until_the_money_of_the_year_is_used_up() -> None:
    own = merged(issues("facility", minutes=90.0), REPAIRS)
    model = ran(own, budget(5.5 * WHOLE), {"horizon_days": 250}, days=20)
    settle(model, 230)
    repairs = len(model.outcomes())
    assert model.outcomes()["resolved"].all()
    assert by_community(model, Count.COMMUNITY_YUAN) == TWO * [5 * int(WHOLE)]
    assert spent(model, Work.ISSUE) == TWO * 5 * 15_000 + (repairs - TWO * 5) * 90_000
    assert counted(model, Count.OTHERS_TICKS) == 0
    paid = 1000 / (TWO * PEOPLE) * TWO * 5 * WHOLE
    assert measured(model, "community_paid") == pytest.approx(paid)


def test_there_is_new_money_each_year_and_what_was_left_is_gone() -> None:
    own = merged(issues("facility", minutes=1.0, rate=1000.0), REPAIRS)
    model = ran(own, budget(5.5 * WHOLE), {"horizon_days": 500}, days=250)
    assert by_community(model, Count.COMMUNITY_YUAN) == TWO * [5 * int(WHOLE)]
    assert list(model.state.communities["spent"]) == TWO * [0.0]
    step(model, 50)
    assert by_community(model, Count.COMMUNITY_YUAN) == TWO * [10 * int(WHOLE)]


@pytest.mark.parametrize("warmup", [0, 20, 100, 250])
def test_a_measured_year_has_the_money_of_one_year_however_long_the_warm_up(warmup: int) -> None:
    own = merged(issues("facility", minutes=1.0, rate=1000.0), REPAIRS)
    model = ran(own, budget(5.5 * WHOLE), {"horizon_days": 250, "warmup_days": warmup})
    assert by_community(model, Count.COMMUNITY_YUAN) == TWO * [5 * int(WHOLE)]


@pytest.mark.parametrize(
    ("start", "horizon", "repairs"), [(0, 50, 2), (200, 250, 2), (30, 330, 12)]
)
def test_a_year_that_the_run_cuts_short_has_the_money_of_its_days(
    start: int, horizon: int, repairs: int
) -> None:
    """Money for ten repairs a year, and a fifth of it for 50 days."""
    own = merged(issues("facility", minutes=1.0, rate=1000.0), REPAIRS)
    days = {"horizon_days": horizon, "warmup_days": 7}
    model = ran(own, budget(10 * WHOLE, start_day=start), days)
    assert by_community(model, Count.COMMUNITY_YUAN) == TWO * [repairs * int(WHOLE)]


def test_money_of_a_lever_that_states_no_day_is_of_years_of_the_window() -> None:
    own = merged(issues("facility", minutes=1.0, rate=1000.0), REPAIRS)
    model = placed(own, {"horizon_days": 260, "warmup_days": 7})
    step(model, 7)
    model.state.policies["budget"] = 10 * WHOLE
    step(model, 260)
    assert by_community(model, Count.COMMUNITY_YUAN) == TWO * [10 * int(WHOLE)]


def test_the_money_is_of_funds_a_fair_and_advances() -> None:
    own = merged(issues("facility", minutes=1.0), REPAIRS)
    parts = {"works_share": 0.1, "fair_income": 1000.0, "fair_share": 0.5, "advances": 500.0}
    model = ran(own, budget(10_000.0, **parts), days=1)
    assert list(model.state.policies["budget"]) == TWO * [2000.0]


def test_what_the_street_would_have_done_is_paid_and_nobody_asks_it() -> None:
    street = merged(issues("facility", level1=1.0, minutes=30.0), REPAIRS, BY_TELEPHONE)
    model = ran(street, budget(1e6), {"horizon_days": 120}, days=10)
    settle(model, 110)
    assert model.outcomes()["resolved"].all()
    assert spent(model, Work.ISSUE) == len(model.outcomes()) * 35_000
    assert spent(model, Work.ASKING) == counted(model, Count.STREET_ISSUES) == 0


def test_residents_who_pay_come_first() -> None:
    street = merged(issues("facility", level1=1.0, minutes=1.0), REPAIRS)
    generous = lever("resident_funding", limit=COST, quorum_trust=0.0, minutes=0.0)
    model = ran(street, budget(1e6), generous, {"horizon_days": 120}, days=10)
    settle(model, 110)
    assert counted(model, Count.COMMUNITY_YUAN) == 0
    assert counted(model, Count.RESIDENTS_YUAN) == len(model.outcomes()) * int(WHOLE) > 0


def test_issues_that_no_money_buys_are_not_paid() -> None:
    care = merged(issues("care"), REPAIRS)
    assert counted(ran(care, budget(1e6)), Count.COMMUNITY_YUAN) == 0
    visit = merged(SURE, REPAIRS, rule("causes", building_share=0.0, presence_share=0.0))
    assert counted(ran(visit, budget(1e6)), Count.COMMUNITY_YUAN) == 0


def test_a_cause_that_the_community_has_built_brings_nothing_back_and_takes_no_hours() -> None:
    """Works of day r are ready on the evening of r + 2, when departments settle the issue."""
    works = built(building_days=2.0, building_hours=6.0, building_yuan=700.0)
    model = ran(SURE, works, budget(1e6), {"departments": {"field_hours": 2.0}})
    issues_ = model.outcomes()
    assert counted(model, Count.COMMUNITY_YUAN) == 700 * len(issues_) > 0
    assert counted(model, Count.WORKS_BUILT) == counted(model, Count.WORKS_ORDERED) == len(issues_)
    assert counted(model, Count.COMMUNITY_WORKS) == len(issues_)
    closings = int(model.state.daily[:, Daily.CLOSED].sum())
    assert int(model.state.departments["used"].sum()) == 2 * 60_000 * closings
    old = issues_.query("reported < 20")
    assert old["resolved"].all()
    assert not issues_["returned"].any()
    assert spent(model, Work.ISSUE) == pytest.approx(len(issues_) * 5_000, rel=0.05)


def test_causes_beyond_the_money_are_left_to_departments() -> None:
    works = built(building_days=2.0, building_hours=6.0, building_yuan=700.0)
    alone, short = ran(SURE, works), ran(SURE, works, budget(2 * 700.0 * 250 / 30 + 1))
    assert by_community(short, Count.COMMUNITY_YUAN) == TWO * [1400]
    used = [int(model.state.departments["used"].sum()) for model in (alone, short)]
    assert used[1] < used[0]
    assert counted(alone, Count.WORKS_ORDERED) > 2 * TWO
    assert counted(alone, Count.COMMUNITY_WORKS) == 0
    assert by_community(short, Count.COMMUNITY_WORKS) == TWO * [2]


@pytest.mark.parametrize(("accepted", "ordered"), [(1.0, 1), (0.0, 0)])
def test_the_street_proposes_works_for_the_oldest_issue_that_lacks_them(
    accepted: float, ordered: int
) -> None:
    stuck = merged(SURE, built(building_days=3.0), {"departments": {"accept_share": 0.0}})
    asking = lever("major_proposals", rate=12.0, accepted_share=accepted)
    model = ran(stuck, asking, {"horizon_days": 70})
    months = len(MONTH_ENDS)
    assert by_community(model, Count.PROPOSALS) == TWO * [months]
    assert by_community(model, Count.WORKS_ORDERED) == TWO * [ordered * months]
    for c in range(TWO):
        rows = model.state.issues[c][model.state.order[c, :months]]
        assert (rows["built"] >= 0).tolist() == months * [bool(ordered)]
    ready = sorted(set(model.state.issues["built"][model.state.issues["built"] > 0]))
    assert ready == ordered * [day + 3 for day in MONTH_ENDS]


def test_an_issue_of_which_proposed_works_are_done_does_not_return() -> None:
    stuck = merged(SURE, built(building_days=1.0), {"departments": {"accept_share": 0.0}})
    asking = lever("major_proposals", rate=12.0, accepted_share=1.0)
    model = ran(stuck, asking, {"horizon_days": 70}, days=MONTH_ENDS[0] + 3)
    places = range(TWO), model.state.order[:, 0]
    oldest = [int(entity) for entity in model.state.issues[places]["entity"]]
    model.state.parameters["accept_share"] = 1.0
    step(model, 8)
    first = model.outcomes().set_index("entity").loc[oldest]
    assert first["resolved"].all()
    assert not first["returned"].any()


def test_without_lasting_causes_nothing_is_proposed() -> None:
    asking = lever("major_proposals", rate=12.0, accepted_share=1.0)
    model = ran(SURE, asking, {"departments": {"accept_share": 0.0}})
    assert counted(model, Count.PROPOSALS) == 0
