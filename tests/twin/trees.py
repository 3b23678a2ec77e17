"""Random settings of small places, for Hypothesis."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

from tests.twin.lever_trees import IN_VILLAGES_ALONE, LEVERS, SHOCKS
from tests.twin.parts import place
from tests.twin.picks import SHARE, pick, rule, some


@st.composite
def territories(draw: st.DrawFn) -> dict[str, Any]:
    """Small places; by weight of caseload somebody lives in most communities, or in none."""
    communities = draw(st.integers(1, 3))
    workers = draw(st.integers(communities, 4 * communities))
    many = draw(pick(1, 1, 3))
    residents = draw(st.integers(communities, 400 * communities)) * many * draw(pick(1, 1, 1, 0))
    villages = min(communities, draw(pick(0, 0, 1, 3)))
    listed = draw(pick(90.0, 1500.0))
    if draw(pick(False, False, True)):
        return draw(known_places(communities))
    streets, towns = draw(streets_and_towns(communities, villages))
    return place(
        communities,
        workers,
        residents,
        residents_per_agent=many,
        villages=villages,
        streets=streets,
        towns=towns,
        vulnerable_households=listed,
    )


@st.composite
def streets_and_towns(draw: st.DrawFn, communities: int, villages: int) -> tuple[int, int]:
    """How many streets there are, and how many of them are towns."""
    streets = draw(st.integers(1, communities))
    if not 0 < villages < communities or streets == 1:
        return streets, draw(pick(0, streets))
    towns = draw(st.integers(0, min(villages, streets - 1)))
    return min(streets, communities - villages + towns) if towns else streets, towns


@st.composite
def known_places(draw: st.DrawFn, communities: int) -> dict[str, Any]:
    """Small places of whose communities something is stated."""

    def each(values: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        return tuple(draw(values) for _ in range(communities))

    many, residents = draw(pick(1, 5)), each(st.integers(0, 300))
    workers, types = each(st.integers(1, 5)), each(pick("village", "business", "old_estate", None))
    optional = {
        "households": tuple(
            draw(pick(None, math.ceil(people / 3.1), people)) for people in residents
        ),
        "vulnerable": tuple(draw(pick(None, 0, people // 7)) for people in residents),
        "merchants": each(pick(None, 0.0, 33.0)),
        "workers": workers,
        "types": types,
    }
    stated = {name: values for name, values in optional.items() if draw(st.booleans())}
    villages = stated.get("types", ()).count("village")
    streets, towns = draw(streets_and_towns(communities, villages))
    return place(
        communities,
        sum(workers),
        sum(residents),
        residents_per_agent=many,
        villages=villages,
        streets=streets,
        towns=towns,
        each={"residents": residents} | stated,
    )


@st.composite
def obligations(draw: st.DrawFn) -> dict[str, Any]:
    """Obligations of any mix."""
    kinds = draw(pick(0, 1, 30, 100))
    daily = draw(pick(0.0, 0.02, 0.4))
    demanding = draw(pick(12, 13, 25))
    more = draw(
        some(
            cadence_weekly=pick(0.0, 0.2),
            cadence_monthly=pick(0.0, 0.3),
            obsolete_start=SHARE,
            obligation_life=pick(0.02, 1.0),
            overlap=SHARE,
            roster_share=SHARE,
            notes_reuse=SHARE,
            reask_share=SHARE,
            patchwork_minutes=SHARE,
            patchwork_found=SHARE,
            patchwork_found_days=pick(0.5, 6.0),
            status_share=SHARE,
            dynamic_share=SHARE,
            forms_a_week=pick(0.7, 3.0),
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
            span_weekly=pick(0.0, 2.0, 9.0),
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
            no_property_facility=pick(0.0, 1.7),
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
            alarm_false_share=pick(0.0, 0.9),
            alarm_coverage=SHARE,
            care_fall_share=SHARE,
        ),
        "tiers": rule(
            tier_red=pick(0.0, 0.3),
            tier_orange=pick(0.0, 0.4),
            tier_yellow=pick(0.0, 0.3),
            risk_red=pick(0.0, 4.0, 100.0),
            risk_orange=pick(0.0, 2.0),
            risk_yellow=pick(0.0, 1.0),
            risk_green=pick(0.0, 0.5, 3.0),
        ),
        "fieldwork": rule(),
        "merchants": rule(
            merchant_visits=pick(0.0, 2.0, 60.0),
            merchant_visit_hours=pick(0.0, 2.0),
            merchant_escort_share=SHARE,
        ),
        "volunteers": rule(
            volunteers_before=SHARE,
            volunteers_asked=pick(0.0, 1.0, 40.0),
            volunteer_join=SHARE,
            volunteer_leave=SHARE,
            volunteer_discovery=pick(0.0, 0.02, 3.0),
            volunteer_care_minutes=pick(0.0, 10.0, 300.0),
            volunteer_neglect=pick(0.0, 3.0),
            volunteer_doors=SHARE,
            volunteer_disappointments=pick(1, 3),
        ),
        "incidents": rule(
            incident_rate=pick(0.0, 0.01, 0.5),
            incident_effort=pick(0.0, 3.0),
            serious_share=SHARE,
        ),
        "consent": rule(
            consent_share=SHARE,
            consent_minutes=pick(0.0, 30.0, 500.0),
            consent_days=pick(0.1, 5.0),
        ),
        "mediation": rule(
            dispute_relation=SHARE,
            dispute_space=pick(0.0, 0.4),
            merchant_disputes=SHARE,
            mediation_minutes=pick(0.0, 75.0, 400.0),
            mediation_people=pick(1.0, 1.5, 3.0),
            mediation_gap=pick(0.0, 2.5, 8.0),
            rung_rounds=pick(1, 2, 3),
            mediation_rounds=pick(1, 2, 4),
            hardening=SHARE,
            frozen_report=pick(0.0, 0.1, 1.0),
            mediation_volunteer_relation=SHARE,
            mediation_worker_relation=SHARE,
            mediation_legal_right=SHARE,
            mediation_joint_relation=SHARE,
            mediation_joint_space=SHARE,
            hall_minutes=pick(0.0, 120.0),
            hall_staff=pick(0.0, 2.0),
            hall_success_space=SHARE,
            hall_rate_effect=SHARE,
            theme_parking=SHARE,
            theme_ground=SHARE,
            estates=pick(1, 2, 5, 1000),
            hall_notice=pick(0.0, 1.5, 4.0),
            hall_wait=pick(0.0, 3.0, 9.5),
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
        "hotline": rule(
            hotline_start=SHARE, hotline_learning=SHARE, hotline_demand=pick(0.0, 1.0, 5.0)
        ),
        "trust": rule(trust_drift=SHARE, false_trust_factor=pick(0.0, 2.0)),
        "pursuit": rule(
            reminded=SHARE,
            remind_days=pick(0.1, 1.0, 3.5),
            reminder_minutes=pick(0.0, 5.0, 200.0),
            criticism_days=pick(0.5, 3.0, 8.0),
            criticism_minutes=pick(0.0, 60.0, 700.0),
        ),
        "scrutiny": rule(
            patchwork_inspection=pick(1.0, 8.0),
            patchwork_half_life=pick(0.5, 60.0),
            attention_limit=pick(1.0, 3.0, 10.0),
        ),
        "coping": rule(
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
        "quitting": rule(
            quitting_share=SHARE,
            quitting_usual=pick(0.05, 0.5),
            quitting_newcomer=pick(0.0, 2.0, 30.0),
        ),
        "assessment": rule(
            response_weight=pick(0.02, 0.5),
            effort_elasticity=pick(0.0, 0.4, 2.0),
            effort_decay=SHARE,
            accept_limit=SHARE,
            answer_promise=pick(0.0, 3.0),
            top_grade=SHARE,
            felt_salient_weight=SHARE,
            effort_base=pick(0.1, 1.0),
            effort_substitution=pick(0.0, 0.3, 0.9),
            noise_aversion=pick(0.0, 30.0),
            hotline_noise=pick(0.0, 0.2),
        ),
        "causes": rule(
            building_share=pick(0.0, 0.3, 0.6),
            building_hours=pick(0.1, 1.0, 24.0),
            building_days=pick(0.1, 3.0, 20.0),
            presence_share=pick(0.0, 0.4),
            presence_hours=pick(0.0, 4.0, 200.0),
            presence_months=pick(0, 1, 3),
        ),
        "rebound": rule(
            obligations_created=pick(0.0, 50.0, 200.0),
            pruning=SHARE,
            incident_obligation=SHARE,
            slack_obligation=pick(0.0, 30.0, 400.0),
            copy_rate=SHARE,
            ungated_life=pick(0.5, 12.0),
            early_check_chance=SHARE,
            early_check_days=pick(0.1, 8.0),
            wrong_cut_incidents=pick(0.0, 10.0),
            restore_rate=SHARE,
            sendback_rate=SHARE,
            sendback_days=pick(0.0, 5.0),
            model_project_rate=SHARE,
            model_project_hours=pick(0.0, 60.0),
            model_project_days=pick(0.0, 20.0),
            model_project_boards=pick(0, 3),
        ),
        "evasion": rule(
            evasion_share=SHARE, evasion_rate=pick(0.0, 2.0, 12.0), evasion_deterred=SHARE
        ),
        "held_whistles": rule(
            held_refused=pick(0.1, 0.7, 1.0), held_regained=SHARE, held_appraised=pick(0.3, 1.0)
        ),
        "groups": rule(),
        "offices": rule(two_office_share=SHARE),
        "street_offices": rule(
            street_capacity=pick(0.0, 0.5, 5.0, 50.0), whistle_street_hours=pick(0.0, 4.0)
        ),
        "procedures": rule(
            procedures_a_month=pick(0.0, 8.0, 200.0),
            procedure_steps=pick(1.0, 3.0, 20.0),
            procedure_minutes=pick(0.0, 20.0, 600.0),
            procedure_days=pick(0.5, 4.0),
        ),
        "replies": rule(reply_limit=pick(0, 3, 10), reply_unsolved=SHARE),
        "afterhours": rule(
            afterhours_share=pick(0.0, 0.3, 0.9), afterhours_minutes=pick(0.0, 5.0, 90.0)
        ),
    }
)

_ANY = st.fixed_dictionaries(
    {
        "territory": territories(),
        "horizon_days": pick(12, 30, 66),
        "warmup_days": pick(0, 8, 24),
        "organisation": some(
            head=st.booleans(),
            head_meeting_hours=pick(0.0, 12.0, 38.0),
            line_penalty=pick(1.0, 1.4, 2.5),
            counter_posts=pick(0, 1, 2, 9),
            counter_desk_share=SHARE,
            micro_grid_households=pick(1.0, 3.5, 40.0),
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
            merchant_rounds=pick(0.0, 20.0),
            visit_quota=pick(0.0, 5.0, 60.0),
            block_share=SHARE,
            tier_visits=pick(0.0, 60.0),
            visit_propensity=SHARE,
            visit_target_share=SHARE,
            log_apps=pick(0.0, 5.0),
            chat_minutes=pick(0.0, 90.0, 900.0),
        ),
        "obligations": obligations(),
        "issues": some(
            kinds=kinds(),
            rate_scale=pick(0.0, 1.0, 4.0),
            beyond_scale=pick(0.0, 1.0, 5.0, 20.0),
            growth_hidden=pick(0.0, 2.0),
            own_notice=pick(0.0, 0.3),
            care_vulnerable_share=SHARE,
            passing_minutes=pick(0.0, 10.0),
            others_days=pick(0.1, 5.0),
            funding_cost=pick(1.0, 400.0),
            funding_sigma=pick(0.0, 1.5),
        ),
        "departments": some(
            register_minutes=pick(0.0, 10.0, 120.0),
            receive_days=pick(0, 1, 3),
            return_days=pick(0.5, 2.0, 4.0),
            returns_at_most=pick(0, 1, 2),
            designation_days=pick(0, 2),
            hours_scale=pick(0.0, 0.02, 0.2, 50.0),
            staff=pick((), (0.5,) * 12, (None, 0.0, *(3.0,) * 10)),
            response_share=SHARE,
            field_hours=pick(0.1, 4.0),
            third_department=SHARE,
            street_days=pick(0.1, 6.0),
            street_hours=pick(0.0, 0.5, 2.0),
            answer_days=pick(0.1, 5.0),
            accept_share=SHARE,
            false_closure=SHARE,
            false_found=SHARE,
            false_found_days=pick(0.1, 5.0),
            relapse_share=SHARE,
            relapse_days=pick(0.1, 20.0),
            together_days=pick(0.0, 5.0),
            load_memory=pick(1.0, 20.0),
            attention_share=SHARE,
            attention_months=pick(1.0, 3.0),
        ),
        "residents": some(
            trust_start=SHARE,
            trust_gain=pick(0.0, 0.05, 0.5),
            reporting_elasticity=pick(0.0, 3.0),
            certificate_trips=pick(0.0, 3.5),
            elderly_share=SHARE,
            elderly_listed=SHARE,
            elderly_old_estate=pick(0.0, 1.5, 9.0),
            elderly_village=pick(0.0, 1.5, 9.0),
            elderly_users=SHARE,
            younger_users=SHARE,
        ),
        "rules": RULES,
        "structures": some(
            dispatch=pick("platform", "telephone"),
            returns=pick("endless", "limited", "designated"),
            hours=pick("fixed", "attention"),
            effort=pick("weights", "chosen"),
            pruning=pick("constant", "burden"),
            time=pick("keys", "blocks"),
            visits=pick("rest", "quota"),
        ),
        "levers": LEVERS,
        "shocks": SHOCKS,
    }
)


def _reachable(tree: dict[str, Any]) -> dict[str, Any]:
    """Without a number of villages where there are none, which is refused."""
    if tree["territory"].get("villages"):
        return tree
    parts = {part: dict(tree[part]) for part in ("levers", "shocks")}
    for part in parts.values():
        for name in IN_VILLAGES_ALONE & set(part):
            part[name] = {key: one for key, one in part[name].items() if key != "communities"}
    return tree | parts


TREES = _ANY.map(_reachable)
"""Settings of small societies."""
