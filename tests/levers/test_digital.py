"""Reforms by data and devices: what is asked and typed, seen, answered and checked."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.enums import Burden, Count, Kind, Stage, Work
from sim.kernels.forms import form_minutes
from sim.kernels.state_ref import refer
from tests.levers.places import (
    FRONT,
    HEADLESS,
    HOUSEHOLDS,
    ONE_OBLIGATION,
    PEOPLE,
    SURE,
    TWO,
    UNSEEN,
    Tree,
    alone,
    came_up,
    counted,
    issues,
    lever,
    measured,
    merged,
    patrolled,
    poisson_sum,
    ran,
    rule,
    selfcheck,
    settle,
    spent,
    step,
)

ROSTER = merged(ONE_OBLIGATION, {"obligations": {"roster_share": 1.0}})
"""A monthly form of one core item that changes by a fifth a year; the whole list is asked."""


def minutes_of_the_form(*trees: Tree) -> tuple[float, ...]:
    """Of an edition for 100 records, 50 days after the last copy and 20 after the last notes."""
    model = ran(ROSTER, *trees, days=1)
    state = model.state
    item = int(state.obligations["items"][0]).bit_length() - 1
    state.copies[0, state.obligations["department"][0], item] = -50
    state.notes[0, 12, item] = -20
    return tuple(float(part) for part in form_minutes(refer(state), 0, 0, 0, 100.0))


USERS = {"residents": {"elderly_users": 1.0, "younger_users": 1.0}}
"""Everybody uses applications."""
NO_USERS = {"residents": {"elderly_users": 0.0, "younger_users": 0.0}}
OLD_WITHOUT = {"residents": {"elderly_share": 0.5, "elderly_users": 0.0, "younger_users": 1.0}}
"""Half are elderly, and of these nobody uses applications."""
CHANGED = 1 - math.exp(-0.2 * 50 / 250)
SINCE_NOTES = 1 - math.exp(-0.2 * 20 / 250)


def test_a_base_of_their_own_is_asked_less_and_made_into_tables_but_typed_as_before() -> None:
    cockpit = lever(
        "data_cockpit", reuse=0.9, byproduct_share=0.4, export_minutes=5.0, survey_minutes=0.0
    )
    ask, read, typed, retyped, compiled = minutes_of_the_form(cockpit)
    asked = (SINCE_NOTES + (CHANGED - SINCE_NOTES) * (1 - 0.9)) * (1 - 0.4)
    assert ask == pytest.approx(6 * 100 * asked)
    assert (read, compiled) == (4, 5)
    assert typed == pytest.approx(0.25 * 100 * (0.9 * CHANGED + 0.1))
    assert retyped == pytest.approx(0.25 * 100 * 0.9 * (1 - CHANGED))
    assert (typed, retyped) == minutes_of_the_form()[2:4]


def test_a_base_of_their_own_serves_from_the_morning_after_the_survey() -> None:
    requests: Tree = {"obligations": {"adhoc_requests": 10.0, "adhoc_minutes": 60.0}}
    cockpit = lever("data_cockpit", survey_minutes=3.0, adhoc_pool_share=0.7)
    model = ran(HEADLESS, requests, cockpit, days=1)
    assert model.state.burden[:, 0, Burden.SURVEY].tolist() == TWO * [HOUSEHOLDS * 3_000]
    assert not model.state.policies["pool"].any()
    model.step()
    assert model.state.policies["pool"].all()
    assert spent(model, Work.SETUP) == TWO * HOUSEHOLDS * 3_000
    before = int(model.state.burden[:, :, Burden.REQUESTS].sum())
    step(model, 28)
    daily = dict.fromkeys(range(2, 30), 10 / 5)
    later = sum(poisson_sum(model, "requests", c, daily) for c in range(TWO))
    assert int(model.state.burden[:, :, Burden.REQUESTS].sum()) - before == later * 18_000


def test_what_one_department_received_is_not_typed_again_for_another() -> None:
    exchange = lever("data_exchange", exchange_share=1.0, feed_share=0.5)
    ask, read, typed, retyped, compiled = minutes_of_the_form(exchange)
    changed, since_notes = CHANGED * 0.5, SINCE_NOTES * 0.5
    assert ask == pytest.approx(6 * 100 * (since_notes + (changed - since_notes) * 0.5))
    assert (read, compiled) == (4, 40)
    assert typed == pytest.approx(0.25 * 100 * (0.9 * changed + 0.1))
    assert retyped == 0


def test_what_one_department_alone_asks_is_typed_as_before() -> None:
    own: Tree = {"obligations": {"overlap": 0.0}}
    exchange = lever("data_exchange", exchange_share=1.0, feed_share=0.5)
    assert minutes_of_the_form(own, exchange) == minutes_of_the_form(own)


def test_a_delivered_form_reaches_every_department_that_exchanges() -> None:
    shared: Tree = {"obligations": {"form_kinds": 24, "core_items": 1, "contact_minutes": 0.001}}
    apart = ran(ROSTER, shared)
    assert len(set(apart.state.copies[0, :, 0])) > 1
    together = ran(ROSTER, shared, lever("data_exchange", exchange_share=1.0))
    for c in range(TWO):
        forms = together.state.forms[c][:24]
        delivered = forms["released"][forms["stage"] == Stage.NONE]
        assert set(together.state.copies[c, :, 0]) == {delivered.max()}


def test_cameras_find_every_hazard_on_the_next_day_at_the_price_of_trips() -> None:
    cameras = lever("patrol_cameras", camera_share=1.0, patrol_kept=0.25)
    sharp = rule(
        "discovery", camera_discovery=SURE, camera_trip_minutes=7.0, camera_false_share=0.3
    )
    hidden = merged(UNSEEN, patrolled())
    blind: Tree = {"issues": {"kinds": {"hazard": {"seen": 0.0}}}}
    hazards = merged(hidden, blind, issues("hazard", hidden=1.0, minutes=30.0))
    model = ran(hazards, sharp, cameras)
    outcomes = model.outcomes()
    found = outcomes[outcomes["born"] < 29]
    assert len(found) > 0
    assert (found["reported"].astype(int) == found["born"].astype(int) + 1).all()
    assert found["early"].all()
    assert spent(model, Work.PATROL) == 30 * TWO * FRONT * 15_000
    longer = ran(hazards, sharp, cameras, {"horizon_days": 60}, days=30)
    settle(longer, 30)
    assert spent(longer, Work.ISSUE) == len(longer.outcomes()) * (30_000 + 10_000)
    assert ran(hazards, sharp).outcomes()["reported"].isna().all()


def test_where_half_is_filmed_issues_come_up_in_their_turn() -> None:
    hidden = merged(UNSEEN, issues("street_order", hidden=1.0, seen=0.0))
    model = ran(
        hidden,
        rule("discovery", camera_discovery=0.3),
        lever("patrol_cameras", camera_share=0.5),
    )
    assert came_up(model, 0.3 * 0.5)
    assert model.outcomes()["early"].any()


def test_merchants_who_check_themselves_spare_rounds_and_cost_a_look_at_a_screen() -> None:
    rounds: Tree = {"workday": {"merchant_rounds": 2.0, "merchant_round_minutes": 150.0}}
    checks = selfcheck(
        merchants_share=0.5,
        training_minutes=12.0,
        screen_minutes=1.5,
        rounds_after=1.0,
    )
    giving = rule("discovery", selfcheck_minutes=20.0)
    giving |= {"workday": {"community_merchants": 60.0}}
    model = ran(HEADLESS, rounds, checks, giving)
    assert alone(model, Work.PREPARATION) == TWO * FRONT * [12 * 60 * 500 // 3]
    before, after = 2 * 150_000 // 5 // 3, (225_000 + 45_000) // 5 // 3
    assert alone(model, Work.MERCHANTS) == TWO * FRONT * [before + 29 * after]
    assert counted(model, Count.MERCHANT_TICKS) == TWO * 29 * 30 * 20_000 // 5
    assert measured(model, "merchant_rounds") == pytest.approx((2 + 29 * 1.5) / 30)


def test_honest_self_checks_bring_up_what_merchants_hide() -> None:
    hidden = merged(UNSEEN, issues("merchant", hidden=1.0, seen=0.0))
    sharp = rule("discovery", selfcheck_discovery=SURE, selfcheck_honesty=1.0)
    checks = selfcheck()
    outcomes = ran(hidden, sharp, checks).outcomes()
    found = outcomes[outcomes["born"] < 29]
    assert (found["reported"].astype(int) == found["born"].astype(int) + 1).all()
    lying = rule("discovery", selfcheck_discovery=SURE, selfcheck_honesty=0.0)
    assert ran(hidden, lying, checks).outcomes()["reported"].isna().all()


def test_self_checks_do_not_add_rounds_where_there_are_fewer() -> None:
    rounds: Tree = {"workday": {"merchant_rounds": 0.5, "merchant_round_minutes": 150.0}}
    assert spent(ran(rounds, selfcheck(rounds_after=1.0)), Work.MERCHANTS) == 30 * TWO * 75_000 // 5


def test_an_assistant_that_all_use_and_that_knows_all_leaves_no_inquiry_to_workers() -> None:
    asked = merged(
        issues("inquiry"), rule("afterhours"), {"workday": {"overtime_cap_minutes": 60.0}}, USERS
    )
    before = ran(asked)
    after = ran(asked, lever("resident_app", adoption=1.0, answered_share=1.0))
    assert spent(before, Work.INQUIRY) > int(before.state.totals[:, Work.INQUIRY].sum()) > 0
    assert spent(after, Work.INQUIRY) == 0
    outcomes = after.outcomes()
    assert len(outcomes) == len(before.outcomes())
    assert outcomes["resolved"].all()
    assert (outcomes["ended"] == outcomes["born"]).all()


def test_only_who_uses_the_application_and_is_understood_is_answered() -> None:
    asked = merged(issues("inquiry", minutes=4.0), {"horizon_days": 60}, USERS)
    model = ran(asked, lever("resident_app", adoption=0.5, answered_share=0.8), days=30)
    settle(model, 30)
    outcomes = model.outcomes()
    worked = outcomes["started"].notna()
    assert 0 < worked.sum() < len(outcomes)
    assert spent(model, Work.INQUIRY) == worked.sum() * 4_000
    assert set(model.state.policies["assistant_share"]) == {0.4}


def test_who_uses_the_application_notices_so_much_more() -> None:
    hidden = merged(
        issues("facility", hidden=1.0, seen=0.0),
        {
            "issues": {"own_notice": 0.1, "growth_hidden": 0.0},
            "residents": {"reporting_elasticity": 0.0},
            "territory": {"vulnerable_households": 0.0},
        },
    )
    assert came_up(ran(hidden), 0.1)
    model = ran(hidden, USERS, lever("resident_app", adoption=0.5, notice=3.0))
    assert came_up(model, 0.1 * (1 + 0.5 * (3.0 - 1)))
    assert not model.outcomes()["early"].any()
    helped = ran(hidden, NO_USERS, lever("resident_app", adoption=0.5, notice=3.0, helped=0.25))
    assert came_up(helped, 0.1 * (1 + 0.25 * 0.5 * (3.0 - 1)))
    assert came_up(ran(hidden, NO_USERS, lever("resident_app", notice=9.0, helped=0.0)), 0.1)


def test_the_assistant_answers_nobody_who_uses_no_application_and_has_no_help() -> None:
    asked = merged(issues("inquiry", minutes=4.0), {"horizon_days": 60}, OLD_WITHOUT)
    app = lever("resident_app", adoption=1.0, answered_share=1.0, helped=0.0)
    model = ran(asked, app, days=30)
    settle(model, 30)
    outcomes = model.outcomes()
    worked = outcomes["started"].notna()
    assert 0 < worked.sum() < len(outcomes)
    assert (worked == ~outcomes["app_user"]).all()
    assert (worked == outcomes["elderly"]).all()


def test_after_hours_the_assistant_answers_as_far_as_it_reaches() -> None:
    asked = merged(
        issues("inquiry"), rule("afterhours"), {"workday": {"overtime_cap_minutes": 60.0}}
    )
    app = lever("resident_app", adoption=1.0, answered_share=1.0, helped=0.25)
    before, after = ran(asked, NO_USERS), ran(asked, NO_USERS, app)
    late = [int(model.state.overtime_totals[:, Work.INQUIRY].sum()) for model in (before, after)]
    assert late[1] == pytest.approx(0.75 * late[0], rel=1e-3)
    mixed = ran(asked, OLD_WITHOUT, app)
    users = mixed.state.residents["app_user"].mean()
    left = 1 - (0.25 + 0.75 * users)
    assert int(mixed.state.overtime_totals[:, Work.INQUIRY].sum()) == pytest.approx(
        left * late[0], rel=1e-3
    )


def test_an_alarm_tells_of_a_fall_at_once_where_there_is_one() -> None:
    falls = merged(
        UNSEEN,
        HEADLESS,
        issues("care", hidden=1.0, seen=0.0, minutes=30.0),
        {"territory": {"vulnerable_households": 1000.0}, "horizon_days": 60},
        rule("discovery", care_fall_share=1.0, camera_trip_minutes=5.0, alarm_false_share=0.5),
    )
    alarms = lever("elderly_alarms", alarm_share=1.0, setup_minutes=3.0, start_day=10)
    model = ran(falls, alarms, days=30)
    listed = model.state.communities["listed_households"]
    assert 0 < listed.min() <= listed.max() < HOUSEHOLDS
    shares = [math.floor(3_000 * households / FRONT + 0.5) for households in listed]
    assert alone(model, Work.PREPARATION) == np.repeat(shares, FRONT).tolist()
    settle(model, 30)
    outcomes = model.outcomes()
    fell = outcomes["vulnerable"] & (outcomes["born"] >= 11)
    assert fell.any()
    assert (outcomes["reported"][fell] == outcomes["born"][fell]).all()
    assert outcomes["reported"][~fell].isna().all()
    assert spent(model, Work.ISSUE) == fell.sum() * (30_000 + 10_000)


def test_blockers_keep_their_part_of_hazards_away_and_nothing_else() -> None:
    arising = merged(issues("hazard"), issues("facility"))
    before = ran(arising)
    none = ran(arising, lever("entry_control", hazard_share=1.0, blocked_share=1.0)).outcomes()
    others = before.outcomes().query(f"kind != {int(Kind.HAZARD)}")
    assert none["entity"].tolist() == others["entity"].tolist()
    part = ran(arising, lever("entry_control", hazard_share=0.5, blocked_share=0.8))
    daily = dict.fromkeys(range(30), 2000 / 1000 / 250 * (1 - 0.5 * 0.8) * PEOPLE)
    rooms = [16 * c + Kind.HAZARD for c in range(TWO)]
    hazards = (part.outcomes()["kind"] == Kind.HAZARD).sum()
    assert hazards == sum(poisson_sum(part, "arrivals", room, daily) for room in rooms)
