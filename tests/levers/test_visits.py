"""Visits and patrols: tiers of the list, the checked hour, field time that is freed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim import GovernanceModel
from sim.enums import Count, Tier, Work
from tests.levers.places import (
    BUSY,
    DAY,
    FRONT,
    HEADLESS,
    LISTED,
    RESPONSE_SHARE,
    TWO,
    UNSEEN,
    Tree,
    alone,
    counted,
    days_hidden,
    each_worker,
    issues,
    later,
    lever,
    measured,
    merged,
    patrolled,
    ran,
    rule,
    selfcheck,
    settle,
    spent,
    uniform,
)

CARE = merged(
    LISTED,
    UNSEEN,
    issues("care", rate=1000.0, hidden=1.0, seen=0.0),
    {"issues": {"care_vulnerable_share": 1.0, "list_visit_care": 0.5}},
)
"""Care that nothing but a visit brings up, each visit with probability 0.5."""
VISITED: Tree = {"workday": {"tier_visits": 500.0, "visit_minutes": 2.0}}
"""100 visits a day to 200 households, 200 minutes of three workers."""


def tiers_of_issues(model: GovernanceModel) -> pd.Series:
    """The tier in which each issue arose, all agents being on the list: by the draws."""
    tiers = []
    for entity in model.outcomes()["entity"]:
        community = model.state.communities[entity >> 44]
        agent = int(uniform(model, "place", entity)[0] * community["agents"])
        place = int(community["first_vulnerable"]) + agent
        listed = int(model.state.vulnerable[place]) + int(community["first_agent"])
        tiers.append(int(model.state.residents["tier"][listed]))
    return pd.Series(tiers)


def test_the_same_visits_go_where_the_colours_say() -> None:
    """All risks are 1, so the agent is the floor(u m)-th, and orange is never visited."""
    tiers = rule("tiers", **dict.fromkeys(("risk_red", "risk_orange", "risk_yellow"), 1.0))
    tiers["rules"]["tiers"] |= {"risk_green": 1.0, "tier_red": 0.25, "tier_orange": 0.75}
    tiers["rules"]["tiers"]["tier_yellow"] = 0.0
    red_only = lever(
        "tiered_visits",
        visits_red=1.0,
        visits_orange=0.0,
        paired_share=0.0,
        patrol_checked=0.0,
    )
    even, tiered = ran(CARE, VISITED, tiers), ran(CARE, VISITED, tiers, red_only)
    assert alone(even, Work.TIER_VISITS) == each_worker(30 * 66_667)
    assert alone(tiered, Work.TIER_VISITS) == alone(even, Work.TIER_VISITS)
    red = tiered.state.tiers["households"][:, Tier.RED]
    assert tiered.state.tiers["households"].sum(axis=1).tolist() == [200, 200]
    outcomes = tiered.outcomes().assign(tier=tiers_of_issues(tiered))
    assert {0, 1} == set(outcomes["tier"])
    for _, one in outcomes.iterrows():
        if one["tier"] == Tier.ORANGE:
            assert np.isnan(one["reported"])
            continue
        visits = 3 * 66_667 / 2_000 / red[one["entity"] >> 44]
        due = int(one["born"]) + days_hidden(tiered, one["entity"], 0.5 * visits)
        assert np.isnan(one["reported"]) if due >= 30 else int(one["reported"]) == due
    assert even.outcomes().assign(tier=tiers_of_issues(even)).query("tier == 1")["early"].any()


def test_care_arises_where_the_risk_is_and_in_no_greater_number() -> None:
    none = {"risk_red": 0.0, "risk_orange": 0.0, "risk_yellow": 0.0, "risk_green": 2.0}
    care = merged(CARE, {"issues": {"kinds": {"care": {"hidden": 0.0}}}})
    green, even = ran(care, rule("tiers", **none)), ran(care)
    detailed = green.outcomes()
    assert len(detailed) == len(even.outcomes()) > 0
    first = green.state.communities["first_agent"][detailed["entity"].to_numpy() >> 44]
    agents = detailed["agent"].to_numpy() + first
    assert set(green.state.residents["tier"][agents]) == {Tier.GREEN}


def test_a_paired_volunteer_does_what_a_worker_only_passes_on() -> None:
    care = merged(CARE, {"issues": {"kinds": {"care": {"hidden": 0.0, "minutes": 90.0}}}})
    neighbours = rule("volunteers", volunteers_before=1.0, volunteer_leave=0.0)
    pairs = lever("tiered_visits", paired_share=1.0)
    model = ran(care, neighbours, pairs, {"horizon_days": 100}, days=20)
    settle(model, 80)
    assert spent(model, Work.ISSUE) == len(model.outcomes()) * 10_000
    assert counted(model, Count.OTHERS_TICKS) == len(model.outcomes()) * 90_000
    unpaired = ran(care, pairs, days=20)
    assert counted(unpaired, Count.OTHERS_TICKS) == 0, "nobody volunteers"


PATROLLED = patrolled(0.5)
"""30 minutes of an hour's patrol are walked whatever there is."""
CHECKED = lever("tiered_visits", patrol_checked=0.8, start_day=10)


