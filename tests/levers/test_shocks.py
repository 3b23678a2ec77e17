"""Shocks: call-outs, surges, rounds and seasons."""

from __future__ import annotations

import pytest

from sim.enums import Burden, Count, Kind, Work
from tests.levers.places import (
    BUSY,
    DAY,
    FRONT,
    HEADLESS,
    HOUSEHOLDS,
    ONE_OBLIGATION,
    PEOPLE,
    TWO,
    Tree,
    alone,
    issues,
    lever,
    merged,
    poisson_sum,
    ran,
    shock,
    spent,
    step,
    uniform,
)


def test_an_evacuation_takes_all_workers_for_its_days_and_the_head_for_his() -> None:
    flood = shock("flood_evacuation", villages_only=False, days=1.5, head_days=3.0, start_day=5)
    model = ran(BUSY, flood, days=5)
    assert spent(model, Work.SHOCK) == 0
    model.step()
    assert alone(model, Work.SHOCK) == TWO * (1 + FRONT) * [DAY]
    model.step()
    assert alone(model, Work.SHOCK) == TWO * [2 * DAY, *FRONT * [DAY + DAY // 2]]
    step(model, 3)
    assert alone(model, Work.SHOCK) == TWO * [3 * DAY, *FRONT * [DAY + DAY // 2]]


def test_an_evacuation_goes_on_after_hours() -> None:
    flood = shock("flood_evacuation", villages_only=False, days=1.0625, head_days=1.125)
    late: Tree = {"workday": {"overtime_cap_minutes": 60.0}}
    model = ran(flood, late, days=1)
    state = model.state
    assert alone(model, Work.SHOCK) == TWO * (1 + FRONT) * [DAY]
    assert state.overtime_totals[:, Work.SHOCK].tolist() == TWO * [60_000, *FRONT * [30_000]]


def test_ordinary_work_waits_for_the_evacuation() -> None:
    callers = issues("inquiry", minutes=0.001)
    flood = shock("flood_evacuation", villages_only=False, days=2.0, head_days=2.0)
    outcomes = ran(callers, flood).outcomes()
    assert (outcomes["born"] < 1).any()
    assert outcomes["started"].min() >= 2
    usual = outcomes[outcomes["born"] >= 2]
    assert (usual["started"] == usual["born"]).all()


@pytest.mark.parametrize("pump", [False, True])
def test_workers_are_called_out_at_each_rain_and_less_where_there_is_a_pump(pump: bool) -> None:
    rain = shock(
        "heavy_rain",
        lowland_share=1.0,
        rains=3,
        gap_days=4,
        minutes=240.0,
        pump=pump,
        pump_relief=0.75,
    )
    model = ran(HEADLESS, rain)
    each = (60_000 if pump else 240_000) // FRONT
    assert alone(model, Work.SHOCK) == TWO * FRONT * [3 * each]
    wet = model.state.work_series[:, Work.SHOCK]
    assert {day: int(wet[day]) for day in wet.nonzero()[0]} == dict.fromkeys(
        range(0, 12, 4), TWO * FRONT * each
    )


@pytest.mark.parametrize(("pump", "factor"), [(False, 5.0), (True, 2.0)])
def test_hazards_and_damage_surge_for_days_after_the_first_rain(pump: bool, factor: float) -> None:
    kinds = (Kind.HAZARD, Kind.FACILITY, Kind.STREET_ORDER)
    arising = merged(*(issues(kind.name.lower(), rate=1000.0) for kind in kinds))
    rain = shock(
        "heavy_rain",
        lowland_share=1.0,
        surge=5.0,
        surge_days=6,
        pump=pump,
        pump_relief=0.75,
        start_day=10,
    )
    model = ran(arising, rain)
    usual = 1000 / 1000 / 250 * PEOPLE
    outcomes = model.outcomes()
    for kind in kinds:
        more = factor if kind != Kind.STREET_ORDER else 1.0
        daily = {day: usual * (more if 10 <= day < 16 else 1.0) for day in range(30)}
        rooms = [16 * c + kind for c in range(TWO)]
        expected = sum(poisson_sum(model, "arrivals", room, daily) for room in rooms)
        assert (outcomes["kind"] == kind).sum() == expected


def test_rain_is_felt_where_the_ground_is_low() -> None:
    many: Tree = {"territory": {"communities": 10, "workers": 40, "residents": 4600}}
    model = ran(many, shock("heavy_rain", lowland_share=0.25, rains=1, minutes=240.0), days=1)
    low = sorted(range(10), key=lambda c: uniform(model, "lowland", c)[0])[:3]
    wet = model.state.workers["community"][model.state.totals[:, Work.SHOCK] > 0]
    assert set(wet) == set(low)


def test_a_census_goes_to_every_door_and_types_what_it_hears() -> None:
    doors: Tree = {"obligations": {"door_minutes": 8.0, "round_items": 6.0, "enter_minutes": 0.25}}
    model = ran(HEADLESS, doors, shock("census_campaign", share=0.75, days=15.0))
    called = 0.75 * HOUSEHOLDS
    assert alone(model, Work.ROUND_ASKING) == TWO * FRONT * [round(called * 8_000 / FRONT)]
    assert alone(model, Work.ROUND_DESK) == TWO * FRONT * [round(called * 1_500 / FRONT)]
    demanded = model.state.burden[:, :, Burden.ROUNDS].sum()
    assert demanded == TWO * round(called * 9_500)


@pytest.mark.parametrize(("days", "overtime"), [(1.0, 60_000), (1.5, 0)])
def test_a_census_that_ends_tomorrow_goes_on_after_hours(days: float, overtime: int) -> None:
    late: Tree = {
        "workday": {"overtime_cap_minutes": 60.0},
        "obligations": {"door_minutes": 10.0},
    }
    model = ran(HEADLESS, late, shock("census_campaign", share=1.0, days=days), days=1)
    assert set(model.state.overtime[:, Work.ROUND_ASKING]) == {overtime}


def test_a_census_of_a_community_with_its_own_base_only_verifies() -> None:
    doors: Tree = {"obligations": {"door_minutes": 8.0, "round_items": 6.0, "enter_minutes": 0.25}}
    cockpit = lever("data_cockpit", survey_minutes=0.0, campaign_verify=0.3)
    model = ran(doors, cockpit, shock("census_campaign", share=1.0))
    assert spent(model, Work.ROUND_ASKING) == TWO * 0.3 * HOUSEHOLDS * 8_000
    assert spent(model, Work.ROUND_DESK) == TWO * 0.3 * HOUSEHOLDS * 1_500


def test_in_its_season_inspections_come_at_a_multiple_of_their_rate() -> None:
    inspected = merged(ONE_OBLIGATION, {"obligations": {"inspections": 1.5}})
    model = ran(inspected, shock("inspection_season", factor=4.0, days=8, start_day=10))
    daily = {day: 1.5 * (4.0 if 10 <= day < 18 else 1.0) / 5 for day in range(30)}
    for c in range(TWO):
        expected = poisson_sum(model, "inspections", c, daily)
        assert model.state.counts[c, Count.INSPECTIONS] == expected
    assert model.state.counts[:, Count.INSPECTIONS].sum() > TWO * 30 * 0.3
