"""Fixed time of workers, and time at the counter; sim/ODD.md, section 7."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.enums import DAY_MINUTES, DAY_TICKS, TICKS_PER_MINUTE, WEEK_DAYS, Kind, Work
from sim.initialization.merchants import escort_minutes
from sim.kernels.fixed_time import board_fixed_time
from sim.kernels.groups import count_groups
from sim.kernels.state_ref import refer
from sim.settings import Settings
from sim.state import State

Array = npt.NDArray[Any]


def set_fixed_time(state: State, settings: Settings) -> None:
    """Sets ticks a day and worker of each fixed work, from boards, policies and settings.

    Called on day 0, and again after levers act. Changes `state` in place.
    """
    present = _present(state, settings)
    _set_for_all(state, settings, present)
    _set_for_frontline(state, settings, present)
    _set_pooled_logs(state, settings, present)
    reference = refer(state)
    for c in range(len(state.communities)):
        board_fixed_time(reference, c)


def _present(state: State, settings: Settings) -> Array:
    """Share of paid time that a worker of each community is not away, (C,)."""
    rules = settings.workday
    seconded = rules.secondment_share * state.policies["secondment"]
    present: Array = 1.0 - rules.away_share - seconded
    return present


def _set_for_all(state: State, settings: Settings, present: Array) -> None:
    """Absence and what every worker attends, by the share of paid time not absent, (C,)."""
    rules, policies, communities = settings.workday, state.policies, state.communities
    home = state.workers["community"]
    away = rules.away_share + rules.secondment_share * policies["secondment"]
    events = rules.activity_minutes + policies["reporting"]
    for work, minutes in {
        Work.AWAY: DAY_MINUTES * away,
        Work.MEETING: rules.meeting_minutes * policies["meetings"] / WEEK_DAYS * present,
        Work.PARTY: rules.party_minutes / WEEK_DAYS * present,
        Work.ACTIVITIES: events / WEEK_DAYS * present,
    }.items():
        state.fixed_time[:, work] = _ticks(minutes)[home]
    headed = communities["front"] > 0
    hours = settings.organisation.head_meeting_hours
    meeting = _ticks(hours * 60.0 * policies["meetings"] / WEEK_DAYS * present)
    state.fixed_time[communities["first_worker"][headed], Work.MEETING] = meeting[headed]
    events = _ticks((events + policies["reporting_head"]) / WEEK_DAYS * present)
    state.fixed_time[communities["first_worker"][headed], Work.ACTIVITIES] = events[headed]


def _set_for_frontline(state: State, settings: Settings, present: Array) -> None:
    """Logs, prescribed visits, merchant rounds and patrol of front-line workers."""
    rules, policies, communities = settings.workday, state.policies, state.communities
    frontline = communities["frontline"].astype(np.int64)
    prescribed = policies["prescribed_visits"] * rules.visit_minutes / WEEK_DAYS / frontline
    communities["visit_ticks"] = _ticks(prescribed)
    patrol = policies["patrol_hours"] * 60.0 * present
    communities["patrol_ticks"] = _ticks(patrol)
    communities["checked_ticks"] = _ticks(policies["patrol_checked"] * patrol)
    visits, kept, merchants = _field_minutes(state, settings, present)
    if settings.rules.fieldwork.on:
        freed = np.maximum(0.0, communities["first_patrol_minutes"] - kept)
        more = np.maximum(0.0, communities["first_merchant_minutes"] - merchants)
        visits = visits + np.minimum(np.maximum(0.0, prescribed - visits), freed)
        unvisited = np.maximum(0.0, prescribed - visits)
        unwalked = np.maximum(0.0, patrol - kept)
        lacking = unvisited + unwalked
        share = np.minimum(1.0, more / np.where(lacking > 0.0, lacking, 1.0))
        visits = visits + share * unvisited
        kept = kept + share * unwalked
    logs = rules.log_events * rules.log_minutes * policies["logs"] * present
    first = np.repeat(communities["first_worker"] + communities["front"], frontline)
    home = np.repeat(np.arange(len(communities)), frontline)
    workers = first + np.arange(len(home)) - np.repeat(np.cumsum(frontline) - frontline, frontline)
    for work, minutes in {
        Work.LOGS: logs * rules.log_apps,
        Work.TIER_VISITS: visits,
        Work.MERCHANTS: merchants,
        Work.PATROL: kept,
    }.items():
        state.fixed_time[workers, work] = _ticks(minutes)[home]


def _field_minutes(state: State, settings: Settings, present: Array) -> tuple[Array, Array, Array]:
    """Minutes a day and worker of kept visits, the patrol floor and merchants, each (C,)."""
    rules, policies = settings.workday, state.policies
    frontline = state.communities["frontline"].astype(np.int64)
    visits = policies["prescribed_visits"] * rules.visit_minutes / WEEK_DAYS / frontline
    if settings.rules.coping.on:
        visits = visits * settings.rules.coping.visit_floor
    kept = policies["patrol_floor"] * policies["patrol_hours"] * 60.0 * present
    rounds = policies["merchant_rounds"] * rules.merchant_round_minutes
    looking = policies["screen_minutes"] + escort_minutes(state, settings)
    return visits, kept, (rounds + looking) / WEEK_DAYS / frontline


def note_field_time(state: State, settings: Settings) -> None:
    """Keeps what the first day demands of patrols and of merchants; sim/ODD.md, section 7.10.

    Changes `state` in place.
    """
    _, kept, merchants = _field_minutes(state, settings, _present(state, settings))
    state.communities["first_patrol_minutes"] = kept
    state.communities["first_merchant_minutes"] = merchants


def _set_pooled_logs(state: State, settings: Settings, present: Array) -> None:
    """Ticks a day of application logs where the one table is used."""
    rules, policies = settings.workday, state.policies
    connected = int(state.departments["connected"].sum()) / len(state.departments)
    served = connected * (1.0 - policies["old_form_share"])
    once = 1.0 + (rules.log_apps - 1.0) * (1.0 - served)
    applications = np.where(policies["type_once"], np.minimum(rules.log_apps, once), rules.log_apps)
    logs = rules.log_events * rules.log_minutes * policies["logs"] * present
    state.pooled_logs[:] = _ticks(logs * applications)


def set_first_groups(state: State) -> None:
    """Keeps the number of work groups of day 0. Changes `state` in place."""
    reference = refer(state)
    for c in range(len(state.communities)):
        count_groups(reference, c)
    state.communities["groups_start"] = state.communities["groups"]


def block_start(settings: Settings) -> int:
    """Clock from which the day belongs to residents; the day's end without blocks."""
    if settings.structures.time == "keys":
        return DAY_TICKS
    return DAY_TICKS - int(settings.workday.block_share * DAY_TICKS + 0.5)


