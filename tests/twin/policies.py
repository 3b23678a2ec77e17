"""Policies: what levers can turn in a community, and its values at first."""

from __future__ import annotations

from sim.settings import Settings

Policy = dict[str, float]
"""Values by name."""

AS_USUAL = (
    "meetings",
    "chats",
    "traces",
    "logs",
    "secondment",
    "requests",
    "inspections",
    "early_checks",
    "season_factor",
    "notice",
    "elder_notice",
    "restraint",
    "visits_kept",
    "visit_red",
    "visit_orange",
    "visit_yellow",
    "visit_green",
)
"""Factors, 1 at first."""

NOTHING = (
    "ask_once",
    "type_once",
    "export",
    "old_form_share",
    "feed_share",
    "byproduct_share",
    "source_share",
    "export_minutes",
    "adhoc_pool_share",
    "campaign_verify",
    "table",
    "cockpit",
    "cockpit_reuse",
    "cockpit_byproduct",
    "cockpit_export",
    "cockpit_requests",
    "cockpit_verify",
    "exchange",
    "exchange_feed",
    "chats_added",
    "screen_minutes",
    "inspections_added",
    "season_until",
    "assistant_share",
    "eyes",
    "partner_visits",
    "partner_share",
    "funding_limit",
    "funding_quorum",
    "funding_minutes",
    "one_visit",
    "joint_rounds",
    "joint_minutes",
    "links",
    "merchants_prevent",
    "merchants_settle",
    "hall_sessions",
    "hall_issues",
    "hall_quorum",
    "projects",
    "project_minutes",
    "review_refusal",
    "supervision",
    "others_hours",
    "volunteer_points",
    "legal",
    "mediation_training",
    "gate_refusal",
    "gate_leak",
    "monitoring",
    "whistle",
    "use_share",
    "listed_share",
    "colour_red",
    "colour_yellow",
    "deadline_red",
    "deadline_yellow",
    "deadline_blue",
    "try_days",
    "refusals",
    "head_minutes",
    "screen_days",
    "call_days",
    "accept",
    "overcall",
    "meeting_hours",
    "weak_attendance",
    "backlog_days",
    "paired_share",
    "patrol_checked",
)
"""0 or off at first."""


def first_policy(settings: Settings, size: float = 1.0, trade: float = 1.0) -> Policy:
    """What holds until a lever changes it.

    Parameters:
        size, trade: residents and merchants over those of a community that is no village.
    """
    workday, organisation = settings.workday, settings.organisation
    departments, rules = settings.departments, settings.rules
    return {
        **dict.fromkeys(AS_USUAL, 1.0),
        **dict.fromkeys(NOTHING, 0.0),
        "prescribed_visits": workday.tier_visits * size,
        "merchant_rounds": workday.merchant_rounds * trade,
        "patrol_hours": workday.daily_patrol,
        "patrol_floor": workday.patrol_floor,
        "counter_posts": organisation.counter_posts,
        "line_penalty": organisation.line_penalty,
        "street_days": departments.street_days,
        "false_found": departments.false_found,
        "camera_coverage": rules.discovery.camera_coverage,
        "selfcheck_share": rules.discovery.selfcheck_share,
        "alarm_coverage": rules.discovery.alarm_coverage,
        "volunteers_asked": rules.volunteers.volunteers_asked,
        "trips": settings.residents.certificate_trips,
    }
