"""Measures of what workers do outside the office, and of how many they are."""

from __future__ import annotations

from sim.enums import Count, Work
from sim.measures.measure import ALL, WEEKLY, Measure, Values
from sim.measures.observation import HOUR_TICKS, Observation


def _patrol_not_walked(seen: Observation) -> Values:
    return {ALL: float(seen.counts[Count.PATROL_NOT_WALKED]) / seen.worker_week_ticks}


def _patrol_and_trips(seen: Observation) -> Values:
    trips = float(seen.counts[Count.CAMERA_TRIP_TICKS]) / seen.worker_week_ticks
    return {ALL: float(seen.hours[Work.PATROL]) + trips}


def _merchant_visit_hours(seen: Observation) -> Values:
    spent = float(seen.counts[Count.MERCHANT_VISIT_TICKS])
    return {ALL: spent / HOUR_TICKS / seen.sums.communities / seen.weeks}


def _merchant_rounds(seen: Observation) -> Values:
    return {ALL: seen.sums.rounds_walked / seen.sums.communities / seen.weeks}


def _inspections(seen: Observation) -> Values:
    announced = float(seen.counts[Count.INSPECTIONS])
    return {ALL: announced / seen.sums.communities / seen.weeks}


MEASURES = (
    Measure(
        name="patrol_not_walked",
        label="patrols not walked",
        unit=WEEKLY,
        definition="ticks by which whole patrols were not walked, over workers and weeks",
        values=_patrol_not_walked,
    ),
    Measure(
        name="patrol_and_trips",
        label="patrols, and trips to cameras' alerts",
        unit=WEEKLY,
        definition="ticks of patrol, and those of trips to true and false alerts of cameras, which "
        "are booked with residents' issues, over workers and weeks",
        by_year=(ALL,),
        values=_patrol_and_trips,
    ),
    Measure(
        name="merchant_visit_hours",
        label="departments' visits to merchants",
        unit="hours per community and week",
        definition="hours of departments on visits to merchants, of their own business, over "
        "communities and weeks",
        values=_merchant_visit_hours,
    ),
    Measure(
        name="merchant_rounds",
        label="rounds to merchants",
        unit="rounds per community and week",
        definition="rounds to merchants (`rounds` of section 6), over communities and weeks",
        values=_merchant_rounds,
    ),
    Measure(
        name="inspections",
        label="inspections",
        unit="inspections per community and week",
        definition="inspections announced of active obligations, first checks included, over "
        "communities and weeks",
        values=_inspections,
    ),
    Measure(
        name="workers",
        total_by="workers",
        label="paid workers",
        unit="paid workers",
        definition="paid places, recruits' included from the start",
        values=lambda seen: {ALL: float(seen.sums.workers)},
    ),
)
