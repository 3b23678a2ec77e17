"""The measures by hand in a small place: `python -m pytest test_heads_upward.py`."""

from __future__ import annotations

import math

import pytest
from heads_upward import UPWARD, days_until_closed, heads_upward

from unburden import GovernanceModel

PLACE = {
    "territory": {"communities": 2, "workers": 16, "residents": 4000},
    "warmup_days": 5,
    "horizon_days": 30,
}


@pytest.fixture(scope="module")
def model() -> GovernanceModel:
    """A small place at the end of a run."""
    model = GovernanceModel(PLACE, rng=1)
    model.run()
    return model


def test_every_run_has_them(model: GovernanceModel) -> None:
    rows = model.measures(by_community=False).set_index(["measure", "group"])["value"]
    assert rows["heads_upward", "all"] == heads_upward(model.tables())
    assert rows["days_until_closed", "hazard"] == days_until_closed(model.tables())["hazard"]


def test_a_head_is_the_first_worker_of_each_community(model: GovernanceModel) -> None:
    hours = model.tables().hours
    first = hours[hours["worker"].isin([0, 8]) & hours["activity"].isin(UPWARD)]
    assert heads_upward(model.tables()) == pytest.approx(first["hours"].sum() / 2)


def test_there_is_no_mean_without_an_issue(model: GovernanceModel) -> None:
    tables = model.tables()
    tables.issues = tables.issues.head(0)
    assert math.isnan(days_until_closed(tables)["dispute"])
