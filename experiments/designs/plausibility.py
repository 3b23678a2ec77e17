"""Patterns of a plausible baseline: measures and the bands that they should lie in.

These few stand in for the patterns of `seeds/patterns`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from experiments.config.outcomes import Outcome, outcome

PATTERNS: Mapping[str, tuple[float, float]] = {
    "upward_share": (0.35, 0.65),
    "hours_per_worker_week.slack": (0.0, 2.0),
    "days_to_resolution_median.own_powers": (0.0, 5.0),
    "department_load": (0.3, 0.85),
    "department_load.busiest": (0.0, 0.97),
    "forms_missed_share": (0.0, 0.1),
}
"""Bands by outcome."""


def outcomes(years: int) -> list[Outcome]:
    """Outcomes that patterns are made of, in a run of so many whole years."""
    return [outcome(name) for name in PATTERNS] if years else []


def values(frame: pd.DataFrame) -> pd.DataFrame:
    """A column for each pattern, from a frame with a column for each outcome."""
    return frame[[*PATTERNS]]


def verdicts(values: pd.DataFrame) -> pd.DataFrame:
    """Whether each value lies within its band; one that is lacking does not."""
    return pd.DataFrame({name: values[name].between(*PATTERNS[name]) for name in values})
