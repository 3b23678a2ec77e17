"""Reforms that give communities and streets powers, hands and helpers."""

from __future__ import annotations

import math

import pytest

from sim.enums import Count, Work
from sim.streams import waiting_days
from tests.levers.places import (
    DAY,
    DEPARTMENT_ISSUES,
    FRONT,
    HEADLESS,
    MONTH_ENDS,
    RESPONSE_SHARE,
    STREET_ISSUES,
    TWO,
    Tree,
    alone,
    counted,
    issues,
    lever,
    measured,
    merged,
    placed,
    quarrels,
    ran,
    rule,
    settle,
    spent,
    step,
    uniform,
)

WORKERS = TWO * (1 + FRONT)


def test_a_voice_of_streets_makes_departments_try_harder_and_refuse_less() -> None:
    assessed = rule("assessment", response_weight=0.15, effort_elasticity=1.0, accept_limit=1.0)
    hours: Tree = {"departments": {"response_share": 0.2, "accept_share": 0.5}}
    voice = lever("street_powers", voice=0.5)
    before = ran(DEPARTMENT_ISSUES, assessed, hours)
    after = ran(DEPARTMENT_ISSUES, assessed, hours, voice)
    effort = (0.5 * 0.15 + 0.5) / 0.15
    for department in after.state.departments:
        assert department["effort"] == pytest.approx(effort)
        minutes = float(department["staff_hours"]) * 0.2 * effort * 60 / 5
        assert department["capacity"] == math.floor(1000 * minutes + 0.5)
    assert counted(before, Count.REFUSED) > 0
    assert counted(after, Count.ANSWERED) > 0
    assert counted(after, Count.REFUSED) == 0
    unassessed = ran(DEPARTMENT_ISSUES, hours, voice)
    assert set(unassessed.state.departments["effort"]) == {1.0}


def test_with_pooled_staff_one_office_comes_where_two_came() -> None:
    two = rule("offices", two_office_share=1.0)
    answers = {}
    for name, levers in (("two", {}), ("one", lever("flexible_staffing"))):
        model = ran(STREET_ISSUES, two, levers, {"horizon_days": 200}, days=20)
        settle(model, 180)
        assert model.outcomes()["resolved"].all()
        answers[name] = counted(model, Count.STREET_ISSUES) / len(model.outcomes())
    assert answers == {"two": 2.0, "one": 1.0}


def test_a_joint_group_answers_within_its_days_with_all_offices_at_once() -> None:
    group = lever("joint_response", street_days=0.001, message_minutes=0.001, chat_minutes=10.0)
    two = rule("offices", two_office_share=1.0)
    model = ran(STREET_ISSUES, two, group, days=20)
    settle(model, 5)
    outcomes = model.outcomes()
    assert (outcomes["ended"] == outcomes["born"].astype(int) + 2).all()
    assert counted(model, Count.STREET_ISSUES) == len(outcomes)
    assert counted(model, Count.JOINT_ANSWERS) == len(outcomes)
    assert spent(model, Work.CHAT) == 25 * WORKERS * 10_000 // 5


def test_the_street_answers_after_the_days_of_the_group_not_its_own() -> None:
    group = lever("joint_response", street_days=2.0, message_minutes=0.001)
    model = ran(STREET_ISSUES, {"departments": {"street_days": 50.0}}, group, days=20)
    settle(model, 10)
    outcomes = model.outcomes()
    assert outcomes["ended"].notna().sum() > 0
    for entity, born, ended in outcomes[["entity", "born", "ended"]].itertuples(index=False):
        asked = int(born)
        answer = asked + waiting_days(uniform(model, "answer", entity, asked)[0], 2.0)
        assert ended == answer + 1 or (math.isnan(ended) and answer >= 30)


