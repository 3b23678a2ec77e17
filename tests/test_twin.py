"""The compiled model and the plain twin are equal, to the tick and to the last bit."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as search
from hypothesis import strategies as st

from sim.settings import Settings
from sim.settings.rules import Rules
from tests.twin.compare import first_difference

LEVERS = (
    "signboard_removal",
    "one_table",
    "escalation_rights",
    "department_evaluation",
    "admission_gate",
    "monitoring",
)
EXAMPLES = int(os.environ.get("TWIN_EXAMPLES", "50"))
"""How many random settings are tried; 50 are always the same ones."""


def place(communities: int, workers: int, residents: int, **more: Any) -> dict[str, Any]:
    """A territory."""
    return {"communities": communities, "workers": workers, "residents": residents, **more}


def levers(*names: str, **more: Any) -> dict[str, Any]:
    """Levers that start after a while and reach some of the communities."""
    return {name: {"on": True, "start_day": 6, "coverage": 0.6, **more} for name in names}


def rules(**changed: dict[str, Any]) -> dict[str, Any]:
    """These rules are on, with these settings; all others are off."""
    off: dict[str, Any] = {name: {"on": False} for name in Rules.model_fields}
    return off | {name: {"on": True, **settings} for name, settings in changed.items()}


def equal(seed: int, **tree: Any) -> None:
    """Both models agree every day and in their books."""
    words = first_difference(Settings(**tree), seed)
    assert words is None, words


def referrals(hours_scale: float, **more: Any) -> dict[str, Any]:
    """A place in which nearly all that is not settled at the counter needs up to three others."""
    fields = ("dispute", "hazard", "facility", "care", "street_order", "merchant")
    several = {"departments": 2.0, "hidden": 0.1, "minutes": 10.0}
    rights = {"colour_red": 0.3, "accept": 0.7, "listed_share": 0.7, "overcall": 2.0}
    return {
        "territory": place(2, 8, 900),
        "workday": {"meeting_minutes": 0.0, "accountability_weight": 0.3},
        "obligations": {"adhoc_requests": 0.0, "inspections": 0.0},
        "issues": {"beyond_scale": 12.0, "kinds": dict.fromkeys(fields, several)},
        "departments": {"hours_scale": hours_scale, "third_department": 0.6} | more,
        "levers": levers("escalation_rights", coverage=1.0, **rights),
        "horizon_days": 160,
    }


def disputes(**mediation: Any) -> dict[str, Any]:
    """A place with little but disputes, in which volunteers may mediate."""
    dispute = {"rate": 300.0, "minutes": 30.0, "hidden": 0.1}
    volunteers = {"volunteers_before": 0.5, "micro_grid_households": 10.0}
    return {
        "territory": place(2, 8, 900),
        "obligations": {"form_kinds": 10, "boards": 5},
        "issues": {"kinds": {"dispute": dispute}},
        "rules": rules(mediation=mediation, volunteers=volunteers, patience={}),
        "horizon_days": 90,
    }


def overload(**more: dict[str, Any]) -> dict[str, Any]:
    """A place with little time, in which forms are late."""
    coping = {"patchwork_found": 0.8, "patchwork_found_days": 6.0}
    return {
        "territory": place(2, 6, 1200),
        "workday": {"meeting_minutes": 1100.0, "overtime_cap_minutes": 120.0},
        "obligations": {"cadence_weekly": 0.25, "inspections": 3.0},
        "rules": rules(coping=coping | more.pop("coping", {}), **more),
        "horizon_days": 60,
    }


def breeding(**more: Any) -> dict[str, Any]:
    """A place in which duties come and go every month."""
    rebound = {
        "duties_created": 60.0,
        "slack_duty": 100.0,
        "copy_rate": 0.2,
        "pruning": 1.0,
        "ungated_life": 2.0,
        "early_check_chance": 0.8,
        "model_project_rate": 1.0,
    }
    return {
        "territory": place(3, 10, 900),
        "obligations": {"duty_life": 0.2},
        "rules": rules(rebound=rebound | more),
        "levers": levers("admission_gate", refusal=0.5, leak=0.6)
        | levers("monitoring", withdrawal=1.0),
        "horizon_days": 100,
    }


CASES: dict[str, dict[str, Any]] = {
    "plain": {"territory": place(2, 7, 900)},
    "one worker": {"territory": place(1, 1, 300)},
    "a head and one more": {"territory": place(1, 2, 400)},
    "with and without head": {"territory": place(2, 3, 600)},
    "nobody lives here": {"territory": place(2, 4, 0), "levers": levers("one_table", coverage=1.0)},
    "agents for many": {"territory": place(3, 8, 2000, residents_per_agent=7)},
    "no head, no penalty, no post": {
        "territory": place(2, 7, 900),
        "organisation": {"head": False, "line_penalty": 1.0, "counter_posts": 0},
    },
    "two posts, heavy penalty": {
        "territory": place(3, 12, 900),
        "organisation": {"counter_posts": 2, "line_penalty": 2.0},
    },
    "no free time": {
        "territory": place(2, 5, 1500),
        "workday": {"meeting_minutes": 600.0, "overtime_cap_minutes": 180.0},
    },
    "nothing but time": {
        "territory": place(2, 9, 800),
        "obligations": {"form_kinds": 0, "boards": 0, "inspections": 0.0, "adhoc_requests": 0.0},
    },
    "daily forms, small pieces": {
        "territory": place(2, 6, 1200),
        "organisation": {"piece_minutes": 20.0},
        "obligations": {"cadence_daily": 0.2, "records_daily": 60.0, "campaigns": 20.0},
    },
    "round upon round": {
        "territory": place(1, 4, 300),
        "obligations": {"campaigns": 300.0},
    },
    "even-handed": {
        "territory": place(2, 7, 900),
        "workday": {"accountability_weight": 0.5},
        "obligations": {"overlap": 0.0},
    },
    "all upward": {"territory": place(2, 7, 900), "workday": {"accountability_weight": 1.0}},
    "residents first": {"territory": place(2, 7, 900), "workday": {"accountability_weight": 0.0}},
    "departments bind": {
        "territory": place(3, 9, 1500),
        "issues": {"beyond_scale": 6.0},
        "departments": {"hours_scale": 0.05},
    },
    "departments without hours": {
        "territory": place(2, 7, 900),
        "issues": {"beyond_scale": 6.0},
        "departments": {"hours_scale": 0.0},
        "levers": levers("escalation_rights", coverage=1.0),
    },
    "one table": {"territory": place(3, 12, 900), "levers": levers("one_table")},
    "one table, half of it": {
        "territory": place(3, 12, 900),
        "levers": levers("one_table", ask_once=False, export=False, old_form_share=0.5),
    },
    "boards": {"territory": place(3, 12, 900), "levers": levers("signboard_removal")},
    "boards back to departments": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 6.0},
        "departments": {"hours_scale": 0.3},
        "levers": levers("signboard_removal", ended_share=0.0, handback_share=1.0, coverage=1.0),
    },
    "whistle": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 6.0},
        "levers": levers("escalation_rights"),
    },
    "whistle where departments bind": {
        "territory": place(2, 9, 1500),
        "issues": {"beyond_scale": 8.0},
        "departments": {"hours_scale": 0.05},
        "levers": levers("escalation_rights", coverage=1.0, overcall=4.0),
    },
    "referrals, ample hours": referrals(3.0, relapse_share=1.0),
    "referrals, scarce hours": referrals(1.5, false_closure=0.3, answer_days=1.0),
    "referrals, no hours to speak of": referrals(0.7, accept_share=0.8, relapse_days=3.0),
    "no rules": {"territory": place(3, 12, 1500), "levers": levers(*LEVERS), "rules": rules()},
    "types": {
        "territory": place(6, 12, 1200),
        "issues": {"beyond_scale": 3.0},
        "rules": rules(types={"old": 0.3, "commercial": 0.3, "business": 0.2}),
    },
    "villages": {"territory": place(5, 20, 3000, villages=2, residents_per_agent=3)},
    "nothing but villages": {"territory": place(3, 5, 900, villages=3)},
    "one village": {"territory": place(1, 3, 500, villages=1)},
    "caseloads": {
        "territory": place(4, 10, 600, residents_per_agent=20),
        "rules": rules(caseloads={"caseload_sigma": 2.0, "staff_by_size": 0.7}),
    },
    "discovery": {
        "territory": place(2, 7, 1500),
        "workday": {"merchant_rounds": 20.0},
        "rules": rules(
            discovery={
                "selfcheck_share": 0.5,
                "camera_coverage": 0.6,
                "alarm_coverage": 0.8,
                "care_fall_share": 0.5,
            }
        ),
        "horizon_days": 90,
    },
    "incidents": {
        "territory": place(2, 7, 1500),
        "issues": {"growth_hidden": 2.0, "beyond_scale": 3.0},
        "rules": rules(incidents={"incident_rate": 0.05, "serious_share": 0.5}, patience={}),
        "horizon_days": 90,
    },
    "incidents after wrong cuts": {
        "territory": place(2, 7, 1500),
        "rules": rules(incidents={}, rebound={"wrong_cut_incidents": 20.0}),
        "levers": levers("signboard_removal", ended_share=1.0, handback_share=0.0, coverage=1.0),
        "horizon_days": 120,
    },
    "volunteers": {
        "territory": place(2, 7, 1500),
        "rules": rules(
            volunteers={
                "micro_grid_households": 7.0,
                "volunteers_before": 0.7,
                "volunteer_join": 0.5,
                "volunteer_leave": 0.3,
                "volunteer_discovery": 2.0,
                "volunteer_disappointments": 1,
            }
        ),
        "horizon_days": 90,
    },
    "volunteers, agents for many": {
        "territory": place(2, 7, 1500, residents_per_agent=7),
        "rules": rules(volunteers={"micro_grid_households": 2.0, "volunteers_asked": 50.0}),
        "horizon_days": 60,
    },
    "mediation": disputes(),
    "mediation, hard hearts": disputes(
        hardening=0.1, mediation_rounds=2, mediation_gap=1.0, frozen_report=0.3
    ),
    "mediation, frozen for ever": disputes(
        hardening=0.0, mediation_rounds=1, frozen_report=0.0, mediation_joint_relation=0.0
    ),
    "mediation beyond the community": disputes(mediation_rounds=1)
    | {
        "issues": {"beyond_scale": 4.0, "kinds": {"dispute": {"rate": 300.0, "minutes": 30.0}}},
        "levers": levers("escalation_rights", "department_evaluation", coverage=1.0),
    },
    "orders": {
        "territory": place(2, 5, 2500),
        "rules": rules(patience={"patience_factor": 0.2, "overhead_chance": 1.0}),
    },
    "residents ask again": {
        "territory": place(2, 5, 2500),
        "organisation": {"counter_posts": 0},
        "rules": rules(patience={"patience_factor": 0.2, "overhead_chance": 0.2}),
    },
    "residents give up": {
        "territory": place(2, 5, 2500),
        "issues": {"beyond_scale": 3.0},
        "rules": rules(
            patience={"patience_factor": 0.1, "giveup_factor": 2}, volunteers={}, incidents={}
        ),
        "levers": levers("escalation_rights"),
    },
    "trust": {
        "territory": place(2, 7, 1500),
        "issues": {"beyond_scale": 6.0},
        "departments": {"false_closure": 0.6, "false_found": 0.9, "false_found_days": 4.0},
        "rules": rules(trust={"trust_drift": 0.4, "false_trust_factor": 3.0}),
        "horizon_days": 90,
    },
    "coping": overload(),
    "coping, patchwork for nothing": overload(coping={"patchwork_minutes": 0.0}),
    "coping, always tired": overload(coping={"fatigue": 0.9, "fatigue_days": 1.0}),
    "coping, no overtime": overload() | {"workday": {"overtime_cap_minutes": 0.0}},
    "coping, little overtime": overload() | {"workday": {"overtime_cap_minutes": 3.0}},
    "scrutiny": overload(scrutiny={"patchwork_inspection": 5.0, "patchwork_half_life": 10.0}),
    "turnover": {
        "territory": place(3, 9, 1500),
        "rules": rules(
            coping={},
            turnover={
                "turnover_rate": 6.0,
                "vacancy_days": 7.5,
                "newcomer_days": 9.5,
                "newcomer_pace": 0.3,
            },
        ),
        "levers": levers("escalation_rights", "one_table"),
        "horizon_days": 120,
    },
    "turnover among two": {
        "territory": place(2, 3, 600),
        "rules": rules(turnover={"turnover_rate": 12.0, "vacancy_days": 1.0}),
        "horizon_days": 120,
    },
    "assessment": referrals(0.7, accept_share=0.5)
    | {
        "rules": rules(assessment={"answer_promise": 3.0}),
        "levers": levers("escalation_rights", "department_evaluation", coverage=1.0),
    },
    "assessment by nothing but completion": referrals(0.3)
    | {
        "rules": rules(assessment={"effort_elasticity": 2.0, "top_grade": 0.3}, mediation={}),
        "levers": levers(
            "department_evaluation",
            weight_completion=1.0,
            weight_satisfaction=0.0,
            weight_felt=0.0,
            reasoned=False,
        ),
    },
    "rebound": breeding(),
    "rebound, in slow steps": breeding(model_project_hours=3.0, copy_rate=1.0)
    | {"obligations": {"duty_life": 3.0}},
    "rebound without boards": breeding()
    | {"obligations": {"boards": 0, "form_kinds": 5, "roster_share": 1.0}},
    "rebound from nothing": breeding() | {"obligations": {"boards": 0, "form_kinds": 0}},
    "rebound after incidents": breeding(duties_created=0.0, incident_duty=1.0)
    | {"rules": rules(rebound={}, incidents={"incident_rate": 0.2, "serious_share": 1.0})},
    "sent down again": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 8.0},
        "departments": {"hours_scale": 0.05},
        "rules": rules(rebound={"sendback_rate": 1.0, "sendback_days": 0.0}),
        "levers": levers("signboard_removal", ended_share=0.0, handback_share=1.0, assist_share=0.3)
        | levers("admission_gate", refusal=0.5),
        "horizon_days": 130,
    },
    "new duties at one table": breeding() | {"levers": levers("one_table", old_form_share=0.5)},
    "all levers": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 4.0},
        "levers": levers(*LEVERS),
    },
}


@pytest.mark.parametrize("case", CASES)
def test_twins_are_equal(case: str) -> None:
    equal(3, **{"horizon_days": 45, "warmup_days": 5} | CASES[case])


def test_twins_are_equal_over_a_year() -> None:
    equal(11, horizon_days=250, warmup_days=20, territory=place(1, 8, 2000), levers=levers(*LEVERS))


def pick(*values: Any) -> st.SearchStrategy[Any]:
    """One of some values."""
    return st.sampled_from(values)


SHARE = pick(0.0, 0.3, 0.8, 1.0)


def some(**choices: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of these settings; the rest keep their defaults."""
    return st.fixed_dictionaries({}, optional=choices)


