"""Standing time of workers, which levers change."""

from __future__ import annotations

from sim.kernels.reference import refer
from sim.kernels.standing import board_standing
from sim.kernels.tasks import ticks
from sim.settings import Settings
from sim.state import State
from sim.terms import (
    DAY_MINUTES,
    WEEK_DAYS,
    Kind,
    Work,
)


def presence(settings: Settings) -> float:
    """Share of paid time in which a worker is there."""
    return 1.0 - settings.workday.away_share - settings.workday.secondment_share


def set_standing(state: State, settings: Settings) -> None:
    """Standing ticks of every worker, from boards, policies and settings; sim/ODD.md, section 7."""
    rules = settings.workday
    present = presence(settings)
    both = {
        Work.AWAY: DAY_MINUTES * (rules.away_share + rules.secondment_share),
        Work.MEETING: rules.meeting_minutes / WEEK_DAYS * present,
        Work.CHAT: rules.chat_minutes / WEEK_DAYS * present,
        Work.PARTY: rules.party_minutes / WEEK_DAYS * present,
        Work.ACTIVITIES: rules.activity_minutes / WEEK_DAYS * present,
    }
    connected = int(state.departments["connected"].sum()) / len(state.departments)
    reference = refer(state)
    for c, community in enumerate(state.communities):
        first, last = community["first_worker"], community["first_worker"] + community["workers"]
        front = first + community["front"]
        frontline = int(community["frontline"])
        for work, minutes in both.items():
            state.standing[first:last, work] = ticks(minutes)
        state.standing[first:front, Work.MEETING] = ticks(
            settings.organisation.head_meeting_hours * 60.0 / WEEK_DAYS * present
        )
        board_standing(reference, c)
        prescribed = rules.tier_visits * rules.visit_minutes / WEEK_DAYS / frontline
        community["visit_ticks"] = ticks(prescribed)
        if settings.rules.coping.on:
            prescribed *= settings.rules.coping.visit_floor
        event_minutes = rules.log_events * rules.log_minutes * present
        for work, minutes in {
            Work.LOGS: event_minutes * rules.log_apps,
            Work.TIER_VISITS: prescribed,
            Work.MERCHANTS: rules.merchant_rounds
            * rules.merchant_round_minutes
            / WEEK_DAYS
            / frontline,
            Work.PATROL: rules.patrol_floor * rules.daily_patrol * 60.0 * present,
        }.items():
            state.standing[front:last, work] = ticks(minutes)
        policy = state.policies[c]
        applications = rules.log_apps
        if policy["type_once"]:
            served = connected * (1.0 - float(policy["old_form_share"]))
            once = 1.0 + (rules.log_apps - 1.0) * (1.0 - served)
            applications = min(rules.log_apps, once)
        state.pooled_logs[c] = ticks(event_minutes * applications)


def set_counter(state: State, settings: Settings) -> None:
    """Idle time at the counter that no desk work can fill, from standing time on the first day."""
    rules = settings.organisation
    for c, community in enumerate(state.communities):
        posts = min(rules.counter_posts, int(community["frontline"]))
        if posts == 0:
            continue
        front = community["first_worker"] + community["front"]
        standing = int(state.standing[front].sum()) / 1000.0
        callers = 0.0
        for kind in (Kind.INQUIRY, Kind.CERTIFICATE):
            arising = state.matters["rate"][c, kind] * community["people"]
            callers += float(arising * state.kinds["minutes"][kind])
        free = max(0.0, DAY_MINUTES - standing - callers / posts)
        community["counter_ticks"] = ticks((1.0 - rules.counter_desk_share) * free)
