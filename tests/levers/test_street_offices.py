"""Offices of the street with finite hours, and the group in which communities reach them."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.enums import Count, Office, Work
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
    quarrels,
    ran,
    rule,
    settle,
    spent,
    step,
)

HOUR = 60_000
SOON: Tree = {"departments": {"street_days": 0.001, "street_hours": 2.0}, "horizon_days": 300}
"""An office turns to an issue on the day after it was asked, and needs two hours."""
DAILY = rule("street_offices", street_capacity=5.0, whistle_street_hours=3.0)
"""5 hours a week for each of two communities: 2 hours a day."""


def by_entity(outcomes: pd.DataFrame) -> pd.DataFrame:
    return outcomes.sort_values("entity").reset_index(drop=True)


def test_an_office_of_two_hours_a_day_closes_one_issue_of_two_hours_a_day() -> None:
    model = ran(STREET_ISSUES, SOON, DAILY, days=1)
    settle(model, 60)
    outcomes = by_entity(model.outcomes())
    assert 4 < len(outcomes) < 50
    # Asked on day 1, in the queue on day 2, the first closes at the end of day 2.
    assert outcomes["ended"].tolist() == [3 + place for place in range(len(outcomes))]
    assert counted(model, Count.STREET_TICKS) == len(outcomes) * 2 * HOUR
    used = model.state.street_offices["used"].tolist()
    assert used == [len(outcomes) * 2 * HOUR, 0, 0, 0]


def test_offices_share_hours_by_the_demand_that_they_may_expect() -> None:
    kinds = merged(
        issues("facility", rate=300.0, level1=0.5),
        issues("dispute", rate=100.0, level1=0.2, level2=0.1),
        issues("street_order", rate=100.0, level1=0.5),
    )
    rules = merged(rule("offices", two_office_share=0.2), rule("mediation"), DAILY)
    capacity = placed(kinds, rules).state.street_offices["capacity"]
    # Management 150 and 0.2 of 50, safety 0.2 of 150, mediation 90 of 100 disputes, enforcement 50.
    demand = {"management": 160.0, "safety": 30.0, "mediation": 90.0, "enforcement": 50.0}
    day = 2 * HOUR
    assert capacity == pytest.approx([day * part / 330.0 for part in demand.values()], abs=1)


def test_what_needs_two_offices_takes_two_hours_of_each_one_after_the_other() -> None:
    two = rule("offices", two_office_share=1.0)
    model = ran(STREET_ISSUES, SOON, DAILY, two, days=1)
    settle(model, 120)
    number = len(model.outcomes())
    assert model.outcomes()["resolved"].all()
    used = model.state.street_offices["used"].tolist()
    assert used == [number * 2 * HOUR, number * 2 * HOUR, 0, 0]


def test_in_a_group_both_offices_come_at_once_and_both_give_their_hours() -> None:
    two = rule("offices", two_office_share=1.0)
    ample = rule("street_offices", street_capacity=4000.0)
    group = lever("joint_response", street_days=0.001, message_minutes=0.001)
    model = ran(STREET_ISSUES, SOON, ample, two, group, days=20)
    settle(model, 5)
    outcomes = model.outcomes()
    assert (outcomes["ended"] == outcomes["born"].astype(int) + 2).all()
    used = model.state.street_offices["used"].tolist()
    assert used == [len(outcomes) * 2 * HOUR, len(outcomes) * 2 * HOUR, 0, 0]


def test_issues_of_the_group_go_first_in_the_queue() -> None:
    group = lever(
        "joint_response", coverage=0.5, street_days=0.001, message_minutes=20.0, start_day=0
    )
    same = {"departments": {"street_ask_minutes": 20.0}}
    model = ran(STREET_ISSUES, SOON, same, DAILY, group, days=20)
    step(model, 40)
    joint = model.state.policies["joint_rounds"] > 0
    assert joint.sum() == 1
    solved = model.outcomes().groupby("community")["resolved"].mean()
    assert solved[int(joint.argmax())] > 3 * solved[int((~joint).argmax())]


def test_an_accepted_whistle_takes_three_hours_of_the_office_of_its_kind() -> None:
    rights = lever(
        "escalation_rights", accept=1.0, listed_share=1.0, use_share=1.0, try_days=0, refusals=0
    )
    ample = rule("street_offices", street_capacity=4000.0, whistle_street_hours=3.0)
    model = ran(DEPARTMENT_ISSUES, ample, rights, days=20)
    settle(model, 10)
    whistles = counted(model, Count.WHISTLES_ACCEPTED)
    assert whistles > 0
    assert counted(model, Count.STREET_TICKS) == whistles * 3 * HOUR
    assert int(model.state.street_offices["used"][Office.MANAGEMENT]) == whistles * 3 * HOUR


def test_pooled_offices_have_one_queue_and_the_hours_of_both() -> None:
    order = merged(issues("street_order", level1=1.0, minutes=0.001), STREET_ISSUES)
    split = merged(order, SOON, DAILY)
    apart, pooled = placed(split), placed(split, lever("flexible_staffing", start_day=10))
    for model in (apart, pooled):
        step(model, 30)
    before, after = apart.state.street_offices, pooled.state.street_offices
    assert before["capacity"].tolist() == [HOUR, 0, 0, HOUR]
    assert after["capacity"].tolist() == [2 * HOUR, 0, 0, 0]
    # The first issues come to the offices on day 2: 8 days apart, then 20 days together.
    assert after["used"].tolist() == [8 * HOUR + 20 * 2 * HOUR, 0, 0, 8 * HOUR]


def test_a_dispute_that_failed_once_is_posted_at_once_and_heard_on_the_next_day() -> None:
    hard = quarrels(mediation_rounds=3, mediation_joint_relation=1.0)
    group = lever("joint_response", street_days=1.0, rounds=1, message_minutes=4.0)
    model = ran(hard, group, days=20)
    settle(model, 10)
    outcomes = model.outcomes()
    # Of those that arise in the last four minutes the message is finished on the next morning.
    early = outcomes[outcomes["born"] % 1 < 476 / 480]
    assert len(early) > 10
    assert (early["ended"] == early["born"].astype(int) + 2).all()
    assert spent(model, Work.ASKING) == len(outcomes) * 4_000
    assert counted(model, Count.JOINT_SESSIONS) == len(outcomes)


def test_for_a_department_the_street_telephones_in_place_of_the_worker() -> None:
    group = lever("joint_response", message_minutes=4.0)
    ample = rule("street_offices", street_capacity=4000.0)
    asks: Tree = {"departments": {"ask_minutes": 30.0, "accept_share": 1.0}}
    model = ran(DEPARTMENT_ISSUES, asks, ample, group, days=20)
    settle(model, 10)
    number = len(model.outcomes())
    assert model.outcomes()["resolved"].all()
    assert counted(model, Count.ANSWERED) == number > TWO
    assert spent(model, Work.ASKING) == number * 4_000
    assert counted(model, Count.STREET_TICKS) == number * 30_000
