"""Random levers and shocks, for Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.twin.picks import SHARE, lever, pick

FEW = pick(0.0, 2.0, 40.0)
"""Numbers, hours or minutes of any size."""

IN_VILLAGES_ALONE = {"village_teams", "produce_help", "flood_evacuation"}
FIRST = {
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
OBLIGATIONS = {
    "duty_list": lever(
        clearing_obsolete=SHARE,
        clearing_useful=SHARE,
        ended_share=pick(0.0, 0.5),
        handback_share=pick(0.0, 0.5),
        assist_share=SHARE,
        requests_refused=SHARE,
    ),
    "form_cuts": lever(
        meetings_cut=SHARE,
        chats_cut=SHARE,
        requests_cut=SHARE,
        traces_cut=SHARE,
        forms_ended=pick(0.0, 0.3),
        forms_merged=SHARE,
    ),
    "inspection_control": lever(inspections_cut=SHARE, early_checks_cut=SHARE),
    "task_return": lever(
        returned_share=SHARE, assist_share=SHARE, department_minutes_ratio=pick(0.0, 0.8, 3.0)
    ),
    "supervision": lever(withdrawal=SHARE, visits=pick(0.0, 3.0, 200.0)),
    "burden_review": lever(refusal=SHARE),
    "procedure_cuts": lever(optimised_share=SHARE, ended_share=SHARE, steps_kept=SHARE),
    "simpler_indicators": lever(items_cut=SHARE, preparing_cut=SHARE),
    "fault_tolerance": lever(
        obligations_cut=SHARE, criticism_cut=SHARE, old_figures_cut=SHARE, traces_cut=SHARE
    ),
    "data_cockpit": lever(
        reuse=SHARE,
        byproduct_share=SHARE,
        export_minutes=pick(0.0, 10.0, 90.0),
        adhoc_pool_share=SHARE,
        campaign_verify=SHARE,
        survey_minutes=pick(0.0, 2.0, 20.0),
    ),
    "data_exchange": lever(exchange_share=SHARE, feed_share=SHARE),
}
STAFF = {
    "merged_counter": lever(posts_after=pick(1, 2, 3), trips=FEW),
    "secondment_control": lever(secondment_kept=SHARE),
    "recruitment": lever(per_community=pick(0.0, 0.5, 1.7, 3.0)),
    "all_round_workers": lever(
        penalty=pick(1.0, 3.0),
        training_hours=FEW,
        training_days=pick(0.0, 10.0, 40.0),
        session_hours=pick(0.3, 2.0, 50.0),
    ),
    "heads_training": lever(
        training_gain=SHARE, training_hours=FEW, reporting_hours=FEW, preparing_hours=FEW
    ),
    "academy": lever(
        training_gain=SHARE,
        training_hours=FEW,
        training_days=pick(0.0, 10.0, 40.0),
        session_hours=pick(0.3, 2.0, 50.0),
        penalty_cut=SHARE,
    ),
    "stationed_cadres": lever(cadre_share=SHARE, links=SHARE),
    "village_teams": lever(
        secretary_share=SHARE, team_share=SHARE, team_cadres=FEW, hours=FEW, visits=FEW, links=SHARE
    ),
    "produce_help": lever(hours=FEW),
    "legal_staff": lever(presence_hours=FEW),
    "patrol_cameras": lever(camera_share=SHARE, patrol_kept=SHARE),
    "tiered_visits": lever(
        visits_red=pick(0.0, 1.0, 9.0),
        visits_orange=pick(0.0, 0.5),
        visits_yellow=pick(0.0, 0.3),
        visits_green=pick(0.0, 0.08),
        paired_share=SHARE,
        patrol_checked=SHARE,
    ),
    "elderly_alarms": lever(alarm_share=SHARE, setup_minutes=FEW),
    "merchant_selfcheck": lever(
        merchants_share=SHARE,
        rounds_after=FEW,
        screen_minutes=FEW,
        training_minutes=pick(0.0, 1.0, 20.0),
        visits_kept=SHARE,
    ),
}
STREET = {
    "street_powers": lever(voice=SHARE),
    "flexible_staffing": lever(),
    "joint_response": lever(
        street_days=pick(0.1, 3.0),
        rounds=pick(1, 2, 9),
        message_minutes=pick(0.0, 5.0, 90.0),
        chat_minutes=FEW,
    ),
    "secretary_projects": lever(rate=pick(0.0, 6.0, 12.0), minutes=pick(0.0, 60.0, 900.0)),
    "service_extension": lever(share=SHARE),
    "transparent_flow": lever(found_chance=SHARE, restraint=SHARE),
}
RESIDENTS = {
    "certificate_cleanup": lever(cut_share=SHARE),
    "partner_units": lever(
        visits=pick(0.0, 10.0, 300.0), care_share=SHARE, problem_share=SHARE, council_minutes=FEW
    ),
    "double_registration": lever(members=pick(0.0, 30.0, 3000.0), active_share=SHARE),
    "resident_app": lever(
        adoption=SHARE, answered_share=SHARE, notice=pick(0.0, 1.5, 20.0), helped=SHARE
    ),
    "entry_control": lever(
        hazard_share=SHARE,
        blocked_share=SHARE,
        gates=st.booleans(),
        gate_share=SHARE,
        gate_solved=SHARE,
    ),
    "micro_grids": lever(
        per_micro_grid=pick(0, 1, 7),
        setup_minutes=pick(0.0, 1.0, 60.0),
        setup_months=pick(1, 2, 5),
    ),
    "deliberation_hall": lever(
        sessions=pick(0, 1, 3, 20),
        least_issues=pick(0, 1, 3),
        quorum_trust=SHARE,
        setup_hours=pick(0.0, 1.0, 20.0),
    ),
    "resident_funding": lever(
        limit=pick(0.0, 400.0, 1e9), quorum_trust=SHARE, minutes=pick(0.0, 300.0)
    ),
    "merchants_federation": lever(prevented_share=SHARE, settled_share=SHARE),
    "points_scheme": lever(effect=pick(0.0, 30.0)),
    "volunteer_drive": lever(asked=pick(0.0, 90.0)),
    "elderly_menu": lever(
        prevented_share=SHARE, notice=pick(0.0, 1.3, 20.0), order_hours=FEW, setup_minutes=FEW
    ),
    "property_governance": lever(found_share=SHARE),
    "new_employment_stations": lever(courier_minutes=pick(0.0, 5.0, 500.0)),
    "community_partners": lever(
        small_share=SHARE,
        kept_share=SHARE,
        rounds=pick(1, 2, 9),
        message_minutes=pick(0.0, 5.0, 90.0),
        links=SHARE,
        found_chance=SHARE,
        follow_minutes=FEW,
    ),
    "part_time_grid_workers": lever(
        joining=pick(0, 3, 60),
        briefing_minutes=pick(0.0, 1.0, 30.0),
        beat_minutes=pick(0.0, 5.0, 200.0),
        sharing_minutes=FEW,
        police_hours=FEW,
    ),
    "firms_channel": lever(
        reached=SHARE, direct_share=SHARE, sitting_days=pick(0.1, 4.0, 40.0), instructor_hours=FEW
    ),
    "community_budget": lever(
        funds=pick(0.0, 30_000.0, 1e6),
        works_share=SHARE,
        fair_share=SHARE,
        advances=pick(0.0, 9_000.0),
        decision_minutes=FEW,
    ),
    "major_proposals": lever(rate=pick(0.0, 3.0, 12.0), accepted_share=SHARE),
    "white_list": lever(listed_share=SHARE, months=pick(1, 2, 12), waived_share=SHARE),
    "patrol_robot": lever(
        estate_share=SHARE, ground_share=SHARE, prompted_share=SHARE, firm_share=SHARE
    ),
}

LEVERS = st.fixed_dictionaries(FIRST, optional=OBLIGATIONS | STAFF | STREET | RESIDENTS)
SHOCKS = st.fixed_dictionaries(
    {},
    optional={
        "flood_evacuation": lever(
            villages_only=st.booleans(), days=pick(0.0, 0.4, 2.0), head_days=pick(0.0, 1.5)
        ),
        "heavy_rain": lever(
            pump=st.booleans(),
            pump_relief=SHARE,
            lowland_share=SHARE,
            rains=pick(0, 1, 4),
            gap_days=pick(0, 1, 9),
            minutes=pick(0.0, 400.0),
            surge=pick(0.0, 5.0, 20.0),
            surge_days=pick(0, 1, 12),
        ),
        "census_campaign": lever(share=SHARE, days=pick(0.5, 20.0)),
        "inspection_season": lever(factor=pick(0.0, 3.0, 20.0), days=pick(0, 5, 30)),
    },
)
