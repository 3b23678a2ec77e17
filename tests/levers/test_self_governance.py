"""Reforms by which residents, members, merchants and firms do more themselves."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.enums import Count, Habitat, Kind, Work
from sim.streams import normal, poisson
from tests.levers.places import (
    FRONT,
    HEADLESS,
    HOUSEHOLDS,
    LISTED,
    MONTH_ENDS,
    PEOPLE,
    SURE,
    TWO,
    Tree,
    alone,
    came_up,
    counted,
    issues,
    lever,
    merged,
    patrolled,
    placed,
    poisson_sum,
    quarrels,
    ran,
    rule,
    settle,
    shock,
    spent,
    step,
    uniform,
)

GRIDS = 4
"""Micro-grids of fifty households."""


def volunteers(**settings: Any) -> Tree:
    """Four micro-grids a community, without volunteers, in which none leaves or is asked."""
    nobody = {"volunteers_before": 0.0, "volunteer_leave": 0.0, "volunteers_asked": 0.0}
    grids: Tree = {"organisation": {"micro_grid_households": 50.0}}
    return grids | rule("volunteers", **nobody | settings)


def test_every_micro_grid_has_its_volunteers_on_the_morning_after_they_were_won() -> None:
    won = lever("micro_grids", per_micro_grid=2, setup_minutes=90.0, setup_months=1)
    model = ran(HEADLESS, volunteers(volunteer_care_minutes=10.0), won, days=1)
    assert alone(model, Work.PREPARATION) == TWO * FRONT * [90_000 * GRIDS // FRONT]
    assert model.state.micro_grids["volunteers"].sum() == 0
    step(model, 10)
    assert list(model.state.micro_grids["volunteers"]) == TWO * GRIDS * [2]
    assert counted(model, Count.VOLUNTEER_DAYS) == TWO * 10 * GRIDS * 2
    assert spent(model, Work.VOLUNTEER_CARE) == TWO * 10 * GRIDS * 2 * 10_000 // 5


def test_volunteers_are_won_in_waves_and_the_work_for_it_waits_behind_residents_issues() -> None:
    """Two waves of two micro-grids: three hours of three workers, so an hour of each, a wave."""
    won = lever("micro_grids", per_micro_grid=1, setup_minutes=90.0, setup_months=2)
    weighed: Tree = {"workday": {"accountability_weight": 0.6}}
    model = placed(HEADLESS, volunteers(), won, weighed)
    step(model, 1)
    assert alone(model, Work.PREPARATION) == TWO * FRONT * [60_000]
    step(model, 1)
    assert alone(model, Work.PREPARATION) == TWO * FRONT * [2 * 60_000]
    assert list(model.state.micro_grids["volunteers"]) == TWO * [1, 1, 0, 0]
    step(model, 1)
    assert list(model.state.micro_grids["volunteers"]) == TWO * GRIDS * [1]
    busy: Tree = {"workday": {"meeting_minutes": 5 * 480.0}}
    waiting = ran(HEADLESS, volunteers(), won, weighed, busy, days=1).state.tasks
    of_set_up = waiting[waiting["work"] == Work.PREPARATION]
    assert set(of_set_up["key"]) == {math.floor(2 * 250 / 12 * 0.6 * 480_000 + 0.5)}
    assert set(of_set_up["due"]) == {math.inf}


def test_care_of_volunteers_waits_for_residents_and_more_stop_where_it_is_not_given() -> None:
    """Residents wait from the first afternoon on: care is given on one day of twenty."""
    cared = volunteers(
        volunteers_before=1.0,
        volunteer_care_minutes=10.0,
        volunteer_leave=0.2,
        volunteer_neglect=2.0,
    )
    calm = ran(HEADLESS, cared, days=20)
    busy = ran(HEADLESS, cared, issues("street_order", minutes=480.0, rate=50_000.0), days=20)
    entities = [c * 2**32 + number for c in range(TWO) for number in range(GRIDS)]
    for model, days, chance in ((calm, 20, 0.2), (busy, 1, 0.2 * (1.0 + 2.0 * 0.95))):
        assert spent(model, Work.VOLUNTEER_CARE) == TWO * GRIDS * days * 2_000
        stay = [
            int(uniform(model, "leave", entity, MONTH_ENDS[0])[0] >= chance) for entity in entities
        ]
        assert list(model.state.micro_grids["volunteers"]) == stay
        assert not model.state.workers["care_owed"].any()
    assert busy.state.micro_grids["volunteers"].sum() < calm.state.micro_grids["volunteers"].sum()


def test_volunteers_go_to_a_share_of_the_doors_of_their_micro_grids() -> None:
    """In three of four micro-grids there is one, who goes to 0.4 of the doors: 0.3 of all."""
    doors: Tree = {"obligations": {"door_minutes": 8.0, "round_items": 6.0, "enter_minutes": 0.25}}
    census = shock("census_campaign", share=0.75, days=15.0)
    model = placed(HEADLESS, doors, volunteers(volunteer_doors=0.4), census)
    model.state.micro_grids["volunteers"] = TWO * [1, 0, 2, 1]
    step(model, model.last_day)
    called = 0.75 * HOUSEHOLDS
    walked = round(0.7 * called * 8_000 / FRONT)
    assert alone(model, Work.ROUND_ASKING) == TWO * FRONT * [walked]
    assert alone(model, Work.ROUND_DESK) == TWO * FRONT * [round(called * 1_500 / FRONT)]
    nobody = ran(HEADLESS, doors, volunteers(volunteer_doors=0.4), census)
    assert spent(nobody, Work.ROUND_ASKING) == TWO * called * 8_000
    off = placed(HEADLESS, doors, {"rules": {"volunteers": {"volunteer_doors": 0.4}}}, census)
    off.state.micro_grids["volunteers"] = 1
    step(off, off.last_day)
    assert spent(off, Work.ROUND_ASKING) == TWO * called * 8_000


def test_residents_who_can_pay_a_repair_need_neither_street_nor_departments() -> None:
    repairs = merged(
        issues("facility", level1=0.5, level2=0.5, rate=1000.0),
        {"issues": {"funding_cost": 400.0, "funding_sigma": 0.0}, "horizon_days": 100},
        {"organisation": {"micro_grid_households": 50.0}},
    )
    pay = lever("resident_funding", limit=1e9, quorum_trust=0.0, minutes=50.0)
    model = ran(repairs, pay, days=20)
    settle(model, 80)
    outcomes = model.outcomes()
    assert set(outcomes["level"]) == {1, 2}
    assert outcomes["resolved"].all()
    assert spent(model, Work.ISSUE) == len(outcomes) * (10_000 + 50_000)
    assert spent(model, Work.ASKING) == 0
    assert counted(model, Count.STREET_ISSUES) == counted(model, Count.ANSWERED) == 0
    assert counted(model, Count.RESIDENTS_YUAN) == len(outcomes) * 400 * 50
    for dear in ({"limit": 399.0}, {"limit": 1e9, "quorum_trust": 0.6}):
        unpaid = ran(repairs, lever("resident_funding", **{"quorum_trust": 0.0} | dear), days=20)
        assert counted(unpaid, Count.RESIDENTS_YUAN) == 0
        assert spent(unpaid, Work.ASKING) > 0


def test_a_repair_is_paid_where_its_cost_is_within_the_limit() -> None:
    repairs = merged(
        issues("facility", level1=1.0, rate=1000.0),
        {"issues": {"funding_cost": 400.0, "funding_sigma": 1.0}, "horizon_days": 100},
        {"organisation": {"micro_grid_households": 50.0}},
    )
    model = ran(repairs, lever("resident_funding", limit=500.0, quorum_trust=0.5), days=20)
    settle(model, 80)
    costs = [
        400 * math.exp(normal(uniform(model, "funding", entity)[0]))
        for entity in model.outcomes()["entity"]
    ]
    paid = [math.floor(cost * 50) for cost in costs if cost <= 500]
    assert 0 < len(paid) < len(costs)
    assert counted(model, Count.RESIDENTS_YUAN) == sum(paid)
    assert counted(model, Count.STREET_ISSUES) == len(costs) - len(paid)


def test_merchants_who_keep_order_have_fewer_issues_and_settle_quarrels_by_the_next_day() -> None:
    """Half the quarrels are with merchants; two in five of these do not arise."""
    quarrelling = merged(
        quarrels(300.0, merchant_disputes=0.5),
        issues("street_order"),
        {"issues": {"passing_minutes": 0.001}},
    )
    keep = lever("merchants_federation", prevented_share=0.4, settled_share=1.0)
    before, after = ran(quarrelling), ran(quarrelling, keep)
    rates = [model.state.issue_rates["rate"][:, Kind.STREET_ORDER] for model in (before, after)]
    assert rates[1] == pytest.approx(0.6 * rates[0])
    told = before.outcomes()
    all_of_them = set(told["entity"][told["kind"] == Kind.DISPUTE])
    theirs = {one for one in all_of_them if uniform(before, "sort", one)[1] < 0.5}
    kept_from = {one for one in theirs if uniform(before, "widened", one)[1] < 0.4}
    assert 0 < len(kept_from) < len(theirs) < len(all_of_them)
    outcomes = after.outcomes()
    outcomes = outcomes[(outcomes["kind"] == Kind.DISPUTE) & (outcomes["born"] < 28)]
    assert set(outcomes["entity"]) == {
        one for one in all_of_them - kept_from if (one >> 24) % 2**20 < 28
    }
    settled = outcomes["entity"].isin(theirs)
    assert (outcomes["ended"][settled] == outcomes["born"][settled].astype(int) + 2).all()
    assert outcomes["ended"][~settled].isna().all()


def test_merchants_settle_a_share_of_quarrels_in_their_own_time() -> None:
    quarrelling = merged(
        quarrels(300.0, merchant_disputes=1.0),
        {"issues": {"passing_minutes": 5.0}, "horizon_days": 60},
    )
    keep = lever("merchants_federation", prevented_share=0.0, settled_share=0.5)
    model = ran(quarrelling, keep, days=20)
    settle(model, 20)
    outcomes = model.outcomes()
    theirs = [uniform(model, "taken", entity)[0] < 0.5 for entity in outcomes["entity"]]
    assert 0 < sum(theirs) < len(theirs)
    assert outcomes["resolved"].tolist() == theirs
    assert counted(model, Count.OTHERS_TICKS) == sum(theirs) * 10_000
    rounds = counted(model, Count.MEDIATION_ROUNDS)
    assert rounds == len(theirs) - sum(theirs)
    assert spent(model, Work.MEDIATION) == sum(theirs) * 5_000 + rounds


def neighbours_find(walked: float, seen: float, **trees: Any) -> Any:
    """Hidden hazards, with a volunteer in each micro-grid, after the horizon."""
    hidden = issues("hazard", rate=1000.0, hidden=1.0, seen=0.1, promise=0.001, **trees)
    asked = {"volunteers_before": 1.0, "volunteer_discovery": seen}
    rules = {"rules": {"volunteers": {"volunteer_disappointments": 1000, **asked}}}
    other: Tree = {"issues": {"own_notice": 0.0}, "workday": {"daily_patrol": walked}}
    return ran(HEADLESS, hidden, merged(volunteers(), rules), other)


def test_only_what_a_volunteer_found_disappoints_one() -> None:
    """Patrols alone find, then volunteers alone; each hazard comes back, and counts once."""
    by_patrol = neighbours_find(1.0, 0.0, relapse=1.0)
    by_volunteers = neighbours_find(0.0, 0.1, relapse=1.0)
    returned = [int(model.outcomes()["returned"].sum()) for model in (by_patrol, by_volunteers)]
    assert min(returned) > 5
    assert by_patrol.state.micro_grids["disappointments"].sum() == 0
    assert by_volunteers.state.micro_grids["disappointments"].sum() == returned[1]


def test_a_hazard_that_is_settled_late_disappoints_nobody() -> None:
    model = neighbours_find(0.0, 0.1)
    assert model.outcomes()["closed"].sum() > 10
    assert model.state.micro_grids["disappointments"].sum() == 0


def joined(model: Any, asked: float, points: float) -> list[int]:
    """Who joins each micro-grid in two months, where trust is one half."""
    mean = asked * 0.1 * 0.5 * (1 + points)
    return [
        sum(
            int(poisson(uniform(model, "join", (c << 32) + number, day)[0], mean))
            for day in MONTH_ENDS[:2]
        )
        for c in range(TWO)
        for number in range(GRIDS)
    ]


def test_points_raise_how_many_of_those_asked_join() -> None:
    asked = merged(volunteers(volunteers_asked=20.0, volunteer_join=0.1), {"horizon_days": 45})
    before, after = ran(asked), ran(asked, lever("points_scheme", effect=1.5))
    assert before.state.micro_grids["volunteers"].tolist() == joined(before, 20.0, 0.0)
    assert after.state.micro_grids["volunteers"].tolist() == joined(after, 20.0, 1.5)
    assert sum(joined(after, 20.0, 1.5)) > sum(joined(before, 20.0, 0.0))


def test_a_drive_asks_more_neighbours_each_month() -> None:
    asked = merged(volunteers(volunteers_asked=0.0, volunteer_join=0.1), {"horizon_days": 45})
    assert ran(asked).state.micro_grids["volunteers"].sum() == 0
    model = ran(asked, lever("volunteer_drive", asked=40.0))
    assert model.state.micro_grids["volunteers"].tolist() == joined(model, 40.0, 0.0)
    late = ran(asked, lever("volunteer_drive", asked=40.0, start_day=25))
    first = late.series().query("measure == 'volunteers' and day <= 40")["value"]
    assert first.sum() == 0
    assert late.state.micro_grids["volunteers"].sum() > 0


def test_less_care_is_needed_once_members_take_orders_and_all_on_the_list_were_asked() -> None:
    menu = lever("elderly_menu", prevented_share=0.25, order_hours=4.0, setup_minutes=3.0)
    model = ran(HEADLESS, issues("care", minutes=90.0), LISTED, menu, days=1)
    usual = 2000.0 / 1000 / 250
    assert model.state.issue_rates["rate"][:, Kind.CARE] == pytest.approx(np.full(TWO, usual))
    step(model, 9)
    assert alone(model, Work.PREPARATION) == TWO * FRONT * [3_000 * HOUSEHOLDS // FRONT]
    fewer = np.full(TWO, 0.75 * usual)
    assert model.state.issue_rates["rate"][:, Kind.CARE] == pytest.approx(fewer)
    assert counted(model, Count.OTHERS_TICKS) == 9 * TWO * 4 * 60_000 // 5


def test_elders_who_are_asked_tell_so_much_sooner() -> None:
    elders: Tree = {
        "issues": {"own_notice": 0.1, "vulnerable_notice": 0.5, "growth_hidden": 0.0},
        "residents": {"reporting_elasticity": 0.0},
    }
    hidden = merged(issues("care", hidden=1.0, seen=0.0), LISTED, elders)
    assert came_up(ran(hidden), 0.1 * 0.5)
    assert came_up(
        ran(hidden, lever("elderly_menu", notice=3.0, prevented_share=0.0, setup_minutes=0.0)),
        0.1 * 0.5 * 3,
    )


def test_only_those_on_the_list_tell_sooner_what_they_need() -> None:
    care = merged(
        issues("care", hidden=1.0, seen=0.0),
        {"issues": {"own_notice": 1e-6}, "territory": {"vulnerable_households": 1000.0}},
    )
    outcomes = ran(care, lever("elderly_menu", notice=1e3 * SURE, setup_minutes=0.0)).outcomes()
    listed = outcomes[outcomes["vulnerable"] & (outcomes["born"] < 29)]
    assert len(listed) > 0
    assert (listed["reported"].astype(int) == listed["born"].astype(int) + 1).all()
    others = outcomes[~outcomes["vulnerable"]]
    assert len(others) > 0
    assert others["reported"].isna().all()


def firms(**settings: float) -> Tree:
    """Property firms are found at once."""
    return lever("property_governance", setup_hours=0.0, **settings)


def test_estates_that_find_a_firm_have_fewer_repairs_and_no_more_own_ones() -> None:
    estates = rule(
        "types",
        old=0.5,
        commercial=0.0,
        business=0.0,
        old_estate_facility=1.0,
        no_property_estates=1.0,
        no_property_facility=2.0,
        no_property_own_share=0.5,
    )
    repairs = issues("facility", rate=6000.0, level1=1.0)
    model = ran(repairs, estates, firms(found_share=1.0, start_day=10))
    habitats = model.state.communities["habitat"]
    assert set(habitats) == {Habitat.OLD, Habitat.MIXED}
    base = 6000 / 1000 / 250 / 1.5 * PEOPLE
    before = {Habitat.OLD: 2 * base, Habitat.MIXED: base}
    outcomes = model.outcomes()
    for c in range(TWO):
        daily = {day: before[habitats[c]] if day < 10 else base for day in range(30)}
        here = outcomes[outcomes["community"] == c]
        assert len(here) == poisson_sum(model, "arrivals", 16 * c + Kind.FACILITY, daily)
        late = here["born"] >= 10
        assert (here["level"][late] == 1).all()
        assert (here["level"][~late] == 1).all() == (habitats[c] == Habitat.MIXED)


def test_a_share_of_estates_finds_a_firm() -> None:
    estates = rule(
        "types",
        old=1.0,
        commercial=0.0,
        business=0.0,
        no_property_estates=0.8,
        no_property_facility=1.5,
        no_property_own_share=0.5,
    )
    repairs = issues("facility", rate=1000.0, level1=0.6)
    model = ran(repairs, estates, firms(found_share=0.25), days=1)
    rates = model.state.issue_rates[:, Kind.FACILITY]
    assert rates["rate"] == pytest.approx(np.full(TWO, 0.004 * (1 + 0.6 * 0.5) / (1 + 0.8 * 0.5)))
    assert rates["level1"] == pytest.approx(np.full(TWO, 0.6 * (1 - 0.6 * 0.5)))


def test_an_hour_of_couriers_sees_what_an_hour_of_patrol_sees() -> None:
    hidden = merged(
        issues("street_order", hidden=1.0, seen=0.3, rate=6000.0),
        {"issues": {"own_notice": 0.01}},
    )
    walked = ran(hidden, patrolled())
    told = ran(hidden, lever("new_employment_stations", courier_minutes=60.0))
    seen = ["entity", "reported", "early", "hidden"]
    assert told.outcomes()[seen].equals(walked.outcomes()[seen])
    assert told.outcomes()["early"].sum() > 0
    assert ran(hidden).outcomes()["early"].sum() == 0
    assert spent(told, Work.PATROL) == 0 < spent(walked, Work.PATROL)
