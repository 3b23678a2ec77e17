"""Places in which levers and shocks act, each alone and several together."""

from __future__ import annotations

from typing import Any

from tests.twin.parts import (
    LEVERS,
    SHOCKS,
    breeding,
    disputes,
    levers,
    overload,
    place,
    referrals,
    rules,
)

STREET = {"territory": place(3, 12, 1500)}
"""Three communities, of which a lever reaches some."""

VILLAGES = {"territory": place(5, 20, 3000, villages=4)}
"""A community and four villages."""

BEYOND = STREET | {"issues": {"beyond_scale": 8.0}}
"""Much is beyond the community."""


MERCHANTS = {
    "territory": place(3, 12, 1500),
    "issues": {"beyond_scale": 3.0, "kinds": {"merchant": {"rate": 200.0, "hidden": 0.4}}},
    "horizon_days": 60,
}
"""Much that merchants tell, and much that others have to find."""

WORKS = {
    "territory": place(3, 12, 1500),
    "issues": {
        "beyond_scale": 4.0,
        "kinds": {kind: {"rate": 150.0} for kind in ("facility", "hazard", "street_order")},
    },
    "departments": {"hours_scale": 3.0},
    "rules": rules(
        causes={"building_share": 0.5, "presence_share": 0.2, "building_days": 5.0},
        consent={"consent_share": 0.5},
        mediation={},
        trust={},
    ),
    "horizon_days": 70,
}
"""Much to repair, and causes that something built would end."""

OLD = {"old": 1.0, "commercial": 0.0, "business": 0.0}
"""Nothing but old estates."""


def on(tree: dict[str, Any], *names: str, **more: Any) -> dict[str, Any]:
    """A tree with these levers on as well."""
    return tree | {"levers": tree.get("levers", {}) | levers(*names, **more)}


def struck(*names: str, **more: Any) -> dict[str, Any]:
    """A street with these shocks."""
    return STREET | {"shocks": levers(*names, **more)}


def gated() -> dict[str, Any]:
    """A place in which most new obligations bypass the gate."""
    return breeding() | {"levers": levers("admission_gate", coverage=1.0, refusal=0.9, leak=1.0)}


def vulnerable(**discovery: Any) -> dict[str, Any]:
    """A place in which much care is needed and little of it told."""
    care = {"rate": 100.0, "hidden": 0.9}
    return {
        "territory": place(3, 12, 1500, vulnerable_households=1500.0),
        "issues": {"kinds": {"care": care}, "care_vulnerable_share": 0.9},
        "rules": rules(discovery=discovery),
        "horizon_days": 60,
    }


def quarrels(**mediation: Any) -> dict[str, Any]:
    """Disputes about shared space and rights that nobody but a hall settles."""
    rungs, sorts = ("worker", "joint"), ("space", "right")
    nobody = {f"mediation_{rung}_{sort}": 0.0 for rung in rungs for sort in sorts}
    about = {"dispute_relation": 0.1, "dispute_space": 0.6, "mediation_rounds": 1}
    tree = disputes(**nobody | about | {"hall_rate_effect": 0.3} | mediation)
    return tree | {"horizon_days": 120}


