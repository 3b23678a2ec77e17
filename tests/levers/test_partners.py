"""Reforms that bring partners, part-time workers and devices into a community."""

from __future__ import annotations

import pytest

from sim.enums import Count, Kind, Work
from tests.levers.places import (
    DEPARTMENT_ISSUES,
    HEADLESS,
    TWO,
    Tree,
    counted,
    issues,
    lever,
    merged,
    placed,
    quarrels,
    ran,
    rule,
    settle,
    spent,
)

NOTHING = {"small_share": 0.0, "kept_share": 0.0, "links": 0.0, "follow_minutes": 0.0}
"""Partners who do nothing, but that there is a group."""


def test_small_issues_are_done_with_partners_and_some_no_longer_passed_up() -> None:
    care = issues("care", level1=0.5, minutes=90.0, rate=1000.0)
    tree: Tree = {"issues": {"passing_minutes": 10.0}, "horizon_days": 200}
    partners = lever("community_partners", small_share=1.0, kept_share=1.0, follow_minutes=0.0)
    model = ran(care, tree, partners, days=20)
    settle(model, 180)
    outcomes = model.outcomes()
    level = outcomes["level"].value_counts()
    assert outcomes["resolved"].all()
    assert spent(model, Work.ISSUE) == level[0] * 10_000 + level[1] * 90_000
    assert counted(model, Count.OTHERS_TICKS) == len(outcomes) * 90_000
    assert spent(model, Work.ASKING) == counted(model, Count.STREET_ISSUES) == 0


def test_partners_take_no_disputes_on_but_large_ones_go_to_a_joint_round_at_once() -> None:
    answered: Tree = {"departments": {"street_days": 0.001}, "horizon_days": 200}
    hard = merged(quarrels(rung_rounds=3, mediation_joint_relation=1.0), answered)
    partners = lever("community_partners", **NOTHING | {"small_share": 1.0}, rounds=1)
    model = ran(hard, partners, days=20)
    settle(model, 40)
    disputes = len(model.outcomes())
    assert counted(model, Count.JOINT_SESSIONS) == disputes > 0
    assert counted(model, Count.MEDIATION_ROUNDS) == disputes
    assert counted(model, Count.OTHERS_TICKS) == 0


def test_what_is_followed_is_refused_less_often_and_costs_each_worker_its_minutes() -> None:
    hard = merged(DEPARTMENT_ISSUES, {"departments": {"accept_share": 0.3}})
    alone, followed = (
        ran(hard, lever("community_partners", **NOTHING | changed), days=20)
        for changed in ({}, {"links": 0.7, "follow_minutes": 10.0})
    )
    assert counted(alone, Count.REFUSED) > 0
    assert counted(followed, Count.ANSWERED) > 0
    assert counted(followed, Count.REFUSED) == 0
    assert spent(followed, Work.CHAT) == 20 * 8 * 10_000 // 5


def test_who_follows_finds_out_what_was_closed_on_paper() -> None:
    found = placed(lever("community_partners", found_chance=1.0), {"departments": {}})
    found.step()
    assert set(found.state.policies["false_found"]) == {1.0}
    better: Tree = {"departments": {"false_found": 0.9}}
    kept = placed(better, lever("community_partners", found_chance=0.5))
    kept.step()
    assert set(kept.state.policies["false_found"]) == {0.9}


def test_partners_leave_a_group_that_there_is_as_it_is() -> None:
    group = lever("joint_response", rounds=2, message_minutes=3.0)
    model = ran(group, lever("community_partners", rounds=1, message_minutes=9.0), days=1)
    assert set(model.state.policies["joint_rounds"]) == {2}
    assert set(model.state.policies["joint_minutes"]) == {3.0}


def test_part_time_workers_are_briefed_and_then_join_where_fewest_serve() -> None:
    grids = rule(
        "volunteers",
        volunteers_before=0.0,
        volunteer_leave=0.0,
        volunteers_asked=0.0,
        volunteer_care_minutes=0.0,
    )
    serving = lever("part_time_grid_workers", joining=6, briefing_minutes=10.0, police_hours=2.0)
    model = ran(HEADLESS, grids, {"organisation": {"micro_grid_households": 50.0}}, serving, days=1)
    assert spent(model, Work.PREPARATION) == TWO * 6 * 10_000
    assert set(model.state.micro_grids["volunteers"]) == {0}
    model.step()
    assert list(model.state.micro_grids["volunteers"]) == TWO * [2, 2, 1, 1]
    assert counted(model, Count.OTHERS_TICKS) == 2 * TWO * 2 * 60_000 // 5


def test_what_the_police_see_counts_as_so_many_minutes_of_a_patrol() -> None:
    model = ran(
        lever("new_employment_stations", courier_minutes=3.0),
        lever("part_time_grid_workers", joining=0, beat_minutes=7.0, sharing_minutes=5.0),
        days=1,
    )
    assert set(model.state.policies["eyes"]) == {10.0}
    assert spent(model, Work.CHAT) == 8 * 5_000 // 5


def test_a_robot_sees_beside_cameras_and_a_firm_settles_part_of_the_disorder_there() -> None:
    order = issues("street_order", rate=1000.0)
    robot = lever(
        "patrol_robot", estate_share=0.5, ground_share=0.5, prompted_share=0.4, firm_share=0.8
    )
    before = placed(order)
    model = ran(order, lever("patrol_cameras", camera_share=0.5), robot, days=1)
    assert set(model.state.policies["camera_coverage"]) == {0.625}
    rates, usual = model.state.issue_rates, before.state.issue_rates
    kind = Kind.STREET_ORDER
    assert rates["rate"][:, kind].tolist() == (usual["rate"][:, kind] * 0.9).tolist()
    assert rates["taken"][:, kind].tolist() == pytest.approx(TWO * [0.2])
    others = [one for one in Kind if one != kind]
    assert (rates["rate"][:, others] == usual["rate"][:, others]).all()
    assert not rates["taken"][:, others].any()


@pytest.mark.parametrize(("gates", "left"), [(False, 1.0), (True, 0.7)])
def test_a_gate_application_ends_its_share_of_disorder(gates: bool, left: float) -> None:
    order = issues("street_order", rate=1000.0)
    entry = lever("entry_control", gates=gates, gate_share=0.5, gate_solved=0.6)
    before, model = placed(order), ran(order, entry, days=1)
    kind = Kind.STREET_ORDER
    rates, usual = model.state.issue_rates["rate"], before.state.issue_rates["rate"]
    assert rates[:, kind].tolist() == pytest.approx((usual[:, kind] * left).tolist())
