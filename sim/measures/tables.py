"""The definition of every measure, and the tidy frames that carry them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.enums import (
    ACTIVITY,
    MONTHS,
    TICKS_PER_MINUTE,
    UPWARD,
    WEEK_DAYS,
    YEAR_DAYS,
    Burden,
    Count,
    Daily,
    Work,
)
from sim.measures.issues import Issues, Row, of, outcomes, share
from sim.measures.issues import measures as measures_of_issues
from sim.settings import Settings
from sim.state import State

HOUR_TICKS = 60 * TICKS_PER_MINUTE
DESK = (
    Work.FORM_DESK,
    Work.PATCHWORK,
    Work.REDO,
    Work.REQUEST,
    Work.ORDER,
    Work.ROUND_DESK,
    Work.LOGS,
)
ASKING = (Work.FORM_ASKING, Work.ROUND_ASKING)
TRACES = (Work.BOARD_TRACES, Work.SIGN_UPKEEP, Work.LOGS)
WEEKLY = "hours per worker-week"
UNITS = {
    Daily.VOLUNTEERS: "volunteers",
    Daily.OBLIGATIONS: "obligations of all communities",
    Daily.UNLISTED_OBLIGATIONS: "obligations of all communities",
}


def measures(settings: Settings, state: State, by_community: bool = True) -> pd.DataFrame:
    """All measures of the window, for the whole place and, if so wanted, for each community."""
    frame = outcomes(state)
    issues = {str(name): frame[name].to_numpy() for name in frame}
    rows: list[Row] = []
    numbers: list[int | None] = []
    places = range(len(state.communities)) if by_community else ()
    for community in (None, *places):
        here = list(_rows(settings, state, issues, community))
        rows += here
        numbers += [community] * len(here)
    tidy = pd.DataFrame(rows, columns=list(Row._fields))
    tidy.insert(0, "community", pd.Series(numbers, dtype="Int32"))
    return tidy


def _rows(settings: Settings, state: State, issues: Issues, community: int | None) -> Iterator[Row]:
    workers = slice(None) if community is None else state.workers["community"] == community
    places = slice(None) if community is None else slice(community, community + 1)
    totals, overtime = state.totals[workers], state.overtime_totals[workers]
    weeks = settings.horizon_days / WEEK_DAYS
    yield from _time(totals, overtime, weeks)
    yield from _burden(totals + overtime, state.burden[places], weeks)
    yield from _forms(state.counts[places])
    yield from _neglect(state.counts[places], state.communities[places], len(totals), weeks)
    yield Row("workers", "all", float(len(totals)), "paid workers")
    yield from _obligations(settings, state, places)
    yield from _complaints(settings, state, places)
    if community is None:
        yield from _departments(settings, state, weeks)
        yield from _escalation(state.counts)
        yield from _outside(settings, state, weeks)
    here = issues if community is None else of(issues, community)
    yield from measures_of_issues(settings, here, community is None)
    residents = state.residents
    if community is not None:
        residents = residents[residents["community"] == community]
    listed = residents["vulnerable"]
    for group, who in (("all", slice(None)), ("vulnerable", listed), ("others", ~listed)):
        trust = residents["trust"][who]
        yield Row("trust", group, float(trust.mean()) if len(trust) else np.nan, "index 0-1")


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
    yield Row("upward_share", "all", share(upward, float(paid.sum())), "share of paid time")
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
    """Standard-cost-model burden: minutes demanded (traces: spent), set-up of reforms included.

    `listed` is what obligations ask that serve their purpose and came through the front door;
    traces, requests and surveys count as unlisted.
    """
    scale = HOUR_TICKS * len(totals) * weeks
    parts = {part.name.lower(): float(demanded[:, :, part].sum()) / scale for part in Burden}
    parts["traces"] = float(totals[:, list(TRACES)].sum()) / scale
    for part, value in parts.items():
        yield Row("burden_hours_per_worker_week", part, value, WEEKLY)
    whole = sum(parts.values())
    listed = float(demanded[:, 1].sum()) / scale
    yield Row("burden_hours_per_worker_week", "listed", listed, WEEKLY)
    yield Row("burden_hours_per_worker_week", "unlisted", whole - listed, WEEKLY)
    yield Row("burden_hours_per_worker_week", "all", whole, WEEKLY)


def _forms(counts: npt.NDArray[np.int64]) -> Iterator[Row]:
    """Forms delivered late, or never."""
    due, late, missed = (
        int(counts[:, count].sum())
        for count in (Count.FORMS_DUE, Count.FORMS_LATE, Count.FORMS_MISSED)
    )
    yield Row("forms_due", "all", float(due), "forms")
    yield Row("forms_late_share", "all", share(late, due), "share of forms due")
    yield Row("forms_missed_share", "all", share(missed, due), "share of forms due")


def _neglect(
    counts: npt.NDArray[np.int64], communities: npt.NDArray[np.void], workers: int, weeks: float
) -> Iterator[Row]:
    """What gives way, patchwork and patrols not walked; rounds and inspections there were."""
    total = counts.sum(axis=0)
    due = float(total[Count.FORMS_DUE])
    patched, back = float(total[Count.FORMS_PATCHED]), float(total[Count.FORMS_SENT_BACK])
    yield Row("forms_patched_share", "all", share(patched, due), "share of forms due")
    yield Row("forms_sent_back_share", "all", share(back, due), "share of forms due")
    hours = float(total[Count.PATROL_NOT_WALKED]) / (HOUR_TICKS * workers * weeks)
    yield Row("patrol_not_walked", "all", hours, WEEKLY)
    places = len(counts)
    rounds = float(communities["rounds_walked"].sum()) / places / weeks
    yield Row("merchant_rounds", "all", rounds, "rounds per community and week")
    rate = float(total[Count.INSPECTIONS]) / places / weeks
    yield Row("inspections", "all", rate, "inspections per community and week")


def _obligations(settings: Settings, state: State, places: slice) -> Iterator[Row]:
    """The stock of obligations at the end, and what moved it."""
    communities = state.communities[places]
    count = len(communities)
    unit = "obligations per community"
    last = settings.warmup_days + settings.horizon_days
    forms = state.forms[places]
    unlisted = forms["active"] & ((forms["obsolete_from"] <= last) | forms["beside"])
    alive = float(communities["obligations"].sum())
    yield Row("obligations", "all", alive / count, unit)
    yield Row("obligations", "unlisted", float(unlisted.sum()) / count, unit)
    yield Row("obligations", "boards", float(communities["boards_up"].sum()) / count, unit)
    total = state.counts[places].sum(axis=0)
    for group, number in (
        ("set", Count.OBLIGATIONS_SET),
        ("refused", Count.OBLIGATIONS_REFUSED),
        ("beside_the_gate", Count.OBLIGATIONS_BESIDE),
        ("withdrawn", Count.OBLIGATIONS_WITHDRAWN),
        ("sent_down_again", Count.OBLIGATIONS_SENT_DOWN),
    ):
        yield Row("obligations_moved", group, float(total[number]) / count, unit)


def _complaints(settings: Settings, state: State, places: slice) -> Iterator[Row]:
    """Incidents, and what impatient residents do, per 1,000 residents and year."""
    total = state.counts[places].sum(axis=0)
    people = float(state.communities["people"][places].sum())
    years = settings.horizon_days / YEAR_DAYS
    for measure, group, number in (
        ("incidents", "all", Count.INCIDENTS),
        ("incidents", "serious", Count.SERIOUS_INCIDENTS),
        ("complaints", "asked_again", Count.REPEATS),
        ("complaints", "over_the_head", Count.ORDERS),
        ("complaints", "gave_up", Count.GIVEN_UP),
        ("mediation", "rounds", Count.MEDIATION_ROUNDS),
        ("mediation", "joint_sessions", Count.JOINT_SESSIONS),
        ("mediation", "frozen", Count.FROZEN),
        ("mediation", "hall_sessions", Count.HALL_SESSIONS),
        ("projects", "secretaries", Count.SECRETARY_PROJECTS),
    ):
        rate = share(1000.0 * float(total[number]), people * years)
        yield Row(measure, group, rate, "per 1,000 residents and year")
    paid = share(1000.0 * float(total[Count.RESIDENTS_YUAN]), people * years)
    yield Row("residents_paid", "all", paid, "yuan per 1,000 residents and year")
    active = float(state.communities["volunteers"][places].sum())
    yield Row("volunteers", "all", share(1000.0 * active, people), "per 1,000 residents")


def _departments(settings: Settings, state: State, weeks: float) -> Iterator[Row]:
    """Hours that departments give to communities' issues, and how full they are."""
    answering = len(settings.departments.answering)
    table = state.departments[:answering]
    used = float(table["used"].sum()) / HOUR_TICKS / weeks
    handed = float(state.departments["handed_ticks"].sum()) / HOUR_TICKS / weeks
    unit = "hours per week"
    yield Row("department_hours_per_week", "response", used, unit)
    yield Row("department_hours_per_week", "handed_back", handed, unit)
    yield Row("department_hours_per_week", "all", used + handed, unit)
    undone = state.departments["handed_back"] - state.departments["staff_hours"]
    left = float(np.maximum(undone, 0.0).sum())
    yield Row("department_hours_per_week", "handed_back_undone", left, unit)
    load = "share of hours for communities"
    offered = float(table["offered"].sum())
    yield Row("department_load", "all", share(float(table["used"].sum()), offered), load)
    each = [share(float(row["used"]), float(row["offered"])) for row in table]
    busiest = max((one for one in each if not np.isnan(one)), default=np.nan)
    yield Row("department_load", "busiest", busiest, load)
    for name, value in zip(settings.departments.answering, each, strict=True):
        yield Row("department_load", name, value, load)
    yield Row("department_effort", "all", float(table["effort"].mean()), "against the usual")


