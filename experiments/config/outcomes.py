"""What experiments look at: a measure of the whole place, written `measure` or `measure.group`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from experiments.config.errors import InputError, nearest

ALL = "all"
FREED = "hours_freed_per_worker_week"
BETTER_UP = {
    FREED,
    "satisfaction",
    "trust",
    "early_discovery_share",
    "root_closure_share",
    "issues_resolved_share",
    "volunteers",
}
BETTER_DOWN = {
    "days_to_resolution_median",
    "days_to_resolution_p90",
    "days_to_resolution_restricted_mean",
    "reporting_desk",
    "reporting_all",
    "upward_share",
    "burden_hours_per_worker_week",
    "backlog",
    "relapse_share",
    "false_closure_share",
    "forms_missed_share",
    "department_hours_per_week",
    "department_load",
    "outside_hours",
    "equity_gap",
    "incidents",
}
"""Measures of which less, all else equal, is better for those who bear them."""

CENSORED = frozenset(
    f"{days}_{what}"
    for days in ("days_to_resolution", "days_from_onset")
    for what in ("median", "p90", "restricted_mean")
)
"""Days that a run lacks where too few issues are solved by its end.

The restricted mean is lacking only where, besides, none of them is followed for 60 days.
"""


class Outcome(NamedTuple):
    """One measure and its group. `str()` gives the word that names it."""

    measure: str
    group: str = ALL

    def __str__(self) -> str:
        return self.measure if self.group == ALL else f"{self.measure}.{self.group}"

    @property
    def words(self) -> str:
        """As a reader wants it, without the unit."""
        named = LABELS.get(str(self))
        plain = self.measure.replace("_", " ")
        group = "" if self.group == ALL else f", {self.group.replace('_', ' ')}"
        return named or f"{plain}{group}"

    def titled(self, unit: str) -> str:
        """The words with the unit of the measure, for where nothing else shows it."""
        return f"{self.words}, {unit}"

    @property
    def better(self) -> int:
        """+1 where more is better, -1 where less is, 0 where that cannot be said."""
        return (self.measure in BETTER_UP) - (self.measure in BETTER_DOWN)

    @property
    def censored(self) -> bool:
        """Whether a run without a value is one in which it would be the largest."""
        return self.measure in CENSORED


def outcome(word: str) -> Outcome:
    """The outcome that a word names."""
    measure, _, group = word.partition(".")
    return Outcome(measure, group or ALL)


def refuse_unknown(wanted: Iterable[Outcome], known: Iterable[Outcome], key: str) -> None:
    """Raises InputError for an outcome that the model does not measure."""
    there = {str(one) for one in known} | {FREED}
    for one in wanted:
        if str(one) not in there:
            told = f"no such measure{nearest(str(one), there)}; comparison.csv of a comparison"
            raise InputError(key, one, f"{told} lists measures and groups, written measure.group")


STANDARD = (
    Outcome(FREED),
    Outcome("days_to_resolution_restricted_mean", "own_powers"),
    Outcome("days_to_resolution_restricted_mean", "needs_departments"),
    Outcome("satisfaction"),
    Outcome("department_hours_per_week"),
)
"""The primary outcomes, unless others are declared; every run of sixty days or more
has them."""
LABELS = {
    FREED: "freed",
    "days_to_resolution_restricted_mean.own_powers": "time until solved, own powers",
    "days_to_resolution_restricted_mean.needs_departments": "time until solved, departments",
    "satisfaction": "promises kept",
    "department_hours_per_week": "time of departments",
    "department_load": "load of departments",
    "reporting_desk": "reporting at the desk",
    "reporting_all": "reporting with asking",
    "hours_per_worker_week.visits": "visits",
}