ALONE: dict[str, dict[str, Any]] = {
    "duty_list": on(STREET, "duty_list", clearing_useful=0.6, ended_share=0.4, handback_share=0.6),
    "certificate_cleanup": on(STREET, "certificate_cleanup", cut_share=0.9),
    "form_cuts": on(STREET, "form_cuts", forms_ended=0.3, forms_merged=1.0, meetings_cut=0.8)
    | {"obligations": {"cadence_weekly": 0.2}},
    "inspection_control": on(
        breeding(early_check_days=8.0), "inspection_control", inspections_cut=0.6
    ),
    "task_return": on(STREET, "task_return", returned_share=0.9, assist_share=0.5),
    "merged_counter": on(STREET, "merged_counter", posts_after=1)
    | {"organisation": {"counter_posts": 3}},
    "secondment_control": on(STREET, "secondment_control", secondment_kept=0.0)
    | {"workday": {"secondment_share": 0.3}},
    "street_powers": on(BEYOND, "street_powers", voice=0.6),
    "flexible_staffing": on(BEYOND, "flexible_staffing")
    | {"rules": rules(offices={"two_office_share": 1.0})},
    "joint_response": on(
        disputes(mediation_rounds=4, mediation_worker_right=0.0), "joint_response", rounds=2
    ),
    "legal_staff": on(disputes(mediation_rounds=1, hardening=0.1), "legal_staff"),
    "recruitment": on(STREET, "recruitment", per_community=1.5),
    "all_round_workers": on(
        STREET, "all_round_workers", training_hours=4.0, training_days=20.0, session_hours=1.5
    )
    | {"organisation": {"line_penalty": 2.5}},
    "academy": on(
        disputes(mediation_rounds=1, mediation_worker_relation=0.1),
        "academy",
        training_gain=0.9,
        training_hours=3.0,
        training_days=30.0,
        session_hours=0.5,
        penalty_cut=0.8,
    ),
    "stationed_cadres": on(
        referrals(3.0, accept_share=0.2),
        "stationed_cadres",
        coverage=1.0,
        cadre_share=0.7,
        links=0.5,
    ),
    "partner_units": on(
        BEYOND, "partner_units", coverage=1.0, visits=80.0, care_share=0.6, problem_share=0.5
    ),
    "double_registration": on(STREET, "double_registration", members=700.0, active_share=0.3),
    "secretary_projects": on(referrals(1.5, answer_days=8.0), "secretary_projects", rate=12.0),
    "service_extension": on(referrals(0.7, response_share=0.4), "service_extension", share=0.8),
    "data_cockpit": on(STREET, "data_cockpit", survey_minutes=1.0)
    | {"obligations": {"campaigns": 30.0, "adhoc_requests": 10.0}},
    "data_exchange": on(STREET, "data_exchange", exchange_share=0.7)
    | {"obligations": {"roster_share": 1.0, "overlap": 0.8}},
    "patrol_cameras": on(STREET, "patrol_cameras", camera_share=1.0, patrol_kept=0.2)
    | {"rules": rules(discovery={"camera_discovery": 1.0})},
    "merchant_selfcheck": on(STREET, "merchant_selfcheck", coverage=1.0, training_minutes=2.0)
    | {
        "workday": {"merchant_rounds": 30.0},
        "rules": rules(
            discovery={},
            fieldwork={},
            merchants={"merchant_visits": 20.0, "merchant_escort_share": 0.9},
        ),
        "issues": {"beyond_scale": 8.0},
        "departments": {"hours_scale": 0.2},
    },
    "resident_app": on(
        STREET, "resident_app", adoption=0.9, answered_share=0.8, notice=10.0, helped=0.2
    ),
    "elderly_alarms": on(
        vulnerable(care_fall_share=0.9), "elderly_alarms", alarm_share=0.8, setup_minutes=1.0
    ),
    "entry_control": on(STREET, "entry_control", coverage=0.9, hazard_share=1.0, blocked_share=0.8),
    "micro_grids": on(STREET, "micro_grids", per_micro_grid=3, setup_minutes=15.0),
    "deliberation_hall": on(
        quarrels(), "deliberation_hall", sessions=3, least_issues=0, setup_hours=2.0
    ),
    "resident_funding": on(BEYOND, "resident_funding", limit=600.0, quorum_trust=0.3),
    "merchants_federation": on(quarrels(), "merchants_federation", coverage=1.0, settled_share=0.8),
    "points_scheme": on(STREET, "points_scheme", effect=30.0)
    | {"rules": rules(volunteers={"volunteers_asked": 20.0})},
    "volunteer_drive": on(STREET, "volunteer_drive", asked=80.0),
    "tiered_visits": on(vulnerable(), "tiered_visits", patrol_checked=1.0)
    | {
        "rules": rules(
            tiers={"risk_red": 9.0, "risk_yellow": 0.0},
            fieldwork={},
            coping={},
            volunteers={"volunteers_before": 0.6},
        )
    },
    "elderly_menu": on(vulnerable(), "elderly_menu", setup_minutes=2.0, notice=8.0),
    "property_governance": on(STREET, "property_governance", coverage=1.0, found_share=0.7)
    | {
        "rules": rules(types={"old": 0.5, "no_property_estates": 0.8}),
        "issues": {"beyond_scale": 3.0, "kinds": {"facility": {"rate": 200.0, "level1": 0.3}}},
    },
    "new_employment_stations": on(STREET, "new_employment_stations", courier_minutes=90.0),
    "supervision": on(gated(), "supervision", withdrawal=1.0, visits=100.0),
    "transparent_flow": on(
        referrals(3.0, false_closure=0.6), "transparent_flow", found_chance=0.9, restraint=0.5
    ),
    "burden_review": on(breeding(), "burden_review", coverage=1.0, refusal=0.6),
    "procedure_cuts": on(
        STREET | {"rules": rules(procedures={"on": True, "procedures_a_month": 60.0})},
        "procedure_cuts",
        optimised_share=0.7,
        ended_share=0.4,
        steps_kept=0.3,
    ),
    "heads_training": on(
        disputes(mediation_rounds=3, mediation_joint_relation=0.1, mediation_worker_relation=0.1),
        "heads_training",
        training_gain=0.9,
        training_hours=30.0,
        reporting_hours=20.0,
        preparing_hours=100.0,
    ),
    "simpler_indicators": on(STREET, "simpler_indicators", items_cut=0.7, preparing_cut=0.4)
    | {"obligations": {"cadence_weekly": 0.2, "inspections": 6.0, "roster_share": 0.5}},
    "fault_tolerance": on(
        overload(
            pursuit={"criticism_days": 2.0},
            scrutiny={"patchwork_inspection": 5.0},
            incidents={"incident_rate": 0.2, "serious_share": 1.0},
            rebound={"incident_obligation": 1.0},
        ),
        "fault_tolerance",
        coverage=0.5,
        criticism_cut=0.6,
        old_figures_cut=0.6,
    ),
    "community_partners": on(
        disputes(mediation_rounds=3, mediation_worker_right=0.0),
        "community_partners",
        small_share=0.5,
        kept_share=0.3,
        links=0.4,
        found_chance=1.0,
    )
    | {
        "issues": {
            "beyond_scale": 6.0,
            "kinds": {"dispute": {"rate": 300.0, "minutes": 30.0, "hidden": 0.1}},
        },
        "departments": {"false_closure": 0.5},
    },
    "white_list": on(overload(scrutiny={}), "white_list", coverage=1.0, listed_share=0.5, months=1),
    "firms_channel": on(
        MERCHANTS, "firms_channel", coverage=1.0, reached=0.8, direct_share=0.4, sitting_days=4.0
    ),
    "community_budget": on(
        WORKS, "community_budget", works_share=0.5, decision_minutes=45.0, start_day=0
    ),
    "major_proposals": on(WORKS, "major_proposals", rate=12.0, accepted_share=0.7),
    "part_time_grid_workers": on(
        STREET, "part_time_grid_workers", joining=9, briefing_minutes=2.0, beat_minutes=60.0
    ),
    "patrol_robot": on(
        STREET,
        "patrol_robot",
        estate_share=0.9,
        ground_share=1.0,
        prompted_share=0.3,
        firm_share=0.8,
    )
    | {
        "issues": {"kinds": {"street_order": {"rate": 200.0}}},
        "rules": rules(discovery={"camera_discovery": 1.0}),
    },
    "village_teams": on(
        VILLAGES | {"issues": {"beyond_scale": 8.0}},
        "village_teams",
        secretary_share=0.7,
        team_share=0.4,
        visits=30.0,
        links=0.5,
    ),
    "produce_help": on(VILLAGES, "produce_help", coverage=0.5),
}
"""Each lever that `cases` does not try, in a place where it acts."""

