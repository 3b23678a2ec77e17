"""What measures are computed from: sums over communities, which can be added up over places."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np

from sim.measures.measure import share
from sim.measures.survival import Integers, Reals, Waits, WaitsByMinute


class Sums:
    """Sums by name: those of two places are added one by one."""

    def __add__(self, other: Self) -> Self:
        names = [field.name for field in fields(self)]  # type: ignore[arg-type]
        pairs = {name: (getattr(self, name), getattr(other, name)) for name in names}
        return type(self)(**{name: _added(*pair) for name, pair in pairs.items()})


def _added(one: Any, other: Any) -> Any:
    """The sum, or None where either has none, as a community has none of departments."""
    return None if one is None or other is None else one + other


@dataclass(frozen=True, eq=False, slots=True)
class DepartmentSums(Sums):
    """Sums of the departments of a place; those of the same number in two places are added.

    Parameters: ticks that answering departments used and offered, and their effort, each of shape
    (answering,); how many answering departments there are, and the load of each, those of one place
    after those of another; their ticks of presence; of all departments the ticks of work handed
    back and the hours for which there was no staff.
    """

    used: Integers
    offered: Integers
    effort: Reals
    answering: int
    loads: tuple[float, ...]
    presence_given: int
    handed_ticks: float
    handed_back_undone: float


@dataclass(frozen=True, eq=False, slots=True)
class StreetSums(Sums):
    """Ticks that offices of streets used and offered; those of one place after those of another.

    Parameters: int64, shape (4 streets,).
    """

    used: Integers
    offered: Integers

    def __add__(self, other: Self) -> Self:
        used, offered = (self.used, other.used), (self.offered, other.offered)
        return type(self)(np.concatenate(used), np.concatenate(offered))

    @property
    def loads(self) -> tuple[float, ...]:
        """The load of each office."""
        return tuple(map(share, self.used.tolist(), self.offered.tolist()))


@dataclass(frozen=True, eq=False, slots=True)
class ResidentSums(Sums):
    """Sums of trust over resident agents, and how many there are, by household."""

    trust: float
    trust_vulnerable: float
    trust_others: float
    agents: int
    vulnerable: int
    others: int


@dataclass(frozen=True, eq=False, slots=True)
class IssueSums(Sums):
    """Issues counted, shape (traits, tallies); days from first report and from onset to solution.

    Days of one place are exact, those of places added up are known by the minute.
    """

    tallies: Integers
    since_report: Waits | WaitsByMinute
    since_onset: Waits | WaitsByMinute

    def by_minute(self) -> Self:
        """The same with days by minute, which take as much memory however many issues there are."""
        days = (self.since_report.by_minute(), self.since_onset.by_minute())
        return type(self)(self.tallies, *days)


@dataclass(frozen=True, eq=False, slots=True)
class Summary(Sums):
    """Sums over communities in the window and at its end: all that the measures need.

    `a + b` is the summary of two places together, which have the same window and rules; all
    measures follow from it as they do from that of one place. Nothing of the places is kept, so
    that memory does not grow with their number.

    Parameters: numbers of communities, workers, front-line workers and residents; counts (counts,);
    ticks of paid time and of overtime by work (works,), and of front-line workers in meetings;
    ticks demanded, unlisted and listed (2, parts of burden); accounts of forms by the department
    that demands them (demanding departments, accounts); at the end volunteers, obligations,
    those of them not listed, boards, leaks, work groups; rounds to merchants; sums of residents,
    departments and street offices (none for a single community) and issues.
    """

    communities: int
    workers: int
    frontline: int
    people: float
    counts: Integers
    regular: Integers
    overtime: Integers
    frontline_meetings: int
    burden: Integers
    accounts: Integers
    volunteers: int
    obligations: int
    unlisted_obligations: int
    boards: int
    leaks: int
    groups: float
    rounds_walked: float
    residents: ResidentSums
    departments: DepartmentSums | None
    street: StreetSums | None
    issues: IssueSums

    def by_minute(self) -> Self:
        """The same with days by minute."""
        return replace(self, issues=self.issues.by_minute())
