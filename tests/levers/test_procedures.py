"""Procedures upward: steps, each with its work and a wait, worked out by hand."""

from __future__ import annotations

import math
from typing import Any

from sim import GovernanceModel
from sim.enums import Count, Work
from sim.streams import poisson, waiting_days
from tests.levers.places import (
    TWO,
    Tree,
    counted,
    lever,
    merged,
    placed,
    ran,
    rule,
    spent,
    uniform,
)

DAYS = 30


def procedures(**settings: Any) -> Tree:
    """Ten a month, of three steps of 20 minutes, with four days after each."""
    usual = {"procedures_a_month": 10.0, "procedure_steps": 3.0, "procedure_minutes": 20.0}
    return rule("procedures", **usual | {"procedure_days": 4.0} | settings)


def expected(
    model: GovernanceModel, ended: float = 0.0, shortened: float = 0.0, kept: float = 1.0
) -> dict[str, int]:
    """Procedures begun and ended in 30 days, days of these, and steps that are taken.

    Nobody has anything else to do, so that each step is taken on the day of its release.
    """
    found = dict.fromkeys(("begun", "ended", "days", "steps"), 0)
    for c in range(TWO):
        for day in range(DAYS):
            number = poisson(uniform(model, "procedures", c, day)[0], 10 * 12 / 250)
            for j in range(number):
                steps = 1 + poisson(uniform(model, "procedure", c, day, j)[1], 2.0)
                u, _ = uniform(model, "shortened", c, day, j)
                if u < ended:
                    continue
                if u < ended + shortened:
                    steps = max(1, math.floor(kept * steps + 0.5))
                found["begun"] += 1
                then = day
                for left in range(steps, 0, -1):
                    if then >= DAYS:
                        break
                    found["steps"] += 1
                    u, _ = uniform(model, "step", c, day, 64 * j + left)
                    last, then = left == 1, then + int(waiting_days(u, 4.0))
                    if last:
                        found["ended"] += 1
                        found["days"] += then - day
    return found


def books(model: GovernanceModel) -> dict[str, int]:
    """What the model has counted of the same."""
    assert spent(model, Work.PROCEDURE) % 20_000 == 0
    return {
        "begun": counted(model, Count.PROCEDURES_BEGUN),
        "ended": counted(model, Count.PROCEDURES_ENDED),
        "days": counted(model, Count.PROCEDURE_DAYS),
        "steps": spent(model, Work.PROCEDURE) // 20_000,
    }


def test_a_procedure_is_steps_of_work_with_a_wait_after_each() -> None:
    model = ran(procedures())
    found = books(model)
    assert found == expected(model)
    assert found["steps"] > found["begun"] > found["ended"] > 0


def test_shorter_procedures_have_fewer_steps_and_some_are_no_longer_begun() -> None:
    cuts = lever("procedure_cuts", optimised_share=0.8, ended_share=0.5, steps_kept=0.3)
    model, before = ran(procedures(), cuts), ran(procedures())
    assert books(model) == expected(model, 0.4, 0.4, 0.3)
    assert books(model)["begun"] < books(before)["begun"]
    assert books(model)["steps"] < books(before)["steps"]


def test_a_step_goes_to_the_line_holder_of_its_department_and_is_never_cut() -> None:
    """Steps of 300 minutes are longer than a piece of 240, and each is one task."""
    model = placed(merged(procedures(procedure_minutes=300.0), {"workday": {"away_share": 1.0}}))
    for _ in range(5):
        model.step()
    tasks = model.state.tasks
    steps = tasks[tasks["work"] == Work.PROCEDURE]
    assert len(steps) == counted(model, Count.PROCEDURES_BEGUN) > 0
    assert set(steps["remaining"]) == {300_000}
    owners = sorted(
        1 + math.floor(uniform(model, "procedure", c, day, j)[0] * 12) % 3
        for c in range(TWO)
        for day in range(5)
        for j in range(int(poisson(uniform(model, "procedures", c, day)[0], 10 * 12 / 250)))
    )
    assert sorted(steps["owner"]) == owners


def test_without_the_rule_nothing_begins() -> None:
    model = ran(procedures(on=False))
    assert books(model) == dict.fromkeys(("begun", "ended", "days", "steps"), 0)
