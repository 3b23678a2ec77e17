"""Days until issues are solved, where some are not solved by the end of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from sim.enums import DAY_MINUTES, RESTRICTED_DAYS
from sim.measures.measure import ALL

Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
_EVERY = np.ones(1, np.bool_)
"""The traits of issues that are of one group."""


class Survival(NamedTuple):
    """Kaplan-Meier median, 90 % quantile and mean restricted to 60 days; NaN if not reached."""

    median: float
    p90: float
    restricted_mean: float


class Days(NamedTuple):
    """Days after which issues were solved or no longer watched.

    Parameters: days in order, shape (rows,); how many issues were solved after so many days, and
    how many were then no longer watched, each (rows,); traits of these issues, numbers (rows,).
    """

    days: Reals
    solved: Counts
    censored: Counts
    traits: npt.NDArray[np.int8]


class Room(NamedTuple):
    """Room for rows of issues and for areas, (rows + 1,): new memory costs as much as counting."""

    rows: Integers
    areas: Reals

    @classmethod
    def of(cls, days: Days) -> Self:
        """For all of them."""
        return cls(np.empty(len(days.days) + 1, np.int64), np.empty(len(days.days) + 1))


def survival(days: Days, wanted: Mask, room: Room) -> Survival:
    """Days until issues are solved, of those of the wanted traits, shape (traits,)."""
    from sim.kernels.issue_tallies import kaplan_meier  # listing measures should not wait for it

    restricted = float(RESTRICTED_DAYS)
    median, p90, areas_used, reaches_limit = kaplan_meier(*days, wanted, restricted, *room)
    mean = float(room.areas[:areas_used].sum()) if reaches_limit else np.nan
    return Survival(median, p90, mean)


def open_after(days: Days, wanted: Mask, after: Reals) -> list[float]:
    """Kaplan-Meier share of issues that are not solved after so many days; NaN where unwatched.

    Parameters: issues; the wanted traits, shape (traits,); days, at each of which the share is
    given. What is solved at that very day counts as solved.
    """
    here = wanted[days.traits]
    moments, starts = np.unique(days.days[here], return_index=True)
    if not len(moments):
        return [np.nan] * len(after)
    solved = np.add.reduceat(days.solved[here], starts).astype(np.float64)
    gone = solved + np.add.reduceat(days.censored[here], starts)
    at_risk = gone[::-1].cumsum()[::-1]
    curve = np.concatenate([[1.0], np.cumprod(1.0 - solved / at_risk)])
    shares = curve[np.searchsorted(moments, after, side="right")]
    unwatched = (after > moments[-1]) & (curve[-1] > 0)
    return [float(share) for share in np.where(unwatched, np.nan, shares)]


@dataclass(frozen=True, eq=False)
class Waits:
    """Days until each issue was solved or no longer watched, of one place and exact.

    Parameters: days, a row an issue; which traits belong to each group, (traits,); the longest time
    in days that is watched.
    """

    days: Days
    groups: dict[str, Mask]
    horizon: int

    def survival(self, group: str = ALL) -> Survival:
        """Of the issues of a group."""
        return survival(self.days, self.groups[group], self._room)

    def open_after(self, after: Reals, group: str = ALL) -> list[float]:
        """Shares of the issues of a group that are open after so many days."""
        return open_after(self.days, self.groups[group], after)

    def by_minute(self) -> WaitsByMinute:
        """The same by minute, so that it can be added to those of other places."""
        minutes = self.horizon * DAY_MINUTES + 1
        minute = np.rint(self.days.days * DAY_MINUTES).astype(np.int64)
        ends = np.zeros((len(self.groups), 2, minutes), np.int32)
        for row, wanted in zip(ends, self.groups.values(), strict=True):
            here = wanted[self.days.traits]
            for number, of_these in enumerate((self.days.solved, self.days.censored)):
                row[number] = np.bincount(minute[here & (of_these > 0)], minlength=minutes)
        return WaitsByMinute(tuple(self.groups), ends)

    def __add__(self, other: Waits | WaitsByMinute) -> WaitsByMinute:
        return self.by_minute() + other.by_minute()

    @cached_property
    def _room(self) -> Room:
        return Room.of(self.days)


@dataclass(frozen=True, eq=False, slots=True)
class WaitsByMinute:
    """Days until issues were solved or no longer watched, of places together.

    Days are rounded to the nearest minute, and who is no longer watched in the minute of a solution
    counts as watched at it. In a large place a value is within half a minute, 1/960 of a day, of
    that of the exact days; in a small one it may be that of the solution before or after.

    Parameters: groups; issues solved and no longer watched by group and minute, shape
    (groups, 2, minutes).
    """

    groups: Sequence[str]
    ends: Counts

    def survival(self, group: str = ALL) -> Survival:
        """Of the issues of a group."""
        days = self._days(group)
        return survival(days, _EVERY, Room.of(days))

    def open_after(self, after: Reals, group: str = ALL) -> list[float]:
        """Shares of the issues of a group that are open after so many days."""
        return open_after(self._days(group), _EVERY, after)

    def _days(self, group: str) -> Days:
        solved, censored = self.ends[self.groups.index(group)]
        minutes = np.flatnonzero(solved + censored)
        traits = np.zeros(len(minutes), np.int8)
        return Days(minutes / DAY_MINUTES, solved[minutes], censored[minutes], traits)

    def by_minute(self) -> WaitsByMinute:
        """Itself."""
        return self

    def __add__(self, other: Waits | WaitsByMinute) -> WaitsByMinute:
        return WaitsByMinute(self.groups, self.ends + other.by_minute().ends)
