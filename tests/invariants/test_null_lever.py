"""A lever that reaches nobody changes nothing; one without its savings saves nothing."""

from __future__ import annotations

import pytest

from sim.enums import Burden
from sim.model import GovernanceModel
from sim.settings.rules import NO_MECHANISMS
from tests.invariants.books import assert_same, assert_same_books
from tests.invariants.societies import HEADLINE, SMALL, Tree, ran


@pytest.mark.parametrize("names", [*((name,) for name in HEADLINE), HEADLINE], ids="+".join)
def test_a_lever_that_reaches_nobody_changes_no_bit(names: tuple[str, ...]) -> None:
    null = {name: {"on": True, "start_day": 5, "coverage": 0.0} for name in names}
    assert_same_books(ran(SMALL), ran(SMALL | {"levers": null}))


CALM: Tree = {
    "territory": {"communities": 1, "workers": 30, "residents": 2000},
    "organisation": {"line_penalty": 1.0},
    "rules": NO_MECHANISMS,
    "warmup_days": 30,
    "horizon_days": 125,
}
TABLE = {"on": True, "connected_share": 1.0, "survey_minutes": 5.0}
OFF = {"ask_once": False, "type_once": False, "export": False, "old_form_share": 0.0}


def reporting(model: GovernanceModel) -> float:
    """Hours a worker-week for everything that is reported."""
    rows = model.measures()
    whole = rows[(rows["measure"] == "reporting_all") & rows["community"].isna()]
    return float(whole["value"].iloc[0])


@pytest.mark.parametrize("seed", range(3))
def test_one_table_without_its_savings_saves_nothing(seed: int) -> None:
    """Where nobody is pressed, so that what is demanded is also done."""
    baseline = ran(CALM, seed)
    empty = ran(CALM | {"levers": {"one_table": TABLE | OFF}}, seed)
    before, after = baseline.state.burden, empty.state.burden
    assert_same(before[..., : Burden.SURVEY], after[..., : Burden.SURVEY], "burden")
    assert after[..., Burden.SURVEY].sum() > 0
    assert reporting(empty) >= reporting(baseline)
    for saving in ("ask_once", "type_once", "export"):
        one = ran(CALM | {"levers": {"one_table": TABLE | OFF | {saving: True}}}, seed)
        assert reporting(one) < reporting(baseline), saving
