"""The specification of a measure: all that tables, figures, reports and documents need of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from sim.measures.observation import Observation

ALL = "all"
Groups = Mapping[str, str]
"""Label by name of a group, in the order of rows."""
Values = Mapping[str, float]
"""Value by group."""
Heads = Literal["residents", "communities", "workers"]
"""What a total of a place grows with."""
WHOLE: Groups = {ALL: ""}
YEAR = "year_"
WEEKLY = "hours per worker-week"
TOO_SHORT = "too short"
"""Shown for a restricted mean where no issue is followed for long enough."""


class Row(NamedTuple):
    """One value of a measure."""

    measure: str
    group: str
    value: float
    unit: str


class Section(StrEnum):
    """Sections of the headline table of a comparison, in order."""

    WORKERS = "Workers"
    RESIDENTS = "Residents' problems"
    DEPARTMENTS = "Departments"
    OTHERS = "Others"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the headline table: its section, its place there, and how it is shown.

    Without `digits` it has those of the measure. With `rule` it is shown where that rule is on.
    """

    section: Section
    place: int
    label: str
    group: str = ALL
    digits: int | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A key outcome: it has a column in the table of levers, in the order of `place`.

    A primary one is tested as such unless a study declares others.
    """

    place: int
    group: str = ALL
    digits: int | None = None
    primary: bool = False


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Measure:
    """One measure of a run.

    Parameters:
        name: as frames and the command line have it.
        label: short, for a table or an axis, without the unit.
        unit: of its values; one that begins with `share` is shown as percent.
        definition: what it counts, for the documents.
        values: computes the value of each group; None where a comparison computes it from a run
            and its baseline.
        groups: labels of its groups; `each_department` adds one for each answering department.
        grouped: how label and group make the label of an outcome.
        better: 1 if more is better, -1 if less is better for those who bear it, 0 if neither.
        digits: decimals in tables.
        total_by: heads that a total of the place grows with, by which a sample of a city's streets
            is raised to all of them; None of means, shares and rates.
        whole_only: whether communities do not have it.
        one_place: whether it needs single issues or arrays of the run (`seen.issues`, `seen.state`)
            and not sums alone: places that are added up, as a city's, do not have it.
        listed_by_group: whether neighbours with the same groups are listed group by group.
        censored: the statistic (`median`, `mean`) if a run without a value is one in which it
            would be largest, as too few issues are solved by its end.
        by_year: groups that runs of two years or more have for each year apart, too.
        missing: what tables show where no run has a value.
        lines: its lines in the headline table.
        key: which of its outcomes are key outcomes.
    """

    name: str
    label: str
    unit: str
    definition: str
    values: Callable[[Observation], Values] | None
    groups: Groups = field(default_factory=lambda: WHOLE)
    each_department: bool = False
    grouped: str = "{label}, {group}"
    better: int = 0
    digits: int = 1
    total_by: Heads | None = None
    whole_only: bool = False
    one_place: bool = False
    listed_by_group: bool = False
    by_year: tuple[str, ...] = ()
    censored: str = ""
    missing: str = "none"
    lines: tuple[Line, ...] = ()
    key: tuple[Key, ...] = ()

    def label_of(self, group: str) -> str:
        """The label of one of its groups, without the unit."""
        base, year = of_year(group)
        if year is not None:
            return f"{self.label_of(base)}, year {year}"
        if group == ALL:
            return self.label
        named = self.groups.get(group) or group.replace("_", " ")
        return self.grouped.format(label=self.label, group=named)


def share(part: float, whole: float) -> float:
    """A share, NaN if the whole is zero."""
    return part / whole if whole else float("nan")


def in_year(group: str, year: int) -> str:
    """The name of a group in a year: `year_2` of `all`, else `own_powers.year_2`."""
    return f"{YEAR}{year}" if group == ALL else f"{group}.{YEAR}{year}"


@cache
def of_year(group: str) -> tuple[str, int | None]:
    """The group, and the year where it is of one."""
    base, _, last = group.rpartition(".")
    number = last.removeprefix(YEAR)
    if last == number or not number.isdigit():
        return group, None
    return base or ALL, int(number)
