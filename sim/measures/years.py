"""Each whole year of a run of several, by measures of its own (ODD 12.5).

A year is what a run that ended with it would have measured in its last 250 days: issues are those
reported in the year, and are watched until its end, so that no year is watched for longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sim.enums import YEAR_DAYS, Count
from sim.measures.measure import Row, in_year, share
from sim.measures.observation import Observation
from sim.measures.place_summary import summary
from sim.measures.registry import MEASURES
from sim.measures.summary import DepartmentSums, StreetSums, Summary
from sim.settings import Settings
from sim.state import State

FLOWS = (
    "counts",
    "regular",
    "overtime",
    "frontline_meetings",
    "burden",
    "accounts",
    "rounds_walked",
)
"""Sums that grow day by day; of all others it is the value at the end of a year that counts."""
DEPARTMENT_FLOWS = ("used", "offered", "presence_given", "handed_ticks")
CARRIED = {
    Count.FORMS_LATE: Count.FORMS_LATE_CARRIED,
    Count.FORMS_MISSED: Count.FORMS_MISSED_CARRIED,
    Count.FORMS_PATCHED: Count.FORMS_PATCHED_CARRIED,
}
"""Counts of editions, and the part of each that is of editions due in an earlier year."""


class Years:
    """Summaries of the years that are over, of one society.

    Parameters: settings of the run. Runs of less than two years have none.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._so_far: Summary | None = None
        self.sums: list[Summary] = []

    def add(self, state: State) -> None:
        """The year that is over, from the state on the evening of its last day."""
        settings = self._settings
        start = settings.warmup_days + YEAR_DAYS * len(self.sums)
        so_far = summary(settings, state, (start, YEAR_DAYS))
        year = so_far if self._so_far is None else since(so_far, self._so_far)
        self.sums.append(without_carried(year))
        self._so_far = so_far


def since(later: Summary, earlier: Summary) -> Summary:
    """What was added between two moments of a run; stocks and issues are those of the later."""
    grown = {name: getattr(later, name) - getattr(earlier, name) for name in FLOWS}
    departments = _departments(later.departments, earlier.departments)
    street = _street(later.street, earlier.street)
    return replace(later, **grown, departments=departments, street=street)


def without_carried(year: Summary) -> Summary:
    """A year without what happened in it to editions that fell due in an earlier year."""
    counts = year.counts.copy()
    for count, carried in CARRIED.items():
        counts[count] -= counts[carried]
    return replace(year, counts=counts)


def _street(now: StreetSums | None, before: StreetSums | None) -> StreetSums | None:
    if now is None or before is None:
        return None
    return StreetSums(now.used - before.used, now.offered - before.offered)


def _departments(
    now: DepartmentSums | None, before: DepartmentSums | None
) -> DepartmentSums | None:
    if now is None or before is None:
        return None
    grown = {name: getattr(now, name) - getattr(before, name) for name in DEPARTMENT_FLOWS}
    loads = tuple(map(share, grown["used"].tolist(), grown["offered"].tolist()))
    return replace(now, **grown, loads=loads)


def year_rows(settings: Settings, years: Sequence[Summary]) -> Iterator[Row]:
    """Values of the measures that are taken year by year, of the whole place."""
    for number, sums in enumerate(years, start=1):
        seen = Observation(settings, sums, days=YEAR_DAYS)
        for measure in MEASURES.values():
            if not measure.by_year or measure.values is None:
                continue
            values = measure.values(seen)
            for group in measure.by_year:
                name = in_year(group, number)
                yield Row(measure.name, name, values[group], measure.unit)


def year_names(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Measure, group and unit of all that a run measures year by year."""
    whole = settings.horizon_days // YEAR_DAYS
    for year in range(1, whole + 1 if whole > 1 else 1):
        for measure in MEASURES.values():
            if measure.values is not None:
                for group in measure.by_year:
                    yield measure.name, in_year(group, year), measure.unit