def quota_ticks(settings: Settings) -> int:
    """Ticks of visits that a front-line worker has to make a day; -1 without a quota."""
    if settings.structures.visits == "rest":
        return -1
    minutes = settings.workday.visit_quota * settings.workday.visit_minutes / WEEK_DAYS
    return int(minutes * TICKS_PER_MINUTE + 0.5)


def set_counter_load(state: State) -> None:
    """Sets minutes a day that fixed time leaves for the counter, and minutes that callers take.

    Both are those of the first day (sim/ODD.md, section 7.2). Changes `state` in place.
    """
    communities = state.communities
    fixed = state.fixed_time[communities["first_worker"] + communities["front"]].sum(axis=1)
    communities["free_at_counter"] = DAY_MINUTES - fixed / TICKS_PER_MINUTE
    communities["callers"] = 0.0
    for kind in (Kind.INQUIRY, Kind.CERTIFICATE):
        arising = state.issue_rates["rate"][:, kind] * communities["people"]
        communities["callers"] += arising * state.kinds["minutes"][kind]


def set_counter(state: State, settings: Settings) -> None:
    """Sets ticks a day of waiting at each manned post that desk work cannot fill.

    Changes `state` in place.
    """
    communities = state.communities
    idle = 1.0 - settings.organisation.counter_desk_share
    posts = np.minimum(state.policies["counter_posts"], communities["frontline"])
    left = communities["free_at_counter"] - communities["callers"] / np.maximum(posts, 1)
    waiting = _ticks(idle * np.maximum(0.0, left))
    communities["counter_ticks"] = np.where(posts > 0, waiting, 0)


def _ticks(minutes: Array) -> npt.NDArray[np.int64]:
    """Minutes as whole ticks, as `sim.kernels.tasks.ticks`."""
    return np.floor(minutes * TICKS_PER_MINUTE + 0.5).astype(np.int64)
