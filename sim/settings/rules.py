"""Settings of the mechanisms that can be switched off one by one (`rules.<name>.on`)."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sim.parameters import (
    Days,
    Duration,
    Group,
    NotNegative,
    Positive,
    SettingsError,
    Share,
    Span,
    assume,
)


class Rule(Group):
    """A mechanism of sim/ODD.md. Switched off, it has no effect on a run at all."""

    on: bool = Field(default=True, description="whether the mechanism is switched on")


class Types(Rule):
    """Communities are of four types, or villages, with different rates of issues."""

    old: Share = assume("type_old_share")
    commercial: Share = assume("type_commercial_share")
    business: Share = assume("type_business_share")
    old_estate_facility: NotNegative = assume("old_estate_facility")
    old_estate_care: NotNegative = assume("old_estate_care")
    commercial_inquiry: NotNegative = assume("commercial_inquiry")
    commercial_facility: NotNegative = assume("commercial_facility")
    business_merchant: NotNegative = assume("business_merchant")
    business_order: NotNegative = assume("business_order")
    village_dispute: NotNegative = assume("village_dispute")
    village_merchant: NotNegative = assume("village_merchant")
    village_order: NotNegative = assume("village_order")
    no_property_estates: Share = assume("no_property_estates")
    no_property_facility: NotNegative = assume("no_property_facility")
    no_property_own_share: Share = assume("no_property_own_share")

    @model_validator(mode="after")
    def shares(self) -> Self:
        if self.old + self.commercial + self.business > 1 + 1e-9:
            raise SettingsError("business", self.business, "types sum to 1 at most")
        return self


class Caseloads(Rule):
    """Communities differ in residents, and their staff follows this only in part."""

    caseload_sigma: float = assume("caseload_sigma", ge=0, le=2)
    staff_by_size: Share = assume("staff_by_size")


class Scrutiny(Rule):
    """Inspections increase where a check found forms filled in from old figures."""

    patchwork_inspection: float = assume("patchwork_inspection", ge=1, le=10)
    patchwork_half_life: Positive = assume("patchwork_half_life")


class Coping(Rule):
    """What suffers under overload: honest figures, patrols, prescribed visits, pace."""

    patchwork_minutes: Share = assume("patchwork_minutes")
    patchwork_found: Share = assume("patchwork_found")
    patchwork_found_days: Days = assume("patchwork_found_days")
    patrol_log_minutes: NotNegative = assume("patrol_log_minutes")
    visit_floor: Share = assume("visit_floor")
    fatigue: float = assume("fatigue", ge=0, le=0.9)
    fatigue_days: float = assume("fatigue_days", ge=1)


class Turnover(Rule):
    """Workers leave and are replaced after some time."""

    on: bool = Field(default=False, description="whether the mechanism is switched on")
    turnover_rate: NotNegative = assume("turnover_rate")
    vacancy_days: float = assume("vacancy_days", ge=1)
    newcomer_pace: float = assume("newcomer_pace", gt=0, le=1)
    newcomer_days: NotNegative = assume("newcomer_days")


class Discovery(Rule):
    """Rounds to merchants, self-checks, cameras and alarms discover hidden issues."""

    merchant_round_discovery: NotNegative = assume("merchant_round_discovery")
    selfcheck_share: Share = Field(
        default=0.0, description="share of merchants who check themselves before any lever"
    )
    selfcheck_discovery: NotNegative = assume("selfcheck_discovery")
    selfcheck_honesty: Share = assume("selfcheck_honesty")
    selfcheck_minutes: NotNegative = assume("selfcheck_minutes")
    community_merchants: NotNegative = assume("community_merchants")
    camera_coverage: Share = Field(
        default=0.0, description="share of public ground that cameras see before any lever"
    )
    camera_discovery: NotNegative = assume("camera_discovery")
    camera_false_share: float = assume("camera_false_share", ge=0, le=0.99)
    camera_trip_minutes: NotNegative = assume("camera_trip_minutes")
    alarm_coverage: Share = Field(
        default=0.0, description="share of listed households with an alarm before any lever"
    )
    care_fall_share: Share = assume("care_fall_share")
    alarm_false_share: float = assume("alarm_false_share", ge=0, le=0.99)


class Incidents(Rule):
    """Hidden hazards, care and merchant issues turn into emergencies."""

    incident_rate: NotNegative = assume("incident_rate")
    incident_effort: NotNegative = assume("incident_effort")
    serious_share: Share = assume("serious_share")


class Volunteers(Rule):
    """Volunteers of micro-grids find issues, join depending on trust, and stop."""

    micro_grid_households: float = assume("micro_grid_households", ge=1)
    volunteers_before: Share = assume("volunteers_before")
    volunteers_asked: float = assume("volunteers_asked_before", ge=0, le=500)
    volunteer_join: Share = assume("volunteer_join")
    volunteer_leave: Share = assume("volunteer_leave")
    volunteer_discovery: NotNegative = assume("volunteer_discovery")
    volunteer_reference_seen: Positive = assume("volunteer_reference_seen")
    volunteer_care_minutes: NotNegative = assume("volunteer_care_minutes")
    volunteer_hours: NotNegative = assume("volunteer_hours")
    volunteer_disappointments: int = assume("volunteer_disappointments", ge=1)


class Mediation(Rule):
    """Disputes are settled in rounds, and success depends on who mediates."""

    dispute_relation: Share = assume("dispute_relation")
    dispute_space: Share = assume("dispute_space")
    mediation_minutes: NotNegative = assume("mediation_minutes")
    mediation_people: float = assume("mediation_people", ge=1)
    mediation_gap: Span = assume("mediation_gap")
    mediation_rounds: int = assume("mediation_rounds", ge=1, le=100)
    hardening: Share = assume("hardening")
    frozen_report: Share = assume("frozen_report")
    mediation_volunteer_relation: Share = assume("mediation_volunteer_relation")
    mediation_volunteer_space: Share = assume("mediation_volunteer_space")
    mediation_volunteer_right: Share = assume("mediation_volunteer_right")
    mediation_worker_relation: Share = assume("mediation_head_relation")
    mediation_worker_space: Share = assume("mediation_head_space")
    mediation_worker_right: Share = assume("mediation_head_right")
    mediation_legal_relation: Share = assume("mediation_legal_relation")
    mediation_legal_space: Share = assume("mediation_legal_space")
    mediation_legal_right: Share = assume("mediation_legal_right")
    mediation_joint_relation: Share = assume("mediation_joint_relation")
    mediation_joint_space: Share = assume("mediation_joint_space")
    mediation_joint_right: Share = assume("mediation_joint_right")
    hall_minutes: NotNegative = assume("hall_minutes")
    hall_staff: NotNegative = assume("hall_staff")
    hall_residents: NotNegative = assume("hall_residents")
    hall_success_space: Share = assume("hall_success_shared_space")
    hall_success_right: Share = assume("hall_success_right")
    hall_rate_effect: Share = assume("hall_rate_effect")


class Offices(Rule):
    """Some issues of the street need two of its offices, one after the other."""

    two_office_share: Share = assume("two_office_share")


class AfterHours(Rule):
    """Residents ask in chat groups after hours, and workers answer in unpaid time."""

    afterhours_share: float = assume("afterhours_share", ge=0, le=0.9)
    afterhours_minutes: NotNegative = assume("afterhours_minutes")


class Patience(Rule):
    """Residents who wait too long ask again, complain to a higher level, or give up."""

    patience_factor: Positive = assume("patience_factor")
    patience_sigma: NotNegative = assume("patience_sigma", le=10)
    repeat_chance: Share = assume("repeat_chance")
    overhead_chance: Share = assume("overhead_chance")
    overhead_offset: NotNegative = assume("overhead_offset")
    giveup_factor: int = assume("giveup_factor", ge=1, le=1000)
    complaint_span: Span = assume("complaint_span")
    order_minutes: NotNegative = assume("order_minutes")


class Trust(Rule):
    """Trust changes what is reported, spreads among neighbours, falls after false closures."""

    trust_drift: Share = assume("trust_drift")
    false_trust_factor: NotNegative = assume("false_trust_factor")


class Assessment(Rule):
    """Departments give residents' issues more effort the more these count in assessment."""

    response_weight: float = assume("response_weight_before", ge=0.001, le=1)
    effort_elasticity: float = assume("effort_elasticity", ge=0, le=10)
    effort_decay: Share = assume("effort_decay")
    accept_limit: Share = assume("accept_limit")
    answer_promise: Span = assume("answer_promise")
    top_grade: Share = assume("top_grade")
    felt_salient_weight: Share = assume("felt_salient_weight")


