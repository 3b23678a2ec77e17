"""Residents who call the hotline before they ask their community."""

from __future__ import annotations

import pytest

from sim.enums import Count, Kind, Work
from tests.levers.places import (
    MONTH_ENDS,
    Tree,
    counted,
    issues,
    merged,
    placed,
    poisson_sum,
    ran,
    rule,
    spent,
    step,
    uniform,
)

BUSY: Tree = {
    "workday": {"accountability_weight": 1.0},
    "obligations": {"adhoc_requests": 31.0, "adhoc_minutes": 240.0},
}
"""Requests that fill nearly all days, and come before residents."""

ORDERS: Tree = {"rules": {"patience": {"order_minutes": 7.0}}}
RATE = 2000.0 / 1000 / 250 * 460
"""Issues a community and day."""


def hotline(**settings: float) -> Tree:
    """Nobody learns and nothing is new, but for these settings."""
    still = {"hotline_start": 1.0, "hotline_learning": 0.0, "hotline_demand": 0.0}
    return merged(rule("hotline", **still | settings), ORDERS)


def test_a_call_comes_back_as_an_order_at_once_and_callers_at_the_counter_have_none() -> None:
    model = ran(issues("facility"), issues("inquiry"), hotline())
    outcomes = model.outcomes()
    facility = outcomes[outcomes["kind"] == Kind.FACILITY]
    assert counted(model, Count.ORDERS) == len(facility) > 100
    assert facility["ordered"].all()
    assert not outcomes[outcomes["kind"] == Kind.INQUIRY]["ordered"].any()
    closed = facility["closed"].sum()
    assert closed * 7 * 1000 <= spent(model, Work.ORDER) <= len(facility) * 7 * 1000


def test_who_calls_first_is_drawn_for_each_report() -> None:
    model = ran(issues("facility"), hotline(hotline_start=0.3))
    for _, row in model.outcomes().iterrows():
        assert row["ordered"] == (uniform(model, "hotline", int(row["entity"]))[0] < 0.3)
    assert 0.2 < model.outcomes()["ordered"].mean() < 0.4


def test_more_call_first_where_orders_are_in_time_and_what_is_asked_for_waits() -> None:
    """Requests fill the days; with a weight of 1 orders come before them and residents after."""
    learning = hotline(hotline_start=0.5, hotline_learning=0.4)
    hurry: Tree = {"rules": {"patience": {"complaint_span": 0.0}}}
    model = placed(issues("facility", promise=1.0), BUSY, learning, hurry)
    step(model, MONTH_ENDS[0])
    step(model, 1)
    for c, share in enumerate(model.state.communities["hotline"]):
        outcomes = model.outcomes()
        ended = outcomes[(outcomes["community"] == c) & outcomes["closed"]]
        late = ended["ended"] - ended["reported"] > 1.0
        called, asked = ~late[ended["ordered"]], ~late[~ended["ordered"]]
        assert len(called) > 10
        assert len(asked) > 0
        assert share == pytest.approx(0.5 + 0.4 * 0.25 * (called.mean() - asked.mean()))
        assert share > 0.5
    assert not model.state.communities["called_ended"].any()
    assert not model.state.communities["asked_ended"].any()


def test_the_warm_up_leaves_the_share_as_it_was_declared() -> None:
    learning = hotline(hotline_start=0.5, hotline_learning=1.0)
    model = placed(issues("facility", promise=2.0), BUSY, learning, {"warmup_days": 30})
    step(model, 30)
    assert (model.state.communities["hotline"] == 0.5).all()


@pytest.mark.parametrize(("share", "factor"), [(0.7, 2.0), (0.2, 1.0), (0.0, 0.6)])
def test_issues_rise_with_the_share_who_call_first(share: float, factor: float) -> None:
    model = placed(issues("facility"), hotline(hotline_start=0.2, hotline_demand=2.0))
    model.state.communities["hotline"] = share
    step(model, 10)
    means = dict.fromkeys(range(10), RATE * factor)
    entities = (16 * c + Kind.FACILITY for c in range(2))
    assert len(model.outcomes()) == sum(
        poisson_sum(model, "arrivals", entity, means) for entity in entities
    )
