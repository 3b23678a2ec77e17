"""The definition of every measure, and the tidy frames that carry them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from sim.settings import Settings
from sim.state import (
    ACTIVITY,
    DAY_TICKS,
    TICKS_PER_MINUTE,
    UPWARD,
    WEEK_DAYS,
    Burden,
    Count,
    Daily,
    Kind,
    State,
    Status,
    Work,
)

HOUR_TICKS = 60 * TICKS_PER_MINUTE
DESK = (Work.FORM_DESK, Work.REQUEST, Work.ROUND_DESK, Work.LOGS)
ASKING = (Work.FORM_ASKING, Work.ROUND_ASKING)
TRACES = (Work.BOARD_TRACES, Work.SIGN_UPKEEP, Work.LOGS)
RESTRICTED_DAYS = 60
LEVELS = {0: "own_powers", 1: "street_powers", 2: "needs_departments"}
WEEKLY = "hours per worker-week"

ENDINGS = ("closed", "open", "resolved", "returned", "false_closed")
Matters = dict[str, npt.NDArray[Any]]
"""Columns of `outcomes`."""


class Row(NamedTuple):
    """One value."""

    measure: str
    group: str
    value: float
    unit: str


def measures(settings: Settings, state: State) -> pd.DataFrame:
    """All measures of the window, for the whole place and for each community."""
    frame = outcomes(state)
    matters = {str(name): frame[name].to_numpy() for name in frame}
    rows: list[Row] = []
    numbers: list[int | None] = []
    for community in (None, *range(len(state.communities))):
        here = list(_rows(settings, state, matters, community))
        rows += here
        numbers += [community] * len(here)
    tidy = pd.DataFrame(rows, columns=list(Row._fields))
    tidy.insert(0, "community", pd.Series(numbers, dtype="Int32"))
    return tidy


def _rows(
    settings: Settings, state: State, matters: Matters, community: int | None
) -> Iterator[Row]:
    workers = slice(None) if community is None else state.workers["community"] == community
    places = slice(None) if community is None else slice(community, community + 1)
    totals, overtime = state.totals[workers], state.overtime_totals[workers]
    weeks = settings.horizon_days / WEEK_DAYS
    yield from _time(totals, overtime, weeks)
    yield from _burden(totals + overtime, state.burden[places], weeks)
    yield from _forms(state.counts[places])
    if community is None:
        yield from _departments(settings, state, weeks)
        yield from _escalation(settings, state.counts, weeks)
    here = matters if community is None else _of(matters, community)
    yield from _matters(settings, here, community is None)
    trust = state.residents["trust"]
    if community is not None:
        trust = trust[state.residents["community"] == community]
    yield Row("trust", "all", float(trust.mean()) if len(trust) else np.nan, "index 0-1")


def _time(
    regular: npt.NDArray[np.int64], overtime: npt.NDArray[np.int64], weeks: float
) -> Iterator[Row]:
    """Hours per worker and week by activity, overtime included; shares of paid (regular) time."""
    scale = HOUR_TICKS * len(regular) * weeks
    paid = regular.sum(axis=0) / scale
    unpaid = overtime.sum(axis=0) / scale
    hours = paid + unpaid
    for measure, spent in (
        ("hours_per_worker_week", hours),
        ("overtime_hours_per_worker_week", unpaid),
    ):
        for activity, value in by_activity(spent).items():
            yield Row(measure, activity, value, WEEKLY)
        yield Row(measure, "all", float(spent.sum()), WEEKLY)
    upward = sum(by_activity(paid)[activity] for activity in UPWARD)
    yield Row("upward_share", "all", upward / float(paid.sum()), "share of paid time")
    desk = float(hours[list(DESK)].sum())
    yield Row("reporting_desk", "all", desk, WEEKLY)
    yield Row("reporting_all", "all", desk + float(hours[list(ASKING)].sum()), WEEKLY)


def by_activity(hours: npt.NDArray[np.float64]) -> dict[str, float]:
    """Hours by work (works,) summed by activity."""
    activities = dict.fromkeys(ACTIVITY.values(), 0.0)
    for work, activity in ACTIVITY.items():
        activities[activity] += float(hours[work])
    return activities


def _burden(
    totals: npt.NDArray[np.int64], demanded: npt.NDArray[np.int64], weeks: float
) -> Iterator[Row]:
    """Standard-cost-model burden: minutes demanded (traces: spent), set-up of reforms included."""
    scale = HOUR_TICKS * len(totals) * weeks
    parts = {part.name.lower(): float(demanded[:, part].sum()) / scale for part in Burden}
    parts["traces"] = float(totals[:, list(TRACES)].sum()) / scale
    for part, value in parts.items():
        yield Row("burden_hours_per_worker_week", part, value, WEEKLY)
    yield Row("burden_hours_per_worker_week", "all", sum(parts.values()), WEEKLY)


def _forms(counts: npt.NDArray[np.int64]) -> Iterator[Row]:
    """Forms delivered late, or never."""
    due, late, missed = (
        int(counts[:, count].sum())
        for count in (Count.FORMS_DUE, Count.FORMS_LATE, Count.FORMS_MISSED)
    )
    yield Row("forms_due", "all", float(due), "forms")
    yield Row("forms_late_share", "all", _share(late, due), "share of forms due")
    yield Row("forms_missed_share", "all", _share(missed, due), "share of forms due")


def _departments(settings: Settings, state: State, weeks: float) -> Iterator[Row]:
    """Hours that departments give to communities' matters, and how full they are."""
    answering = len(settings.departments.answering)
    table = state.departments[:answering]
    used = float(table["used"].sum()) / HOUR_TICKS / weeks
    handed = float(state.departments["handed_ticks"].sum()) / HOUR_TICKS / weeks
    unit = "hours per week"
    yield Row("department_hours_per_week", "response", used, unit)
    yield Row("department_hours_per_week", "handed_back", handed, unit)
    yield Row("department_hours_per_week", "all", used + handed, unit)
    load = "share of field hours"
    offered = float(table["offered"].sum())
    yield Row("department_load", "all", _share(float(table["used"].sum()), offered), load)
    each = [_share(float(row["used"]), float(row["offered"])) for row in table]
    yield Row("department_load", "busiest", float(np.nanmax([*each, -np.inf])), load)
    for name, value in zip(settings.departments.answering, each, strict=True):
        yield Row("department_load", name, value, load)


