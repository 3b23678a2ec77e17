"""Settings of issues: how they arise, grow while hidden, and are discovered."""

from __future__ import annotations

from sim.parameters import Days, Group, NotNegative, Positive, Share, assume
from sim.settings.kinds import Kinds


class Issues(Group):
    """How issues arise, grow while hidden, and are discovered."""

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
    passing_minutes: NotNegative = assume("passing_minutes")
    others_days: Days = assume("others_days")
    funding_cost: Positive = assume("facility_cost_median")
    funding_sigma: NotNegative = assume("facility_cost_sigma", le=10)