def test_a_joint_group_sits_down_after_so_many_failed_rounds() -> None:
    answered: Tree = {"departments": {"street_days": 0.001}, "horizon_days": 200}
    hard = merged(quarrels(rung_rounds=3, mediation_joint_relation=1.0), answered)
    rounds = {}
    for number in (1, 2):
        joint = lever("joint_response", rounds=number, chat_minutes=0.0)
        model = ran(hard, joint, days=20)
        settle(model, 40)
        disputes = len(model.outcomes())
        assert model.outcomes()["resolved"].all()
        assert counted(model, Count.JOINT_SESSIONS) == disputes
        rounds[number] = counted(model, Count.MEDIATION_ROUNDS) / disputes
    assert rounds == {1: 1.0, 2: 2.0}


def test_legal_staff_settle_quarrels_about_rights_in_the_place_of_workers() -> None:
    hard = quarrels(dispute_relation=0.0, mediation_legal_right=1.0)
    model = ran(hard, lever("legal_staff", presence_hours=8.0), {"horizon_days": 60}, days=20)
    settle(model, 40)
    outcomes = model.outcomes()
    assert outcomes["resolved"].all()
    assert counted(model, Count.MEDIATION_ROUNDS) == len(outcomes) > 0
    assert counted(model, Count.STREET_ISSUES) == 0
    assert spent(model, Work.ASKING) == 0
    assert counted(model, Count.OTHERS_TICKS) == 60 * TWO * 8 * 60_000 // 5
    assert (outcomes["ended"].astype(int) == outcomes["born"].astype(int)).all()


@pytest.mark.parametrize(
    ("about", "rounds", "worker_ticks"),
    [
        ({"dispute_relation": 1.0}, 2, 4_000 + 2 * 10_000),
        ({"dispute_relation": 0.0, "dispute_space": 1.0}, 1, 2 * 10_000),
        ({"dispute_relation": 0.0}, 1, 10_000),
    ],
)
def test_a_quarrel_that_nobody_settles_is_heard_once_by_those_of_its_sort(
    about: Tree, rounds: int, worker_ticks: int
) -> None:
    """Relations: a volunteer who is told, then two workers; space: two workers; rights: one."""
    hard = quarrels(mediation_rounds=1, mediation_minutes=10.0, mediation_gap=4.0, **about)
    hard = merged(hard, {"issues": {"passing_minutes": 4.0}})
    neighbours = rule("volunteers", volunteers_before=1.0, volunteer_leave=0.0)
    careless: Tree = {"rules": {"volunteers": {"volunteer_care_minutes": 0.0}}}
    model = ran(hard, neighbours, careless, lever("legal_staff"), {"horizon_days": 100}, days=20)
    settle(model, 80)
    disputes = len(model.outcomes())
    assert counted(model, Count.MEDIATION_ROUNDS) == rounds * disputes > 0
    assert spent(model, Work.MEDIATION) == worker_ticks * disputes
    assert counted(model, Count.JOINT_SESSIONS) == counted(model, Count.FROZEN) == disputes


def test_two_recruits_a_community_work_from_their_day_on_without_grid_or_line() -> None:
    standing: Tree = {"workday": {"meeting_minutes": 150.0, "daily_patrol": 1.0}}
    model = ran(standing, lever("recruitment", per_community=2.0, start_day=10))
    assert len(model.state.workers) == WORKERS + TWO * 2
    assert set(model.state.communities["frontline"]) == {FRONT}
    old = [0, *FRONT * [0]]
    assert alone(model, Work.VACANT) == TWO * [*old, 10 * DAY, 10 * DAY]
    meeting = 30_000
    assert alone(model, Work.MEETING) == TWO * [0, *FRONT * [30 * meeting], *2 * [20 * meeting]]
    assert alone(model, Work.PATROL) == TWO * [0, *FRONT * [30 * 60_000], 0, 0]
    workers = measured(model, "workers")
    assert workers == WORKERS + TWO * 2


