"""The curve of closing: which share of issues is still open so many days after its first report."""

from __future__ import annotations

import numpy as np

from sim.enums import RESTRICTED_DAYS
from sim.measures.issue_log import LEVELS
from sim.measures.measure import Groups, Measure, Values
from sim.measures.observation import Observation

CURVE_DAYS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 50, RESTRICTED_DAYS)
"""Days at which the curve is measured."""
CURVES = ("own_powers", "needs_departments")
"""Groups of issues that have one."""


def group_after(curve: str, day: int) -> str:
    """The name of the group of a curve at a day.

    >>> group_after("own_powers", 5)
    'own_powers_after_5'
    """
    return f"{curve}_after_{day}"


GROUPS: Groups = {
    group_after(curve, day): f"{LEVELS[curve]}, after {day} day{'s' * (day > 1)}"
    for curve in CURVES
    for day in CURVE_DAYS
}


def _curves(seen: Observation) -> Values:
    days = np.array(CURVE_DAYS, np.float64)
    values: dict[str, float] = {}
    for curve in CURVES:
        shares = seen.reported[curve].waits.open_after(days, curve)
        names = (group_after(curve, day) for day in CURVE_DAYS)
        values |= dict(zip(names, shares, strict=True))
    return values


MEASURES = (
    Measure(
        name="share_open_after",
        label="issues still open",
        unit="share of issues reported",
        definition="of issues first reported in the window, the Kaplan-Meier share that is not "
        "closed at the root so many days later, censored at the end; empty from the day on that no "
        "issue was watched for",
        values=_curves,
        groups=GROUPS,
        listed_by_group=True,
        better=-1,
        whole_only=True,
    ),
)