@st.composite
def territories(draw: st.DrawFn) -> dict[str, Any]:
    """Small places; by weight of caseload somebody lives in most communities, or in none."""
    communities = draw(st.integers(1, 3))
    workers = draw(st.integers(communities, 4 * communities))
    many = draw(pick(1, 1, 3))
    residents = draw(st.integers(communities, 400 * communities)) * many * draw(pick(1, 1, 1, 0))
    villages = min(communities, draw(pick(0, 0, 1, 3)))
    return place(communities, workers, residents, residents_per_agent=many, villages=villages)


@st.composite
def obligations(draw: st.DrawFn) -> dict[str, Any]:
    """Duties of any mix."""
    kinds = draw(pick(0, 1, 30, 100))
    daily = draw(pick(0.0, 0.02, 0.4))
    demanding = draw(pick(12, 13, 25))
    more = draw(
        some(
            cadence_weekly=pick(0.0, 0.2),
            cadence_monthly=pick(0.0, 0.3),
            obsolete_start=SHARE,
            duty_life=pick(0.02, 1.0),
            overlap=SHARE,
            roster_share=SHARE,
            notes_reuse=SHARE,
            reask_share=SHARE,
            status_share=SHARE,
            dynamic_share=SHARE,
            core_items=pick(1, 24),
            own_items=pick(1, 30),
            items_per_form=pick(0.0, 5.0, 12.0),
            records_sigma=pick(0.0, 1.5),
            compile_minutes=pick(0.0, 90.0),
            contact_minutes=pick(0.5, 30.0),
            adhoc_requests=pick(0.0, 20.0),
            adhoc_minutes=pick(0.1, 60.0),
            campaigns=pick(0.0, 3.0, 30.0),
            campaign_share=SHARE,
            inspections=pick(0.0, 8.0),
            inspection_host_minutes=pick(0.0, 101.0),
            host_head_share=SHARE,
            span_inspection=pick(0.0, 2.0),
            span_monthly=pick(0.0, 0.5, 5.0),
        )
    )
    boards = min(kinds, draw(pick(0, 30)))
    return {"form_kinds": kinds, "boards": boards, "cadence_daily": daily} | (
        {"cadence_quarterly": 0.0, "demanding": demanding} | more
    )