SHOCKED: dict[str, dict[str, Any]] = {
    "flood_evacuation": struck("flood_evacuation", villages_only=False, days=1.5, head_days=2.0),
    "heavy_rain": struck("heavy_rain", coverage=1.0, lowland_share=0.7, surge=20.0, rains=3),
    "census_campaign": struck("census_campaign", share=0.4, days=12.0),
    "inspection_season": struck("inspection_season", factor=15.0, days=15),
}
"""Each shock alone."""

TOGETHER: dict[str, dict[str, Any]] = {
    "an application among old and young": vulnerable(care_fall_share=0.5)
    | {
        "territory": place(6, 24, 1800, villages=2, vulnerable_households=1500.0),
        "rules": rules(types=OLD | {"old": 0.5}, caseloads={}, afterhours={}),
        "residents": {
            "elderly_share": 0.5,
            "elderly_listed": 0.9,
            "elderly_old_estate": 3.0,
            "elderly_village": 0.4,
            "elderly_users": 0.1,
        },
        "levers": levers("elderly_menu")
        | levers("resident_app", notice=4.0, helped=0.3, coverage=0.7),
    },
    "heavy rain on pumps": struck("heavy_rain", pump=True, lowland_share=1.0, gap_days=0),
    "evacuation without head": struck("flood_evacuation", villages_only=False, coverage=1.0)
    | {"organisation": {"head": False}},
    "census with data of their own": struck("census_campaign", start_day=25, coverage=1.0)
    | {"levers": levers("data_cockpit", "one_table", survey_minutes=0.5)},
    "one survey for three": STREET
    | {
        "levers": levers("data_exchange", start_day=3)
        | levers("one_table", start_day=8, ask_once=False, old_form_share=0.4)
        | levers("data_cockpit", survey_minutes=2.0, reuse=0.9)
    },
    "nothing to survey, nothing to prepare": STREET
    | {
        "levers": levers("one_table", "data_cockpit", coverage=1.0, survey_minutes=0.0)
        | levers("academy", "all_round_workers", training_hours=0.0)
        | levers("merchant_selfcheck", training_minutes=0.0)
    },
    "merged, struck, returned and cut": breeding(restore_rate=0.5)
    | {
        "levers": levers("form_cuts", forms_ended=0.2, forms_merged=0.8, start_day=2)
        | levers("duty_list", clearing_useful=0.4, start_day=30)
        | levers("task_return", returned_share=0.5, start_day=50)
    },
    "simpler, then handed back, merged and set anew": breeding()
    | {
        "levers": levers("simpler_indicators", items_cut=1.0, coverage=1.0, start_day=3)
        | levers("task_return", returned_share=0.3, start_day=9)
        | levers("form_cuts", forms_merged=0.6, start_day=20)
    },
    "returned, then sent down under supervision": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 8.0},
        "departments": {"hours_scale": 0.05},
        "rules": rules(rebound={"sendback_rate": 1.0, "sendback_days": 0.0}),
        "levers": levers("task_return", returned_share=1.0, coverage=1.0)
        | levers("supervision", withdrawal=1.0),
        "horizon_days": 130,
    },
    "training of heads who leave, or are not there": disputes(mediation_rounds=2)
    | {
        "organisation": {"head": False},
        "rules": rules(mediation={}, turnover={"turnover_rate": 6.0, "vacancy_days": 9.0}),
        "levers": levers("heads_training", training_hours=400.0, coverage=1.0)
        | levers("academy", training_hours=9.0),
    },
    "recruits where workers leave": {
        "territory": place(3, 8, 1500),
        "workday": {"secondment_share": 0.2},
        "rules": rules(coping={}, turnover={"turnover_rate": 6.0, "vacancy_days": 9.0}, rebound={}),
        "levers": levers("recruitment", per_community=2.4)
        | levers("stationed_cadres", cadre_share=0.6, start_day=20)
        | levers("secondment_control"),
        "horizon_days": 90,
    },
    "recruits of one worker": {
        "territory": place(3, 3, 600),
        "levers": levers("recruitment", coverage=1.0, per_community=2.0),
    },
    "volunteers of all sorts": {
        "territory": place(3, 12, 1500, residents_per_agent=3),
        "organisation": {"micro_grid_households": 3.0},
        "rules": rules(volunteers={"volunteer_leave": 0.6}),
        "levers": levers("micro_grids", per_micro_grid=9, setup_minutes=1.0)
        | levers("double_registration", members=3000.0, active_share=0.5)
        | levers("points_scheme", "volunteer_drive"),
        "horizon_days": 70,
    },
    "volunteers who may not be": STREET
    | {
        "rules": rules(),
        "levers": levers("micro_grids", setup_minutes=1.0)
        | levers("double_registration", coverage=1.0),
    },
    "hall and group": quarrels(frozen_report=0.2)
    | {
        "levers": levers("deliberation_hall", sessions=2, least_issues=2, setup_hours=1.0)
        | levers("joint_response", rounds=1)
        | levers("legal_staff", "merchants_federation"),
    },
    "hall with few sessions": quarrels(hall_success_space=0.6, hall_notice=2.0, hall_wait=6.0)
    | {
        "issues": {
            "beyond_scale": 3.0,
            "kinds": {
                "dispute": {"rate": 300.0, "minutes": 30.0},
                "facility": {"rate": 150.0, "hidden": 0.2},
            },
        },
        "rules": rules(
            consent={"consent_share": 0.6, "consent_days": 4.0},
            mediation={"dispute_relation": 0.2, "dispute_space": 0.7, "estates": 2},
            patience={"patience_factor": 0.3, "overhead_chance": 0.7},
            trust={},
        ),
        "levers": levers("deliberation_hall", sessions=3, least_issues=2, setup_hours=1.0)
        | levers("resident_funding", limit=200.0),
    },
    "consent at the doors": STREET
    | {
        "rules": rules(consent={"consent_share": 0.9, "consent_minutes": 200.0}, patience={}),
        "issues": {"kinds": {"facility": {"rate": 200.0}}},
    },
    "merchants keep order": disputes(merchant_disputes=0.6)
    | {
        "issues": {
            "beyond_scale": 2.0,
            "kinds": {
                "dispute": {"rate": 300.0, "minutes": 30.0},
                "street_order": {"rate": 200.0},
                "merchant": {"rate": 50.0},
            },
        },
        "levers": levers("merchants_federation", prevented_share=0.4, settled_share=0.7)
        | levers("deliberation_hall", setup_hours=0.0),
    },
    "merchants and mediation off": STREET
    | {"rules": rules(), "levers": levers("merchants_federation", settled_share=1.0)},
    "hall that always succeeds": quarrels(hall_success_space=1.0, hall_rate_effect=0.0)
    | {"levers": levers("deliberation_hall", coverage=1.0, least_issues=0, setup_hours=0.0)},
    "hall without trust": quarrels()
    | {"levers": levers("deliberation_hall", coverage=1.0, quorum_trust=1.0, setup_hours=0.0)},
    "all is done by others": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 8.0, "others_days": 2.0},
        "rules": rules(patience={"patience_factor": 0.2, "overhead_chance": 1.0}, incidents={}),
        "levers": levers("partner_units", care_share=1.0, problem_share=1.0, coverage=1.0)
        | levers("elderly_menu", prevented_share=0.5, setup_minutes=1.0)
        | levers("merchants_federation", settled_share=1.0)
        | levers("resident_funding", limit=1e9, quorum_trust=0.0)
        | levers("escalation_rights", "secretary_projects"),
        "horizon_days": 70,
    },
    "whistles and projects": on(
        referrals(0.7, answer_days=6.0),
        "secretary_projects",
        coverage=1.0,
        rate=12.0,
        minutes=900.0,
    ),
    "streets have a voice, and a score": referrals(0.7)
    | {
        "levers": levers("department_evaluation", coverage=1.0, start_day=5)
        | levers("street_powers", voice=0.4, start_day=20)
        | levers("service_extension", start_day=40, share=0.9),
    },
    "attention that follows spared visits": referrals(0.8, attention_share=1.0)
    | {
        "structures": {"hours": "attention"},
        "rules": rules(
            patience={"patience_factor": 0.2, "overhead_chance": 1.0},
            discovery={},
            merchants={"merchant_visits": 20.0},
        ),
        "levers": levers("merchant_selfcheck", merchants_share=1.0, visits_kept=0.0),
    },
    "estates kept up in the rain": STREET
    | {
        "rules": rules(types=OLD | {"no_property_estates": 0.9}),
        "issues": {"beyond_scale": 3.0, "kinds": {"facility": {"rate": 200.0}}},
        "levers": levers("property_governance", "entry_control", coverage=1.0),
        "shocks": levers("heavy_rain", coverage=1.0, lowland_share=1.0, rains=0, surge=9.0),
    },
    "a robot beside cameras, and gates": STREET
    | {
        "issues": {"kinds": {"street_order": {"rate": 200.0}}},
        "rules": rules(discovery={"camera_discovery": 2.0, "camera_coverage": 0.2}),
        "levers": levers("patrol_cameras", "patrol_robot")
        | levers("entry_control", gates=True, gate_share=0.5, gate_solved=1.0),
    },
    "money that runs out, residents who pay, partners, proposals": WORKS
    | {
        "warmup_days": 5,
        "horizon_days": 285,
        "levers": levers("community_budget", start_day=0, funds=200_000.0, works_share=1.0)
        | levers("resident_funding", limit=300.0, quorum_trust=0.3)
        | levers("partner_units", care_share=0.4, problem_share=0.4)
        | levers("major_proposals", rate=9.0)
        | levers("escalation_rights", "secretary_projects", "deliberation_hall"),
    },
    "firms, patience and whistles": MERCHANTS
    | {
        "rules": rules(
            patience={"patience_factor": 0.2, "overhead_chance": 1.0}, incidents={}, replies={}
        ),
        "departments": {"hours_scale": 0.3, "false_closure": 0.4},
        "levers": levers("firms_channel", coverage=1.0, direct_share=0.2, sitting_days=6.0)
        | levers("escalation_rights")
        | levers("secretary_projects", rate=12.0)
        | levers("partner_units", problem_share=0.5),
    },
    "some on a white list, with a season": {
        "territory": place(5, 20, 2000, villages=1),
        "obligations": {"inspections": 8.0},
        "levers": levers("white_list", coverage=0.8, listed_share=0.5, months=2)
        | levers("supervision", visits=50.0),
        "shocks": levers("inspection_season", start_day=60, factor=5.0),
        "horizon_days": 110,
    },
    "partners in a group that there is": disputes(mediation_rounds=3)
    | {"levers": levers("joint_response", rounds=2) | levers("community_partners", coverage=1.0)},
    "alarms, cameras and couriers": vulnerable(care_fall_share=1.0, camera_discovery=2.0)
    | {
        "levers": levers(
            "elderly_alarms",
            "patrol_cameras",
            "new_employment_stations",
            "merchant_selfcheck",
            "resident_app",
            "tiered_visits",
        )
    },
    "shocks under overload": overload()
    | {
        "shocks": levers("flood_evacuation", villages_only=False, days=0.7)
        | levers("heavy_rain", coverage=1.0, lowland_share=1.0, gap_days=2)
        | levers("census_campaign", "inspection_season"),
        "levers": levers("recruitment", "inspection_control"),
    },
    "reach by type, and by number": {
        "territory": place(8, 30, 2400, villages=2),
        "rules": rules(types={}, caseloads={}, discovery={}),
        "levers": levers("recruitment", coverage={"old_estate": 0.5, "village": 0.5})
        | levers("data_cockpit", coverage={"mixed": 1.0, "business": 1.0})
        | levers("signboard_removal", coverage=1.0, communities=3)
        | levers("monitoring", coverage=1.0, communities=0),
        "shocks": levers("census_campaign", coverage={"commercial": 0.3}),
    },
    "reach of villages alone": {
        "territory": place(6, 24, 1800, villages=4, each={"names": list("ABCDEF")}),
        "rules": rules(types={}, merchants={}),
        "levers": levers("village_teams", coverage={"village": 0.5, "mixed": 1.0})
        | levers("produce_help", coverage=1.0, communities=["E"]),
        "shocks": levers("flood_evacuation", coverage=1.0, communities=3),
    },
    "reach by name": {
        "territory": place(3, 12, 1500, each={"names": ["A", "B", "C"]}),
        "levers": levers("one_table", "recruitment", coverage=1.0, communities=["C", "A"]),
    },
    "reach by type without types": {
        "territory": place(4, 16, 1200, villages=2),
        "rules": rules(),
        "levers": levers("recruitment", coverage={"village": 0.5, "mixed": 0.5, "old_estate": 1.0}),
    },
    "all levers and shocks": {
        "territory": place(4, 16, 1600, villages=1),
        "issues": {"beyond_scale": 4.0},
        "rules": {"turnover": {"on": True}},
        "levers": levers(*LEVERS),
        "shocks": levers(*SHOCKS, start_day=15),
        "horizon_days": 90,
    },
    "all levers everywhere, at once": {
        "territory": place(2, 8, 1000, residents_per_agent=2),
        "levers": levers(*LEVERS, coverage=1.0, start_day=0),
        "shocks": levers(*SHOCKS, coverage=1.0, start_day=0),
        "warmup_days": 0,
        "horizon_days": 60,
    },
}
"""Several that meet."""

LEVER_CASES = (
    {f"{name}, alone": tree for name, tree in ALONE.items()}
    | {f"{name}, a shock": tree for name, tree in SHOCKED.items()}
    | TOGETHER
)
"""By name."""
