"""Signs, the one table and the right to call departments."""

from __future__ import annotations

import math

import pytest

from sim import GovernanceModel, Settings
from sim.enums import Work
from sim.kernels.forms import form_minutes
from sim.kernels.state_ref import refer
from sim.streams import normal
from tests.levers.places import (
    BY_TELEPHONE,
    DEPARTMENT_ISSUES,
    RESPONSE_SHARE,
    STREET,
    Tree,
    lever,
    ran,
    rule,
    started,
    uniform,
)


def test_signs_alone_save_their_upkeep() -> None:
    model = started(signboard_removal={"on": True, "ended_share": 0.0, "handback_share": 0.0})
    state = model.state
    assert set(state.communities["boards_up"]) == {7}
    assert set(state.communities["board_obligations"]) == {30}
    assert state.forms["active"].all()
    front = state.fixed_time[1]
    assert front[Work.SIGN_UPKEEP] == math.floor(7 * 5 / 5 / 10 * 1000 + 0.5)
    assert front[Work.BOARD_TRACES] == math.floor(30 * 40 / 5 / 10 * 1000 + 0.5)


def test_every_issue_ends_or_goes_back_where_shares_are_one() -> None:
    ended = started(signboard_removal={"on": True, "ended_share": 1.0, "handback_share": 0.0})
    back = started(signboard_removal={"on": True, "ended_share": 0.0, "handback_share": 1.0})
    for model in (ended, back):
        assert not model.state.forms["active"][:, 7:30].any()
        assert model.state.forms["active"][:, :7].all()
        assert set(model.state.communities["board_obligations"]) == {7}
    assert ended.state.departments["handed_back"].sum() == 0
    minutes = sum(
        back.place.weekly_minutes(c, obligation) for c in (0, 1) for obligation in range(7, 30)
    )
    handed = back.state.departments["handed_back"].sum()
    assert handed == pytest.approx(0.8 * (1 - 0.2) * minutes / 60)
    assert back.state.assists[:, :, 0].sum() == pytest.approx(0.2 * minutes / 5)


def test_hours_handed_back_are_taken_from_answering_departments() -> None:
    before, after = started(), started(signboard_removal={"on": True, "ended_share": 0.0,
                                                          "handback_share": 1.0})  # fmt: skip
    lost = before.state.departments["staff_hours"] - after.state.departments["handed_back"]
    for number, hours in enumerate(lost[:12]):
        expected = math.floor(max(0.0, hours) * RESPONSE_SHARE * 60 / 5 * 1000 + 0.5)
        assert after.state.departments["capacity"][number] == pytest.approx(expected, abs=1)


def test_a_form_takes_the_minutes_of_its_items() -> None:
    one_item = {
        "form_kinds": 1, "boards": 0, "demanding": 12, "items_per_form": 1.0, "overlap": 1.0,
        "cadence_daily": 0.0, "cadence_weekly": 0.0, "cadence_monthly": 1.0,
        "cadence_quarterly": 0.0, "roster_share": 1.0, "status_share": 0.0, "records_sigma": 0.0,
    }  # fmt: skip
    model = GovernanceModel(Settings(**STREET, obligations=one_item), rng=4)
    state = model.state
    item = int(state.obligations["items"][0]).bit_length() - 1
    state.copies[0, state.obligations["department"][0], item] = -50
    state.notes[0, 12, item] = -20
    records = 60 * 5000 / 4300
    changed, since_notes = 1 - math.exp(-0.2 * 50 / 250), 1 - math.exp(-0.2 * 20 / 250)
    ask, read, typed, retyped, compiled = form_minutes(refer(state), 0, 0, 0, records)
    asked = since_notes + (changed - since_notes) * 0.5
    assert ask == pytest.approx(6 * records * asked)
    assert read == 4
    assert typed == pytest.approx(0.25 * records * (0.9 * changed + 0.1))
    assert retyped == pytest.approx(0.25 * records * 0.9 * (1 - changed))
    assert compiled == 40


def test_the_pool_serves_after_every_household_was_surveyed() -> None:
    model = GovernanceModel(Settings(**STREET, levers={"one_table": {"on": True}}), rng=4)
    opened = []
    for _ in range(STREET["warmup_days"] + STREET["horizon_days"]):
        model.step()
        opened.append(model.state.policies["pool"].all())
    spent = (model.state.totals + model.state.overtime_totals)[:, Work.SETUP].sum()
    lot = math.floor(20 * (5000 / 2.3) / 10 * 1000 + 0.5)
    assert opened.index(True) > STREET["warmup_days"] + 10
    assert opened[-1]
    assert 20 * lot <= spent <= 1.4 * 20 * lot


