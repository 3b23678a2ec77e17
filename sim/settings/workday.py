"""Settings of the division of labour in a community, and of a working day."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sim.joint_bound import refuse_sum
from sim.parameters import Duration, Group, NotNegative, Share, assume, fact


class Organisation(Group):
    """Who takes which task in a community."""

    head: bool = Field(default=True, description="whether one of two or more workers is the head")
    head_meeting_hours: NotNegative = assume("head_meeting_hours")
    line_penalty: float = assume("line_penalty", ge=1)
    counter_posts: int = assume("counter_posts", ge=0)
    village_counter_posts: int = assume("village_counter_posts", ge=0)
    counter_desk_share: Share = assume("counter_desk_share")
    micro_grid_households: float = assume("micro_grid_households", ge=1)
    piece_minutes: Duration = assume("piece_minutes")


class Workday(Group):
    """Fixed time of a worker, and how the rest of the day is used."""

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
    log_minutes: NotNegative = assume("log_minutes_spent")
    tier_visits: NotNegative = assume("tier_visits")
    visit_minutes: Duration = assume("visit_minutes")
    community_merchants: NotNegative = assume("community_merchants")
    merchant_rounds: NotNegative = assume("merchant_rounds")
    merchant_round_minutes: NotNegative = assume("merchant_round_minutes")
    daily_patrol: NotNegative = fact("heyuan_daily_patrol")
    patrol_floor: Share = assume("patrol_floor")
    visit_quota: NotNegative = assume("visit_quota")
    block_share: Share = assume("block_share")
    visit_propensity: Share = assume("visit_propensity")
    visit_target_share: Share = assume("visit_target_share")
    accountability_weight: Share = assume("accountability_weight")

    @model_validator(mode="after")
    def present(self) -> Self:
        refuse_sum(self, "away_share", "secondment_share")
        return self