def test_a_part_of_a_recruit_comes_to_a_part_of_communities() -> None:
    many: Tree = {"territory": {"communities": 20, "workers": 80, "residents": 9200}}
    model = placed(many, lever("recruitment", per_community=1.4))
    expected = [1 + (uniform(model, "recruit", c)[0] < 0.4) for c in range(20)]
    assert list(model.state.communities["recruits"]) == expected
    assert 20 < sum(expected) < 40


def test_anothers_task_costs_more_until_workers_are_trained_and_no_more_then() -> None:
    requests: Tree = {
        "obligations": {"adhoc_requests": 1.0, "adhoc_minutes": 20.0},
        "organisation": {"line_penalty": 3.0},
    }
    training = lever("all_round_workers", penalty=1.0, training_hours=0.0, start_day=15)
    model = ran(requests, training, days=15)
    demanded, done = int(model.state.burden.sum()), spent(model, Work.REQUEST)
    assert done == 3 * demanded > 0, "the head is free first, and no line is his"
    step(model, 15)
    assert int(model.state.burden.sum()) > demanded
    assert spent(model, Work.REQUEST) - done == int(model.state.burden.sum()) - demanded


@pytest.mark.parametrize(
    ("name", "policy", "before", "after"),
    [
        ("all_round_workers", "line_penalty", 2.0, 1.0),
        ("academy", "mediation_training", 0.0, 0.1),
    ],
)
def test_training_takes_its_hours_and_tells_from_the_morning_after(
    name: str, policy: str, before: float, after: float
) -> None:
    effect = {"all_round_workers": {"penalty": 1.0}, "academy": {"training_gain": 0.1}}[name]
    slower: Tree = {"organisation": {"line_penalty": 2.0}}
    effect["session_hours"] = 20.0
    model = ran(HEADLESS, slower, lever(name, training_hours=20.0, **effect), days=3)
    assert alone(model, Work.PREPARATION) == TWO * FRONT * [20 * 60_000]
    assert set(model.state.policies[policy]) == {before}
    model.step()
    assert set(model.state.policies[policy]) == {after}
    assert alone(model, Work.PREPARATION) == TWO * FRONT * [20 * 60_000]


@pytest.mark.parametrize("name", ["all_round_workers", "academy"])
@pytest.mark.parametrize(("days", "overtime"), [(1.0, 60_000), (1.5, 0)])
def test_training_that_ends_tomorrow_goes_on_after_hours(
    name: str, days: float, overtime: int
) -> None:
    late: Tree = {"workday": {"overtime_cap_minutes": 60.0}}
    course = lever(name, training_hours=10.0, training_days=days, session_hours=10.0)
    model = ran(HEADLESS, late, course, days=1)
    assert set(model.state.overtime[:, Work.PREPARATION]) == {overtime}


def test_lessons_are_spread_over_the_course_and_each_adds_its_part() -> None:
    """Four sessions of two hours in 20 days begin on days 0, 5, 10 and 15, and tell a day later."""
    slower: Tree = {"organisation": {"line_penalty": 2.0}}
    course = lever(
        "academy",
        training_gain=0.4,
        penalty_cut=0.5,
        training_hours=8.0,
        session_hours=2.0,
        training_days=20.0,
    )
    model = ran(HEADLESS, slower, course, days=1)
    for told in range(5):
        held = min(told + 1, 4)
        assert alone(model, Work.PREPARATION) == TWO * FRONT * [held * 120_000]
        policies = model.state.policies
        training, penalty = policies["mediation_training"], policies["line_penalty"]
        assert training.tolist() == pytest.approx(TWO * [0.1 * told])
        assert penalty.tolist() == pytest.approx(TWO * [2 - 0.125 * told])
        step(model, 5)


def test_all_round_workers_lose_less_with_each_lesson() -> None:
    slower: Tree = {"organisation": {"line_penalty": 2.0}}
    course = lever(
        "all_round_workers",
        penalty=1.2,
        training_hours=4.0,
        session_hours=2.0,
        training_days=20.0,
    )
    model = ran(HEADLESS, slower, course, days=2)
    assert model.state.policies["line_penalty"].tolist() == pytest.approx(TWO * [1.6])
    step(model, 10)
    assert model.state.policies["line_penalty"].tolist() == pytest.approx(TWO * [1.2])


