"""Measures of what workers do outside the office, and of how many they are."""

from __future__ import annotations

from sim.enums import Count
from sim.measures.measure import ALL, WEEKLY, Measure, Values
from sim.measures.observation import Observation


def _patrol_not_walked(seen: Observation) -> Values:
    return {ALL: float(seen.counts[Count.PATROL_NOT_WALKED]) / seen.worker_week_ticks}


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
        label="paid workers",
        unit="paid workers",
        definition="paid places, recruits' included from the start",
        values=lambda seen: {ALL: float(seen.sums.workers)},
    ),
)
