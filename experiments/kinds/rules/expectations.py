"""What each rule of the society should do, written down before it is run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sim.settings.trees import Tree, grow

Direction = Literal["up", "down", "none"]
SPREAD = "_spread"
"""After the name of a measure: its standard deviation over communities."""


@dataclass(frozen=True, slots=True)
class Variation:
    """One rule, or one knob of it, off and on; all else is the whole society."""

    theme: str
    rule: str
    switched: str
    on: Tree = field(default_factory=dict)
    off: Tree = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expectation:
    """Which way a measure should go when a variation is switched from off to on, and why."""

    variation: str
    measure: str
    group: str
    direction: Direction
    why: str


def _rule(theme: str, rule: str, **also_off: bool) -> Variation:
    off = {f"rules.{name}.on": False for name in (rule, *also_off)}
    on = {f"rules.{name}.on": False for name in also_off}
    return Variation(theme, rule, "the rule", grow(on), grow(off))


def _knob(theme: str, rule: str, words: str, off: Tree, on: Tree) -> Variation:
    return Variation(theme, rule, words, grow(on), grow(off))


VARIATIONS: dict[str, Variation] = {
    "checks find patchwork": _knob(
        "obligations", "scrutiny", "chance that a check finds patchwork, 0 to .5",
        {"rules.coping.patchwork_found": 0.0}, {"rules.coping.patchwork_found": 0.5},
    ),
    "scrutiny": _rule("obligations", "scrutiny"),
    "merchant rounds": _knob(
        "obligations", "discovery", "rounds to merchants a week, 0 to 5",
        {"workday.merchant_rounds": 0.0}, {"workday.merchant_rounds": 5.0},
    ),
    "coping": _rule("coping", "coping"),
    "overload": _knob(
        "coping", "coping", "work groups' minutes a worker-week, 0 to 400",
        {"workday.chat_minutes": 0.0}, {"workday.chat_minutes": 400.0},
    ),
    "fatigue": _knob(
        "coping", "coping", "loss of pace at full overtime, 0 to .3",
        {"rules.coping.fatigue": 0.0}, {"rules.coping.fatigue": 0.3},
    ),
    "turnover": _knob(
        "coping", "turnover", "the rule",
        {"rules.turnover.on": False}, {"rules.turnover.on": True},
    ),
    "two offices": _rule("streets", "offices"),
    "after hours": _rule("coping", "afterhours"),
    "volunteers": _knob(
        "discovery", "volunteers", "adults asked a micro-grid and month, 0 to 10",
        {"rules.volunteers.volunteers_asked": 0.0, "rules.volunteers.volunteers_before": 0.0},
        {"rules.volunteers.volunteers_asked": 10.0, "rules.volunteers.volunteers_before": 1.0},
    ),
    "cameras": _knob(
        "discovery", "discovery", "camera coverage, 0 to 1",
        {"rules.discovery.camera_coverage": 0.0}, {"rules.discovery.camera_coverage": 1.0},
    ),
    "incidents": _knob(
        "discovery", "incidents", "chance a day of an incident, .0002 to .005",
        {"rules.incidents.incident_rate": 0.0002}, {"rules.incidents.incident_rate": 0.005},
    ),
    "who mediates": _knob(
        "disputes", "mediation", "chance of a worker's round, halved to as it is",
        {
            "rules.mediation.mediation_worker_relation": 0.15,
            "rules.mediation.mediation_worker_space": 0.1,
            "rules.mediation.mediation_worker_right": 0.04,
        },
        {},
    ),
    "authority": _knob(
        "disputes", "mediation", "share of issues beyond the community, as it is to five times",
        {}, {"issues.beyond_scale": 5.0},
    ),
    "patience": _rule("residents", "patience"),
    "trust": _knob(
        "residents", "trust", "trust at the start, .3 to .7",
        {"residents.trust_start": 0.3}, {"residents.trust_start": 0.7},
    ),
    "evaluation": _knob(
        "departments", "assessment", "streets evaluate departments",
        {}, {"levers.department_evaluation.on": True},
    ),
    "work handed back": _knob(
        "departments", "assessment", "issues of boards handed back, 0 to all",
        {"levers.signboard_removal.on": True, "levers.signboard_removal.ended_share": 1.0,
         "levers.signboard_removal.handback_share": 0.0},
        {"levers.signboard_removal.on": True, "levers.signboard_removal.ended_share": 0.0,
         "levers.signboard_removal.handback_share": 1.0},
    ),
    "whistle": _knob(
        "streets", "assessment", "the whistle, with departments' hours doubled",
        {"departments.hours_scale": 2.0},
        {"departments.hours_scale": 2.0, "levers.escalation_rights.on": True},
    ),
    "saturation": _knob(
        "streets", "assessment", "the whistle, with departments' hours halved",
        {"departments.hours_scale": 0.5},
        {"departments.hours_scale": 0.5, "levers.escalation_rights.on": True},
    ),
    "rebound": _rule("rebound", "rebound"),
    "gate": _knob(
        "rebound", "rebound", "the admission gate", {}, {"levers.admission_gate.on": True}
    ),
    "monitoring": _knob(
        "rebound", "rebound", "monitoring points", {}, {"levers.monitoring.on": True}
    ),
    "types": _rule("territory", "types", caseloads=True),
    "caseloads": _rule("territory", "caseloads"),
}  # fmt: skip

HOURS = "hours_per_worker_week"
DAYS = "days_to_resolution_restricted_mean"
EXPECTATIONS = (
    Expectation("checks find patchwork", "forms_sent_back_share", "all", "up",
                "what is found goes back"),
    Expectation("checks find patchwork", "inspections", "all", "up",
                "a department that found patchwork looks closer"),
    Expectation("scrutiny", "inspections", "all", "up", "found patchwork brings inspections"),
    Expectation("merchant rounds", HOURS, "merchant_checks", "up", "rounds take half a day each"),
    Expectation("merchant rounds", "early_discovery_share", "merchant", "up",
                "rounds find what merchants hide"),
    Expectation("coping", "forms_patched_share", "all", "up", "old figures save the deadline"),
    Expectation("coping", "forms_late_share", "all", "down", "what is patched is in time"),
    Expectation("coping", HOURS, "visits", "down", "prescribed visits give way"),
    Expectation("overload", "forms_patched_share", "all", "up", "pressed workers patch"),
    Expectation("overload", "patrol_not_walked", "all", "up", "pressed workers do not walk"),
    Expectation("overload", "early_discovery_share", "all", "down",
                "who does not walk or visit finds less"),
    Expectation("fatigue", HOURS, "slack", "down", "tired work takes longer"),
    Expectation("turnover", HOURS, "vacant", "up", "vacant places stand empty for weeks"),
    Expectation("turnover", DAYS, "own_powers", "up", "others' tasks at a penalty, newcomers slow"),
    Expectation("two offices", DAYS, "street_powers", "up", "one office comes after the other"),
    Expectation("two offices", "outside_hours", "street", "up", "two visits instead of one"),
    Expectation("after hours", "overtime_hours_per_worker_week", "issues", "up",
                "residents ask in the evening"),
    Expectation("after hours", "forms_late_share", "all", "up",
                "answers take the overtime that late forms have"),
    Expectation("volunteers", "volunteers", "all", "up", "who is asked joins"),
    Expectation("volunteers", "early_discovery_share", "street_order", "up", "more eyes"),
    Expectation("volunteers", HOURS, "activities", "up", "volunteers need care"),
    Expectation("cameras", "days_from_onset_restricted_mean", "own_powers", "down",
                "what is seen at once is begun at once"),
    Expectation("cameras", HOURS, "issues", "up", "every alert costs a trip, false ones too"),
    Expectation("incidents", HOURS, "emergency", "up", "incidents are urgent and dear"),
    Expectation("incidents", "obligations", "all", "up", "serious incidents bring obligations"),
    Expectation("who mediates", "mediation", "joint_sessions", "down",
                "what is settled below needs no joint session"),
    Expectation("who mediates", DAYS, "dispute", "down", "better mediators settle sooner"),
    Expectation("authority", "relapse_share", "dispute", "up",
                "without authority the cause stays"),
    Expectation("patience", "complaints", "over_the_head", "up", "who waits complains above"),
    Expectation("patience", HOURS, "forms", "up", "every order wants its papers"),
    Expectation("patience", "given_up_share", "needs_departments", "up", "some stop asking"),
    Expectation("trust", "issues_raised", "inquiry", "up", "who trusts asks more"),
    Expectation("trust", "early_discovery_share", "all", "down",
                "who trusts reports before the patrol comes"),
    Expectation("evaluation", "department_effort", "all", "up", "what counts is done"),
    Expectation("evaluation", DAYS, "needs_departments", "down", "more hours, fewer refusals"),
    Expectation("evaluation", "refused_share", "all", "down", "refusing costs points"),
    Expectation("work handed back", "department_load", "all", "up", "the same work, done there"),
    Expectation("work handed back", "false_closure_share", "needs_departments", "up",
                "full departments close on paper"),
    Expectation("whistle", DAYS, "needs_departments", "down",
                "all at once, by a deadline, where there are hours"),
    Expectation("whistle", "relapse_share", "needs_departments", "down",
                "together they reach the root"),
    Expectation("saturation", "department_load", "all", "up", "meetings take hours"),
    Expectation("saturation", DAYS, "needs_departments", "up",
                "where hours lack, meetings eat the rest"),
    Expectation("rebound", "obligations", "all", "up", "more is set than withdrawn"),
    Expectation("rebound", HOURS, "forms", "up", "new obligations want forms"),
    Expectation("rebound", HOURS, "slack", "down", "free time is filled"),
    Expectation("gate", "obligations", "all", "down", "the gate thins the inflow"),
    Expectation("gate", "obligations_moved", "beside_the_gate", "up", "some pass beside it"),
    Expectation("monitoring", "obligations_moved", "withdrawn", "up", "what is found is corrected"),
    Expectation("monitoring", "obligations", "unlisted", "down", "what lost its purpose goes"),
    Expectation("types", "issues_raised" + SPREAD, "all", "up", "estates differ in what arises"),
    Expectation("types", "issues_raised", "all", "none", "types move no total"),
    Expectation("caseloads", "backlog" + SPREAD, "all", "up", "the large ones fall behind"),
    Expectation("caseloads", "satisfaction", "all", "down",
                "the large ones lose more than the small ones gain"),
)  # fmt: skip
