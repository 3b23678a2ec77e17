"""Reforms that take burdens off: what is no longer asked, shown, attended or stood for."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.enums import Burden, Count, Kind, Work
from tests.levers.places import (
    CALM,
    DAY,
    FRONT,
    HEADLESS,
    MONTHLY,
    ONE_OBLIGATION,
    PEOPLE,
    RESPONSE_SHARE,
    TWO,
    Tree,
    alone,
    counted,
    issues,
    lever,
    merged,
    placed,
    poisson_sum,
    ran,
    rule,
    spent,
    uniform,
)


def weekly_minutes() -> float:
    """Of that form: 60 records for 4,300 residents, each asked 6 and entered 1/4 minutes."""
    records = 60 * PEOPLE / 4300
    changed = 1 - math.exp(-0.2 / 12)
    form = 6 * records * changed + 4 + 0.25 * records * (0.9 * changed + 0.1) + 40
    return form * 12 / 50


def test_overtime_goes_to_requests_of_today_though_callers_head_the_queue() -> None:
    """Meetings fill the day: 10 minutes of each request are done at night; no caller is seen."""
    demands: Tree = {
        "obligations": {"adhoc_requests": 5.0, "adhoc_minutes": 10.0, "span_request": 1.0},
        "workday": {"meeting_minutes": 2400.0, "overtime_cap_minutes": 480.0},
    }
    model = ran(HEADLESS, demands, issues("inquiry"))
    assert spent(model, Work.REQUEST) == counted(model, Count.REQUESTS) * 10_000 > 0
    assert spent(model, Work.INQUIRY) == 0


def test_overtime_passes_over_upward_work_that_is_not_due() -> None:
    """Requests have 20 days: none is due by tomorrow in the first 18, so nobody stays."""
    demands: Tree = {
        "obligations": {"adhoc_requests": 5.0, "adhoc_minutes": 10.0, "span_request": 20.0},
        "workday": {"meeting_minutes": 2400.0, "overtime_cap_minutes": 480.0},
    }
    assert spent(ran(HEADLESS, demands, days=18), Work.REQUEST) == 0
    assert spent(ran(HEADLESS, demands), Work.REQUEST) > 0


def test_the_duty_list_strikes_what_lost_its_purpose_and_leaves_boards() -> None:
    obligations: Tree = {
        "obligations": MONTHLY
        | {"form_kinds": 30, "boards": 10, "obsolete_start": 1.0, "obligation_life": 1000.0},
        "horizon_days": 125,
    }
    strict = lever("duty_list", clearing_obsolete=1.0, clearing_useful=0.0, ended_share=1.0)
    before, after = ran(obligations), ran(obligations, strict)
    assert counted(before, Count.FORMS_DUE) == TWO * 30 * 6
    assert counted(after, Count.FORMS_DUE) == TWO * 10 * 6
    useful: Tree = {"obligations": {"obsolete_start": 0.0}}
    assert counted(ran(obligations, useful, strict), Count.FORMS_DUE) == TWO * 30 * 6


def test_the_duty_list_ends_gives_back_or_leaves_each_issue_by_its_shares() -> None:
    obligations: Tree = {
        "obligations": MONTHLY
        | {"form_kinds": 60, "boards": 0, "obsolete_start": 0.5, "obligation_life": 1000.0}
    }
    drawn = lever(
        "duty_list",
        clearing_obsolete=0.9,
        clearing_useful=0.6,
        ended_share=0.4,
        handback_share=0.5,
    )
    model = ran(obligations, drawn, days=1)
    fates = []
    for obligation in range(60):
        struck = 0.9 if uniform(model, "obsolete", obligation)[0] < 0.5 else 0.6
        fate = uniform(model, "list matter", obligation)[0]
        if uniform(model, "list", obligation)[0] >= struck or fate >= 0.4 + 0.6 * 0.5:
            fates.append("left")
        else:
            fates.append("ended" if fate < 0.4 else "back")
    assert set(fates) == {"left", "ended", "back"}
    for forms in model.state.forms[:, :60]:
        assert forms["active"].tolist() == [fate == "left" for fate in fates]
        assert (forms["handed_hours"] > 0).tolist() == [fate == "back" for fate in fates]


@pytest.mark.parametrize(
    ("name", "share"), [("duty_list", "requests_refused"), ("form_cuts", "requests_cut")]
)
def test_requests_fall_by_the_share_that_is_refused_or_cut(name: str, share: str) -> None:
    asked: Tree = {"obligations": {"adhoc_requests": 10.0}}
    before = ran(asked)
    daily = dict.fromkeys(range(30), 10 / 5)
    requests = [poisson_sum(before, "requests", c, daily) for c in range(TWO)]
    assert spent(before, Work.REQUEST) == sum(requests) * 60_000
    half = ran(asked, lever(name, **{share: 0.5}))
    daily = dict.fromkeys(range(30), 10 / 5 * 0.5)
    fewer = [poisson_sum(half, "requests", c, daily) for c in range(TWO)]
    assert spent(half, Work.REQUEST) == sum(fewer) * 60_000
    assert spent(ran(asked, lever(name, **{share: 1.0})), Work.REQUEST) == 0


def test_without_certificates_all_else_arises_as_before() -> None:
    callers = merged(
        issues("certificate", minutes=20.0), issues("inquiry"), issues("facility", hidden=0.5)
    )
    before, after = ran(callers), ran(callers, lever("certificate_cleanup", cut_share=1.0))
    kept, all_ = after.outcomes(), before.outcomes()
    traits = ["entity", "kind", "level", "agent", "hidden", "born"]
    others = all_[all_["kind"] != Kind.CERTIFICATE].reset_index(drop=True)
    assert len(others) < len(all_)
    assert kept[traits].equals(others[traits])
    assert spent(after, Work.CERTIFICATE) == 0
    assert counted(before, Count.TRIP_TICKS) == (len(all_) - len(others)) * 1.5 * 40_000
    assert counted(after, Count.TRIP_TICKS) == 0


def test_a_share_of_certificates_is_cut_off_their_rate() -> None:
    callers = issues("certificate", rate=2000.0)
    model = ran(callers, lever("certificate_cleanup", cut_share=0.6))
    daily = dict.fromkeys(range(30), 2000 / 1000 / 250 * (1 - 0.6) * PEOPLE)
    expected = [
        poisson_sum(model, "arrivals", 16 * c + Kind.CERTIFICATE, daily) for c in range(TWO)
    ]
    assert len(model.outcomes()) == sum(expected)


def test_cuts_of_meetings_groups_and_traces_shorten_standing_time_by_their_shares() -> None:
    standing: Tree = {
        "workday": {
            "meeting_minutes": 150.0,
            "chat_minutes": 100.0,
            "board_trace_minutes": 30.0,
            "log_events": 8.0,
            "log_apps": 3.0,
            "log_minutes": 1.5,
        },
        "organisation": {"head_meeting_hours": 12.0},
        "obligations": {"form_kinds": 6, "boards": 6, "obligation_life": 1000.0},
    }
    cuts = lever(
        "form_cuts",
        meetings_cut=0.2,
        chats_cut=0.5,
        traces_cut=0.4,
        forms_ended=0.0,
        forms_merged=0.0,
    )
    model = ran(standing, cuts, days=10)
    head = 10 * 12 * 60_000 * 4 // 5 // 5
    worker = 10 * 150_000 * 4 // 5 // 5
    assert alone(model, Work.MEETING) == TWO * [head, *FRONT * [worker]]
    assert spent(model, Work.CHAT) == 10 * TWO * (1 + FRONT) * 100_000 // 2 // 5
    assert spent(model, Work.BOARD_TRACES) == 10 * TWO * 6 * 30_000 * 6 // 10 // 5
    assert spent(model, Work.LOGS) == 10 * TWO * FRONT * 8 * 3 * 1_500 * 6 // 10


def test_forms_of_one_department_and_cadence_are_asked_as_one() -> None:
    obligations: Tree = {
        "obligations": MONTHLY | {"form_kinds": 30, "obligation_life": 1000.0},
        "horizon_days": 125,
    }
    model = placed(
        obligations,
        lever(
            "form_cuts",
            forms_ended=0.0,
            forms_merged=1.0,
            meetings_cut=0.0,
            chats_cut=0.0,
            traces_cut=0.0,
        ),
    )
    asked = [0] * 12
    for obligation in model.state.obligations[:30]:
        asked[obligation["department"]] |= int(obligation["items"])
    assert len(set(model.state.obligations["department"][:30])) == 12
    model.run()
    forms, department = model.state.forms[:, :30], model.state.obligations["department"][:30]
    for c in range(TWO):
        alive = forms[c]["active"]
        assert sorted(department[alive]) == list(range(12))
        assert dict(zip(department[alive], forms[c]["items"][alive], strict=True)) == dict(
            enumerate(asked)
        )
    assert counted(model, Count.FORMS_DUE) == TWO * 12 * 6
    assert model.state.burden[:, :, Burden.READ].sum() == TWO * 12 * 6 * 4_000


def test_all_forms_without_a_board_can_be_ended() -> None:
    obligations: Tree = {
        "obligations": MONTHLY | {"form_kinds": 30, "boards": 10},
        "horizon_days": 125,
    }
    model = ran(obligations, lever("form_cuts", forms_ended=1.0))
    assert counted(model, Count.FORMS_DUE) == TWO * 10 * 6


@pytest.mark.parametrize(("cut", "kept"), [(0.0, None), (0.5, None), (1.0, 1)])
def test_simpler_forms_ask_what_was_not_dropped_the_same_in_every_community(
    cut: float, kept: int | None
) -> None:
    """A form that would ask nothing keeps the item of the highest number."""
    tree: Tree = {"obligations": MONTHLY | {"form_kinds": 30, "items_per_form": 4.0}}
    model = placed(tree, lever("simpler_indicators", items_cut=cut))
    asked = [int(items) for items in model.state.obligations["items"][:30]]
    model.step()
    for number, items in enumerate(asked):
        numbers = [item for item in range(64) if items >> item & 1]
        left = [i for i in numbers if uniform(model, "indicator", 64 * number + i)[0] >= cut]
        left = left or numbers[-1:]
        for form in model.state.forms[:, number]:
            assert int(form["items"]) == sum(1 << item for item in left)
            assert form["item_count"] == len(left) == (kept or len(left))


def test_simpler_indicators_take_time_off_the_next_edition_and_off_what_is_shown() -> None:
    """One item of each form is left, a count: a quarter of a minute to each record."""
    counts = {"items_per_form": 4.0, "dynamic_share": 1.0, "records_monthly": 43.0}
    tree: Tree = {"obligations": MONTHLY | counts | {"form_kinds": 30, "inspections": 4.0}}
    before = ran(tree)
    after = ran(tree, lever("simpler_indicators", items_cut=1.0, preparing_cut=0.25))
    typed = [int(model.state.burden[:, :, Burden.TYPE].sum()) for model in (before, after)]
    each = math.floor(0.25 * 43 * PEOPLE / 4300 * 1000 + 0.5)
    assert typed[0] > typed[1] == counted(after, Count.FORMS_DUE) * each > 0
    inspections = counted(before, Count.INSPECTIONS)
    assert counted(after, Count.INSPECTIONS) == inspections > 0
    shown = [int(model.state.burden[:, :, Burden.INSPECTIONS].sum()) for model in (before, after)]
    assert shown[0] - shown[1] == inspections * 420_000 // 4


def test_controlled_inspections_are_announced_at_their_lower_rate() -> None:
    inspected = merged(ONE_OBLIGATION, {"obligations": {"inspections": 4.0}})
    for cut in (0.0, 0.25, 1.0):
        model = ran(inspected, lever("inspection_control", inspections_cut=cut))
        daily = dict.fromkeys(range(30), 4 * (1 - cut) / 5)
        expected = sum(poisson_sum(model, "inspections", c, daily) for c in range(TWO))
        assert counted(model, Count.INSPECTIONS) == expected
        demanded = model.state.burden[:, :, Burden.INSPECTIONS].sum()
        assert demanded == expected * (420_000 + 240_000)


def test_a_new_obligation_is_no_longer_checked_at_once() -> None:
    breeding = rule(
        "rebound",
        obligations_created=60.0,
        early_check_chance=1.0,
        early_check_days=1.0,
        **CALM,
    )
    before = ran(ONE_OBLIGATION, breeding)
    after = ran(ONE_OBLIGATION, breeding, lever("inspection_control", early_checks_cut=1.0))
    assert counted(before, Count.OBLIGATIONS_SET) == counted(after, Count.OBLIGATIONS_SET) > 0
    assert counted(before, Count.INSPECTIONS) == counted(before, Count.OBLIGATIONS_SET)
    assert counted(after, Count.INSPECTIONS) == 0


@pytest.mark.parametrize("name", ["task_return", "duty_list"])
def test_what_goes_back_takes_hours_from_its_department_and_leaves_assistance(name: str) -> None:
    shares = {
        "task_return": {"returned_share": 1.0},
        "duty_list": {"clearing_useful": 1.0, "ended_share": 0.0, "handback_share": 1.0},
    }[name]
    model = ran(
        ONE_OBLIGATION,
        {"obligations": {"adhoc_minutes": 0.5}, "horizon_days": 125},
        lever(name, assist_share=0.2, department_minutes_ratio=0.8, **shares),
    )
    number = int(model.state.obligations["department"][0])
    department = model.state.departments[number]
    back = TWO * 0.8 * (1 - 0.2) * weekly_minutes() / 60
    assert counted(model, Count.FORMS_DUE) == 0
    assert department["handed_back"] == pytest.approx(back)
    left = (float(department["staff_hours"]) - back) * RESPONSE_SHARE * 60 / 5
    assert department["capacity"] == math.floor(1000 * left + 0.5)
    assists = math.floor(125 * 0.2 * weekly_minutes() / 5 / 0.5)
    assert spent(model, Work.REQUEST) == TWO * assists * 500


def test_tasks_of_boards_do_not_go_back() -> None:
    boards: Tree = {"obligations": MONTHLY | {"form_kinds": 30, "boards": 10}}
    model = ran(boards, lever("task_return", returned_share=1.0), days=1)
    active = model.state.forms["active"][:, :30]
    assert active[:, :10].all()
    assert not active[:, 10:].any()


def test_a_merged_counter_is_manned_by_one_and_takes_one_trip() -> None:
    posts: Tree = {"organisation": {"counter_posts": 3, "counter_desk_share": 0.5}}
    after = lever("merged_counter", posts_after=1, start_day=10)
    model = ran(posts, after)
    assert spent(model, Work.COUNTER) == TWO * DAY // 2 * (10 * 3 + 20 * 1)
    callers = ran(issues("certificate"), after)
    born = callers.outcomes()["born"]
    trips = 1.5 * int((born < 10).sum()) + 1.0 * int((born >= 10).sum())
    assert counted(callers, Count.TRIP_TICKS) == trips * 40_000


def test_a_merged_counter_adds_no_post_where_there_are_fewer() -> None:
    one: Tree = {"organisation": {"counter_posts": 1, "counter_desk_share": 0.5}}
    model = ran(one, lever("merged_counter", posts_after=2))
    assert set(model.state.policies["counter_posts"]) == {1}
    assert spent(model, Work.COUNTER) == 30 * TWO * DAY // 2


def test_who_is_no_longer_borrowed_is_away_only_for_leave_and_attends_more() -> None:
    away: Tree = {
        "workday": {"away_share": 0.07, "secondment_share": 0.2, "meeting_minutes": 150.0}
    }
    before, after = ran(away), ran(away, lever("secondment_control", secondment_kept=0.0))
    workers = TWO * (1 + FRONT)
    assert spent(before, Work.AWAY) == round(30 * workers * DAY * 0.27)
    assert spent(after, Work.AWAY) == round(30 * workers * DAY * 0.07)
    assert spent(before, Work.MEETING) == round(30 * TWO * FRONT * 30_000 * 0.73)
    assert spent(after, Work.MEETING) == round(30 * TWO * FRONT * 30_000 * 0.93)
    half = ran(away, lever("secondment_control", secondment_kept=0.5))
    assert spent(half, Work.AWAY) == round(30 * workers * DAY * 0.17)
    assert np.all(half.state.policies["secondment"] == 0.5)


GROUPS = merged(
    rule("groups"),
    {
        "obligations": MONTHLY
        | {"form_kinds": 6, "boards": 6, "records_monthly": 0.0, "obligation_life": 1000.0},
        "workday": {"chat_minutes": 140.0, "log_apps": 2.0},
    },
)
"""Six boards of six departments and two applications: fourteen groups of ten minutes a week."""


def test_work_groups_go_with_the_tasks_behind_boards_and_stay_with_them() -> None:
    """Of fourteen groups six are left with two boards: 60 minutes a week, 12 a day."""
    kept = {"boards_kept": 2, "handback_share": 0.0}
    before = ran(GROUPS, days=10)
    assert alone(before, Work.CHAT) == TWO * (1 + FRONT) * [10 * 28_000]
    cleared = ran(GROUPS, lever("signboard_removal", ended_share=1.0, **kept), days=10)
    assert alone(cleared, Work.CHAT) == TWO * (1 + FRONT) * [10 * 12_000]
    signs = ran(GROUPS, lever("signboard_removal", ended_share=0.0, **kept), days=10)
    assert alone(signs, Work.CHAT) == alone(before, Work.CHAT)
    off = ran(GROUPS, {"rules": {"groups": {"on": False}}},
              lever("signboard_removal", ended_share=1.0, **kept), days=10)  # fmt: skip
    assert alone(off, Work.CHAT) == alone(before, Work.CHAT)


def test_a_leak_brings_a_group_and_so_does_a_department_that_has_none() -> None:
    leaking = merged(
        GROUPS,
        rule("rebound", obligations_created=60.0, ungated_life=100.0, **CALM),
        lever("admission_gate", refusal=1.0, leak=1.0),
    )
    model = ran(leaking, days=21)
    many = int(poisson_sum(model, "above", 0, {19: 5.0}))
    assert many > 0
    assert model.state.communities["groups"].tolist() == TWO * [14 + many]
    last = [int(ticks) for ticks in model.state.today[:, Work.CHAT]]
    assert last == TWO * (1 + FRONT) * [int(28_000 * (14 + many) / 14 + 0.5)]
    through = ran(leaking, {"levers": {"admission_gate": {"on": False}}}, days=21)
    active = through.state.forms[0]["active"]
    others = set(through.state.obligations["department"][active])
    boards = int((active & through.state.forms[0]["board"]).sum())
    assert through.state.communities["groups"].tolist() == TWO * [boards + 2 + len(others)]