def test_the_checked_hour_displaces_upward_work() -> None:
    model = ran(PATROLLED, BUSY, CHECKED, days=20)
    assert alone(model, Work.PATROL) == each_worker(10 * 30_000 + 10 * 48_000)


def test_the_checked_hour_waits_while_a_resident_waits() -> None:
    load = issues("facility", rate=20000.0, minutes=480.0)
    model = ran(PATROLLED, load, CHECKED, days=10)
    assert later(model, Work.PATROL, 10) == each_worker(10 * 30_000)


LACKING = merged(
    PATROLLED,
    BUSY,
    rule("coping", visit_floor=0.5, fatigue=0.0),
    {"workday": {"tier_visits": 15.0, "visit_minutes": 20.0}},
)
"""Of 20 minutes of visits a day and worker 10 are kept, and of the patrol 30 of 60."""


def test_time_that_merchants_do_not_take_goes_to_what_lacks_in_the_field() -> None:
    """Of 40 minutes a day for merchants 20 are left, and 10 of visits and 30 of patrol lack.

    So half of either is added: 5 minutes of visits, 15 of patrol; the queue gains nothing.
    """
    merchants: Tree = {"workday": {"merchant_rounds": 4.0, "merchant_round_minutes": 150.0}}
    checks = selfcheck(merchants_share=1.0, rounds_after=2.0, start_day=10)
    desk = ran(LACKING, merchants, checks, days=20)
    model = ran(LACKING, merchants, checks, rule("fieldwork"), days=20)
    assert alone(model, Work.MERCHANTS) == each_worker(10 * 40_000 + 10 * 20_000)
    assert alone(model, Work.TIER_VISITS) == each_worker(10 * 10_000 + 10 * 15_000)
    assert alone(model, Work.PATROL) == each_worker(10 * 30_000 + 10 * 45_000)
    assert alone(desk, Work.PATROL) == each_worker(20 * 30_000)


def test_a_patrol_that_cameras_spare_goes_to_visits_that_lack() -> None:
    """Of the 30 minutes kept 6 are spared; visits lack 10."""
    cameras = lever("patrol_cameras", camera_share=1.0, patrol_kept=0.8, start_day=10)
    model = ran(LACKING, cameras, rule("fieldwork"), days=20)
    assert alone(model, Work.PATROL) == each_worker(10 * 30_000 + 10 * 24_000)
    assert alone(model, Work.TIER_VISITS) == each_worker(10 * 10_000 + 10 * 16_000)


INSPECTED = merged(
    {"workday": {"community_merchants": 60.0}},
    rule(
        "merchants",
        merchant_visits=5.0,
        merchant_visit_hours=0.5,
        merchant_escort_share=0.4,
        merchant_escort_minutes=25.0,
    ),
)
"""60 x 5 / 50 = 6 visits a week of each of three departments: 18 visits, 9 hours."""


def test_workers_go_along_when_departments_visit_merchants() -> None:
    """18 visits x 0.4 x 25 = 180 minutes a week of three workers: 12 a day and worker."""
    model = ran(INSPECTED)
    assert alone(model, Work.MERCHANTS) == each_worker(30 * 12_000)
    assert counted(model, Count.MERCHANT_VISIT_TICKS) == TWO * 30 * 9 * 60_000 * 60 // 5 // 60


