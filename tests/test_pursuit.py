"""Forms that are not delivered are reminded of, criticised, and filled in: worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from sim import GovernanceModel, Settings
from sim.enums import Cadence, Count, Work
from tests.levers.places import (
    ONE_OBLIGATION,
    Tree,
    counted,
    lever,
    merged,
    placed,
    rule,
    spent,
    step,
)

WEEKLY = {
    "cadence_weekly": 1.0,
    "cadence_monthly": 0.0,
    "span_weekly": 2.0,
    "read_minutes": 0.0,
    "records_weekly": 0.0,
    "compile_minutes": 200.0,
    "compile_weekly": 1.0,
}
"""Each edition takes 200 minutes at the desk, nothing to ask, and is due two days later."""
BUSY: Tree = merged(
    ONE_OBLIGATION,
    {
        "obligations": WEEKLY,
        "territory": {"communities": 1, "workers": 2, "residents": 460},
        "workday": {"away_share": 1.0},
    },
)
"""A head and one more, who are away all day: nothing is done unless in overtime."""


def pursued(**settings: Any) -> Tree:
    """All that is late is reminded of the day after, in 10 minutes; no criticism for long."""
    usual = {"reminded": 1.0, "remind_days": 1.0, "reminder_minutes": 10.0, "criticism_days": 90.0}
    return rule("pursuit", **usual | {"criticism_minutes": 30.0} | settings)


def first_due(model: GovernanceModel) -> int:
    """The day on which the first edition falls due."""
    return int(model.state.forms["due"][0, 0])


def test_a_form_is_reminded_of_the_day_after_its_time_and_is_due_that_day() -> None:
    """Due on day d with two days for it: not late until d + 3, reminded of on d + 2 + 1."""
    model = placed(BUSY, pursued())
    due = first_due(model)
    step(model, due + 3)
    assert counted(model, Count.FORMS_REMINDED) == 0
    step(model, 1)
    assert counted(model, Count.FORMS_REMINDED) == 1
    tasks = model.state.tasks[0][:10]
    desk = tasks[(tasks["work"] == Work.FORM_DESK) & (tasks["due"] == due + 3)]
    assert desk["remaining"].tolist() == [200_000]
    assert desk["key"].tolist() == [(due + 3) * 480_000 - 5 * 10**14]


@pytest.mark.parametrize("half", [0.5, 0.25])
def test_editions_that_pile_up_are_each_filled_in_and_none_is_missed(half: float) -> None:
    """Five editions fall due, four of them overdue: four lots of 200 x 0.5 (0.25) minutes.

    Nobody has time for any of it, so that what is spared is four times 100 (150) minutes.
    """
    model = placed(BUSY, pursued(), {"obligations": {"patchwork_minutes": half}})
    step(model, first_due(model) + 4 * 5 + 1)
    assert counted(model, Count.FORMS_DUE) == 5
    assert counted(model, Count.FORMS_MISSED) == 0
    assert counted(model, Count.FORMS_LATE) == 4
    assert counted(model, Count.FORMS_PATCHED) == 4
    assert model.state.pursuits["editions"][0, 0] == 4
    assert counted(model, Count.SPARED_TICKS) == 4 * round((1 - half) * 200_000)
    tasks = model.state.tasks[0][: int(model.state.communities["unused_task"][0])]
    arrears = tasks[tasks["work"] == Work.ARREARS]
    assert arrears["remaining"].sum() == 4 * round(half * 200_000)


def test_what_nobody_notices_is_missed_and_costs_nothing() -> None:
    """The same five editions: four are missed, nothing is spared, nobody is called."""
    model = placed(BUSY, pursued(reminded=0.0))
    step(model, first_due(model) + 4 * 5 + 1)
    assert counted(model, Count.FORMS_MISSED) == 4
    for count in (Count.FORMS_REMINDED, Count.FORMS_LATE, Count.SPARED_TICKS):
        assert counted(model, count) == 0


def test_all_in_arrears_is_delivered_at_once_in_overtime() -> None:
    """Overtime of 480 minutes from day d + 5 on takes 10 for the call of the new edition's week.

    On d + 5 the first edition, 200 minutes, is in arrears with 100 left. The reminders before it
    take 10. So 110 of the overtime of the line holder go to them, and the pursuit is over.
    """
    model = placed(BUSY, pursued(), {"workday": {"overtime_cap_minutes": 0.0}},
                   {"obligations": {"patchwork_minutes": 0.5}})  # fmt: skip
    due = first_due(model)
    step(model, due + 5)
    model.state.parameters["overtime_ticks"] = 480_000
    step(model, 1)
    assert spent(model, Work.REMINDER) == 10_000
    assert spent(model, Work.ARREARS) == 100_000
    assert model.state.pursuits["editions"][0, 0] == 0
    assert model.state.pursuits["criticise_on"][0, 0] == -1
    assert counted(model, Count.FORMS_MISSED) == 0


def test_criticism_comes_days_after_the_reminder_takes_the_head_and_raises_checks() -> None:
    """Reminded of on d + 3, criticised 1 day later: 30 minutes of the head, attention x 1.5.

    What is left of the edition, 200 minutes, is then to be filled in: 100 minutes.
    """
    scrutiny = {"on": True, "patchwork_inspection": 1.5}
    rules = {"scrutiny": scrutiny}
    model = placed(
        BUSY,
        pursued(criticism_days=1.0),
        {"rules": rules, "obligations": {"patchwork_minutes": 0.5}},
    )
    due = first_due(model)
    step(model, due + 4)
    assert counted(model, Count.FORMS_CRITICISED) == 0
    step(model, 1)
    assert counted(model, Count.FORMS_CRITICISED) == 1
    department = int(model.state.obligations["department"][0])
    assert model.state.scrutiny["rise"][0, department] == 0.5
    tasks = model.state.tasks[0][: int(model.state.communities["unused_task"][0])]
    criticism = tasks[tasks["work"] == Work.CRITICISM]
    assert criticism["remaining"].tolist() == [30_000]
    assert criticism["head_only"].tolist() == [True]
    patched = tasks[tasks["work"] == Work.PATCHWORK]
    assert patched["remaining"].tolist() == [100_000]
    assert model.state.forms["patched"][0, 0]


def test_where_mistakes_are_excused_nobody_is_criticised_or_fills_in() -> None:
    """The same form with *criticised* 0: no call of the head, no closer look, honest work left."""
    excused = lever("fault_tolerance", criticism_cut=1.0)
    scrutiny = {"rules": {"scrutiny": {"on": True, "patchwork_inspection": 1.5}}}
    model = placed(BUSY, pursued(criticism_days=1.0), scrutiny, excused)
    step(model, first_due(model) + 5)
    assert counted(model, Count.FORMS_REMINDED) == 1
    assert counted(model, Count.FORMS_CRITICISED) == 0
    assert model.state.scrutiny["rise"].max() == 0.0
    assert not model.state.forms["patched"][0, 0]


@pytest.mark.parametrize(("cut", "filled"), [(0.0, 1), (1.0, 0)])
def test_a_form_that_will_be_late_is_filled_in_at_night_or_stays_as_it_is(
    cut: float, filled: int
) -> None:
    """Of 200 minutes due on d + 2 one is done a night: from that night on they are old figures."""
    late = {"workday": {"overtime_cap_minutes": 1.0}}
    model = placed(BUSY, rule("coping"), late, lever("fault_tolerance", old_figures_cut=cut))
    step(model, first_due(model) + 3)
    assert counted(model, Count.FORMS_PATCHED) == filled
    assert (spent(model, Work.PATCHWORK) > 0) == bool(filled)
    assert (spent(model, Work.FORM_DESK) > spent(model, Work.PATCHWORK)) or filled


def test_nothing_is_pursued_any_more_when_the_obligation_ends() -> None:
    """Two editions are in arrears when the obligation ends: their tasks are void."""
    model = placed(BUSY, pursued(), {"levers": {"form_cuts": {"on": False}}})
    step(model, first_due(model) + 2 * 5 + 1)
    assert model.state.pursuits["editions"][0, 0] == 2
    assert model.state.cadences["period"][Cadence.WEEKLY] == 5
    model.place.end_obligation(0, 0)
    assert model.state.pursuits["editions"][0, 0] == 0
    model.state.parameters["overtime_ticks"] = 480_000
    before = spent(model, Work.ARREARS)
    step(model, 2)
    assert spent(model, Work.ARREARS) == before == 0


def shares(settings: Settings, seed: int) -> dict[str, float]:
    """Shares of forms due, by measure."""
    model = GovernanceModel(settings, seed)
    model.run()
    table = model.measures(by_community=False)
    rows = table[table["unit"] == "share of forms due"]
    return dict(zip(rows["measure"].tolist(), rows["value"].tolist(), strict=True))


@pytest.mark.parametrize("days", [1, 3, 30])
def test_shares_of_forms_due_are_1_at_most_however_much_was_overdue_before(days: int) -> None:
    """Three workers for two communities are behind when the window begins."""
    tree: Tree = {
        "territory": {"communities": 2, "workers": 3, "residents": 1000},
        "rules": {"pursuit": {"reminded": 1.0}},
        "warmup_days": 40,
        "horizon_days": days,
    }
    found = shares(Settings(**tree), 11529)
    assert len(found) == 4
    assert all(not value > 1.0 for value in found.values()), found


def test_what_happens_to_editions_due_before_the_window_is_not_counted() -> None:
    """The window begins the day after an edition fell due: it is reminded of, late and patched."""
    start = first_due(placed(BUSY, pursued())) + 1
    model = placed(BUSY, pursued(), {"warmup_days": start})
    step(model, start + 5)
    assert counted(model, Count.FORMS_DUE) == 1
    assert model.state.pursuits["editions"][0, 0] == 1
    for count in (Count.FORMS_REMINDED, Count.FORMS_LATE, Count.FORMS_PATCHED):
        assert counted(model, count) == 0


def test_a_year_counts_what_becomes_of_its_own_editions() -> None:
    """Weekly editions are missed five days later: of 50 due in a year 49 within it.

    The last of the first year is missed in the second, and counts in the run as a whole.
    """
    model = placed(BUSY, pursued(reminded=0.0), {"horizon_days": 500})
    model.run()
    assert counted(model, Count.FORMS_DUE) == 100
    assert counted(model, Count.FORMS_MISSED) == 99
    assert counted(model, Count.FORMS_MISSED_CARRIED) == 1
    years = [year.counts for year in model.society.years]
    assert [year[Count.FORMS_DUE] for year in years] == [50, 50]
    assert [year[Count.FORMS_MISSED] for year in years] == [49, 49]