@st.composite
def kinds(draw: st.DrawFn) -> dict[str, Any]:
    """Efforts of any shape."""
    shape = draw(pick("lognormal", "exponential", "deterministic"))
    minutes = draw(pick(0.01, 30.0, 400.0))
    names = draw(st.sets(pick("inquiry", "certificate", "dispute", "hazard", "facility", "care")))
    return {name: {"effort_shape": shape, "minutes": minutes} for name in sorted(names)}


def lever(**choices: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A lever that is on or off."""
    start, coverage = pick(0, 1, 7), pick(0.0, 0.5, 1.0)
    return st.fixed_dictionaries(
        {"on": pick(True, True, False), "start_day": start, "coverage": coverage}, optional=choices
    )


def rule(**choices: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A rule that is on or off."""
    return st.fixed_dictionaries({"on": pick(True, True, False)}, optional=choices)


RULES = st.fixed_dictionaries(
    {
        "types": rule(
            old=pick(0.0, 0.5),
            commercial=pick(0.0, 0.3),
            business=pick(0.0, 0.2),
            old_estate_care=pick(0.0, 3.0),
            business_merchant=pick(0.0, 8.0),
            village_dispute=pick(0.0, 5.0),
            no_property_estates=SHARE,
            no_property_own_share=SHARE,
        ),
        "caseloads": rule(caseload_sigma=pick(0.0, 0.5, 2.0), staff_by_size=SHARE),
        "discovery": rule(
            merchant_round_discovery=pick(0.0, 2.0),
            selfcheck_share=SHARE,
            selfcheck_honesty=SHARE,
            camera_coverage=SHARE,
            camera_discovery=pick(0.0, 0.5, 5.0),
            camera_false_share=pick(0.0, 0.9),
            alarm_coverage=SHARE,
            care_fall_share=SHARE,
        ),
        "volunteers": rule(
            micro_grid_households=pick(1.0, 3.5, 40.0),
            volunteers_before=SHARE,
            volunteers_asked=pick(0.0, 1.0, 40.0),
            volunteer_join=SHARE,
            volunteer_leave=SHARE,
            volunteer_discovery=pick(0.0, 0.02, 3.0),
            volunteer_care_minutes=pick(0.0, 10.0, 300.0),
            volunteer_disappointments=pick(1, 3),
        ),
        "incidents": rule(
            incident_rate=pick(0.0, 0.01, 0.5),
            incident_effort=pick(0.0, 3.0),
            serious_share=SHARE,
        ),
        "mediation": rule(
            dispute_relation=SHARE,
            dispute_space=pick(0.0, 0.4),
            mediation_minutes=pick(0.0, 75.0, 400.0),
            mediation_people=pick(1.0, 1.5, 3.0),
            mediation_gap=pick(0.0, 2.5, 8.0),
            mediation_rounds=pick(1, 2, 4),
            hardening=SHARE,
            frozen_report=pick(0.0, 0.1, 1.0),
            mediation_volunteer_relation=SHARE,
            mediation_worker_relation=SHARE,
            mediation_joint_relation=SHARE,
        ),
        "patience": rule(
            patience_factor=pick(0.1, 1.0),
            patience_sigma=pick(0.0, 1.5),
            repeat_chance=SHARE,
            overhead_chance=SHARE,
            overhead_offset=pick(0.3, 1.5),
            giveup_factor=pick(1, 2, 5),
            complaint_span=pick(0.0, 0.5, 3.0),
            order_minutes=pick(0.0, 30.0),
        ),
        "trust": rule(trust_drift=SHARE, false_trust_factor=pick(0.0, 2.0)),
        "scrutiny": rule(patchwork_inspection=pick(1.0, 8.0), patchwork_half_life=pick(0.5, 60.0)),
        "coping": rule(
            patchwork_minutes=SHARE,
            patchwork_found=SHARE,
            patchwork_found_days=pick(0.5, 6.0),
            patrol_log_minutes=pick(0.0, 5.0, 500.0),
            visit_floor=SHARE,
            fatigue=pick(0.0, 0.3, 0.9),
            fatigue_days=pick(1.0, 10.0),
        ),
        "turnover": rule(
            turnover_rate=pick(0.0, 3.0, 30.0),
            vacancy_days=pick(1.0, 5.5),
            newcomer_pace=pick(0.2, 1.0),
            newcomer_days=pick(0.0, 6.5),
        ),
        "assessment": rule(
            response_weight=pick(0.02, 0.5),
            effort_elasticity=pick(0.0, 0.4, 2.0),
            effort_decay=SHARE,
            accept_limit=SHARE,
            answer_promise=pick(0.0, 3.0),
            top_grade=SHARE,
            felt_salient_weight=SHARE,
        ),
        "rebound": rule(
            duties_created=pick(0.0, 50.0, 200.0),
            pruning=SHARE,
            incident_duty=SHARE,
            slack_duty=pick(0.0, 30.0, 400.0),
            copy_rate=SHARE,
            ungated_life=pick(0.5, 12.0),
            early_check_chance=SHARE,
            early_check_days=pick(0.1, 8.0),
            wrong_cut_incidents=pick(0.0, 10.0),
            sendback_rate=SHARE,
            sendback_days=pick(0.0, 5.0),
            model_project_rate=SHARE,
            model_project_hours=pick(0.0, 60.0),
            model_project_days=pick(0.0, 20.0),
            model_project_boards=pick(0, 3),
        ),
    }
)

TREES = st.fixed_dictionaries(
    {
        "territory": territories(),
        "horizon_days": pick(12, 30, 66),
        "warmup_days": pick(0, 4),
        "organisation": some(
            head=st.booleans(),
            head_meeting_hours=pick(0.0, 12.0, 38.0),
            line_penalty=pick(1.0, 1.4, 2.5),
            counter_posts=pick(0, 1, 2, 9),
            counter_desk_share=SHARE,
            piece_minutes=pick(5.0, 60.0, 480.0),
        ),
        "workday": some(
            away_share=pick(0.0, 0.2, 0.6),
            secondment_share=pick(0.0, 0.3),
            meeting_minutes=pick(0.0, 900.0),
            overtime_cap_minutes=pick(0.0, 60.0, 480.0),
            accountability_weight=SHARE,
            patrol_floor=SHARE,
            daily_patrol=pick(0.0, 3.0),
            visit_propensity=SHARE,
            visit_target_share=SHARE,
            log_apps=pick(0.0, 5.0),
        ),
        "obligations": obligations(),
        "issues": some(
            kinds=kinds(),
            rate_scale=pick(0.0, 1.0, 4.0),
            beyond_scale=pick(0.0, 1.0, 5.0, 20.0),
            growth_hidden=pick(0.0, 2.0),
            own_notice=pick(0.0, 0.3),
            care_vulnerable_share=SHARE,
        ),
        "departments": some(
            hours_scale=pick(0.0, 0.02, 0.2, 50.0),
            response_share=SHARE,
            field_hours=pick(0.1, 4.0),
            third_department=SHARE,
            street_days=pick(0.1, 6.0),
            answer_days=pick(0.1, 5.0),
            accept_share=SHARE,
            false_closure=SHARE,
            false_found=SHARE,
            false_found_days=pick(0.1, 5.0),
            relapse_share=SHARE,
            relapse_days=pick(0.1, 20.0),
            together_days=pick(0.0, 5.0),
            load_memory=pick(1.0, 20.0),
        ),
        "residents": some(
            trust_start=SHARE,
            trust_gain=pick(0.0, 0.05, 0.5),
            reporting_elasticity=pick(0.0, 3.0),
        ),
        "rules": RULES,
        "levers": st.fixed_dictionaries(
            {
                "signboard_removal": lever(boards_kept=pick(0, 7), assist_share=SHARE),
                "one_table": lever(
                    ask_once=st.booleans(),
                    type_once=st.booleans(),
                    export=st.booleans(),
                    connected_share=SHARE,
                    old_form_share=SHARE,
                    pool_own_share=SHARE,
                    survey_minutes=pick(0.0, 2.0, 20.0),
                ),
                "escalation_rights": lever(
                    use_share=SHARE,
                    listed_share=SHARE,
                    colour_red=SHARE,
                    try_days=pick(0, 3),
                    refusals=pick(0, 2),
                    head_minutes=pick(0.0, 60.0),
                    screen_days=pick(0, 1),
                    call_days=pick(0, 1),
                    accept=SHARE,
                    overcall=pick(1.0, 1.3, 3.0),
                    meeting_hours=pick(0.0, 1.5),
                    backlog_days=pick(0.0, 5.0),
                ),
                "department_evaluation": lever(
                    share_of_assessment=SHARE,
                    reasoned=st.booleans(),
                    score_noise=pick(0.0, 0.5),
                    leniency=pick(0.0, 0.3),
                ),
                "admission_gate": lever(refusal=SHARE, leak=SHARE),
                "monitoring": lever(withdrawal=SHARE, elsewhere=SHARE),
            }
        ),
    }
)


@search(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES == 50,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(tree=TREES, seed=st.integers(0, 2**62))
def test_twins_are_equal_everywhere(tree: dict[str, Any], seed: int) -> None:
    equal(seed, **tree)
