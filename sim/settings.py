"""All that the model takes in: frozen, typed, strict; defaults are evidence ids."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from sim.evidence import Ledger
from sim.kinds import Kinds
from sim.levers import Levers
from sim.parameters import (
    Days,
    Duration,
    Group,
    NotNegative,
    Positive,
    SettingsError,
    Share,
    Span,
    allowed_by,
    assume,
    fact,
    fill,
)

LARGEST_DAILY_COUNT = 500
ITEM_BITS = 62
MOST_WORKERS = 1000
MOST_ANSWERING = 62


class Territory(Group):
    """How large the place is; the defaults are the Tiedonglu street."""

    communities: int = fact("tiedonglu_communities", ge=1)
    workers: int = assume("street_workers", ge=1)
    residents: int = fact("tiedonglu_population", ge=0)
    residents_per_agent: int = Field(default=1, ge=1)
    household_size: float = assume("household_size", ge=0.5, le=50)
    vulnerable_households: NotNegative = assume("vulnerable_households")
    district_communities: int = fact("heping_communities", ge=1)

    @model_validator(mode="after")
    def staffed(self) -> Self:
        if self.workers < self.communities:
            raise SettingsError("workers", self.workers, "at least one for each community")
        if self.workers > MOST_WORKERS * self.communities:
            raise SettingsError("workers", self.workers, f"at most {MOST_WORKERS} a community")
        agents = self.residents // self.residents_per_agent
        if self.residents > 0 and agents < self.communities:
            raise SettingsError(
                "residents_per_agent", self.residents_per_agent, "an agent at least a community"
            )
        return self


class Organisation(Group):
    """Who takes which task in a community."""

    head: bool = True
    head_meeting_hours: NotNegative = assume("head_meeting_hours")
    line_penalty: float = assume("line_penalty", ge=1)
    counter_posts: int = assume("counter_posts", ge=0)
    counter_desk_share: Share = assume("counter_desk_share")
    piece_minutes: Duration = assume("piece_minutes")


class Workday(Group):
    """Standing time of a worker, and how the rest of the day is chosen."""

    away_share: Share = assume("away_share")
    secondment_share: Share = assume("secondment_share")
    overtime_cap_minutes: NotNegative = assume("overtime_cap_minutes", le=480)
    meeting_minutes: NotNegative = assume("meeting_minutes")
    chat_minutes: NotNegative = assume("chat_minutes")
    party_minutes: NotNegative = assume("party_minutes")
    activity_minutes: NotNegative = assume("activity_minutes")
    board_trace_minutes: NotNegative = assume("board_trace_minutes")
    sign_upkeep_minutes: NotNegative = assume("sign_upkeep_minutes")
    log_events: NotNegative = assume("log_events")
    log_apps: NotNegative = assume("log_apps")
    log_minutes: NotNegative = assume("log_minutes")
    tier_visits: NotNegative = assume("tier_visits")
    visit_minutes: Duration = assume("visit_minutes")
    merchant_rounds: NotNegative = assume("merchant_rounds")
    merchant_round_minutes: NotNegative = assume("merchant_round_minutes")
    daily_patrol: NotNegative = fact("heyuan_daily_patrol")
    patrol_floor: Share = assume("patrol_floor")
    visit_propensity: Share = assume("visit_propensity")
    visit_target_share: Share = assume("visit_target_share")
    accountability_weight: Share = assume("accountability_weight")

    @model_validator(mode="after")
    def present(self) -> Self:
        if self.away_share + self.secondment_share > 1:
            raise SettingsError(
                "secondment_share", self.secondment_share, "at most 1 together with away_share"
            )
        return self


class Obligations(Group):
    """Duties to report: forms, requests, inspections, door-to-door rounds, boards."""

    demanding: int = assume("demanding_departments", ge=1)
    form_kinds: int = assume("form_kinds", ge=0)
    boards: int = fact("cuiyunli_boards_before", ge=0)
    cadence_daily: Share = assume("cadence_daily")
    cadence_weekly: Share = assume("cadence_weekly")
    cadence_monthly: Share = assume("cadence_monthly")
    cadence_quarterly: Share = assume("cadence_quarterly")
    records_daily: NotNegative = assume("records_daily")
    records_weekly: NotNegative = assume("records_weekly")
    records_monthly: NotNegative = assume("records_monthly")
    records_quarterly: NotNegative = assume("records_quarterly")
    records_yearly: NotNegative = assume("records_yearly")
    records_sigma: NotNegative = assume("records_sigma")
    span_daily: Span = assume("span_daily")
    span_weekly: Span = assume("span_weekly")
    span_monthly: Span = assume("span_monthly")
    span_quarterly: Span = assume("span_quarterly")
    span_yearly: Span = assume("span_yearly")
    compile_minutes: NotNegative = assume("compile_minutes")
    compile_daily: NotNegative = assume("compile_daily")
    compile_weekly: NotNegative = assume("compile_weekly")
    compile_quarterly: NotNegative = assume("compile_quarterly")
    compile_yearly: NotNegative = assume("compile_yearly")
    core_items: int = assume("core_items", ge=1)
    own_items: int = assume("own_items", ge=1)
    items_per_form: NotNegative = assume("items_per_form", le=500)
    overlap: Share = assume("overlap")
    roster_share: Share = assume("roster_share")
    status_share: Share = assume("status_share")
    churn_static: NotNegative = assume("churn_static")
    churn_status: NotNegative = assume("churn_status")
    dynamic_share: Share = assume("dynamic_share")
    dynamic_share_frequent: Share = assume("dynamic_share_frequent")
    notes_reuse: Share = assume("notes_reuse")
    reask_share: Share = assume("reask_share")
    read_minutes: NotNegative = assume("read_minutes")
    contact_minutes: Duration = assume("contact_minutes")
    enter_minutes: NotNegative = assume("enter_minutes")
    adhoc_requests: NotNegative = assume("adhoc_requests", le=2500)
    adhoc_minutes: Duration = assume("adhoc_minutes")
    span_request: Span = assume("span_request")
    campaigns: NotNegative = assume("campaigns", le=500)
    campaign_share: Share = assume("campaign_share")
    door_minutes: Duration = assume("door_minutes")
    round_items: NotNegative = assume("round_items")
    span_round: Span = assume("span_round")
    inspections: NotNegative = assume("inspections", le=2500)
    inspection_prepare_minutes: NotNegative = assume("inspection_prepare_minutes")
    inspection_host_minutes: NotNegative = assume("inspection_host_minutes")
    host_head_share: Share = assume("host_head_share")
    span_inspection: Span = assume("span_inspection")

    @model_validator(mode="after")
    def consistent(self) -> Self:
        if self.boards > self.form_kinds:
            raise SettingsError("boards", self.boards, "at most form_kinds: one duty a board")
        if self.core_items + self.own_items > ITEM_BITS:
            raise SettingsError(
                "own_items", self.own_items, f"at most {ITEM_BITS} together with core_items"
            )
        shares = (
            self.cadence_daily,
            self.cadence_weekly,
            self.cadence_monthly,
            self.cadence_quarterly,
        )
        if sum(shares) > 1 + 1e-9:
            raise SettingsError(
                "cadence_quarterly", self.cadence_quarterly, "cadences sum to 1 at most"
            )
        return self


class Issues(Group):
    """How matters arise, hide, grow and come up."""

    kinds: Kinds
    rate_scale: NotNegative = assume("issue_rate_scale")
    beyond_scale: NotNegative = assume("beyond_scale")
    growth_hidden: NotNegative = assume("growth_hidden")
    growth_limit: float = assume("growth_limit", ge=1)
    own_notice: NotNegative = assume("own_notice")
    vulnerable_notice: NotNegative = assume("vulnerable_notice")
    care_vulnerable_share: Share = assume("care_vulnerable_share")
    list_visit_care: NotNegative = assume("list_visit_care")
    list_visit_other: NotNegative = assume("list_visit_other")
    visit_discovery: NotNegative = assume("visit_discovery")
    collect_discovery: NotNegative = assume("collect_discovery")


class Departments(Group):
    """Departments with powers that communities lack, and how one reaches them."""

    answering: tuple[str, ...] = Field(
        default=(
            "fire",
            "police",
            "market supervision",
            "urban management",
            "civil affairs",
            "housing",
            "water",
            "justice",
            "human resources",
            "health",
            "emergency management",
            "construction",
        ),
        min_length=1,
    )
    hours_scale: NotNegative = 1.0
    field_staff: NotNegative = assume("field_staff")
    discretionary_hours: NotNegative = assume("discretionary_hours")
    response_share: Share = assume("response_share")
    hours_noise: NotNegative = assume("hours_noise")
    field_hours: Positive = assume("field_hours")
    third_department: Share = assume("third_department")
    street_ask_minutes: NotNegative = assume("street_ask_minutes")
    street_days: Days = assume("street_days")
    street_hours: NotNegative = assume("street_hours")
    ask_minutes: NotNegative = assume("ask_minutes")
    answer_days: Days = assume("answer_days")
    accept_share: Share = assume("accept_share")
    ordinary_deadline: Span = assume("ordinary_deadline")
    root_joint: Share = assume("root_joint")
    root_in_turn: Share = assume("root_in_turn")
    together_days: Span = assume("together_days")
    relapse_share: Share = assume("relapse_share")
    relapse_days: Days = assume("relapse_days")
    false_closure: Share = assume("false_closure_base")
    false_closure_slope: NotNegative = assume("false_closure_slope")
    false_closure_load: NotNegative = assume("false_closure_load")
    false_found: Share = assume("false_found")
    false_found_days: Days = assume("false_found_days")
    load_memory: float = assume("load_memory", ge=1)

    @model_validator(mode="after")
    def distinct(self) -> Self:
        names = self.answering
        if len(set(names)) < len(names) or len(names) > MOST_ANSWERING:
            raise SettingsError("answering", names, f"at most {MOST_ANSWERING} different names")
        return self


class Residents(Group):
    """Trust of residents, and what follows from it."""

    trust_start: Share = assume("trust_start")
    trust_gain: Share = assume("trust_gain")
    trust_loss: NotNegative = assume("trust_loss")
    reporting_elasticity: NotNegative = assume("reporting_elasticity")
    contact_share: Share = assume("resident_contact_share")

    @model_validator(mode="after")
    def bounded(self) -> Self:
        if self.trust_loss * self.trust_gain > 1:
            raise SettingsError("trust_loss", self.trust_loss, "at most 1 when times trust_gain")
        return self


class Settings(Group):
    """Everything a run depends on besides its seed.

    `Settings(horizon_days=20, territory={"communities": 1, "workers": 10})`: what is left out comes
    from the evidence. Values are numbers, or strings like "${assume:overlap}" that name evidence.
    Raises SettingsError.
    """

    territory: Territory
    organisation: Organisation
    workday: Workday
    obligations: Obligations
    issues: Issues
    departments: Departments
    residents: Residents
    levers: Levers
    horizon_days: int = Field(default=250, ge=1, le=5000)
    warmup_days: int = Field(default=60, ge=0, le=5000)

    _sources: dict[str, str] = PrivateAttr(default_factory=dict)

    def __init__(self, ledger: Ledger | None = None, /, **tree: Any) -> None:
        sources: dict[str, str] = {}
        full = fill(type(self), tree, ledger or default_ledger(), sources)
        try:
            super().__init__(**full)
        except ValidationError as error:
            raise allowed_by(error) from None
        self._sources = sources

    @classmethod
    def read(cls, tree: Mapping[str, Any], ledger: Ledger | None = None) -> Self:
        """Settings from a partial tree, with evidence looked up in the given ledger."""
        return cls(ledger, **tree)

    @model_validator(mode="after")
    def possible(self) -> Self:
        people = self.territory.residents / self.territory.communities
        for name, kind in self.issues.kinds:
            mean = self.issues.rate_scale * kind.rate * people / 1000 / 250
            if mean > LARGEST_DAILY_COUNT:
                raise SettingsError(
                    f"issues.kinds.{name}.rate",
                    kind.rate,
                    f"makes {mean:.0f} matters a day and community; {LARGEST_DAILY_COUNT} at most",
                )
            unknown = set(getattr(kind, "powers", ())) - set(self.departments.answering)
            if unknown:
                raise SettingsError(
                    f"issues.kinds.{name}.powers",
                    sorted(unknown),
                    f"departments that answer: {', '.join(self.departments.answering)}",
                )
        for name, lever in self.levers:
            if lever.on and lever.start_day >= self.horizon_days:
                raise SettingsError(
                    f"levers.{name}.start_day", lever.start_day, "before horizon_days is over"
                )
        if len(self.departments.answering) > self.obligations.demanding:
            raise SettingsError(
                "obligations.demanding",
                self.obligations.demanding,
                f"at least the {len(self.departments.answering)} that answer",
            )
        return self

    def rests_on(self) -> list[dict[str, Any]]:
        """Rows of path, source (evidence reference, "override" or "choice") and value."""
        tree = self.model_dump(mode="json")
        return [
            {
                "path": path,
                "source": source,
                "value": functools.reduce(lambda node, key: node[key], path.split("."), tree),
            }
            for path, source in sorted(self._sources.items())
        ]

    def canonical(self) -> str:
        """Canonical JSON of what the run depends on; levers that are off leave no trace."""
        tree = self.model_dump(mode="json")
        tree["levers"] = {name: lever for name, lever in tree["levers"].items() if lever["on"]}
        return json.dumps(tree, sort_keys=True, separators=(",", ":"), allow_nan=False)


@functools.cache
def default_ledger() -> Ledger:
    """The evidence that comes with the package, read once."""
    return Ledger.load()


__all__ = ["Settings", "SettingsError", "default_ledger"]
