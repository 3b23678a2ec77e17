"""Settings of the mechanisms that can be switched off one by one (`rules.<name>.on`)."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sim.joint_bound import refuse_sum
from sim.parameters import (
    Days,
    Duration,
    Group,
    NotNegative,
    Positive,
    Share,
    Span,
    assume,
)

MOST_PRESENCE_MONTHS = 60


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
        refuse_sum(self, "old", "commercial", "business")
        return self


class Caseloads(Rule):
    """Communities differ in residents, and their staff follows this only in part."""

    caseload_sigma: float = assume("caseload_sigma", ge=0, le=2)
    staff_by_size: Share = assume("staff_by_size")


class Scrutiny(Rule):
    """Inspections increase where a check found forms filled in from old figures."""

    patchwork_inspection: float = assume("patchwork_inspection", ge=1, le=10)
    patchwork_half_life: Positive = assume("patchwork_half_life")
    attention_limit: float = assume("attention_limit", ge=1, le=10)


class Coping(Rule):
    """What suffers under overload: honest figures, patrols, prescribed visits, pace."""

    patrol_log_minutes: NotNegative = assume("patrol_log_minutes")
    visit_floor: Share = assume("visit_floor")
    fatigue: float = assume("fatigue", ge=0, le=0.9)
    fatigue_days: float = assume("fatigue_days", ge=1)


class Pursuit(Rule):
    """Forms that are not delivered are reminded of, criticised, and filled in from old figures."""

    reminded: Share = assume("reminded")
    remind_days: Days = assume("remind_days")
    reminder_minutes: NotNegative = assume("reminder_minutes")
    criticism_days: Days = assume("criticism_days")
    criticism_minutes: NotNegative = assume("criticism_minutes")


class Turnover(Rule):
    """Workers leave and are replaced after some time."""

    on: bool = Field(default=False, description="whether the mechanism is switched on")
    turnover_rate: NotNegative = assume("turnover_rate")
    vacancy_days: float = assume("vacancy_days", ge=1)
    newcomer_pace: float = assume("newcomer_pace", gt=0, le=1)
    newcomer_days: NotNegative = assume("newcomer_days")


class Quitting(Rule):
    """Workers leave, and more of them where overtime is high and among newcomers."""

    on: bool = Field(default=False, description="whether the mechanism is switched on")
    quitting_share: Share = assume("quitting_share")
    quitting_usual: Positive = assume("quitting_usual")
    quitting_newcomer: NotNegative = assume("quitting_newcomer")


class Discovery(Rule):
    """Rounds to merchants, self-checks, cameras and alarms discover hidden issues."""

    merchant_round_discovery: NotNegative = assume("merchant_round_discovery")
    selfcheck_share: Share = Field(
        default=0.0, description="share of merchants who check themselves before any lever"
    )
    selfcheck_discovery: NotNegative = assume("selfcheck_discovery")
    selfcheck_honesty: Share = assume("selfcheck_honesty")
    selfcheck_minutes: NotNegative = assume("selfcheck_minutes")
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


class Tiers(Rule):
    """Listed households are of four tiers, in which more or less care arises."""

    tier_red: Share = assume("tier_red")
    tier_orange: Share = assume("tier_orange")
    tier_yellow: Share = assume("tier_yellow")
    risk_red: NotNegative = assume("risk_red")
    risk_orange: NotNegative = assume("risk_orange")
    risk_yellow: NotNegative = assume("risk_yellow")
    risk_green: NotNegative = assume("risk_green")

    @model_validator(mode="after")
    def shares(self) -> Self:
        refuse_sum(self, "tier_red", "tier_orange", "tier_yellow")
        return self


class Fieldwork(Rule):
    """Field time that is freed goes to patrols and visits that lack, before the desk."""


class Merchants(Rule):
    """Departments visit merchants, each by a standard of its own, and workers go along."""

    merchant_visits: NotNegative = assume("merchant_visits_made")
    merchant_visit_hours: NotNegative = assume("merchant_visit_hours")
    merchant_escort_share: Share = assume("merchant_escort_share")
    merchant_escort_minutes: NotNegative = assume("merchant_escort_minutes")


class Incidents(Rule):
    """Hidden hazards, care and merchant issues turn into emergencies."""

    incident_rate: NotNegative = assume("incident_rate")
    incident_effort: NotNegative = assume("incident_effort")
    serious_share: Share = assume("serious_share")


class Volunteers(Rule):
    """Volunteers of micro-grids find issues, go to doors, join depending on trust, and stop."""

    volunteers_before: Share = assume("volunteers_before")
    volunteers_asked: float = assume("volunteers_asked_before", ge=0, le=500)
    volunteer_join: Share = assume("volunteer_join")
    volunteer_leave: Share = assume("volunteer_leave")
    volunteer_discovery: NotNegative = assume("volunteer_discovery")
    volunteer_reference_seen: Positive = assume("volunteer_reference_seen")
    volunteer_care_minutes: NotNegative = assume("volunteer_care_minutes")
    volunteer_hours: NotNegative = assume("volunteer_hours")
    volunteer_neglect: NotNegative = assume("volunteer_neglect")
    volunteer_doors: Share = assume("volunteer_doors")
    volunteer_disappointments: int = assume("volunteer_disappointments", ge=1)


class Mediation(Rule):
    """Disputes are settled in rounds, and success depends on who mediates."""

    dispute_relation: Share = assume("dispute_relation")
    dispute_space: Share = assume("dispute_space")
    merchant_disputes: Share = assume("merchant_disputes")
    mediation_minutes: NotNegative = assume("mediation_minutes")
    mediation_people: float = assume("mediation_people", ge=1)
    mediation_gap: Span = assume("mediation_gap")
    rung_rounds: int = assume("rung_rounds", ge=1, le=100)
    mediation_rounds: int = assume("mediation_rounds", ge=1, le=100)
    hardening: Share = assume("hardening")
    frozen_report: Share = assume("frozen_report")
    mediation_volunteer_relation: Share = assume("mediation_volunteer_relation")
    mediation_worker_relation: Share = assume("mediation_worker_relation")
    mediation_worker_space: Share = assume("mediation_worker_space")
    mediation_worker_right: Share = assume("mediation_worker_right")
    mediation_legal_right: Share = assume("mediation_legal_right")
    mediation_joint_relation: Share = assume("mediation_joint_relation")
    mediation_joint_space: Share = assume("mediation_joint_space")
    mediation_joint_right: Share = assume("mediation_joint_right")
    hall_minutes: NotNegative = assume("hall_minutes")
    hall_staff: NotNegative = assume("hall_staff")
    hall_residents: NotNegative = assume("hall_residents")
    hall_success_space: Share = assume("hall_success_shared_space")
    hall_rate_effect: Share = assume("hall_rate_effect")
    theme_parking: Share = assume("theme_parking")
    theme_ground: Share = assume("theme_ground")
    estates: int = assume("estates", ge=1, le=1000)
    hall_notice: Span = assume("hall_notice_days")
    hall_wait: Span = assume("hall_wait_days")


class ConsentRule(Rule):
    """Some repairs need the consent of the households that share what is repaired."""

    consent_share: Share = assume("consent_share")
    consent_minutes: NotNegative = assume("consent_minutes")
    consent_days: Days = assume("consent_days")


class Offices(Rule):
    """Some issues of the street need two of its offices, one after the other."""

    two_office_share: Share = assume("two_office_share")


class StreetOffices(Rule):
    """Offices of the street have finite hours, and what communities bring queues for them."""

    street_capacity: NotNegative = assume("street_capacity")
    whistle_street_hours: NotNegative = assume("whistle_street_hours")


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


class Hotline(Rule):
    """Residents call the hotline before they ask the community, where it settles more in time."""

    on: bool = Field(default=False, description="whether the mechanism is switched on")
    hotline_start: Share = assume("hotline_start")
    hotline_learning: Share = assume("hotline_learning")
    hotline_demand: NotNegative = assume("hotline_demand")


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
    effort_base: float = assume("effort_base", ge=0.001, le=1000)
    effort_substitution: float = assume("effort_substitution", ge=0, le=0.99)
    noise_aversion: NotNegative = assume("noise_aversion")
    hotline_noise: NotNegative = assume("hotline_noise")


class Causes(Rule):
    """Some issues return until something is built, or stay down while somebody is present."""

    building_share: Share = assume("building_share")
    building_hours: Positive = assume("building_hours")
    building_days: Days = assume("building_days")
    building_yuan: NotNegative = assume("building_yuan")
    presence_share: Share = assume("presence_share")
    presence_hours: NotNegative = assume("presence_hours")
    presence_months: int = assume("presence_months", ge=0, le=MOST_PRESENCE_MONTHS)

    @model_validator(mode="after")
    def shares(self) -> Self:
        refuse_sum(self, "building_share", "presence_share")
        return self


class HeldWhistles(Rule):
    """Heads hold back whistles after those in vain, and where communities are appraised."""

    on: bool = Field(default=False, description="whether the mechanism is switched on")
    held_refused: float = assume("held_refused", gt=0, le=1)
    held_regained: Share = assume("held_regained")
    held_appraised: float = assume("held_appraised", gt=0, le=1)


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


class Evasion(Rule):
    """Departments ask by requests and groups for what a reform ended, handed back or refused."""

    on: bool = Field(default=False, description="whether the mechanism is switched on")
    evasion_share: Share = assume("evasion_share")
    evasion_rate: NotNegative = assume("evasion_rate")
    evasion_deterred: Share = assume("evasion_deterred")


class Groups(Rule):
    """Work groups come and go with boards, departments that demand, and leaks of the gate."""


class Procedures(Rule):
    """Communities ask upward for approval, review or instruction, in steps of work and waiting."""

    on: bool = Field(default=False, description="whether the mechanism is switched on")
    procedures_a_month: float = assume("procedures_a_month", ge=0, le=1000)
    procedure_steps: float = assume("procedure_steps", ge=1, le=20)
    procedure_minutes: NotNegative = assume("procedure_minutes")
    procedure_days: Days = assume("procedure_days")


class Replies(Rule):
    """Cases on the platform are closed by a reply, whether or not the issue is solved."""

    reply_limit: int = assume("reply_limit", ge=0, le=10_000)
    reply_unsolved: Share = assume("reply_unsolved")


class Rules(Group):
    """One group for each mechanism that can be switched off, in the order of sim/ODD.md."""

    types: Types
    caseloads: Caseloads
    discovery: Discovery
    tiers: Tiers
    fieldwork: Fieldwork
    merchants: Merchants
    volunteers: Volunteers
    incidents: Incidents
    consent: ConsentRule
    mediation: Mediation
    patience: Patience
    hotline: Hotline
    trust: Trust
    pursuit: Pursuit
    scrutiny: Scrutiny
    coping: Coping
    turnover: Turnover
    quitting: Quitting
    assessment: Assessment
    causes: Causes
    held_whistles: HeldWhistles
    rebound: Rebound
    evasion: Evasion
    offices: Offices
    street_offices: StreetOffices
    afterhours: AfterHours
    groups: Groups
    replies: Replies
    procedures: Procedures


NO_MECHANISMS = {name: {"on": False} for name in Rules.model_fields}
"""A nested mapping of settings that switches every mechanism off."""