def test_taught_workers_settle_quarrels_and_untaught_ones_do_not() -> None:
    hard = quarrels(mediation_rounds=1, mediation_joint_relation=0.0)
    taught = lever("academy", training_gain=1.0, training_hours=0.0, start_day=10)
    model = ran(hard, taught, days=20)
    outcomes = model.outcomes()
    before = outcomes[outcomes["born"] < 10]
    after = outcomes[outcomes["born"] >= 10]
    assert len(before) > 0
    assert before["ended"].isna().all()
    assert len(after) > 0
    assert ((after["ended"] - after["born"]) * DAY).round().eq(1).all()


def test_a_head_is_taught_a_day_at_a_time_and_each_day_tells() -> None:
    """Two days of 8 hours in a year: on day 0 and on day 125; each gives half of the gain."""
    course = lever("heads_training", training_gain=0.2, training_hours=16.0,
                   reporting_hours=0.0, preparing_hours=0.0)  # fmt: skip
    model = ran(course, {"horizon_days": 130}, days=1)
    assert alone(model, Work.PREPARATION) == TWO * [DAY, *FRONT * [0]]
    assert set(model.state.policies["joint_training"]) == {0.0}
    model.step()
    assert set(model.state.policies["joint_training"]) == {0.1}
    step(model, 123)
    assert alone(model, Work.PREPARATION) == TWO * [DAY, *FRONT * [0]]
    step(model, 2)
    assert alone(model, Work.PREPARATION) == TWO * [2 * DAY, *FRONT * [0]]
    assert set(model.state.policies["joint_training"]) == {0.2}


def test_reporting_takes_all_workers_an_hour_a_year_and_the_head_more() -> None:
    """An hour in 50 weeks of 5 days is 240 ticks a day, and 9 more of the head are 2,160."""
    reports = lever("heads_training", training_hours=0.0, reporting_hours=1.0, preparing_hours=9.0)
    model = ran(reports)
    assert alone(model, Work.ACTIVITIES) == TWO * [30 * 2_400, *FRONT * [30 * 240]]
    assert set(model.state.policies["joint_training"]) == {0.05}


def test_trained_heads_settle_in_joint_sessions_what_workers_could_not() -> None:
    hard = quarrels(mediation_rounds=1, rung_rounds=1, frozen_report=0.0)
    taught = lever("heads_training", training_gain=1.0, training_hours=0.0)
    untaught, model = ran(hard), ran(hard, taught)
    assert counted(untaught, Count.JOINT_SESSIONS) == counted(untaught, Count.FROZEN) > 0
    assert counted(model, Count.JOINT_SESSIONS) > counted(model, Count.FROZEN) == 0


def test_a_cadre_is_a_pair_of_hands_and_a_line_to_departments() -> None:
    hard = merged(DEPARTMENT_ISSUES, {"departments": {"accept_share": 0.3}})
    sent = lever("stationed_cadres", cadre_share=1.0, links=0.7, start_day=5)
    model = ran(hard, sent, days=5)
    refused = counted(model, Count.REFUSED)
    answered = counted(model, Count.ANSWERED)
    step(model, 25)
    assert 0 < refused < answered < counted(model, Count.ANSWERED)
    assert counted(model, Count.REFUSED) == refused
    assert alone(model, Work.VACANT) == TWO * [*(1 + FRONT) * [0], 5 * DAY]


def test_cadres_go_to_a_share_of_communities() -> None:
    many: Tree = {"territory": {"communities": 20, "workers": 80, "residents": 9200}}
    model = ran(many, lever("stationed_cadres", cadre_share=0.3, links=0.2), days=1)
    expected = [int(uniform(model, "cadre", c)[0] < 0.3) for c in range(20)]
    assert list(model.state.communities["recruits"]) == expected
    assert list(model.state.policies["links"]) == [0.2 * cadre for cadre in expected]
    assert 0 < sum(expected) < 20


