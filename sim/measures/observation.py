"""What measures are computed from: a run at its end, whole or one community of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.enums import TICKS_PER_MINUTE, WEEK_DAYS, YEAR_DAYS
from sim.measures.issue_log import IssueLog, Issues, of
from sim.settings import Settings
from sim.state import State

HOUR_TICKS = 60 * TICKS_PER_MINUTE
Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Observation:
    """A run at its end. What several measures use is computed once.

    Parameters: settings and state of the run; columns of its `outcomes`; the community that is
    looked at, None for the whole place.
    """

    settings: Settings
    state: State
    issues: Issues
    community: int | None = None

    @cached_property
    def places(self) -> slice:
        """Communities that are looked at."""
        here = self.community
        return slice(None) if here is None else slice(here, here + 1)

    @cached_property
    def workers(self) -> Any:
        """Workers that are looked at."""
        if self.community is None:
            return slice(None)
        return self.state.workers["community"] == self.community

    @cached_property
    def residents(self) -> Any:
        """Resident agents that are looked at."""
        residents = self.state.residents
        if self.community is None:
            return residents
        return residents[residents["community"] == self.community]

    @cached_property
    def log(self) -> IssueLog:
        """Issues; by group for the whole place."""
        whole = self.community is None
        here = self.issues if self.community is None else of(self.issues, self.community)
        return IssueLog(self.settings, here, detailed=whole)

    @property
    def weeks(self) -> float:
        """Weeks of the window."""
        return self.settings.horizon_days / WEEK_DAYS

    @property
    def years(self) -> float:
        """Years of the window."""
        return self.settings.horizon_days / YEAR_DAYS

    @cached_property
    def communities(self) -> Any:
        """Records of the communities."""
        return self.state.communities[self.places]

    @cached_property
    def people(self) -> float:
        """Residents."""
        return float(self.communities["people"].sum())

    @cached_property
    def counts(self) -> Integers:
        """What was counted in the window, by `Count`, over communities."""
        counts: Integers = self.state.counts[self.places].sum(axis=0)
        return counts

    @cached_property
    def regular(self) -> Integers:
        """Ticks of paid time (workers, works)."""
        ticks: Integers = self.state.totals[self.workers]
        return ticks

    @cached_property
    def overtime(self) -> Integers:
        """Ticks of overtime (workers, works)."""
        ticks: Integers = self.state.overtime_totals[self.workers]
        return ticks

    @cached_property
    def worker_week_ticks(self) -> float:
        """Hours of all workers in all weeks, as ticks: what makes ticks hours per worker-week."""
        return HOUR_TICKS * len(self.regular) * self.weeks

    @cached_property
    def paid_hours(self) -> Reals:
        """Paid hours per worker-week (works,)."""
        hours: Reals = self.regular.sum(axis=0) / self.worker_week_ticks
        return hours

    @cached_property
    def overtime_hours(self) -> Reals:
        """Hours of overtime per worker-week (works,)."""
        hours: Reals = self.overtime.sum(axis=0) / self.worker_week_ticks
        return hours

    @cached_property
    def hours(self) -> Reals:
        """Hours per worker-week, overtime included (works,)."""
        return self.paid_hours + self.overtime_hours