def _escalation(settings: Settings, counts: npt.NDArray[np.int64], weeks: float) -> Iterator[Row]:
    """Whistles and requests; hours of others than workers and departments."""
    total = counts.sum(axis=0)
    yield Row("whistles", "asked", float(total[Count.WHISTLES]), "whistles")
    yield Row("whistles", "accepted", float(total[Count.WHISTLES_ACCEPTED]), "whistles")
    refused = _share(float(total[Count.REFUSED]), float(total[Count.ASKED]))
    yield Row("refused_share", "all", refused, "share of requests to departments")
    street = float(total[Count.STREET_MATTERS]) * settings.departments.street_hours / weeks
    yield Row("outside_hours", "street", street, "hours per week")
    yield Row("outside_hours", "all", street, "hours per week")


def outcomes(state: State) -> pd.DataFrame:
    """One row a matter: traits, moments in days (NaN where not reached), how it stands.

    `open` is the status of a matter that has not come to its end; `ended` the last closing.
    """
    done = pd.DataFrame(state.outcomes[: int(state.clock["outcomes"][0])])
    done["open"] = int(Status.FREE)
    slots = state.issues[state.issues["status"] != Status.FREE]
    live = pd.DataFrame({name: slots[name] for name in done.columns if name in slots.dtype.names})
    live["community"] = (slots["entity"] >> 44).astype(np.int32)
    live["reported"], live["started"] = slots["first_report"], slots["first_start"]
    live["ended"], live["closed"] = slots["closed"], slots["closings"] > 0
    live["open"] = slots["status"]
    frame = pd.concat([done, live[done.columns]], ignore_index=True).sort_values("entity")
    for moment in ("born", "reported", "started", "ended"):
        frame[moment] = (frame[moment] / DAY_TICKS).where(frame[moment] >= 0)
    return frame.reset_index(drop=True)


def _of(matters: Matters, community: int) -> Matters:
    """Matters of a community; they are sorted by entity, which begins with the community."""
    first, last = np.searchsorted(matters["community"], (community, community + 1))
    return {name: column[first:last] for name, column in matters.items()}


def _chosen(matters: Matters, which: npt.NDArray[np.bool_]) -> Matters:
    return {name: column[which] for name, column in matters.items()}


def _matters(settings: Settings, matters: Matters, whole: bool) -> Iterator[Row]:
    """Measures of issues, over those first reported inside the window."""
    start, end = settings.warmup_days, settings.warmup_days + settings.horizon_days
    raised = _chosen(matters, matters["reported"] >= start)
    promise = np.array([kind.promise for _, kind in settings.issues.kinds])
    waits = _waits(raised, "reported", end)
    groups: dict[str, npt.NDArray[np.bool_]] = {"all": np.ones(len(waits), np.bool_)}
    if whole:
        groups |= {name: raised["level"] == level for level, name in LEVELS.items()}
        groups |= {kind.name.lower(): raised["kind"] == kind for kind in Kind}
        groups |= {"vulnerable": raised["vulnerable"], "others": ~raised["vulnerable"]}
    promised = promise[raised["kind"]]
    endings = {name: raised[name] for name in ENDINGS}
    for group, which in groups.items():
        yield from _resolution(_chosen(endings, which), waits[which], group)
        yield Row("satisfaction", group, _kept(waits[which], promised[which]), "share of matters")
    arisen = _chosen(matters, matters["born"] >= start)
    waits = _waits(arisen, "born", end)
    median, ninth, mean = survival(waits[:, 0], waits[:, 1] == 1)
    yield Row("days_from_onset_median", "all", median, "days")
    yield Row("days_from_onset_p90", "all", ninth, "days")
    yield Row("days_from_onset_restricted_mean", "all", mean, "days")
    promised, field = promise[arisen["kind"]], arisen["kind"] > Kind.CERTIFICATE
    vulnerable, others = (field & arisen["vulnerable"], field & ~arisen["vulnerable"])
    gap = _kept(waits[others], promised[others]) - _kept(waits[vulnerable], promised[vulnerable])
    yield Row("equity_gap", "all", gap, "difference of shares")
    early = _share(float(raised["early"].sum()), float(raised["hidden"].sum()))
    yield Row("early_discovery_share", "all", early, "share of matters that were hidden")


