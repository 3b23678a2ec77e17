"""Reforms that keep burdens from coming back, and closings honest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sim import GovernanceModel
from sim.enums import Burden, Count
from sim.levers import Levers
from sim.streams import poisson
from tests.levers.places import (
    DEPARTMENT_ISSUES,
    MONTH_ENDS,
    MONTHLY,
    ONE_OBLIGATION,
    TWO,
    Tree,
    counted,
    lever,
    merged,
    placed,
    poisson_sum,
    ran,
    rule,
    uniform,
)

LONG: Tree = {"horizon_days": 70}
"""Three months and some days."""


def breeding(**settings: Any) -> Tree:
    """Three obligations a month from above and none of one's own making; none ends by itself."""
    nothing = {"slack_obligation": 0.0, "copy_rate": 0.0, "model_project_rate": 0.0, "pruning": 0.0}
    lasting = {"obligations_created": 36.0, "ungated_life": 100.0, "early_check_chance": 0.0}
    return merged(ONE_OBLIGATION, LONG, rule("rebound", **nothing | lasting | settings))


def created(model: GovernanceModel, yearly: float = 36.0) -> Iterator[tuple[int, int]]:
    """Row and evening of each obligation from above."""
    row = 1
    for day in MONTH_ENDS:
        for _ in range(int(poisson(uniform(model, "above", 0, day)[0], yearly / 12))):
            yield row, day
            row += 2


def moved(model: GovernanceModel) -> dict[str, int]:
    """What became of new obligations, in all communities."""
    counts = {
        "set": Count.OBLIGATIONS_SET,
        "refused": Count.OBLIGATIONS_REFUSED,
        "beside": Count.OBLIGATIONS_BESIDE,
        "withdrawn": Count.OBLIGATIONS_WITHDRAWN,
    }
    return {name: counted(model, count) for name, count in counts.items()}


def test_the_gate_refuses_its_share_and_a_part_of_that_comes_beside_it() -> None:
    model = ran(breeding(), lever("admission_gate", refusal=0.6, leak=0.5))
    expected = {"set": 0, "refused": 0, "beside": 0, "withdrawn": 0}
    for c in range(TWO):
        for row, day in created(model):
            u, v = uniform(model, "gate", (c << 32) + row, day)
            expected["refused" if u < 0.6 else "set"] += 1
            expected["beside"] += u < 0.6 and v < 0.5
    assert moved(model) == expected
    assert min(expected["set"], expected["beside"]) > 0
    obligations = model.series().query("measure == 'obligations'")["value"].iloc[-1]
    assert obligations == TWO + expected["set"] + expected["beside"]


def test_a_closed_gate_lets_nothing_formal_through() -> None:
    everything = ran(breeding())
    many = TWO * len(list(created(everything)))
    assert moved(everything)["set"] == many > 0
    shut = moved(ran(breeding(), lever("admission_gate", refusal=1.0, leak=0.0)))
    assert shut == {"set": 0, "refused": many, "beside": 0, "withdrawn": 0}
    leaking = moved(ran(breeding(), lever("admission_gate", refusal=1.0, leak=1.0)))
    assert leaking == {"set": 0, "refused": many, "beside": many, "withdrawn": 0}


def test_supervision_ends_what_came_beside_the_gate_a_twelfth_a_month() -> None:
    leaking = lever("admission_gate", refusal=1.0, leak=1.0)
    more = breeding(obligations_created=180.0)
    model = ran(more, leaking, lever("supervision", withdrawal=1.0, visits=0.0))
    expected = 0
    for c in range(TWO):
        for row, born in created(model, 180.0):
            later = [
                uniform(model, "withdraw", (c << 32) + row, day)[1]
                for day in MONTH_ENDS
                if day > born
            ]
            expected += min(later, default=1.0) < 1 / 12
    assert moved(model)["withdrawn"] == expected > 0
    assert moved(ran(more, leaking))["withdrawn"] == 0
    formal = ran(more, lever("supervision", withdrawal=1.0, visits=0.0))
    assert moved(formal)["withdrawn"] == 0


