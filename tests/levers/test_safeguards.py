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
    CALM,
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
    step,
    uniform,
)

LONG: Tree = {"horizon_days": 70}
"""Three months and some days."""


def breeding(**settings: Any) -> Tree:
    """Three obligations a month from above and none of one's own making; none ends by itself."""
    lasting = {"obligations_created": 36.0, "ungated_life": 100.0, "early_check_chance": 0.0}
    return merged(ONE_OBLIGATION, LONG, rule("rebound", **CALM | lasting | settings))


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


def leaks(model: GovernanceModel) -> int:
    """Leaks that live in all communities."""
    return int((model.state.forms["leaks_until"] > 0).sum())


def test_the_gate_decides_once_for_the_district_and_a_part_of_what_it_refuses_leaks() -> None:
    model = ran(breeding(), lever("admission_gate", refusal=0.6, leak=0.5))
    draws = [uniform(model, "gate", row, day) for row, day in created(model)]
    passed = sum(u >= 0.6 for u, _ in draws)
    leaking = sum(u < 0.6 and v < 0.5 for u, v in draws)
    assert 0 < leaking < len(draws) - passed < len(draws)
    assert moved(model) == {
        "set": TWO * passed,
        "refused": TWO * (len(draws) - passed),
        "beside": TWO * leaking,
        "withdrawn": 0,
    }
    assert leaks(model) == TWO * leaking
    obligations = model.series().query("measure == 'obligations'")["value"].iloc[-1]
    assert obligations == TWO + TWO * passed


def test_what_a_community_brings_upon_itself_is_decided_for_it() -> None:
    own = breeding(obligations_created=0.0, model_project_rate=1.0, model_project_boards=9)
    yearly = {"rules": {"rebound": {"model_project_rate": 1.0}}}
    model = ran(own, yearly, {"horizon_days": 130}, lever("admission_gate", refusal=0.6, leak=0.0))
    rows = [int(community["own_rows"]) for community in model.state.communities]
    for c, count in enumerate(rows):
        days = model.state.forms[c]["moved_on"]
        taken = [1 + 2 * j + 1 for j in range(count)]
        evenings = [day for day in (19, 40, 61, 82, 103, 124) if projected(model, c, day)]
        evening = [day for day in evenings for _ in range(9)]
        passes = [
            uniform(model, "gate", (c << 32) + row, day)[0] >= 0.6
            for row, day in zip(taken, evening, strict=True)
        ]
        assert [bool(days[row] >= 0) for row in taken] == passes
    assert sum(rows) > 0


def projected(model: GovernanceModel, c: int, day: int) -> bool:
    """Whether a community becomes a model on this evening."""
    return uniform(model, "own", c, day)[1] < 1 / 12


def test_the_board_of_an_obligation_that_passes_needs_its_own_approval() -> None:
    on_boards: Tree = {"obligations": {"boards": 1}}
    many = breeding(obligations_created=180.0)
    model = ran(many, on_boards, lever("admission_gate", refusal=0.5, leak=0.0))
    draws = [uniform(model, "gate", row, day) for row, day in created(model, 180.0)]
    passed = sum(u >= 0.5 for u, _ in draws)
    boards = sum(u >= 0.5 and v >= 0.5 for u, v in draws)
    assert 0 < boards < passed
    assert model.state.communities["obligations"].tolist() == TWO * [1 + passed]
    assert model.state.communities["boards_up"].tolist() == TWO * [1 + boards]


def test_a_closed_gate_lets_nothing_through() -> None:
    everything = ran(breeding())
    many = TWO * len(list(created(everything)))
    assert moved(everything)["set"] == many > 0
    shut = moved(ran(breeding(), lever("admission_gate", refusal=1.0, leak=0.0)))
    assert shut == {"set": 0, "refused": many, "beside": 0, "withdrawn": 0}
    leaking = moved(ran(breeding(), lever("admission_gate", refusal=1.0, leak=1.0)))
    assert leaking == {"set": 0, "refused": many, "beside": many, "withdrawn": 0}


def test_the_department_of_a_leak_asks_as_often_again_as_a_department_does() -> None:
    """Ten requests a week of twelve departments: a sixth a day for each, and for each leak."""
    asked: Tree = {"obligations": {"adhoc_requests": 10.0}}
    model = ran(breeding(), asked, lever("admission_gate", refusal=1.0, leak=1.0))
    evenings = [day for _, day in created(model)]
    daily = {day: 2 * (1 + sum(e < day for e in evenings) / 12) for day in range(70)}
    requests = sum(poisson_sum(model, "requests", c, daily) for c in range(TWO))
    demanded = model.state.burden[:, :, Burden.REQUESTS].sum()
    assert demanded == requests * 60_000
    without = ran(breeding(), asked, lever("admission_gate", refusal=1.0, leak=0.0))
    assert demanded > without.state.burden[:, :, Burden.REQUESTS].sum()


def test_a_leak_lives_for_its_months_and_is_then_over() -> None:
    """Two months are 41 days: what leaked on the evening of day 19 is over on that of day 61."""
    brief = breeding(ungated_life=2.0)
    model = ran(brief, lever("admission_gate", refusal=1.0, leak=1.0), days=62)
    later = sum(day > 19 for _, day in created(model))
    assert leaks(model) == TWO * later > 0
    assert moved(model)["withdrawn"] == 0


