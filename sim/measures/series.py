"""The specification of every daily series, and their tidy frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

from sim.enums import WEEK_DAYS, Daily
from sim.measures.activities import ACTIVITY, LEDGER
from sim.measures.measure import ALL, WEEKLY, WHOLE, Groups, Heads
from sim.measures.observation import HOUR_TICKS
from sim.measures.summary import Sums
from sim.measures.survival import Integers
from sim.settings import Settings
from sim.state import State

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, slots=True)
class Series:
    """A daily series of the whole place.

    Parameters: the name in frames; a label without the unit; the unit; what it counts; the count
    it is, None for hours by activity or by what is counted so far; labels of its groups; by group
    the count of ticks since the window began; the heads that a count grows with, by which a sample
    of a city's streets is raised.
    """

    name: str
    label: str
    unit: str
    definition: str
    count: Daily | None
    groups: Groups = field(default_factory=lambda: WHOLE)
    so_far: Mapping[str, Daily] = field(default_factory=dict)
    total_by: Heads = "residents"


_ISSUES = "issues"
_OBLIGATIONS = "obligations of all communities"
SERIES = (
    Series(
        "hours_per_worker_week", "time", WEEKLY,
        "ticks of the day, overtime included, over workers, as hours a week of five such days",
        None, LEDGER,
    ),
    Series(
        "upward_work_not_done", "upward work not done", WEEKLY,
        "ticks of forms demanded on the day less those delivered on it, and those spared by "
        "filling in old figures, over workers, as hours a week of five such days",
        None, {"undelivered": "forms not delivered", "patchwork": "filled in from old figures"},
        {"undelivered": Daily.UNDELIVERED_TICKS, "patchwork": Daily.SPARED_TICKS},
    ),
    Series(
        "issues_raised", "issues reported", _ISSUES, "issues first reported on the day",
        Daily.RAISED,
    ),
    Series(
        "issues_closed", "issues closed", _ISSUES,
        "closings on the day, on paper and until a return included", Daily.CLOSED,
    ),
    Series(
        "issues_resolved", "issues solved for good", _ISSUES, "closings at the root",
        Daily.RESOLVED,
    ),
    Series("issues_returned", "issues that came back", _ISSUES, "returns", Daily.RETURNED),
    Series(
        "backlog", "open issues", _ISSUES,
        "live issues neither hidden nor thought closed, in the evening", Daily.BACKLOG,
    ),
    Series("hidden", "hidden issues", _ISSUES, "hidden issues, in the evening", Daily.HIDDEN),
    Series(
        "incidents", "incidents", _ISSUES, "hidden issues that became incidents", Daily.INCIDENTS
    ),
    Series(
        "volunteers", "active volunteers", "volunteers", "active volunteers, in the evening",
        Daily.VOLUNTEERS,
    ),
    Series(
        "obligations", "obligations", _OBLIGATIONS,
        "active obligations of all communities, in the evening", Daily.OBLIGATIONS,
        total_by="communities",
    ),
    Series(
        "unlisted_obligations", "unlisted obligations", _OBLIGATIONS,
        "of these, those not listed on the day", Daily.UNLISTED_OBLIGATIONS,
        total_by="communities",
    ),
)  # fmt: skip


@dataclass(frozen=True, eq=False, slots=True)
class DailySums(Sums):
    """Sums over communities by day: all that series need.

    Parameters: workers; counts (days, daily); ticks by work (days, works).
    """

    workers: int
    daily: Integers
    ticks: Integers

    @classmethod
    def of(cls, state: State) -> Self:
        """Those of a place."""
        return cls(len(state.workers), state.daily, state.work_series)


def series(settings: Settings, state: State) -> pd.DataFrame:
    """Daily series of the whole place; day 1 is the first measured day."""
    import pandas as pd  # workers of the laboratory do without

    return pd.DataFrame(series_columns(settings, state))


def series_columns(settings: Settings, state: State) -> dict[str, Any]:
    """The columns of the same frame by name: day, measure, group, value, unit."""
    return columns_of_days(DailySums.of(state))


def columns_of_days(
    sums: DailySums, totals: npt.NDArray[np.float64] | None = None
) -> dict[str, Any]:
    """The same columns, of one place or of places that were added up.

    Parameters: sums of them; counts by day in place of theirs, (days, daily), of a sample that is
    raised to all streets.
    """
    days = len(sums.daily)
    counts = sums.daily if totals is None else totals
    each = [(one, *values) for one in SERIES for values in _values(one, sums, counts).items()]
    return {
        "day": np.tile(np.arange(1, days + 1), len(each)),
        "measure": [one.name for one, _, _ in each for _ in range(days)],
        "group": [group for _, group, _ in each for _ in range(days)],
        "value": np.concatenate([values for _, _, values in each]),
        "unit": [one.unit for one, _, _ in each for _ in range(days)],
    }


def _values(
    one: Series, sums: DailySums, counts: npt.NDArray[Any]
) -> dict[str, npt.NDArray[np.float64]]:
    if one.count is not None:
        return {ALL: counts[:, one.count].astype(float)}
    worker_weeks = sums.workers / WEEK_DAYS
    if one.so_far:
        return {
            group: np.diff(sums.daily[:, count], prepend=0) / HOUR_TICKS / worker_weeks
            for group, count in one.so_far.items()
        }
    hours: dict[str, npt.NDArray[np.float64]] = {}
    for work, activity in ACTIVITY.items():
        spent = sums.ticks[:, work] / HOUR_TICKS / worker_weeks
        hours[activity] = hours.get(activity, 0.0) + spent
    return hours