def test_partner_units_take_on_problems_and_care_and_visit() -> None:
    care = issues("care", level1=0.5, minutes=90.0, rate=1000.0)
    tree: Tree = {"issues": {"passing_minutes": 10.0, "care_vulnerable_share": 0.0}}
    partners = lever(
        "partner_units", visits=3.0, care_share=1.0, problem_share=1.0, council_minutes=5.0
    )
    model = ran(care, tree, partners, {"horizon_days": 200}, days=20)
    settle(model, 180)
    outcomes = model.outcomes()
    level = outcomes["level"].value_counts()
    assert outcomes["resolved"].all()
    assert spent(model, Work.ISSUE) == level[0] * 10_000 + level[1] * 90_000
    assert spent(model, Work.ASKING) == 0
    assert counted(model, Count.STREET_ISSUES) == 0
    visiting = 200 * TWO * 3 * 20_000 // 5
    assert counted(model, Count.OTHERS_TICKS) == visiting + len(outcomes) * 90_000
    assert spent(model, Work.CHAT) == 200 * WORKERS * 5_000 // 5


def test_members_who_serve_join_where_fewest_do() -> None:
    grids = rule(
        "volunteers",
        volunteers_before=0.0,
        volunteer_leave=0.0,
        volunteers_asked=0.0,
        volunteer_care_minutes=10.0,
    )
    joining = lever("double_registration", members=100.0, active_share=0.06, start_day=10)
    model = ran(grids, {"organisation": {"micro_grid_households": 50.0}}, joining)
    assert list(model.state.micro_grids["volunteers"]) == TWO * [2, 2, 1, 1]
    assert counted(model, Count.VOLUNTEER_DAYS) == TWO * 20 * 6
    assert spent(model, Work.VOLUNTEER_CARE) == TWO * 20 * 6 * 10_000 // 5


def test_the_head_leads_one_stuck_issue_a_month_through() -> None:
    stuck = merged(
        DEPARTMENT_ISSUES,
        {"departments": {"accept_share": 0.0, "field_hours": 0.01}, "horizon_days": 70},
    )
    lead = lever("secretary_projects", rate=12.0, minutes=600.0)
    before, after = ran(stuck), ran(stuck, lead)
    projects = TWO * len(MONTH_ENDS)
    assert before.outcomes()["ended"].isna().all()
    assert counted(after, Count.SECRETARY_PROJECTS) == projects
    assert alone(after, Work.WHISTLE) == TWO * [len(MONTH_ENDS) * 600_000, *FRONT * [0]]
    ended = after.outcomes()["ended"].dropna()
    assert sorted(ended) == sorted(TWO * [day + 3.0 for day in MONTH_ENDS])


def test_extended_service_adds_its_share_to_hours_that_are_all_used() -> None:
    scarce = merged(
        DEPARTMENT_ISSUES,
        {
            "departments": {"hours_scale": 0.01, "field_hours": 8.0, "accept_share": 1.0},
            "issues": {"kinds": {"facility": {"rate": 20000.0, "powers": ["housing"]}}},
        },
    )
    used = {}
    for name, levers in (("usual", {}), ("more", lever("service_extension", share=0.5))):
        model = ran(scarce, levers, days=10)
        housing = model.state.departments[5]
        minutes = float(housing["staff_hours"]) * RESPONSE_SHARE * (1.5 if levers else 1.0) * 60 / 5
        assert housing["capacity"] == math.floor(1000 * minutes + 0.5)
        used[name] = int(housing["used"])
        step(model, 10)
        assert int(model.state.departments[5]["used"]) - used[name] == 10 * housing["capacity"]
    assert used["more"] > used["usual"]
