"""Places that stress one rule each, to be walked by both models."""

from __future__ import annotations

from typing import Any

from tests.twin.dispatch_cases import DISPATCH_CASES
from tests.twin.lever_cases import LEVER_CASES
from tests.twin.parts import (
    LEVERS,
    breeding,
    disputes,
    known_place,
    levers,
    overload,
    place,
    referrals,
    rules,
)

LASTING = {
    "building_share": 0.5,
    "building_hours": 6.0,
    "building_days": 12.5,
    "presence_share": 0.4,
    "presence_hours": 20.0,
    "presence_months": 1,
}
"""Nearly every issue of a place has a cause that a visit does not end."""

STREETS = ("escalation_rights", "department_evaluation", "joint_response", "flexible_staffing")
"""What streets do more than usual with their offices and with departments."""

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
    "upward work at night behind residents": {
        "territory": place(2, 6, 2500),
        "workday": {
            "meeting_minutes": 380.0,
            "overtime_cap_minutes": 120.0,
            "accountability_weight": 0.5,
        },
        "organisation": {"piece_minutes": 20.0},
        "rules": rules(patience={"patience_factor": 0.3}, coping={}, pursuit={}),
    },
    "two streets of one district": {
        "territory": place(3, 12, 1500, streets=2),
        "issues": {"beyond_scale": 4.0},
        "rules": rules(
            street_offices={"street_capacity": 3.0},
            offices={"two_office_share": 0.5},
            mediation={},
            assessment={},
        ),
        "levers": levers(*STREETS),
        "horizon_days": 66,
    },
    "villages under a town": {
        "territory": place(5, 15, 1500, streets=3, towns=1, villages=2),
        "issues": {"beyond_scale": 4.0},
        "rules": rules(street_offices={"street_capacity": 3.0}, assessment={}, types={}),
        "structures": {"effort": "chosen"},
        "levers": levers(*STREETS),
        "horizon_days": 66,
    },
    "volunteers in vain": {
        "territory": place(2, 6, 1500),
        "issues": {"kinds": {"hazard": {"rate": 900.0, "hidden": 1.0, "promise": 0.5}}},
        "rules": rules(
            volunteers={
                "volunteers_before": 1.0,
                "volunteers_asked": 2.0,
                "volunteer_discovery": 0.2,
                "volunteer_disappointments": 2,
                "volunteer_leave": 0.3,
            },
            discovery={},
        ),
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
    "forms of a week": {
        "territory": place(2, 7, 900),
        "obligations": {"forms_a_week": 45.0, "cadence_daily": 0.03},
        "rules": rules(rebound={"obligations_created": 60.0}),
        "horizon_days": 60,
    },
    "forms of a week, fewer than boards make": {
        "territory": place(2, 7, 900),
        "obligations": {
            "forms_a_week": 1.5,
            "boards": 40,
            "cadence_daily": 0.3,
            "cadence_weekly": 0.7,
            "cadence_monthly": 0.0,
            "cadence_quarterly": 0.0,
        },
        "rules": rules(rebound={"obligations_created": 60.0}, groups={}),
        "horizon_days": 60,
    },
    "known communities": known_place(),
    "known communities, all rules and levers": known_place()
    | {"levers": levers(*LEVERS), "issues": {"beyond_scale": 4.0}, "rules": {}},
    "partly known": {
        "territory": place(
            4,
            15,
            5000,
            villages=2,
            residents_per_agent=3,
            each={
                "types": (None, "village", None, "village"),
                "households": (None, 120, None, 45),
                "vulnerable": (6, None, 400, 0),
                "merchants": (None, 3.0, 150.0, None),
            },
        ),
        "departments": {"staff": (None, 3.0, 0.0, *(None,) * 9)},
        "issues": {"beyond_scale": 4.0},
        "rules": rules(types={}, caseloads={}, merchants={}, tiers={}, volunteers={}, discovery={}),
    },
    "known residents, staff shared out": {
        "territory": place(
            4,
            19,
            2401,
            villages=1,
            residents_per_agent=7,
            each={"residents": (1000, 301, 3, 1097), "types": (None, "village", None, None)},
        ),
        "rules": rules(types={}, caseloads={}, mediation={}),
    },
    "villages in the middle": {
        "territory": place(
            4,
            14,
            4500,
            villages=2,
            each={"types": ("mixed", "village", "village", "old_estate")},
        ),
        "rules": rules(types={}, caseloads={}),
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
    "whistles held back": referrals(0.7, answer_days=1.0)
    | {
        "rules": rules(held_whistles={"held_refused": 0.6, "held_regained": 0.3}, incidents={}),
        "levers": levers("escalation_rights", accept=0.6, coverage=1.0, backlog_days=3.0)
        | levers("white_list", listed_share=0.5, months=1, start_day=40),
        "horizon_days": 90,
    },
    "referrals, ample hours": referrals(3.0, relapse_share=1.0),
    "referrals, scarce hours": referrals(1.5, false_closure=0.3, answer_days=1.0),
    "referrals, no hours to speak of": referrals(0.7, accept_share=0.8, relapse_days=3.0),
    "no rules": {"territory": place(3, 12, 1500), "levers": levers(*LEVERS), "rules": rules()},
    "care in all tiers": {
        "territory": place(3, 12, 1500, vulnerable_households=1500.0),
        "issues": {"kinds": {"care": {"rate": 100.0}}, "care_vulnerable_share": 0.9},
        "rules": rules(tiers={"risk_green": 3.0}),
        "levers": levers("tiered_visits", visits_orange=0.0),
    },
    "care in a tier that nobody is of": {
        "territory": place(2, 7, 900, vulnerable_households=1500.0),
        "issues": {"care_vulnerable_share": 1.0},
        "rules": rules(tiers={"tier_red": 0.0, "tier_orange": 1.0, "tier_yellow": 0.0}),
        "levers": levers("tiered_visits", coverage=1.0, visits_orange=0.0),
    },
    "patrols that wait for residents": {
        "territory": place(2, 6, 1500),
        "issues": {"kinds": {"facility": {"rate": 1500.0}}},
        "workday": {"daily_patrol": 2.0, "patrol_floor": 0.2, "accountability_weight": 0.4},
        "rules": rules(coping={}, turnover={"turnover_rate": 6.0}),
        "levers": levers("tiered_visits", coverage=1.0, patrol_checked=0.8),
    },
    "blocks of time": {
        "territory": place(2, 7, 1500),
        "structures": {"time": "blocks"},
        "workday": {"block_share": 0.4},
        "rules": rules(coping={}, turnover={"turnover_rate": 6.0}),
        "levers": levers("escalation_rights", coverage=1.0)
        | levers("secretary_projects", rate=12.0),
        "issues": {"beyond_scale": 6.0},
        "horizon_days": 70,
    },
    "a quota of visits": {
        "territory": place(2, 7, 1500),
        "structures": {"visits": "quota"},
        "workday": {"visit_quota": 30.0, "tier_visits": 60.0, "daily_patrol": 2.0},
        "rules": rules(coping={"visit_floor": 0.3}, rebound={"slack_obligation": 100.0}),
        "levers": levers("tiered_visits", coverage=1.0) | levers("recruitment"),
        "horizon_days": 70,
    },
    "field time that is freed": {
        "territory": place(2, 7, 1500),
        "workday": {"merchant_rounds": 30.0, "tier_visits": 60.0},
        "rules": rules(fieldwork={}, coping={"visit_floor": 0.3}),
        "levers": levers("merchant_selfcheck", coverage=1.0, training_minutes=0.0)
        | levers("patrol_cameras", start_day=20, coverage=1.0, camera_share=1.0, patrol_kept=0.0),
    },
    "offices": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 6.0},
        "rules": rules(offices={"two_office_share": 0.7}),
    },
    "street offices": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 6.0},
        "rules": rules(
            street_offices={"street_capacity": 6.0}, offices={"two_office_share": 0.7}, mediation={}
        ),
        "levers": levers("escalation_rights", coverage=1.0),
        "horizon_days": 90,
    },
    "street offices with next to no hours": {
        "territory": place(2, 8, 1500),
        "issues": {"beyond_scale": 3.0},
        "rules": rules(
            street_offices={"street_capacity": 0.7}, offices={"two_office_share": 0.5}, patience={}
        ),
        "levers": levers("flexible_staffing", "joint_response"),
        "horizon_days": 90,
    },
    "a group, with all rules": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 4.0},
        "levers": levers("joint_response", rounds=1, message_minutes=45.0),
        "horizon_days": 60,
    },
    "a group where workers are tired and few": {
        "territory": place(2, 5, 1500),
        "workday": {"meeting_minutes": 900.0},
        "issues": {"beyond_scale": 4.0},
        "levers": levers("joint_response", "escalation_rights", "flexible_staffing", coverage=1.0),
        "horizon_days": 60,
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
        "organisation": {"micro_grid_households": 7.0},
        "rules": rules(
            volunteers={
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
        "organisation": {"micro_grid_households": 2.0},
        "rules": rules(volunteers={"volunteers_asked": 50.0}),
        "horizon_days": 60,
    },
    "mediation": disputes(),
    "mediation, hard hearts": disputes(
        hardening=0.1, mediation_rounds=2, mediation_gap=1.0, frozen_report=0.3
    ),
    "mediation, frozen for ever": disputes(
        hardening=0.0, mediation_rounds=1, frozen_report=0.0, mediation_joint_relation=0.0
    ),
    "mediation, several rounds a rung": disputes(
        rung_rounds=3, mediation_rounds=2, mediation_gap=2.0, hardening=0.9
    )
    | {"levers": levers("legal_staff") | levers("joint_response", rounds=2)},
    "mediation by sort alone": disputes(
        dispute_relation=0.4, dispute_space=0.1, mediation_legal_right=0.9
    )
    | {"levers": levers("legal_staff", start_day=20, coverage=1.0)},
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
    "coping, patchwork for nothing": overload(0.0),
    "coping, always tired": overload(coping={"fatigue": 0.9, "fatigue_days": 1.0}),
    "coping, no overtime": overload() | {"workday": {"overtime_cap_minutes": 0.0}},
    "coping, little overtime": overload() | {"workday": {"overtime_cap_minutes": 3.0}},
    "pursuit": overload(pursuit={"criticism_days": 2.0}),
    "pursuit, nobody notices": overload(pursuit={"reminded": 0.0}),
    "pursuit, half of it noticed": overload(pursuit={"reminded": 0.5, "remind_days": 0.1}),
    "pursuit, patchwork for nothing": overload(
        0.0, pursuit={"criticism_days": 1.0, "reminder_minutes": 0.0}
    ),
    "pursuit, daily forms": overload(
        pursuit={"criticism_days": 2.0}, scrutiny={"patchwork_inspection": 5.0}
    )
    | {"obligations": {"cadence_daily": 0.2, "form_kinds": 40, "span_monthly": 0.0}},
    "pursuit of what comes and goes": breeding()
    | {
        "workday": {"meeting_minutes": 1500.0},
        "rules": rules(
            rebound={"obligations_created": 60.0, "pruning": 1.0},
            pursuit={},
            turnover={"turnover_rate": 6.0},
            coping={},
            scrutiny={},
        ),
    },
    "pursuit without a head": overload(pursuit={"criticism_days": 1.0})
    | {"organisation": {"head": False, "piece_minutes": 20.0}},
    "scrutiny": overload(scrutiny={"patchwork_inspection": 5.0, "patchwork_half_life": 10.0}),
    "the hotline, and what it makes of demand": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 4.0, "rate_scale": 2.0},
        "workday": {"meeting_minutes": 300.0},
        "structures": {"hours": "attention"},
        "rules": rules(
            hotline={"hotline_start": 0.4, "hotline_learning": 1.0, "hotline_demand": 5.0},
            patience={"patience_factor": 0.5},
            mediation={},
            incidents={},
            discovery={},
        ),
        "horizon_days": 120,
    },
    "the hotline without impatience": {
        "territory": place(2, 6, 1500),
        "rules": rules(hotline={"hotline_start": 1.0}),
        "levers": levers("joint_response", "deliberation_hall"),
    },
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
    "who is tired leaves": overload(
        quitting={"quitting_share": 0.9, "quitting_usual": 0.05, "quitting_newcomer": 3.0},
        turnover={"turnover_rate": 2.0, "vacancy_days": 5.0, "newcomer_days": 30.0},
        afterhours={},
    )
    | {"horizon_days": 130},
    "who is tired leaves, and nobody is slower for it": {
        "territory": place(2, 7, 1500),
        "workday": {"meeting_minutes": 900.0, "overtime_cap_minutes": 120.0},
        "rules": rules(quitting={"quitting_usual": 0.02}),
        "horizon_days": 90,
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
    "scores of whistles": referrals(3.0, accept_share=0.7)
    | {
        "rules": rules(assessment={"top_grade": 0.7, "effort_decay": 0.5}),
        "levers": levers("escalation_rights", accept=0.9, listed_share=0.5, coverage=1.0)
        | levers("department_evaluation", start_day=20),
    },
    "chosen effort": referrals(0.7, accept_share=0.5)
    | {
        "structures": {"effort": "chosen"},
        "rules": rules(assessment={"effort_substitution": 0.1, "noise_aversion": 30.0}),
        "levers": levers("department_evaluation", coverage=1.0, start_day=5, reasoned=False)
        | levers("street_powers", voice=0.9, start_day=20),
    },
    "causes": referrals(1.5, relapse_share=0.9, relapse_days=5.0)
    | {"rules": rules(causes=LASTING)},
    "causes, hours that bind": referrals(0.5, relapse_share=1.0, relapse_days=3.0)
    | {"rules": rules(causes=LASTING | {"presence_hours": 60.0}, patience={}, assessment={})},
    "causes, works at once": referrals(3.0, relapse_days=15.0, false_closure=0.2)
    | {"rules": rules(causes=LASTING | {"building_share": 0.6, "building_days": 0.5})},
    "causes, presence alone": referrals(3.0, relapse_share=1.0)
    | {
        "rules": rules(
            causes={"building_share": 0.0, "presence_share": 1.0, "presence_months": 0},
            rebound={"sendback_rate": 1.0},
        )
    },
    "causes without hours": referrals(0.0) | {"rules": rules(causes=LASTING)},
    "hours that follow attention": referrals(0.8)
    | {
        "structures": {"hours": "attention"},
        "rules": rules(patience={"patience_factor": 0.2, "overhead_chance": 1.0}, causes=LASTING),
    },
    "nothing but attention": referrals(0.8, attention_share=1.0, attention_months=1.0)
    | {
        "structures": {"hours": "attention", "effort": "chosen"},
        "rules": rules(patience={"patience_factor": 0.2}, assessment={}),
        "levers": levers("escalation_rights", "department_evaluation", "service_extension"),
    },
    "procedures": {
        "territory": place(2, 7, 1500),
        "rules": rules(procedures={"procedures_a_month": 80.0}),
        "horizon_days": 60,
    },
    "procedures under overload": overload(
        procedures={"procedures_a_month": 60.0, "procedure_minutes": 300.0, "procedure_days": 1.0},
        turnover={"turnover_rate": 6.0, "vacancy_days": 9.0},
    ),
    "procedures of no time in many steps": {
        "territory": place(2, 5, 900),
        "rules": rules(
            procedures={
                "procedures_a_month": 200.0,
                "procedure_steps": 20.0,
                "procedure_minutes": 0.0,
                "procedure_days": 0.5,
            }
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
    "restored through the gate": breeding(restore_rate=1.0)
    | {
        "obligations": {"obligation_life": 5.0, "obsolete_start": 0.1, "adhoc_requests": 20.0},
        "levers": levers("duty_list", clearing_useful=0.9, ended_share=1.0)
        | levers("admission_gate", refusal=0.8, leak=0.6)
        | levers("supervision", withdrawal=1.0),
        "horizon_days": 160,
    },
    "departments ask around every reform": breeding(
        restore_rate=1.0, sendback_rate=1.0, sendback_days=0.0
    )
    | {
        "rules": rules(
            rebound={"obligations_created": 60.0, "restore_rate": 1.0, "ungated_life": 1.5}
            | {"sendback_rate": 1.0, "sendback_days": 0.0},
            evasion={"evasion_share": 0.8, "evasion_rate": 6.0},
            groups={},
        ),
        "levers": levers("admission_gate", refusal=0.7, leak=0.2)
        | levers("duty_list", clearing_useful=0.8)
        | levers("signboard_removal")
        | levers("monitoring", withdrawal=1.0)
        | levers("supervision", "burden_review"),
        "horizon_days": 130,
    },
    "groups of boards and leaks": breeding(model_project_boards=3)
    | {
        "rules": rules(rebound={"obligations_created": 60.0}, groups={}),
        "obligations": {"form_kinds": 12, "boards": 8, "demanding": 13, "adhoc_requests": 20.0},
        "levers": levers("signboard_removal", "form_cuts", "partner_units")
        | levers("admission_gate", refusal=0.5, leak=0.9, start_day=25),
    },
    "pruning by burden": breeding() | {"structures": {"pruning": "burden"}},
    "pruning by overload": overload(rebound={"pruning": 1.0, "obligations_created": 200.0})
    | {"structures": {"pruning": "burden"}, "obligations": {"obsolete_start": 1.0}},
    "pruning by what is pursued": overload(
        pursuit={"criticism_days": 2.0}, rebound={"pruning": 1.0, "obligations_created": 200.0}
    )
    | {
        "structures": {"pruning": "burden"},
        "obligations": {"cadence_weekly": 0.25, "inspections": 3.0, "obsolete_start": 1.0},
    },
    "sent down again": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 8.0},
        "departments": {"hours_scale": 0.05},
        "rules": rules(rebound={"sendback_rate": 1.0, "sendback_days": 0.0}),
        "levers": levers("signboard_removal", ended_share=0.0, handback_share=1.0, assist_share=0.3)
        | levers("admission_gate", refusal=0.5),
        "horizon_days": 130,
    },
    "a warm-up of months": breeding()
    | {
        "rules": rules(
            rebound={"obligations_created": 60.0, "pruning": 1.0, "copy_rate": 0.2},
            trust={"trust_drift": 0.4},
            volunteers={"volunteers_before": 0.9, "volunteer_disappointments": 1},
            incidents={"incident_rate": 0.1, "serious_share": 1.0},
        ),
        "warmup_days": 70,
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
