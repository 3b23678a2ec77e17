"""Settings of the obligations to report that departments set for communities."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sim.joint_bound import JointError, refuse_sum
from sim.parameters import Days, Duration, Group, NotNegative, Share, Span, assume, fact

ITEM_BITS = 62
MOST_FORM_KINDS = 5000
MOST_DEMANDING = 1000
CADENCES = ("cadence_daily", "cadence_weekly", "cadence_monthly", "cadence_quarterly")


class Obligations(Group):
    """Obligations to report: forms, requests, inspections, door-to-door rounds, boards."""

    demanding: int = assume("demanding_departments", ge=1, le=MOST_DEMANDING)
    form_kinds: int = assume("form_kinds", ge=0, le=MOST_FORM_KINDS)
    boards: int = fact("cuiyunli_boards_before", ge=0)
    obsolete_start: Share = assume("obsolete_start")
    obligation_life: Duration = assume("obligation_life")
    cadence_daily: Share = assume("cadence_daily")
    cadence_weekly: Share = assume("cadence_weekly")
    cadence_monthly: Share = assume("cadence_monthly")
    cadence_quarterly: Share = assume("cadence_quarterly")
    forms_a_week: NotNegative = Field(
        default=0.0,
        description="forms due a week in a community at first; daily and weekly ones become as "
        "many as that needs; 0: as many as the cadences make",
    )
    records_daily: NotNegative = assume("records_daily")
    records_weekly: NotNegative = assume("records_weekly")
    records_monthly: NotNegative = assume("records_monthly")
    records_quarterly: NotNegative = assume("records_quarterly")
    records_yearly: NotNegative = assume("records_yearly")
    records_sigma: NotNegative = assume("records_sigma", le=10)
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
    patchwork_minutes: Share = assume("patchwork_minutes")
    patchwork_found: Share = assume("patchwork_found")
    patchwork_found_days: Days = assume("patchwork_found_days")
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

    @property
    def frequent_factor(self) -> float:
        """By how much daily and weekly shares are multiplied to make the forms of a week."""
        if self.forms_a_week == 0.0:
            return 1.0
        monthly, quarterly = self.cadence_monthly, self.cadence_quarterly
        rest = 12.0 * monthly + 4.0 * quarterly + (1.0 - monthly - quarterly)
        frequent = 249.0 * self.cadence_daily + 49.0 * self.cadence_weekly
        if not (frequent and self.form_kinds):
            members = self._values("forms_a_week", "form_kinds", "cadence_daily", "cadence_weekly")
            raise JointError(members, "needs form_kinds, and daily or weekly ones among them")
        return (50.0 * self.forms_a_week / self.form_kinds - rest) / frequent

    @property
    def cadence_shares(self) -> tuple[float, float, float, float]:
        """Shares of daily, weekly, monthly and quarterly obligations."""
        factor = self.frequent_factor
        daily, weekly = factor * self.cadence_daily, factor * self.cadence_weekly
        return daily, weekly, self.cadence_monthly, self.cadence_quarterly

    @model_validator(mode="after")
    def consistent(self) -> Self:
        if self.boards > self.form_kinds:
            members = self._values("boards", "form_kinds")
            raise JointError(members, "boards at most form_kinds: one obligation a board")
        if self.core_items + self.own_items > ITEM_BITS:
            members, items = (
                self._values("own_items", "core_items"),
                self.own_items + self.core_items,
            )
            raise JointError(members, f"{ITEM_BITS} at most", items)
        refuse_sum(self, *CADENCES, rule="cadences sum to 1 at most")
        if self.frequent_factor < 0.0 or sum(self.cadence_shares) > 1 + 1e-9:
            daily, weekly, monthly, quarterly = (getattr(self, name) for name in CADENCES)
            rest = 12 * monthly + 4 * quarterly + (1 - monthly - quarterly)
            most = (1 - monthly - quarterly) / (daily + weekly) * (249 * daily + 49 * weekly)
            low, high = (self.form_kinds / 50 * times for times in (rest, rest + most))
            members = self._values("forms_a_week", "form_kinds", *CADENCES)
            raise JointError(members, f"forms_a_week {low:.1f} to {high:.1f} with these")
        return self

    def _values(self, *keys: str) -> dict[str, float]:
        return {key: getattr(self, key) for key in keys}