def test_one_standard_spares_departments_visits_and_gives_the_hours_to_communities() -> None:
    """Of 6 visits of half an hour, 0.8 x 0.75 = 0.6 are spared in two communities: 3.6 hours."""
    checks = selfcheck(merchants_share=0.8, visits_kept=0.25)
    before, after = ran(INSPECTED, days=1), ran(INSPECTED, checks, days=1)
    more = after.state.departments["staff_hours"] - before.state.departments["staff_hours"]
    powers = ("market supervision", "fire", "urban management")
    names = before.settings.departments.answering
    expected = [3.6 if name in powers else 0.0 for name in names]
    assert more.tolist() == np.round(expected, 9).tolist() or np.allclose(more, expected)
    capacity = after.state.departments["capacity"] - before.state.departments["capacity"]
    assert set(capacity.tolist()) == {0, round(3.6 * RESPONSE_SHARE * 60_000 / 5)}
    assert alone(after, Work.MERCHANTS) == each_worker(4_800)


def test_no_standard_gives_more_hours_than_departments_have_of_their_own() -> None:
    few: Tree = {"departments": {"field_staff": 1.0, "discretionary_hours": 39.0}}
    checks = selfcheck(merchants_share=1.0, visits_kept=0.0)
    before, after = ran(INSPECTED, few, days=1), ran(INSPECTED, few, checks, days=1)
    more = after.state.departments["staff_hours"] - before.state.departments["staff_hours"]
    assert more.max() == 1.0


def test_patrol_and_trips_are_counted_together() -> None:
    """All hazards are filmed and found on the next day: 10 / (1 - 0.5) minutes of trips each."""
    sharp = rule(
        "discovery", camera_discovery=1e6, camera_trip_minutes=10.0, camera_false_share=0.5
    )
    hidden = merged(issues("hazard", hidden=1.0, minutes=30.0, seen=0.0), UNSEEN, patrolled())
    model = ran(hidden, sharp, lever("patrol_cameras", camera_share=1.0, patrol_kept=0.5))
    found = int(model.outcomes()["early"].sum())
    assert counted(model, Count.CAMERA_TRIP_TICKS) == found * 20_000 > 0
    patrol, trips = TWO * FRONT * 30 * 0.5, found * 20 / 60
    hours = measured(model, "patrol_and_trips")
    assert np.isclose(hours, (patrol + trips) / 6 / TWO / (FRONT + 1))


UPWARD = merged(BUSY, {"workday": {"accountability_weight": 1.0}})
"""More is asked from above than can be done, in pieces of an hour, and it comes first."""


BLOCKS: Tree = {"structures": {"time": "blocks"}, "workday": {"block_share": 0.5}}


def test_the_end_of_the_day_is_residents_where_there_are_blocks() -> None:
    """In 240 of 480 minutes four issues of an hour are dealt with; by keys none would be."""
    waiting = issues("facility", rate=20000.0, minutes=60.0)
    keys = ran(HEADLESS, UPWARD, waiting, days=10)
    assert spent(keys, Work.ISSUE) == 0
    model = ran(HEADLESS, UPWARD, waiting, BLOCKS, days=5)
    assert later(model, Work.ISSUE, 5) == TWO * FRONT * [5 * 240_000]


def test_in_a_block_there_is_upward_work_where_no_resident_waits() -> None:
    model = ran(HEADLESS, UPWARD, BLOCKS, days=10)
    assert alone(model, Work.REQUEST) == TWO * FRONT * [10 * DAY]


QUOTA: Tree = {
    "structures": {"visits": "quota"},
    "workday": {"visit_quota": 15.0, "visit_minutes": 20.0, "tier_visits": 15.0},
}
"""60 minutes a day of visits; 20 of them are prescribed ones."""


def test_a_quota_of_visits_comes_before_upward_work() -> None:
    model = ran(UPWARD, QUOTA, days=10)
    assert alone(model, Work.TIER_VISITS) == each_worker(10 * 20_000)
    assert alone(model, Work.FREE_VISITS) == each_worker(10 * 40_000)
    rest = ran(UPWARD, QUOTA, {"structures": {"visits": "rest"}}, days=10)
    assert spent(rest, Work.FREE_VISITS) == 0


def test_a_quota_of_visits_fills_free_time_no_further_and_waits_for_residents() -> None:
    free = ran(QUOTA, {"workday": {"visit_propensity": 1.0}}, days=10)
    assert alone(free, Work.FREE_VISITS) == each_worker(10 * 40_000)
    load = issues("facility", rate=20000.0, minutes=480.0)
    busy = ran(QUOTA, load, days=10)
    assert not any(later(busy, Work.FREE_VISITS, 10))