def _escalation(counts: npt.NDArray[np.int64]) -> Iterator[Row]:
    """Whistles, and requests that departments refuse."""
    total = counts.sum(axis=0)
    yield Row("whistles", "asked", float(total[Count.WHISTLES]), "whistles")
    yield Row("whistles", "accepted", float(total[Count.WHISTLES_ACCEPTED]), "whistles")
    refused = share(float(total[Count.REFUSED]), float(total[Count.ANSWERED]))
    yield Row("refused_share", "all", refused, "share of departments' answers")


def _outside(settings: Settings, state: State, weeks: float) -> Iterator[Row]:
    """Hours of others: street staff, residents, volunteers, merchants, members and partners.

    Residents are asked, surveyed, and sit in halls; their trips for certificates stand apart.
    """
    counts = state.counts.sum(axis=0)
    issues = int(counts[Count.STREET_ISSUES])
    street = issues * settings.departments.street_hours / weeks
    asked = (state.totals + state.overtime_totals)[:, [*ASKING, Work.SETUP]].sum()
    asked_hours = float(asked) * settings.residents.contact_share / HOUR_TICKS
    hall = settings.rules.mediation
    sitting = float(counts[Count.HALL_SESSIONS]) * hall.hall_residents * hall.hall_minutes / 60.0
    residents = (asked_hours + sitting) / weeks
    trips = float(counts[Count.TRIP_TICKS]) / HOUR_TICKS / weeks
    yield Row("outside_hours", "street", street, "hours per week")
    yield Row("outside_hours", "residents", residents, "hours per week")
    rules = settings.rules
    days = int(counts[Count.VOLUNTEER_DAYS])
    monthly_days = YEAR_DAYS / MONTHS
    volunteers = days * rules.volunteers.volunteer_hours / monthly_days / weeks
    yield Row("outside_hours", "volunteers", volunteers, "hours per week")
    merchants = float(counts[Count.MERCHANT_TICKS]) / HOUR_TICKS / weeks
    others = float(counts[Count.OTHERS_TICKS]) / HOUR_TICKS / weeks
    yield Row("outside_hours", "trips", trips, "hours per week")
    yield Row("outside_hours", "others", others, "hours per week")
    yield Row("outside_hours", "merchants", merchants, "hours per week")
    whole = street + residents + trips + volunteers + merchants + others
    yield Row("outside_hours", "all", whole, "hours per week")


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
        Daily.INCIDENTS: "incidents",
        Daily.VOLUNTEERS: "volunteers",
        Daily.OBLIGATIONS: "obligations",
        Daily.UNLISTED_OBLIGATIONS: "unlisted_obligations",
    }
    for count, name in names.items():
        unit = UNITS.get(count, "issues")
        columns[(name, "all", unit)] = state.daily[:, count].astype(float)
    frames = [
        pd.DataFrame(
            {"day": days, "measure": measure, "group": group, "value": value, "unit": unit}
        )
        for (measure, group, unit), value in columns.items()
    ]
    return pd.concat(frames, ignore_index=True)
