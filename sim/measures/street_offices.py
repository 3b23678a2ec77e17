"""Measures of the offices of the street."""

from __future__ import annotations

import numpy as np

from sim.measures.measure import ALL, Measure, Values, share
from sim.measures.observation import Observation


def _load(seen: Observation) -> Values:
    street = seen.street
    return {
        ALL: share(float(street.used.sum()), float(street.offered.sum())),
        "busiest": max((load for load in street.loads if not np.isnan(load)), default=np.nan),
    }


MEASURES = (
    Measure(
        name="street_office_load",
        label="load of street offices",
        unit="share of hours for communities",
        definition="hours that offices of the street gave over those they have, in the window; "
        "busiest is the largest of the offices of any street; none with street_offices off",
        values=_load,
        groups={ALL: "", "busiest": "busiest office"},
        better=-1,
        whole_only=True,
        by_year=(ALL, "busiest"),
    ),
)
