"""Places that stress one rule each, to be walked by both models."""

from __future__ import annotations

from typing import Any

from tests.twin.dispatch_cases import DISPATCH_CASES
from tests.twin.lever_cases import LEVER_CASES
from tests.twin.parts import (
    LEVERS,
    breeding,
    disputes,
    levers,
    overload,
    place,
    referrals,
    rules,
)

RULE_CASES: dict[str, dict[str, Any]] = {
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
    "offices": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 6.0},
        "rules": rules(offices={"two_office_share": 0.7}),
    },
    "after hours": {
        "territory": place(2, 7, 1500),
        "rules": rules(afterhours={"afterhours_share": 0.6}, trust={}),
        "horizon_days": 70,
    },
    "after hours, more than the cap": {
        "territory": place(2, 7, 1500),
        "workday": {"overtime_cap_minutes": 20.0, "meeting_minutes": 900.0},
        "rules": rules(afterhours={"afterhours_share": 0.9, "afterhours_minutes": 15.0}, coping={}),
    },
    "useful obligations come again": {
        "territory": place(3, 10, 1500),
        "rules": rules(
            rebound={"restore_rate": 1.0, "wrong_cut_incidents": 20.0},
            incidents={"incident_rate": 0.02},
        ),
        "obligations": {"obligation_life": 0.5},
        "levers": levers("signboard_removal", ended_share=1.0, handback_share=0.0),
        "horizon_days": 100,
    },
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
    | {"obligations": {"obligation_life": 3.0}},
    "rebound without boards": breeding()
    | {"obligations": {"boards": 0, "form_kinds": 5, "roster_share": 1.0}},
    "rebound from nothing": breeding() | {"obligations": {"boards": 0, "form_kinds": 0}},
    "rebound after incidents": breeding(obligations_created=0.0, incident_obligation=1.0)
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
    "new obligations at one table": breeding()
    | {"levers": levers("one_table", old_form_share=0.5)},
    "all levers": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 4.0},
        "levers": levers(*LEVERS),
    },
}

CASES = RULE_CASES | DISPATCH_CASES | LEVER_CASES
"""By name."""
