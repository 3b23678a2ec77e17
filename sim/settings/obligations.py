"""Settings of the obligations to report that departments set for communities."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Self

from pydantic import Field, model_validator

from sim.enums import YEAR_WEEKS
from sim.joint_bound import JointError, refuse_sum
from sim.parameters import (
    Days,
    Duration,
    Group,
    NotNegative,
    SettingsError,
    Share,
    Span,
    assume,
    fact,
)
from sim.settings.form_counts import MOST_FORM_KINDS, form_counts, made

ITEM_BITS = 62
MOST_FORMS_A_WEEK = 1000
LARGEST_MISS = 0.25
"""Forms a week that boards alone may make beyond those that are stated."""
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
    forms_a_week: float = Field(
        default=0.0,
        ge=0,
        le=MOST_FORMS_A_WEEK,
        description="forms due a week in a community at first; there are as many kinds as that "
        "needs, and form_kinds is not read; 0: as many forms as form_kinds and cadences make",
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
    def kinds(self) -> int:
        """Kinds of forms on the first day: `form_kinds`, or as many as `forms_a_week` needs."""
        return sum(self._counts) if self.forms_a_week else self.form_kinds

    @property
    def cadence_shares(self) -> tuple[float, float, float, float]:
        """Shares of daily, weekly, monthly and quarterly obligations, on the first day."""
        shares = self._shares
        if self.forms_a_week:
            counts = self._counts
            daily, weekly, monthly, quarterly = (count / sum(counts) for count in counts[:-1])
            shares = daily, weekly, monthly, quarterly
        return shares

    @property
    def first_forms_a_week(self) -> float:
        """Forms due a week in a community on the first day, in the mean over a year."""
        totals = [
            0,
            *(math.floor(self.kinds * total + 0.5) for total in self._totals()),
            self.kinds,
        ]
        counts = [last - first for first, last in pairwise(min(n, self.kinds) for n in totals)]
        return made(counts) / YEAR_WEEKS

    def _totals(self) -> Iterator[float]:
        return accumulate(self.cadence_shares)

    @property
    def _shares(self) -> tuple[float, float, float, float]:
        return self.cadence_daily, self.cadence_weekly, self.cadence_monthly, self.cadence_quarterly

    @property
    def _counts(self) -> tuple[int, ...]:
        """Forms of each cadence that `forms_a_week` needs."""
        return form_counts(self.forms_a_week, self.boards, self._shares)

    @model_validator(mode="after")
    def consistent(self) -> Self:
        if self.boards > MOST_FORM_KINDS:
            raise SettingsError("boards", self.boards, f"at most {MOST_FORM_KINDS}")
        if self.boards > self.form_kinds and not self.forms_a_week:
            members = self._values("boards", "form_kinds")
            raise JointError(members, "boards at most form_kinds: one obligation a board")
        if self.core_items + self.own_items > ITEM_BITS:
            members, items = (
                self._values("own_items", "core_items"),
                self.own_items + self.core_items,
            )
            raise JointError(members, f"{ITEM_BITS} at most", items)
        refuse_sum(self, *CADENCES, rule="cadences sum to 1 at most")
        if self.forms_a_week and self.first_forms_a_week > self.forms_a_week + LARGEST_MISS:
            members = self._values("forms_a_week", "boards")
            least = self.boards / YEAR_WEEKS
            raise JointError(members, f"{least:.1f} forms a week at least: a form a year a board")
        return self

    def _values(self, *keys: str) -> dict[str, float]:
        return {key: getattr(self, key) for key in keys}