def test_what_was_cut_by_mistake_passes_the_gate_when_it_is_set_again() -> None:
    cut: Tree = {"obligations": {"form_kinds": 40}}
    listed = lever("duty_list", clearing_useful=1.0, ended_share=1.0)
    gate = lever("admission_gate", refusal=0.6, leak=0.5)
    model = ran(breeding(obligations_created=0.0, restore_rate=1.0), cut, listed, gate)
    state = model.state
    back = left = 0
    for c in range(TWO):
        for row in range(40):
            fate = "missed"
            for day in MONTH_ENDS:
                if fate == "missed" and uniform(model, "restore", (c << 32) + row, day)[0] < 1 / 12:
                    u, v = uniform(model, "gate", row, day)
                    fate = "active" if u >= 0.6 else "leaks" if v < 0.5 else "missed"
            form = state.forms[c, row]
            assert bool(form["active"]) == (fate == "active")
            assert bool(form["leaks_until"] > 0) == (fate == "leaks")
            assert bool(form["cut"]) == (fate == "missed")
            back, left = back + (fate == "active"), left + (fate == "leaks")
    assert min(back, left) > 0
    assert state.missing.sum() == TWO * 40 - back - left


def test_what_was_cut_in_the_morning_is_not_set_again_that_evening() -> None:
    """It is set again on the next evening of a month at the earliest."""
    cut: Tree = {"obligations": {"form_kinds": 40}}
    listed = lever("duty_list", clearing_useful=1.0, ended_share=1.0, start_day=MONTH_ENDS[0])
    tree = merged(breeding(obligations_created=0.0, restore_rate=1.0), cut, listed)
    model = ran(tree, days=MONTH_ENDS[0] + 1)
    assert model.state.forms["cut"][:, :40].all()
    assert model.state.missing.sum() == TWO * 40
    step(model, MONTH_ENDS[1] - MONTH_ENDS[0])
    back = [
        [uniform(model, "restore", (c << 32) + row, MONTH_ENDS[1])[0] < 1 / 12 for row in range(40)]
        for c in range(TWO)
    ]
    assert model.state.forms["active"][:, :40].tolist() == back
    assert model.state.missing.sum() == TWO * 40 - sum(map(sum, back)) < TWO * 40


def test_supervision_ends_leaks_a_twelfth_a_month() -> None:
    leaking = lever("admission_gate", refusal=1.0, leak=1.0)
    more = breeding(obligations_created=180.0)
    model = ran(more, leaking, lever("supervision", withdrawal=1.0, visits=0.0))
    found = every = 0
    for c in range(TWO):
        for row, born in created(model, 180.0):
            later = [
                uniform(model, "withdraw", (c << 32) + row, day)[1]
                for day in MONTH_ENDS
                if day > born
            ]
            found, every = found + (min(later, default=1.0) < 1 / 12), every + 1
    assert leaks(model) == every - found
    assert found > 0
    assert leaks(ran(more, leaking)) == every
    formal = ran(more, lever("supervision", withdrawal=1.0, visits=0.0))
    assert moved(formal)["withdrawn"] == 0


@pytest.mark.parametrize(("minutes", "response"), [(600.0, 0.75), (1200.0, 1.0), (2400.0, 0.0)])
def test_pruning_by_burden_is_that_of_half_the_paid_time_or_less(
    minutes: float, response: float
) -> None:
    """Of 2,400 minutes a week 600 are a quarter: 4 x 1/4 x 3/4 of the pruning are left."""
    useless: Tree = {
        "obligations": MONTHLY
        | {
            "form_kinds": 60,
            "obsolete_start": 1.0,
            "records_monthly": 0.0,
            "read_minutes": 0.0,
            "compile_minutes": 0.0,
        },
        "workday": {"chat_minutes": minutes},
        "structures": {"pruning": "burden"},
    }
    model = ran(breeding(obligations_created=0.0, pruning=1.0), useless)
    expected = 0
    for c in range(TWO):
        for row in range(60):
            draws = [uniform(model, "withdraw", (c << 32) + row, day)[0] for day in MONTH_ENDS]
            expected += min(draws) < response / 12
    assert moved(model)["withdrawn"] == expected
    assert (expected > 0) == (response > 0)


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


def test_half_the_blame_for_an_incident_leaves_half_the_obligations() -> None:
    """Three serious incidents in the community that is covered, one in the other, no routine."""
    excused = lever("fault_tolerance", communities=1, obligations_cut=0.5)
    bred = breeding(obligations_created=0.0, incident_obligation=1.0)
    model = placed(bred, rule("incidents"), excused)
    model.step()
    covered = model.state.policies["blame"].tolist().index(0.5)
    model.state.communities["month_serious"] = [3, 1] if covered == 0 else [1, 3]
    step(model, MONTH_ENDS[0])
    u, _ = uniform(model, "above", 0, MONTH_ENDS[0])
    assert int(model.state.clock["above_rows"][0]) == poisson(u, 3 * 0.5 + 1)
    assert poisson(u, 3 * 0.5 + 1) != poisson(u, 3 + 1)


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
