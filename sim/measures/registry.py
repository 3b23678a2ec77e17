"""All measures, by theme in the order of rows; a theme's file holds those of its own."""

from __future__ import annotations

from collections.abc import Mapping

from sim.measures import (
    burden,
    closing_curve,
    complaints,
    departments,
    fairness,
    field_work,
    forms,
    full_delivery,
    issues,
    meetings,
    obligations,
    onset,
    outside_hours,
    own,
    procedures,
    replies,
    standard_cost,
    street_offices,
    trust,
    working_time,
)
from sim.measures.measure import Measure

THEMES = (
    working_time, meetings, full_delivery, burden, standard_cost, forms, procedures, field_work,
    obligations, complaints, departments, replies, street_offices, outside_hours, issues,
    closing_curve, onset, trust, fairness,
)  # fmt: skip


def _by_name() -> dict[str, Measure]:
    measures: dict[str, Measure] = {}
    for theme in THEMES:
        for measure in theme.MEASURES:
            if measure.name in measures:
                raise ValueError(f"two measures are called {measure.name}")
            measures[measure.name] = measure
    return measures


_ALL = _by_name()
own.keep(_ALL)
MEASURES: Mapping[str, Measure] = _ALL
"""Specifications by name; measures of users come and go at its end."""
