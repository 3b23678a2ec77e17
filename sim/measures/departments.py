"""Measures of departments: hours for communities' issues, load, effort, whistles, refusals."""

from __future__ import annotations

import numpy as np

from sim.enums import Count
from sim.measures.measure import ALL, Key, Line, Measure, Section, Values, share
from sim.measures.observation import HOUR_TICKS, Observation


def _hours(seen: Observation) -> Values:
    departments = seen.departments
    used = float(departments.used.sum()) / HOUR_TICKS / seen.weeks
    handed = departments.handed_ticks / HOUR_TICKS / seen.weeks
    present = departments.presence_given / HOUR_TICKS / seen.weeks
    return {
        "response": used,
        "presence": present,
        "handed_back": handed,
        ALL: used + handed + present,
        "handed_back_undone": departments.handed_back_undone,
    }


def _load(seen: Observation) -> Values:
    names, departments = seen.settings.departments.answering, seen.departments
    used, offered = departments.used, departments.offered
    each = map(share, used.tolist(), offered.tolist())
    return {
        ALL: share(float(used.sum()), float(offered.sum())),
        "busiest": max((load for load in departments.loads if not np.isnan(load)), default=np.nan),
        **dict(zip(names, each, strict=True)),
    }


def _effort(seen: Observation) -> Values:
    departments = seen.departments
    return {ALL: float(departments.effort.sum()) / departments.answering}


def _causes(seen: Observation) -> Values:
    counted = {
        "ordered": Count.WORKS_ORDERED,
        "built": Count.WORKS_BUILT,
        "presences": Count.PRESENCES,
        "returns_to_build": Count.RETURNS_TO_BUILD,
        "returns_to_attend": Count.RETURNS_TO_ATTEND,
    }
    return {name: float(seen.counts[count]) / seen.years for name, count in counted.items()}


def _works_paid(seen: Observation) -> Values:
    yuan = seen.settings.rules.causes.building_yuan / seen.years
    return {
        ALL: float(seen.counts[Count.WORKS_BUILT]) * yuan,
        "communities": float(seen.counts[Count.COMMUNITY_WORKS]) * yuan,
    }


def _whistles(seen: Observation) -> Values:
    return {
        "asked": float(seen.counts[Count.WHISTLES]),
        "accepted": float(seen.counts[Count.WHISTLES_ACCEPTED]),
    }


def _refused(seen: Observation) -> Values:
    return {ALL: share(float(seen.counts[Count.REFUSED]), float(seen.counts[Count.ANSWERED]))}


MEASURES = (
    Measure(
        name="department_hours_per_week",
        label="time of departments",
        unit="hours per week",
        total_by="residents",
        definition="response is capacity used on jobs, of answering departments; handed_back is "
        "what they took back, as far as there are staff hours for it; presence is hours at issues "
        "that stay down only so; all is the three; "
        "handed_back_undone is what there are none for at the end",
        values=_hours,
        groups={
            "response": "visits and meetings",
            "presence": "presence at issues that would return",
            "handed_back": "work handed back",
            ALL: "",
            "handed_back_undone": "work handed back and not done",
        },
        better=-1,
        digits=0,
        whole_only=True,
        lines=(
            Line(Section.DEPARTMENTS, 1, "time for communities"),
            Line(Section.DEPARTMENTS, 2, "visits and meetings", "response"),
            Line(Section.DEPARTMENTS, 3, "work handed back", "handed_back"),
        ),
        key=(Key(6, primary=True),),
    ),
    Measure(
        name="department_load",
        label="load of departments",
        unit="share of hours for communities",
        definition="capacity used over capacity offered; busiest is the largest of the departments",
        by_year=(ALL, "busiest"),
        values=_load,
        groups={ALL: "", "busiest": "busiest department"},
        each_department=True,
        better=-1,
        whole_only=True,
        lines=(
            Line(Section.DEPARTMENTS, 4, "use of department hours for communities"),
            Line(Section.DEPARTMENTS, 5, "use of hours, busiest department", "busiest"),
        ),
    ),
    Measure(
        name="department_effort",
        label="effort of departments",
        unit="relative to usual effort",
        definition="mean effort e of answering departments at the end; 1 is the usual",
        values=_effort,
        whole_only=True,
    ),
    Measure(
        name="causes_met",
        label="causes that stay",
        unit="per year",
        total_by="residents",
        definition="works ordered, and those for which the department has done its part; presences "
        "begun; returns of issues that need something built, and of those that need presence "
        "(ODD 8.11)",
        values=_causes,
        groups={
            "ordered": "works ordered",
            "built": "works done",
            "presences": "presences begun",
            "returns_to_build": "returns of what must be built",
            "returns_to_attend": "returns of what needs presence",
        },
        whole_only=True,
    ),
    Measure(
        name="works_paid",
        label="money for works",
        unit="yuan per year",
        total_by="residents",
        definition="works done times the yuan of one, whoever pays; communities is those of them "
        "that communities paid, which community_paid has as well",
        values=_works_paid,
        groups={ALL: "", "communities": "works that communities paid"},
        better=-1,
        digits=0,
        whole_only=True,
    ),
    Measure(
        name="whistles",
        label="whistles",
        unit="whistles",
        total_by="residents",
        definition="whistles that heads were asked to write, and those that streets accepted",
        values=_whistles,
        groups={"asked": "asked for", "accepted": "accepted"},
        whole_only=True,
    ),
    Measure(
        name="refused_share",
        label="requests refused by departments",
        unit="share of departments' answers",
        definition="departments' refusals over departments' answers in the window",
        values=_refused,
        whole_only=True,
    ),
)
