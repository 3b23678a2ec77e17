"""What a visit of departments does not end, and what decides on their hours and scores."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sim import GovernanceModel
from sim.enums import Count, Daily
from sim.streams import waiting_days
from tests.levers.places import (
    DEPARTMENT_ISSUES,
    MONTH_ENDS,
    Tree,
    counted,
    lever,
    merged,
    placed,
    ran,
    rule,
    step,
    uniform,
)

SURE: Tree = merged(
    DEPARTMENT_ISSUES,
    {"departments": {"accept_share": 1.0, "root_joint": 1.0, "relapse_share": 1.0}},
)
"""Reported today, asked for tomorrow, answered and settled the day after, whatever the cause."""


def causes(**settings: Any) -> Tree:
    """Every issue has one cause, and no other mechanism is on."""
    return rule("causes", **{"building_share": 0.0, "presence_share": 0.0} | settings)


def days_back(model: GovernanceModel, entity: int, closing: int, mean: float) -> int:
    """Days until an issue is back."""
    return int(waiting_days(uniform(model, "relapse", entity, 0, closing)[1], mean))


def test_what_must_be_built_comes_back_until_it_is_built() -> None:
    """Works of day r + 2 are done on the evening of r + 7, and each return takes two days."""
    back: Tree = {"departments": {"relapse_days": 4.0}}
    model = ran(SURE, back, causes(building_share=1.0, building_days=5.0, building_hours=1.0))
    outcomes = model.outcomes().query("reported < 8")
    assert len(outcomes) > 20
    lengths = set()
    for _, row in outcomes.iterrows():
        reported, entity = math.floor(row["reported"]), int(row["entity"])
        closed, returns = reported + 2, 0
        while closed < reported + 7:
            due = closed + days_back(model, entity, returns, 4.0)
            if due > reported + 7:
                break
            closed, returns = due + 2, returns + 1
        assert row["resolved"]
        assert row["ended"] == closed + 1
        assert row["returned"] == (returns > 0)
        lengths.add(returns)
    assert {0, 1, 2} <= lengths


def test_works_take_hours_and_money_once_for_each_issue() -> None:
    built = causes(building_share=1.0, building_days=1.0, building_hours=6.0, building_yuan=700.0)
    model = ran(SURE, built, {"departments": {"relapse_days": 3.0, "field_hours": 2.0}})
    assert counted(model, Count.WORKS_ORDERED) == counted(model, Count.WORKS_BUILT)
    closings = int(model.state.daily[:, Daily.CLOSED].sum())
    hours = int(model.state.departments["used"].sum()) / 60_000
    assert hours == pytest.approx(2 * closings + 6 * counted(model, Count.WORKS_BUILT))
    rows = model.measures().query("community.isna()").set_index(["measure", "group"])["value"]
    assert rows["works_paid", "all"] == 700 * counted(model, Count.WORKS_BUILT) / (30 / 250)


def test_presence_keeps_issues_away_to_the_end_of_the_month_after_and_takes_hours() -> None:
    """Two hours a month are 5.76 minutes a day."""
    present = causes(presence_share=1.0, presence_months=1, presence_hours=2.0)
    model = placed(SURE, present, {"horizon_days": 70, "departments": {"relapse_days": 0.5}})
    offices = model.state.departments
    full = offices["capacity"].copy()
    step(model, 5)
    model.state.issue_rates["rate"][:] = 0.0
    step(model, MONTH_ENDS[1] - 5)
    held = counted(model, Count.PRESENCES)
    assert held == int(offices["presence_count"].sum()) == len(model.outcomes()) > 20
    assert (offices["capacity"] == full - 5760 * offices["presence_count"]).all()
    assert model.outcomes()["first_back"].isna().all()
    step(model, 2)
    assert not offices["presence_count"].any()
    assert (offices["capacity"] == full).all()
    assert (model.outcomes()["first_back"] == MONTH_ENDS[1] + 1).all()
    assert offices["presence_given"].sum() > 0


def test_a_department_without_hours_builds_nothing_and_attends_to_nothing() -> None:
    """Visits of a moment are made; works and presence of a million hours are not."""
    short: Tree = {"departments": {"relapse_days": 0.5, "field_hours": 0.001}}
    long = {"building_hours": 1e6, "presence_hours": 1e6}
    model = ran(SURE, short, causes(building_share=0.5, presence_share=0.5, **long), days=20)
    assert counted(model, Count.WORKS_ORDERED) > 0
    assert counted(model, Count.WORKS_BUILT) == counted(model, Count.PRESENCES) == 0
    assert not model.outcomes()["resolved"].any()


def test_a_dispute_of_departments_has_no_cause_in_a_place() -> None:
    everything = causes(building_share=1.0)
    care = merged(SURE, {"issues": {"kinds": {"facility": {"rate": 0.0}}}})
    care["issues"]["kinds"]["care"] = SURE["issues"]["kinds"]["facility"] | {"rate": 2000.0}
    model = ran(care, everything)
    assert counted(model, Count.WORKS_ORDERED) == 0
    assert model.outcomes()["resolved"].any()


def test_scores_count_whistles_alone_and_what_there_was() -> None:
    """Whistled: 3 of 4 jobs in time, no closing. Felt service: 1/2 of answers, the greatest
    issue at the root. So earned = (0.5 0.75 + 0.3 (0.4 0.5 + 0.6 1)) / 0.8."""
    weights = {"weight_completion": 0.5, "weight_satisfaction": 0.2, "weight_felt": 0.3}
    scored = lever("department_evaluation", leniency=0.0, score_noise_reasoned=0.0, **weights)
    tried = rule("assessment", felt_salient_weight=0.6)
    model = placed(tried, scored, {"horizon_days": 65})
    step(model, 61)
    office = model.state.appraisals[0, 0]
    office["jobs_done"], office["jobs_in_time"] = 4, 3
    office["answers"], office["answers_in_time"] = 2, 1
    office["greatest"], office["greatest_root"] = 20.0, 1.0
    step(model, 1)
    assert model.state.departments["score"][0] == pytest.approx(
        (0.5 * 0.75 + 0.3 * (0.4 * 0.5 + 0.6)) / 0.8
    )


@pytest.mark.parametrize("whistled", [False, True])
def test_only_what_was_whistled_for_enters_completion_and_satisfaction(whistled: bool) -> None:
    scored = lever("department_evaluation")
    called = {"listed_share": 1.0, "use_share": 1.0, "accept": 1.0, "refusals": 0}
    rights = lever("escalation_rights", try_days=0, overcall=1.0, **called) if whistled else {}
    model = ran(DEPARTMENT_ISSUES, rule("assessment"), scored, rights)
    offices = model.state.appraisals
    assert bool(offices["jobs_done"].any()) == bool(offices["closings"].any()) == whistled
    assert offices["greatest"].any()


def test_hours_follow_what_leaders_hear() -> None:
    """Of twelve equal departments one is named three times and one once.

    In four months' memory 1/12 becomes 1/4 = 1/12 + (3/4 - 1/12) / 4, and 1/8, and 1/16. Of the
    hours 0.4 follow: 0.6 + 0.4 x 12 x (1/4, 1/8, 1/16).
    """
    follow: Tree = {
        "structures": {"hours": "attention"},
        "departments": {"attention_share": 0.4, "attention_months": 4.0, "hours_noise": 0.0},
    }
    model = placed(follow)
    offices = model.state.departments
    full = offices["staff_hours"] * offices["response_share"]
    offices["noticed"][[0, 5]] = 3, 1
    step(model, MONTH_ENDS[0])
    assert (offices["attention_factor"] == 1.0).all()
    step(model, 1)
    factors = [1.8, *[0.9] * 4, 1.2, *[0.9] * 6]
    assert offices["attention_factor"].tolist() == pytest.approx(factors)
    assert not offices["noticed"].any()
    assert offices["capacity"].tolist() == [
        math.floor(hours * factor * 12_000 + 0.5)
        for hours, factor in zip(full, offices["attention_factor"], strict=True)
    ]


def test_leaders_hear_of_departments_from_orders() -> None:
    impatient = rule("patience", patience_factor=0.1, overhead_chance=1.0, overhead_offset=9.0)
    refused: Tree = {"structures": {"hours": "attention"}, "departments": {"accept_share": 0.0}}
    model = ran(DEPARTMENT_ISSUES, impatient, refused, days=MONTH_ENDS[0])
    assert model.state.departments["noticed"].sum() == counted(model, Count.ORDERS) > 0


@pytest.mark.parametrize(("reasoned", "effort"), [(True, 1.7322), (False, 1.5572)])
def test_chosen_effort_counts_a_noisy_score_for_less(reasoned: bool, effort: float) -> None:
    """w1 = 0.7 0.15 / 1.225 + 0.3 / (1.025 or 1.225), w2 = 0.595, e1 = (w1 - 0.3 w2) / 0.91.

    Without streets 0.15 / 1.225 < 0.3 0.85, so that e1 = 0 and E = (0.3 + e1) / 0.3.
    """
    scored = lever("department_evaluation", reasoned=reasoned, share_of_assessment=0.3)
    cost = {"response_weight": 0.15, "effort_base": 0.3, "effort_substitution": 0.3}
    noise = {"noise_aversion": 10.0, "hotline_noise": 0.15}
    chosen: Tree = {"structures": {"effort": "chosen"}}
    model = ran(rule("assessment", **cost, **noise), scored, chosen, days=1)
    assert set(model.state.departments["effort"].round(4)) == {effort}
