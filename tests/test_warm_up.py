"""The warm-up fills queues around stocks that are declared, and leaves these as they are."""

from __future__ import annotations

from typing import Any

import pytest

from sim import GovernanceModel, Settings
from sim.enums import FOR_EVER, Kind, Status

PLACE = {"communities": 2, "workers": 12, "residents": 3000}
BRED: dict[str, Any] = {"rebound": {"obligations_created": 120.0, "pruning": 1.0}}


def before_the_window(**tree: Any) -> GovernanceModel:
    """A place on the first morning of the window, after 120 days and five month ends."""
    model = GovernanceModel(
        Settings(**{"territory": PLACE, "warmup_days": 120, "horizon_days": 30} | tree), rng=5
    )
    model.run_for(120)
    return model


@pytest.fixture(scope="module")
def model() -> GovernanceModel:
    return before_the_window(rules=BRED)


def test_ten_obligations_a_month_are_set_from_the_window_on_and_none_before(
    model: GovernanceModel,
) -> None:
    declared = model.settings.obligations.form_kinds
    assert model.state.communities["obligations"].tolist() == [declared, declared]
    assert (model.state.forms["moved_on"] < 0).all()
    later = before_the_window(rules=BRED)
    later.run()
    assert (
        later.measures().query("measure == 'obligations_moved' and group == 'set'")["value"].iloc[0]
        > 0
    )


def test_trust_is_the_declared_one_and_moves_from_the_window_on(model: GovernanceModel) -> None:
    assert (model.state.residents["trust"] == model.settings.residents.trust_start).all()
    closed = model.state.outcomes["first_closed"][: int(model.state.clock["outcomes"][0])]
    assert (closed > 0).sum() > 100
    later = before_the_window(rules=BRED)
    later.run()
    assert (later.state.residents["trust"] != model.settings.residents.trust_start).any()


def test_volunteers_are_disappointed_in_the_warm_up_though_trust_stays() -> None:
    """Each return of what a volunteer found ends a volunteer; nobody leaves or joins else."""
    rules = {
        "volunteers": {
            "volunteers_before": 1.0, "volunteers_asked": 0.0, "volunteer_leave": 0.0,
            "volunteer_disappointments": 1,
        }
    }  # fmt: skip
    late = {"kinds": {"hazard": {"rate": 300.0, "promise": 0.001, "relapse": 1.0}}}
    held = before_the_window(rules=rules, issues=late)
    at_first = int(held.state.micro_grids["agents"].astype(bool).sum())
    assert 0 < int(held.state.communities["volunteers"].sum()) < at_first
    assert (held.state.residents["trust"] == held.settings.residents.trust_start).all()


def test_queues_fill_meanwhile(model: GovernanceModel) -> None:
    state = model.state
    waiting = {Status(s).name for s in set(state.issues["status"].ravel().tolist())}
    assert {"HIDDEN", "QUIET", "ANSWER"} <= waiting
    assert (state.departments["load"][:12] > 0).any()
    assert state.communities["hidden_issues"].sum() > 0
    assert state.kinds[Kind.HAZARD]["hidden"] > 0


def test_purposes_are_lost_from_the_window_on() -> None:
    """A mean life of a quarter of a day: purposes are lost in the first days of the window."""
    tree: dict[str, Any] = {"obligations": {"obligation_life": 0.001, "obsolete_start": 0.4}}
    model = before_the_window(**tree)
    lost = model.state.forms["obsolete_from"][0, : model.settings.obligations.form_kinds]
    assert set(lost.tolist()) <= {-1, *range(120, 124)}
    assert 0.2 < (lost == -1).mean() < 0.6
    assert (lost == 120).mean() > 0.3


def test_without_rebound_nothing_loses_its_purpose() -> None:
    model = before_the_window(rules={"rebound": {"on": False}})
    lost = model.state.forms["obsolete_from"]
    assert set(lost.ravel().tolist()) == {-1, FOR_EVER}


def test_the_growth_of_obligations_is_counted_from_the_declared_stock() -> None:
    """15 more a community after 30 days, an eighth of a year (250 / 30): 125 a year."""
    model = before_the_window()
    model.run()
    declared = model.settings.obligations.form_kinds
    model.state.communities["obligations"] = declared + 15
    row = model.measures(by_community=False).query("measure == 'obligations_growth'")
    assert row["value"].iloc[0] == pytest.approx(15 * 250 / 30)
