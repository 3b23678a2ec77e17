"""Standing time of workers, which levers change."""

from __future__ import annotations

from sim.enums import (
    DAY_MINUTES,
    WEEK_DAYS,
    Kind,
    Work,
)
from sim.kernels.fixed_time import board_fixed_time
from sim.kernels.state_ref import refer
from sim.kernels.tasks import ticks
from sim.settings import Settings
from sim.state import State


def set_fixed_time(state: State, settings: Settings) -> None:
    """Standing ticks of every worker, from boards, policies and settings; sim/ODD.md, section 7."""
    connected = int(state.departments["connected"].sum()) / len(state.departments)
    reference = refer(state)
    for c in range(len(state.communities)):
        present = _of_all(state, settings, c)
        _of_the_frontline(state, settings, c, present)
        _pooled_logs(state, settings, c, present, connected)
        board_fixed_time(reference, c)


def _of_all(state: State, settings: Settings, c: int) -> float:
    """What every worker attends; the share of paid time in which he is there."""
    rules, policy, community = settings.workday, state.policies[c], state.communities[c]
    away = rules.away_share + rules.secondment_share * float(policy["secondment"])
    present = 1.0 - rules.away_share - rules.secondment_share * float(policy["secondment"])
    meetings, chats = float(policy["meetings"]), float(policy["chats"])
    chatting = rules.chat_minutes * chats + float(policy["chats_added"])
    here = slice(community["first_worker"], community["first_worker"] + community["workers"])
    for work, minutes in {
        Work.AWAY: DAY_MINUTES * away,
        Work.MEETING: rules.meeting_minutes * meetings / WEEK_DAYS * present,
        Work.CHAT: chatting / WEEK_DAYS * present,
        Work.PARTY: rules.party_minutes / WEEK_DAYS * present,
        Work.ACTIVITIES: rules.activity_minutes / WEEK_DAYS * present,
    }.items():
        state.fixed_time[here, work] = ticks(minutes)
    if community["front"]:
        hours = settings.organisation.head_meeting_hours
        state.fixed_time[community["first_worker"], Work.MEETING] = ticks(
            hours * 60.0 * meetings / WEEK_DAYS * present
        )
    return present


def _of_the_frontline(state: State, settings: Settings, c: int, present: float) -> None:
    """What those with a grid do besides."""
    rules, policy, community = settings.workday, state.policies[c], state.communities[c]
    frontline = int(community["frontline"])
    prescribed = float(policy["prescribed_visits"]) * rules.visit_minutes / WEEK_DAYS / frontline
    community["visit_ticks"] = ticks(prescribed)
    if settings.rules.coping.on:
        prescribed *= settings.rules.coping.visit_floor
    hours = float(policy["patrol_hours"])
    community["patrol_ticks"] = ticks(hours * 60.0 * present)
    rounds = float(policy["merchant_rounds"]) * rules.merchant_round_minutes
    logs = rules.log_events * rules.log_minutes * float(policy["logs"]) * present
    first = community["first_worker"] + community["front"]
    for work, minutes in {
        Work.LOGS: logs * rules.log_apps,
        Work.TIER_VISITS: prescribed,
        Work.MERCHANTS: (rounds + float(policy["screen_minutes"])) / WEEK_DAYS / frontline,
        Work.PATROL: float(policy["patrol_floor"]) * hours * 60.0 * present,
    }.items():
        state.fixed_time[first : first + frontline, work] = ticks(minutes)


def _pooled_logs(
    state: State, settings: Settings, c: int, present: float, connected: float
) -> None:
    """Logs of applications where the one table serves."""
    rules, policy = settings.workday, state.policies[c]
    applications = rules.log_apps
    if policy["type_once"]:
        served = connected * (1.0 - float(policy["old_form_share"]))
        once = 1.0 + (rules.log_apps - 1.0) * (1.0 - served)
        applications = min(rules.log_apps, once)
    logs = rules.log_events * rules.log_minutes * float(policy["logs"]) * present
    state.pooled_logs[c] = ticks(logs * applications)


def set_counter_load(state: State) -> None:
    """What the first day leaves of a day at the counter, and what its callers take."""
    for c, community in enumerate(state.communities):
        front = community["first_worker"] + community["front"]
        community["free_at_counter"] = DAY_MINUTES - int(state.fixed_time[front].sum()) / 1000.0
        callers = 0.0
        for kind in (Kind.INQUIRY, Kind.CERTIFICATE):
            arising = state.issue_rates["rate"][c, kind] * community["people"]
            callers += float(arising * state.kinds["minutes"][kind])
        community["callers"] = callers


def set_counter(state: State, settings: Settings) -> None:
    """Idle time at the counter that no desk work can fill, for the posts that are manned."""
    idle = 1.0 - settings.organisation.counter_desk_share
    for c, community in enumerate(state.communities):
        posts = min(int(state.policies["counter_posts"][c]), int(community["frontline"]))
        community["counter_ticks"] = 0
        if posts > 0:
            left = float(community["free_at_counter"]) - float(community["callers"]) / posts
            community["counter_ticks"] = ticks(idle * max(0.0, left))