def test_supervisors_come_and_are_hosted() -> None:
    inspected = merged(ONE_OBLIGATION, {"obligations": {"inspections": 1.0}})
    model = ran(inspected, lever("supervision", visits=100.0))
    daily = dict.fromkeys(range(30), (1 + 100 / 50) / 5)
    expected = sum(poisson_sum(model, "inspections", c, daily) for c in range(TWO))
    assert counted(model, Count.INSPECTIONS) == expected
    demanded = model.state.burden[:, :, Burden.INSPECTIONS].sum()
    assert demanded == expected * (420_000 + 240_000)


FALSE = merged(
    DEPARTMENT_ISSUES,
    {"departments": {"false_closure": 1.0, "false_found_days": 0.001, "accept_share": 1.0}},
)
"""Whatever departments close is closed on paper."""


def test_where_every_step_is_open_nobody_dares_to_close_on_paper() -> None:
    before = ran(FALSE).outcomes()
    closed = before["closed"]
    assert before["false_closed"][closed].all()
    assert not before["resolved"].any()
    after = ran(FALSE, lever("transparent_flow", found_chance=1.0, restraint=0.0)).outcomes()
    assert after["closed"].sum() > 0
    assert not after["false_closed"].any()
    assert after["resolved"].sum() == after["closed"].sum()


@pytest.mark.parametrize("found", [0.0, 1.0])
def test_closings_on_paper_come_back_where_they_are_found(found: float) -> None:
    flow = lever("transparent_flow", found_chance=found, restraint=1.0)
    outcomes = ran(merged(FALSE, {"departments": {"false_found": 0.0}}), flow).outcomes()
    closed = outcomes[outcomes["first_closed"] < 30]
    assert len(closed) > 0
    if found:
        assert (closed["first_back"] == closed["first_closed"]).all()
    else:
        assert outcomes["first_back"].isna().all()


def test_a_review_stops_its_share_of_what_comes_from_above_and_nothing_comes_beside() -> None:
    model = ran(breeding(), lever("burden_review", refusal=0.5))
    rows = [row for row, _ in created(model)]
    stopped = sum(uniform(model, "review", row)[0] < 0.5 for row in rows)
    assert 0 < stopped < len(rows)
    assert moved(model) == {
        "set": TWO * (len(rows) - stopped),
        "refused": TWO * stopped,
        "beside": 0,
        "withdrawn": 0,
    }


def test_a_review_does_not_reach_what_communities_bring_upon_themselves() -> None:
    own = breeding(obligations_created=0.0, slack_obligation=80.0)
    before, after = moved(ran(own)), moved(ran(own, lever("burden_review", refusal=1.0)))
    assert after == before
    assert after["set"] > 0


def test_what_a_contact_point_reports_is_withdrawn_elsewhere_to_a_part() -> None:
    useless: Tree = {
        "obligations": MONTHLY
        | {"form_kinds": 60, "obsolete_start": 1.0, "obligation_life": 1000.0}
    }
    number = list(Levers.model_fields).index("monitoring")
    reach = [uniform(placed(), "coverage", c, 0, number)[0] for c in range(TWO)]
    coverage = sum(reach) / TWO
    points = lever("monitoring", withdrawal=0.9, elsewhere=0.5, coverage=coverage)
    model = ran(breeding(obligations_created=0.0), useless, points)
    expected = [0] * TWO
    for c in range(TWO):
        chance = (0.9 if reach[c] < coverage else 0.45) / 12
        for obligation in range(60):
            draws = [
                uniform(model, "withdraw", (c << 32) + obligation, day)[0] for day in MONTH_ENDS
            ]
            expected[c] += min(draws) < chance
    assert min(expected) > 0
    assert model.state.counts[:, Count.OBLIGATIONS_WITHDRAWN].tolist() == expected
    listed: Tree = {"obligations": {"obsolete_start": 0.0}}
    assert moved(ran(breeding(obligations_created=0.0), useless, listed, points))["withdrawn"] == 0
