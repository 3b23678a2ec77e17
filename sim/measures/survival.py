"""Days until issues are solved, where some are not solved by the end of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.enums import DAY_MINUTES
from sim.measures.measure import ALL

RESTRICTED_DAYS = 60
Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class Survival(NamedTuple):
    """Kaplan-Meier median, 90 % quantile and mean restricted to 60 days; NaN if not reached."""

    median: float
    ninth_decile: float
    restricted_mean: float


class Ends(NamedTuple):
    """Issues by the days until they ended.

    Parameters: different days in order, shape (days,); how many issues were solved after so many
    days, and how many were then no longer watched, each (days,).
    """

    times: Reals
    solved: Integers
    lost: Integers


def survival(ends: Ends, areas: Reals) -> Survival:
    """Days until issues are solved.

    Parameters: issues by days; room for the areas under the curve, at least (days + 1,).
    """
    from sim.kernels.issue_tallies import kaplan_meier  # listing measures should not wait for it

    median, ninth, rows, known = kaplan_meier(*ends, float(RESTRICTED_DAYS), areas)
    return Survival(median, ninth, float(areas[:rows].sum()) if known else np.nan)


@dataclass(frozen=True, eq=False)
class Waits:
    """Days until each issue was solved or no longer watched, of one place and exact.

    Parameters: days in order, shape (issues,); whether the issue was solved; its traits, a number;
    which traits belong to each group, (traits,); the longest time in days that is watched.
    """

    days: Reals
    solved: Mask
    traits: npt.NDArray[np.int8]
    groups: dict[str, Mask]
    horizon: int

    def survival(self, group: str = ALL) -> Survival:
        """Of the issues of a group."""
        return survival(self._ends(group), self._reals[1])

    def by_minute(self) -> WaitsByMinute:
        """The same by minute, so that it can be added to those of other places."""
        minutes = self.horizon * DAY_MINUTES + 1
        ends = np.zeros((len(self.groups), 2, minutes), np.int32)
        for row, group in zip(ends, self.groups, strict=True):
            found = self._ends(group)
            minute = np.rint(found.times * DAY_MINUTES).astype(np.int64)
            np.add.at(row[0], minute, found.solved)
            np.add.at(row[1], minute, found.lost)
        return WaitsByMinute(tuple(self.groups), ends)

    def __add__(self, other: Waits | WaitsByMinute) -> WaitsByMinute:
        return self.by_minute() + other.by_minute()

    def _ends(self, group: str) -> Ends:
        """Of a group; to be used before those of the next are asked for."""
        from sim.kernels.issue_tallies import count_ends

        times, (chosen, solved, lost) = self._reals[0], self._integers
        wanted = self.groups[group]
        issues = self.days, self.solved, self.traits
        rows = count_ends(*issues, wanted, chosen, times, solved, lost)
        return Ends(times[:rows], solved[:rows], lost[:rows])

    @cached_property
    def _reals(self) -> Reals:
        """Room for days and areas: memory that is new costs as much as counting."""
        return np.empty((2, len(self.days) + 1))

    @cached_property
    def _integers(self) -> Integers:
        """Room for rows of issues, and for counts."""
        return np.empty((3, len(self.days) + 1), np.int64)


@dataclass(frozen=True, eq=False, slots=True)
class WaitsByMinute:
    """Days until issues were solved or no longer watched, of places together.

    Days are known to the nearest minute: medians, quantiles and restricted means are within half a
    minute, 1/960 of a day, of those of the exact days.

    Parameters: groups; issues solved and no longer watched by group and minute, shape
    (groups, 2, minutes).
    """

    groups: Sequence[str]
    ends: npt.NDArray[np.int32]

    def survival(self, group: str = ALL) -> Survival:
        """Of the issues of a group."""
        solved, lost = self.ends[self.groups.index(group)].astype(np.int64)
        minutes = np.flatnonzero(solved + lost)
        ends = Ends(minutes / DAY_MINUTES, solved[minutes], lost[minutes])
        return survival(ends, np.empty(len(minutes) + 1))

    def by_minute(self) -> WaitsByMinute:
        """Itself."""
        return self

    def __add__(self, other: Waits | WaitsByMinute) -> WaitsByMinute:
        return WaitsByMinute(self.groups, self.ends + other.by_minute().ends)