def _waits(matters: Matters, since: str, end: float) -> npt.NDArray[np.float64]:
    """Columns: days from `since` to root closure or the end, 1 if resolved, days watched."""
    first, resolved = matters[since], matters["resolved"]
    last = np.where(resolved, np.minimum(matters["ended"], end), end)
    return np.column_stack([np.maximum(last - first, 0.0), resolved, end - first])


def _kept(waits: npt.NDArray[np.float64], promise: npt.NDArray[np.float64]) -> float:
    """Share resolved within the promise, over matters whose promise ran out inside the window."""
    watched = waits[:, 2] >= promise
    kept = (waits[:, 1] == 1) & (waits[:, 0] <= promise) & watched
    return _share(float(kept.sum()), float(watched.sum()))


def _resolution(matters: Matters, waits: npt.NDArray[np.float64], group: str) -> Iterator[Row]:
    """What became of matters; a matter that came back and is open again is not settled."""
    raised = len(waits)
    closed = float(matters["closed"].sum())
    rests = np.isin(matters["open"], (Status.FREE, Status.QUIET))
    settled = float((matters["closed"] & rests).sum())
    yield Row("issues_raised", group, float(raised), "matters")
    yield Row("issues_resolved_share", group, _share(settled, raised), "share of raised")
    root = float(matters["resolved"].sum())
    yield Row("root_closure_share", group, _share(root, raised), "share of raised")
    median, ninth, mean = survival(waits[:, 0], waits[:, 1] == 1)
    yield Row("days_to_resolution_median", group, median, "days")
    yield Row("days_to_resolution_p90", group, ninth, "days")
    yield Row("days_to_resolution_restricted_mean", group, mean, "days")
    yield Row("backlog", group, raised - settled, "matters open at the end")
    returned = float(matters["returned"].sum())
    yield Row("relapse_share", group, _share(returned, closed), "share of closed")
    false = float(matters["false_closed"].sum())
    yield Row("false_closure_share", group, _share(false, closed), "share of closed")


def survival(
    days: npt.NDArray[np.float64], resolved: npt.NDArray[np.bool_]
) -> tuple[float, float, float]:
    """Kaplan-Meier median, 90 % quantile and mean restricted to 60 days; NaN if not reached."""
    if not len(days):
        return np.nan, np.nan, np.nan
    if not resolved.any():
        watched = days.max() >= RESTRICTED_DAYS
        return np.nan, np.nan, float(RESTRICTED_DAYS) if watched else np.nan
    curve = stats.ecdf(stats.CensoredData.right_censored(days, ~resolved)).sf
    times, alive = curve.quantiles, curve.probabilities
    quantiles = []
    for share in (0.5, 0.1):
        reached = np.flatnonzero(alive <= share)
        quantiles.append(float(times[reached[0]]) if len(reached) else np.nan)
    steps = np.concatenate([[0.0], times[times < RESTRICTED_DAYS], [RESTRICTED_DAYS]])
    heights = np.concatenate([[1.0], alive[times < RESTRICTED_DAYS]])
    watched = alive[-1] == 0 or days.max() >= RESTRICTED_DAYS
    mean = float((np.diff(steps) * heights).sum()) if watched else np.nan
    return quantiles[0], quantiles[1], mean


def _share(part: float, whole: float) -> float:
    return part / whole if whole else np.nan


def series(settings: Settings, state: State) -> pd.DataFrame:
    """Daily series of the whole place; day 1 is the first measured day."""
    days = np.arange(1, settings.horizon_days + 1)
    worker_weeks = len(state.workers) / WEEK_DAYS
    columns: dict[tuple[str, str, str], npt.NDArray[np.float64]] = {}
    for work, activity in ACTIVITY.items():
        key = ("hours_per_worker_week", activity, WEEKLY)
        hours = state.work_series[:, work] / HOUR_TICKS / worker_weeks
        columns[key] = columns.get(key, 0.0) + hours
    names = {
        Daily.RAISED: "issues_raised",
        Daily.CLOSED: "issues_closed",
        Daily.RESOLVED: "issues_resolved",
        Daily.RETURNED: "issues_returned",
        Daily.BACKLOG: "backlog",
        Daily.HIDDEN: "hidden",
    }
    for count, name in names.items():
        columns[(name, "all", "matters")] = state.daily[:, count].astype(float)
    frames = [
        pd.DataFrame(
            {"day": days, "measure": measure, "group": group, "value": value, "unit": unit}
        )
        for (measure, group, unit), value in columns.items()
    ]
    return pd.concat(frames, ignore_index=True)
