"""Measures of procedures upward: how many, and how long they take."""

from __future__ import annotations

from sim.enums import Count
from sim.measures.measure import ALL, Line, Measure, Section, Values, share
from sim.measures.observation import Observation


def _number(seen: Observation) -> Values:
    weeks = seen.sums.communities * seen.weeks
    return {
        "begun": share(float(seen.counts[Count.PROCEDURES_BEGUN]), weeks),
        "ended": share(float(seen.counts[Count.PROCEDURES_ENDED]), weeks),
    }


def _days(seen: Observation) -> Values:
    days, ended = seen.counts[Count.PROCEDURE_DAYS], seen.counts[Count.PROCEDURES_ENDED]
    return {ALL: share(float(days), float(ended))}


MEASURES = (
    Measure(
        name="procedures",
        label="procedures upward",
        unit="procedures per community and week",
        definition="in the window, procedures that begin, and those whose last step is taken, over "
        "communities and weeks",
        values=_number,
        groups={"begun": "begun", "ended": "last step taken"},
    ),
    Measure(
        name="days_of_a_procedure",
        label="time until a procedure has ended",
        unit="days",
        definition="mean days from the beginning to the end of the last wait, of procedures whose "
        "last step is taken in the window; none with procedures off",
        values=_days,
        better=-1,
        lines=(Line(Section.WORKERS, 12, "until a procedure has ended", rule="procedures"),),
    ),
)
