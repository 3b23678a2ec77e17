"""Forms by the standard cost model, hours spent, and the gap between them: worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import GovernanceModel, Settings
from sim.enums import Account, Work
from sim.measures.standard_cost import PARTS, gap
from tests.levers.places import ONE_OBLIGATION, Tree, merged, placed, rule, step

WEEKS = 4
WEEKLY: Tree = {
    "obligations": {
        "form_kinds": 2,
        "cadence_weekly": 1.0,
        "cadence_monthly": 0.0,
        "read_minutes": 0.0,
        "enter_minutes": 0.0,
        "compile_minutes": 0.0,
        "records_weekly": 100.0,
        "contact_minutes": 4.0,
        "churn_static": 50.0 * float(np.log(2.0)),
        "core_items": 1,
        "notes_reuse": 1.0,
        "dynamic_share_frequent": 0.0,
        "reask_share": 0.0,
    },
    "territory": {"communities": 1, "workers": 4, "residents": 460},
    "warmup_days": 10,
    "horizon_days": 5 * WEEKS,
}
"""Two weekly forms ask the same item of 100 x 460 / 4300 records, half of which change in a week.

Asking takes 4 minutes a record, all else nothing.
"""
TWO: Tree = merged(ONE_OBLIGATION, WEEKLY)
RECORDS = 100.0 * 460.0 / 4300.0


def explained(model: GovernanceModel) -> dict[str, float]:
    """Minutes of the window by part."""
    rows = model.measures(by_community=False)
    mine = rows[rows["measure"] == "form_hours_explained"].set_index("group")["value"]
    settings = model.settings
    scale = 60.0 * settings.territory.workers * settings.horizon_days / 5.0
    return {str(group): float(value) * scale for group, value in mine.items()}


def test_two_forms_on_one_item_cost_by_the_standard_what_each_would_cost_alone() -> None:
    """Each edition: 4 minutes for half of the records. As notes serve both forms, only what changed
    since the other form was filled in is asked: of g and 5 - g days in place of 5 and 5.
    """
    model = placed(TWO)
    model.run()
    first, second = (int(due) % 5 for due in model.state.forms["due"][0, :2])
    days = (second - first) % 5
    asked = [1.0 - 0.5 ** (g / 5.0) for g in (days, 5 - days)] if days else [0.0, 0.5]
    minutes = 4.0 * RECORDS
    parts = explained(model)
    assert model.state.accounts[0, :2, Account.DUE].tolist() == [WEEKS, WEEKS]
    assert parts["standard"] == pytest.approx(2 * WEEKS * minutes * 0.5, abs=0.01)
    assert parts["all"] == pytest.approx(WEEKS * minutes * sum(asked), abs=0.01)
    assert parts["at_hand"] == pytest.approx(parts["all"] - parts["standard"], abs=0.01)
    others = ("pool", "undelivered", "patchwork", "pursuit", "redone", "pace", "overtime")
    assert [parts[name] for name in others] == pytest.approx([0.0] * len(others), abs=1e-9)


def test_what_a_table_spares_is_a_part_of_its_own() -> None:
    """With the pool open, changes fed in and nothing asked again, no asking is left."""
    table = {"on": True, "connected_share": 1.0, "old_form_share": 0.0, "pool_own_share": 1.0}
    table |= {"feed_share": 1.0, "survey_minutes": 0.0}
    model = placed(TWO, {"levers": {"one_table": table}})
    model.run()
    parts = explained(model)
    assert parts["standard"] == pytest.approx(2 * WEEKS * 4.0 * RECORDS * 0.5, abs=0.01)
    assert parts["pool"] == pytest.approx(-parts["standard"])
    assert parts["at_hand"] == parts["all"] == 0.0


def test_forms_that_nobody_delivers_are_not_delivered_and_old_figures_not_yet_used() -> None:
    """Five editions of 200 minutes, nobody there: 1,000 are not delivered, 4 x 100 spared. As the
    four lots from old figures wait, what is spared was not saved, and the last part takes it back.
    """
    busy = {
        "obligations": {
            "form_kinds": 1, "records_weekly": 0.0, "compile_minutes": 200.0, "compile_weekly": 1.0,
            "span_weekly": 2.0, "patchwork_minutes": 0.5,
        },
        "territory": {"communities": 1, "workers": 2, "residents": 460},
        "workday": {"away_share": 1.0},
        "warmup_days": 0,
        "horizon_days": 30,
    }  # fmt: skip
    pursued = rule("pursuit", reminded=1.0, remind_days=1.0, criticism_days=90.0)
    model = placed(TWO, busy, pursued)
    step(model, int(model.state.forms["due"][0, 0]) + 4 * 5 + 1)
    parts = gap(model.state.accounts[0].sum(axis=0))
    minutes = {name: ticks / 1000 for name, ticks in parts.items()}
    assert minutes == {
        "standard": 1000, "at_hand": 0, "pool": 0, "undelivered": -1000, "patchwork": -400,
        "pursuit": 0, "redone": 0, "pace": 400, "all": 0, "overtime": 0,
    }  # fmt: skip


BUSY: dict[str, Any] = {
    "territory": {"communities": 2, "workers": 10, "residents": 4000},
    "obligations": {"forms_a_week": 40.0},
    "warmup_days": 10,
    "horizon_days": 60,
}


@pytest.fixture(scope="module")
def busy() -> GovernanceModel:
    """A place with more forms than time."""
    model = GovernanceModel(Settings.read(BUSY), 3)
    model.run()
    return model


def test_parts_of_the_gap_add_up_to_the_tick(busy: GovernanceModel) -> None:
    for account in (*busy.state.accounts[0], busy.state.accounts.sum(axis=(0, 1))):
        parts = gap(account)
        assert list(parts) == list(PARTS)
        spent, overtime = parts.pop("all"), parts.pop("overtime")
        assert sum(parts.values()) == spent
        assert 0 <= overtime <= spent
    assert gap(busy.state.accounts.sum(axis=(0, 1)))["patchwork"] < 0


def test_accounts_hold_every_tick_that_was_spent_on_forms(busy: GovernanceModel) -> None:
    state, works = busy.state, slice(Work.FORM_ASKING, Work.CRITICISM + 1)
    spent = state.accounts[..., Account.ASKING :].sum(axis=(0, 1))
    regular, overtime = state.totals[:, works], state.overtime_totals[:, works]
    assert spent.tolist() == (regular + overtime).sum(axis=0).tolist()
    assert state.accounts[..., Account.OVERTIME].sum() == overtime.sum() > 0


def test_departments_share_out_what_all_forms_take(busy: GovernanceModel) -> None:
    rows = busy.measures(by_community=False)
    for measure in ("standard_hours_of_forms", "spent_hours_of_forms"):
        mine = rows[rows["measure"] == measure].set_index("group")["value"]
        assert mine.drop("all").sum() == pytest.approx(mine["all"])
        assert (mine > 0).sum() > 8


def test_obligations_have_the_hours_of_their_forms(busy: GovernanceModel) -> None:
    rows = busy.tables().obligations
    spent = busy.state.accounts[..., Account.ASKING :].sum(axis=2) / 60_000
    for row in rows.head(20).itertuples():
        assert row.hours == spent[row.community, row.obligation]
    assert rows["editions"].sum() > 0
