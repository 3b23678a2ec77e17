"""Fixed time of workers, and time at the counter; sim/ODD.md, section 7."""

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
    """Sets ticks a day and worker of each fixed work, from boards, policies and settings.

    Called on day 0, and again after levers act. Changes `state` in place.
    """
    connected = int(state.departments["connected"].sum()) / len(state.departments)
    reference = refer(state)
    for c in range(len(state.communities)):
        present = _set_for_all(state, settings, c)
        _set_for_frontline(state, settings, c, present)
        _set_pooled_logs(state, settings, c, present, connected)
        board_fixed_time(reference, c)


def _set_for_all(state: State, settings: Settings, c: int) -> float:
    """Absence and what every worker attends; returns the share of paid time not absent."""
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


def _set_for_frontline(state: State, settings: Settings, c: int, present: float) -> None:
    """Logs, prescribed visits, merchant rounds and patrol of front-line workers."""
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


def _set_pooled_logs(
    state: State, settings: Settings, c: int, present: float, connected: float
) -> None:
    """Ticks a day of application logs where the one table is used."""
    rules, policy = settings.workday, state.policies[c]
    applications = rules.log_apps
    if policy["type_once"]:
        served = connected * (1.0 - float(policy["old_form_share"]))
        once = 1.0 + (rules.log_apps - 1.0) * (1.0 - served)
        applications = min(rules.log_apps, once)
    logs = rules.log_events * rules.log_minutes * float(policy["logs"]) * present
    state.pooled_logs[c] = ticks(logs * applications)


def set_counter_load(state: State) -> None:
    """Sets minutes a day that fixed time leaves for the counter, and minutes that callers take.

    Both are those of the first day (sim/ODD.md, section 7.2). Changes `state` in place.
    """
    for c, community in enumerate(state.communities):
        front = community["first_worker"] + community["front"]
        community["free_at_counter"] = DAY_MINUTES - int(state.fixed_time[front].sum()) / 1000.0
        callers = 0.0
        for kind in (Kind.INQUIRY, Kind.CERTIFICATE):
            arising = state.issue_rates["rate"][c, kind] * community["people"]
            callers += float(arising * state.kinds["minutes"][kind])
        community["callers"] = callers


def set_counter(state: State, settings: Settings) -> None:
    """Sets ticks a day of waiting at each manned post that desk work cannot fill.

    Changes `state` in place.
    """
    idle = 1.0 - settings.organisation.counter_desk_share
    for c, community in enumerate(state.communities):
        posts = min(int(state.policies["counter_posts"][c]), int(community["frontline"]))
        community["counter_ticks"] = 0
        if posts > 0:
            left = float(community["free_at_counter"]) - float(community["callers"]) / posts
            community["counter_ticks"] = ticks(idle * max(0.0, left))
