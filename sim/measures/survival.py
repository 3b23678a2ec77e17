"""Days until issues are solved, where some are not solved by the end of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


def survival(times: Reals, solved: Integers, lost: Integers) -> Survival:
    """Days until issues are solved, from counts.

    Parameters: different days in order, shape (days,); how many issues were solved after so many
    days, and how many were then no longer watched, each (days,).
    """
    from sim.kernels.issue_tallies import kaplan_meier  # listing measures should not wait for it

    if not len(times):
        return Survival(np.nan, np.nan, np.nan)
    if not solved.any():
        watched = times[-1] >= RESTRICTED_DAYS
        return Survival(np.nan, np.nan, float(RESTRICTED_DAYS) if watched else np.nan)
    areas = np.empty(len(times) + 1)
    median, ninth, rows, known = kaplan_meier(times, solved, lost, float(RESTRICTED_DAYS), areas)
    return Survival(median, ninth, float(areas[:rows].sum()) if known else np.nan)


@dataclass(frozen=True, eq=False, slots=True)
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
        return survival(*self._ends(group))

    def by_minute(self) -> WaitsByMinute:
        """The same by minute, so that it can be added to those of other places."""
        minutes = self.horizon * DAY_MINUTES + 1
        ends = np.zeros((len(self.groups), 2, minutes), np.int32)
        for row, group in zip(ends, self.groups, strict=True):
            days, solved, lost = self._ends(group)
            minute = np.rint(days * DAY_MINUTES).astype(np.int64)
            np.add.at(row[0], minute, solved)
            np.add.at(row[1], minute, lost)
        return WaitsByMinute(tuple(self.groups), ends)

    def __add__(self, other: Waits | WaitsByMinute) -> WaitsByMinute:
        return self.by_minute() + other.by_minute()

    def _ends(self, group: str) -> tuple[Reals, Integers, Integers]:
        from sim.kernels.issue_tallies import count_ends

        times = np.empty(len(self.days))
        solved, lost = np.empty((2, len(times)), np.int64)
        rows = count_ends(
            self.days, self.solved, self.traits, self.groups[group], times, solved, lost
        )
        return times[:rows], solved[:rows], lost[:rows]


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
        return survival(minutes / DAY_MINUTES, solved[minutes], lost[minutes])

    def by_minute(self) -> WaitsByMinute:
        """Itself."""
        return self

    def __add__(self, other: Waits | WaitsByMinute) -> WaitsByMinute:
        return WaitsByMinute(self.groups, self.ends + other.by_minute().ends)