def test_a_form_from_the_pool_neither_asks_nor_types_again() -> None:
    everything = {"on": True, "connected_share": 1.0, "pool_own_share": 1.0, "feed_share": 1.0,
                  "old_form_share": 0.0, "survey_minutes": 0.0}  # fmt: skip
    model = started(one_table=everything)
    assert model.state.policies["pool"].all()
    reference = refer(model.state)
    for obligation, kind in enumerate(model.state.obligations):
        ask, _, typed, retyped, compiled = form_minutes(reference, 0, obligation, 200, 100.0)
        counted = float(kind["dynamic"] * kind["item_count"])
        assert ask == 0
        assert typed == pytest.approx(0.25 * 100.0 * counted * (1 - 0.6))
        assert retyped == 0
        assert compiled <= 5


def test_the_whistle_calls_all_departments_at_once() -> None:
    beyond = {kind: {"level1": 0.0, "level2": 1.0, "departments": 2.0} for kind in
              ("hazard", "street_order")}  # fmt: skip
    room = {"hours_scale": 50.0, "third_department": 0.0}
    lever = {"on": True, "listed_share": 1.0, "accept": 1.0, "colour_red": 1.0}
    days = {}
    for name, levers in (("asked", {}), ("called", {"escalation_rights": lever})):
        model = GovernanceModel(
            Settings(**STREET | BY_TELEPHONE | {"horizon_days": 80}, issues={"kinds": beyond},
                     departments=room, levers=levers), rng=4)  # fmt: skip
        model.run()
        rows = model.measures().query("community.isna() and group == 'needs_departments'")
        days[name] = rows.set_index("measure")["value"]
    mean = "days_to_resolution_restricted_mean"
    assert days["called"][mean] < days["asked"][mean]
    assert days["called"]["relapse_share"] < days["asked"]["relapse_share"]


def test_a_score_of_streets_makes_departments_try_harder_than_its_completion_presses() -> None:
    assessed = rule("assessment", response_weight=0.1, effort_elasticity=1.0)
    weights = {"weight_completion": 0.7, "weight_satisfaction": 0.1, "weight_felt": 0.2}
    paper: Tree = {"departments": {"false_closure": 0.5, "hours_scale": 1000.0}}
    score = lever("department_evaluation", share_of_assessment=0.4, leniency=0.0, **weights)
    model = ran(DEPARTMENT_ISSUES, assessed, paper, score)
    department = model.state.departments[0]
    assert department["effort"] == pytest.approx((0.6 * 0.1 + 0.4) / 0.1)
    assert model.state.evaluation["pressure"] == pytest.approx(1 + 0.7 - 0.1 - 0.2)
    outcomes = model.outcomes()
    closed = outcomes[outcomes["closed"] & (outcomes["ended"] == outcomes["first_closed"])]
    false = [uniform(model, "false", entity)[0] < 0.5 * 1.4 for entity in closed["entity"]]
    assert closed["false_closed"].tolist() == false
    assert 0 < sum(false) < len(false)


@pytest.mark.parametrize(("reasoned", "noise"), [(True, 0.05), (False, 0.2)])
def test_a_score_without_issues_is_made_of_noise_and_leniency(reasoned: bool, noise: float) -> None:
    score = lever(
        "department_evaluation",
        reasoned=reasoned,
        score_noise=0.2,
        score_noise_reasoned=0.05,
        leniency=0.3,
        weight_completion=0.5,
        weight_satisfaction=0.2,
        weight_felt=0.3,
    )
    tried = rule("assessment", felt_salient_weight=0.6)
    model = ran(tried, score, {"horizon_days": 65})
    felt = (1 - 0.6) * 1 + 0.6 * 0.5
    for number, department in enumerate(model.state.departments):
        u, v = uniform(model, "score", number, 61)
        value = felt + noise * normal(u) + 0.3 * v
        assert department["score"] == pytest.approx(value)


def test_coverage_nests() -> None:
    covered = {}
    for coverage in (0.3, 0.6, 1.0):
        place = {"communities": 30, "workers": 30, "residents": 3000}
        lever = {"on": True, "coverage": coverage}
        settings = Settings(
            territory=place, horizon_days=1, warmup_days=0, levers={"signboard_removal": lever}
        )
        model = GovernanceModel(settings, rng=2)
        model.run()
        covered[coverage] = set((model.state.communities["boards_up"] == 7).nonzero()[0])
    assert covered[0.3] < covered[0.6] < covered[1.0]
    assert len(covered[1.0]) == 30
