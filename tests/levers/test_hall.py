"""The deliberation hall, and repairs that need the consent of households."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from sim.enums import Count, Kind, Work
from tests.levers.places import (
    FRONT,
    HEADLESS,
    TWO,
    Tree,
    alone,
    counted,
    issues,
    lever,
    merged,
    quarrels,
    ran,
    rule,
    settle,
    spent,
    uniform,
)

SESSION = 0.5
"""Of a day: two hours of two workers."""


def open_quarrels(**mediation: Any) -> Tree:
    """Quarrels about parking in one estate that only a hall could settle, five days after."""
    space = {
        "dispute_relation": 0.0,
        "dispute_space": 1.0,
        "theme_parking": 1.0,
        "estates": 1,
        "hall_minutes": 120.0,
        "hall_staff": 2.0,
        "hall_notice": 5.0,
        "hall_wait": 1000.0,
    }
    return quarrels(300.0, **space | mediation)


def hall(**settings: Any) -> Tree:
    """A hall that is there at once, to which everybody comes."""
    free = {"sessions": 20, "least_issues": 1, "quorum_trust": 0.0, "setup_hours": 0.0}
    return lever("deliberation_hall", **free | settings)


def days(column: pd.Series[float]) -> pd.Series[int]:
    """Whole days of moments."""
    return column.astype(int)


def test_a_session_settles_all_that_is_open_and_no_quarrel_about_it_comes_again() -> None:
    """Called on the fifth morning after the first quarrel; it is over at noon."""
    model = ran(open_quarrels(hall_success_space=1.0, hall_rate_effect=0.0), hall())
    outcomes = model.outcomes()
    for c in range(TWO):
        here = outcomes[outcomes["community"] == c]
        noon = math.floor(here["born"].min()) + 5 + SESSION
        before = here[here["born"] <= noon]
        assert (before["ended"] == noon).all()
        late = here[here["born"] > noon]
        assert (days(late["born"]) == math.floor(noon)).all()
    sessions = counted(model, Count.HALL_SESSIONS)
    assert spent(model, Work.MEDIATION) == sessions * 240_000 < len(outcomes) * 240_000
    assert counted(model, Count.MEDIATION_ROUNDS) == 0
    untouched = ran(open_quarrels(hall_success_space=0.0))
    assert len(untouched.outcomes()) > 2 * len(outcomes)


def test_parking_and_paths_and_each_estate_have_sessions_of_their_own() -> None:
    """Three grids are three estates; half the quarrels are about parking, half about paths."""
    sharing = open_quarrels(
        hall_success_space=1.0, hall_rate_effect=0.0, estates=3, theme_parking=0.5, theme_ground=0.5
    )
    model = ran(sharing, hall(), {"horizon_days": 80})
    outcomes, state = model.outcomes(), model.state
    residents = state.communities["first_agent"][outcomes["community"]] + outcomes["agent"]
    outcomes["grid"] = state.residents["grid"][residents.to_numpy()]
    outcomes["parking"] = [uniform(model, "theme", one)[0] < 0.5 for one in outcomes["entity"]]
    topics = outcomes.groupby(["community", "grid", "parking"])
    assert topics.ngroups == TWO * FRONT * 2
    for _, topic in topics:
        first = math.floor(topic["born"].min()) + 5
        assert days(topic["ended"]).min() == first
        assert days(topic["born"]).max() <= first


@pytest.mark.parametrize(
    ("least", "quorum", "sessions"), [(1, 0.0, 3), (1, 0.5, 3), (1000, 0.0, 0), (1, 0.6, 0)]
)
def test_a_hall_needs_enough_issues_and_trust_and_takes_no_more_than_its_sessions(
    least: int, quorum: float, sessions: int
) -> None:
    failing = open_quarrels(hall_success_space=0.0, hall_notice=1.0)
    some = hall(sessions=3, least_issues=least, quorum_trust=quorum, setup_hours=4.0)
    month = ran(failing, HEADLESS, some, days=20)
    assert counted(month, Count.HALL_SESSIONS) == TWO * sessions
    assert alone(month, Work.PREPARATION) == TWO * FRONT * [4 * 60_000 // FRONT]
    two = ran(failing, HEADLESS, some, {"horizon_days": 41})
    assert counted(two, Count.HALL_SESSIONS) == TWO * 2 * sessions


def test_a_session_is_called_on_the_first_morning_on_which_three_wait() -> None:
    agreeing = open_quarrels(hall_success_space=1.0, hall_notice=1.0)
    outcomes = ran(agreeing, hall(least_issues=3)).outcomes()
    for c in range(TWO):
        here = outcomes[outcomes["community"] == c]
        third = sorted(days(here["born"]))[2]
        assert here["ended"].min() == third + 1 + SESSION


def test_a_quarrel_on_which_no_session_is_called_goes_to_a_worker_in_time() -> None:
    """On the sixth morning after its report, by a round that takes a tick."""
    waiting = open_quarrels(mediation_worker_space=1.0, hall_wait=6.0)
    outcomes = ran(waiting, hall(least_issues=1000)).outcomes()
    old = outcomes[outcomes["born"] < 24]
    assert len(old) > 0
    assert (days(old["ended"]) == days(old["born"]) + 6).all()
    assert outcomes[outcomes["born"] >= 24]["ended"].isna().all()


def test_no_session_is_left_so_a_worker_hears_the_quarrel_at_once() -> None:
    """One session a month: it is called five days after the first quarrel."""
    short = open_quarrels(mediation_worker_space=1.0, hall_success_space=1.0, hall_rate_effect=1.0)
    outcomes = ran(short, hall(sessions=1), days=20).outcomes()
    for c in range(TWO):
        here = outcomes[outcomes["community"] == c]
        noon = math.floor(here["born"].min()) + 5 + SESSION
        after = here[here["born"] > math.floor(noon)]
        assert len(after) > 0
        assert (days(after["ended"]) == days(after["born"])).all()


def test_where_the_hall_fails_the_street_is_asked() -> None:
    failing = open_quarrels(hall_success_space=0.0, mediation_joint_space=1.0)
    quick: Tree = {"departments": {"street_days": 0.001}, "horizon_days": 100}
    model = ran(failing, hall(), quick, days=15)
    settle(model, 60)
    assert model.outcomes()["resolved"].all()
    assert counted(model, Count.JOINT_SESSIONS) == len(model.outcomes())
    assert counted(model, Count.MEDIATION_ROUNDS) == 0


REPAIRS = merged(
    issues("facility", rate=500.0),
    rule("consent", consent_share=1.0, consent_minutes=30.0, consent_days=0.5),
    {"horizon_days": 60},
)
"""Repairs of ten minutes that need consent: half an hour at the doors, given the next day."""


def test_a_repair_begins_when_a_worker_has_asked_at_all_doors_and_the_last_has_agreed() -> None:
    model = ran(REPAIRS, days=20)
    settle(model, 10)
    outcomes = model.outcomes()
    assert spent(model, Work.ISSUE) == len(outcomes) * (30_000 + 10_000) > 0
    early = outcomes[outcomes["born"] % 1 < 0.5]
    assert (days(early["ended"]) == days(early["born"]) + 1).all()
    at_once = ran(REPAIRS, {"rules": {"consent": {"on": False}}}, days=20)
    settle(at_once, 10)
    assert spent(at_once, Work.ISSUE) == len(outcomes) * 10_000


def test_a_hall_gives_consent_to_all_repairs_that_wait_and_they_begin_the_next_morning() -> None:
    agreeing = open_quarrels(hall_success_space=1.0, hall_rate_effect=1.0)
    quiet: Tree = {"issues": {"kinds": {"dispute": {"rate": 0.0}}}}
    model = ran(agreeing, REPAIRS, quiet, hall(), days=20)
    settle(model, 20)
    outcomes = model.outcomes()
    assert set(outcomes["kind"]) == {Kind.FACILITY}
    assert spent(model, Work.ISSUE) == len(outcomes) * 10_000
    sessions = counted(model, Count.HALL_SESSIONS)
    assert 0 < sessions < len(outcomes)
    assert spent(model, Work.MEDIATION) == sessions * 240_000
    for c in range(TWO):
        here = outcomes[outcomes["community"] == c]
        noon = math.floor(here["born"].min()) + 5 + SESSION
        first = here[here["born"] <= noon]
        assert (days(first["ended"]) == math.floor(noon) + 1).all()
    refused = ran(open_quarrels(hall_success_space=0.0), REPAIRS, quiet, hall(), days=20)
    settle(refused, 20)
    assert spent(refused, Work.ISSUE) == len(outcomes) * (30_000 + 10_000)
