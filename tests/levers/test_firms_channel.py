"""The channel in which firms bring their problems to a committee."""

from __future__ import annotations

import math

import pytest

from sim.enums import Count, Work
from sim.streams import waiting_days
from tests.levers.places import (
    DEPARTMENT_ISSUES,
    TWO,
    UNSEEN,
    Tree,
    counted,
    issues,
    lever,
    merged,
    patrolled,
    ran,
    settle,
    spent,
    uniform,
)

NEEDING = issues("merchant", level2=1.0, departments=2.0, minutes=30.0)
"""What two departments have to come to."""

ABLE = merged({"departments": DEPARTMENT_ISSUES["departments"]}, {"issues": {"others_days": 3.0}})
"""Departments with time enough, which settle everything for good."""


def channel(**settings: float) -> Tree:
    """All firms are in it."""
    usual = {"reached": 1.0, "sitting_days": 4.0, "instructor_hours": 0.0}
    return lever("firms_channel", **usual | settings)


@pytest.mark.parametrize("level", [{}, {"level1": 1.0}, {"level2": 1.0}])
def test_instructors_solve_what_they_can_and_no_worker_hears_of_it(level: dict[str, float]) -> None:
    told = merged(issues("merchant", minutes=30.0, **level), ABLE, {"horizon_days": 100})
    model = ran(told, channel(direct_share=1.0), days=20)
    settle(model, 80)
    outcomes = model.outcomes()
    assert outcomes["resolved"].all()
    assert spent(model, Work.ISSUE) == spent(model, Work.ASKING) == 0
    assert counted(model, Count.OTHERS_TICKS) == len(outcomes) * 30_000 > 0
    for entity, born, ended in outcomes[["entity", "born", "ended"]].itertuples(index=False):
        day = math.floor(born)
        wait = waiting_days(uniform(model, "others", entity, day)[0], 3.0)
        assert ended == day + wait + 1


def test_what_is_left_goes_to_all_departments_when_the_committee_sits() -> None:
    model = ran(NEEDING, ABLE, channel(direct_share=0.0), {"horizon_days": 100}, days=20)
    settle(model, 80)
    outcomes = model.outcomes()
    assert outcomes["resolved"].all()
    assert spent(model, Work.ISSUE) == spent(model, Work.ASKING) == spent(model, Work.WHISTLE) == 0
    assert counted(model, Count.WHISTLES) == counted(model, Count.REFUSED) == 0
    for entity, born, ended in outcomes[["entity", "born", "ended"]].itertuples(index=False):
        day = math.floor(born)
        wait = waiting_days(uniform(model, "firms", entity, day, 1)[0], 4.0)
        assert ended == day + wait + 1


@pytest.mark.parametrize("level", [{}, {"level1": 1.0}])
def test_what_needs_no_department_is_left_to_workers(level: dict[str, float]) -> None:
    told = merged(issues("merchant", minutes=30.0, **level), ABLE)
    alone, model = ran(told), ran(told, channel(direct_share=0.0))
    assert model.outcomes().equals(alone.outcomes())
    assert spent(model, Work.ISSUE) == spent(alone, Work.ISSUE) > 0


def test_the_share_that_is_reached_and_solved_is_the_one_put_in() -> None:
    told = merged(issues("merchant", minutes=30.0), ABLE, {"horizon_days": 60})
    model = ran(told, channel(reached=0.5, direct_share=0.6), days=30)
    settle(model, 30)
    entities = model.outcomes()["entity"]
    draws = [uniform(model, "firms", int(entity)) for entity in entities]
    theirs = sum(u < 0.5 and v < 0.6 for u, v in draws)
    assert 0 < theirs < len(entities)
    assert counted(model, Count.OTHERS_TICKS) == theirs * 30_000
    assert spent(model, Work.ISSUE) == (len(entities) - theirs) * 30_000


def test_what_workers_find_is_no_problem_of_a_firm() -> None:
    hidden = issues("merchant", hidden=1.0, seen=1e6, minutes=30.0)
    found = merged(UNSEEN, patrolled(), hidden, ABLE)
    alone, model = ran(found), ran(found, channel(direct_share=1.0))
    assert model.outcomes().equals(alone.outcomes())
    assert counted(model, Count.OTHERS_TICKS) == 0


def test_other_kinds_are_not_in_the_channel_and_instructors_hours_are_counted() -> None:
    told = merged(issues("hazard", minutes=30.0), ABLE)
    alone, model = ran(told), ran(told, channel(direct_share=1.0, instructor_hours=2.0))
    assert model.outcomes().equals(alone.outcomes())
    assert counted(model, Count.OTHERS_TICKS) == 30 * TWO * 2 * 60_000 // 5