class Rebound(Rule):
    """Obligations are created, lose their purpose and are pruned; free time brings new ones."""

    obligations_created: float = assume("obligations_created", ge=0, le=200)
    pruning: Share = assume("pruning")
    incident_obligation: Share = assume("incident_obligation")
    slack_obligation: float = assume("slack_obligation", ge=0, le=1000)
    copy_rate: Share = assume("copy_rate")
    ungated_life: Duration = assume("ungated_life")
    early_check_chance: Share = assume("early_check_chance")
    early_check_days: Duration = assume("early_check_days")
    wrong_cut_incidents: NotNegative = assume("wrong_cut_incidents")
    restore_rate: Share = assume("restore_rate")
    sendback_rate: Share = assume("sendback_rate")
    sendback_days: NotNegative = assume("weak_backlog_days")
    model_project_rate: Share = assume("model_project_rate")
    model_project_hours: NotNegative = assume("model_project_hours")
    model_project_days: Span = assume("model_project_days")
    model_project_boards: int = assume("model_project_boards", ge=0, le=10)


class Replies(Rule):
    """Cases on the platform are closed by a reply, whether or not the issue is solved."""

    reply_limit: int = assume("reply_limit", ge=0, le=10_000)
    reply_unsolved: Share = assume("reply_unsolved")


class Rules(Group):
    """One group for each mechanism that can be switched off, in the order of sim/ODD.md."""

    types: Types
    caseloads: Caseloads
    discovery: Discovery
    volunteers: Volunteers
    incidents: Incidents
    mediation: Mediation
    patience: Patience
    trust: Trust
    scrutiny: Scrutiny
    coping: Coping
    turnover: Turnover
    assessment: Assessment
    rebound: Rebound
    offices: Offices
    afterhours: AfterHours
    replies: Replies


NO_MECHANISMS = {name: {"on": False} for name in Rules.model_fields}
"""A nested mapping of settings that switches every mechanism off."""
