"""Departments that ask around a reform by requests and groups."""

from __future__ import annotations

import pytest

from tests.levers.places import (
    CALM,
    MONTH_ENDS,
    TWO,
    Tree,
    lever,
    merged,
    ran,
    rule,
    step,
    uniform,
)

KINDS = 40
REFORM: Tree = merged(
    rule("rebound", obligations_created=0.0, restore_rate=0.0, ungated_life=60.0, **CALM),
    lever("duty_list", clearing_useful=1.0, ended_share=1.0),
    {
        "obligations": {"form_kinds": KINDS, "obsolete_start": 0.0, "obligation_life": 1000.0},
        "horizon_days": 70,
    },
)
"""A list that ends every obligation, all of them useful."""

EVADED = rule("evasion", evasion_share=0.7, evasion_rate=6.0, evasion_deterred=0.5)
MONITORED = lever("monitoring", withdrawal=1.0)


@pytest.mark.parametrize(("more", "chance"), [({}, 0.5), (MONITORED, 0.25)])
def test_what_was_ended_comes_back_as_leaks_month_by_month_less_where_somebody_looks(
    more: Tree, chance: float
) -> None:
    model = ran(REFORM, EVADED, more, days=MONTH_ENDS[-1] + 1)
    leaking = 0
    for c in range(TWO):
        for row in range(KINDS):
            entity = (c << 32) + row
            evades = uniform(model, "evasion", entity)[0] < 0.7
            begun = any(uniform(model, "evasion", entity, day)[0] < chance for day in MONTH_ENDS)
            form = model.state.forms[c, row]
            assert (form["leaks_until"] > 0) == (evades and begun)
            leaking += evades and begun
    assert 0 < leaking < TWO * KINDS
    assert model.state.communities["leaks"].sum() == leaking
    assert model.state.missing.sum() == TWO * KINDS - leaking


def test_nobody_evades_on_the_evening_of_the_day_on_which_a_reform_ended_it() -> None:
    certain = rule("evasion", evasion_share=1.0, evasion_rate=12.0)
    late: Tree = {"levers": {"duty_list": {"start_day": MONTH_ENDS[0]}}}
    model = ran(REFORM, certain, late, days=MONTH_ENDS[0] + 1)
    assert not (model.state.forms["leaks_until"] > 0).any()
    step(model, MONTH_ENDS[1] - MONTH_ENDS[0])
    assert (model.state.forms["leaks_until"][:, :KINDS] > 0).all()


def test_without_the_rule_what_was_ended_is_ended() -> None:
    model = ran(REFORM, days=MONTH_ENDS[-1] + 1)
    assert not (model.state.forms["leaks_until"] > 0).any()
    assert model.state.missing.sum() == TWO * KINDS


def test_what_a_gate_or_a_review_refuses_may_be_asked_for_as_well() -> None:
    created = rule("rebound", **CALM | {"obligations_created": 200.0, "ungated_life": 60.0})
    certain = rule("evasion", evasion_share=1.0, evasion_rate=12.0)
    for refusal in (
        lever("admission_gate", refusal=1.0, leak=0.0),
        lever("burden_review", refusal=1.0),
    ):
        model = ran(created, refusal, certain, days=MONTH_ENDS[0] + 1)
        asked = int(model.state.forms["leaks_until"].astype(bool).sum())
        assert asked == model.state.communities["leaks"].sum() > 0
