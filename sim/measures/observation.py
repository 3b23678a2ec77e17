"""What measures are computed from: a run at its end, whole or one community of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.enums import TICKS_PER_MINUTE, WEEK_DAYS, YEAR_DAYS
from sim.measures.issue_log import ONSET_GROUPS, Issues, issues
from sim.measures.measure import ALL
from sim.measures.place_summary import IssueLog
from sim.measures.resident_groups import PersonSums
from sim.measures.summary import DepartmentSums, StreetSums, Summary
from sim.measures.survival import Integers, Reals
from sim.measures.tallies import TRAIT_GROUPS, IssueGroup
from sim.settings import Settings
from sim.state import State

HOUR_TICKS = 60 * TICKS_PER_MINUTE
OF_COMMUNITY = (ALL, "own_powers", "needs_departments")
"""Groups of reported issues that a single community has."""


@dataclass(frozen=True, eq=False)
class Observation:
    """A run at its end. What several measures use is computed once.

    Parameters: settings of the run; sums over what is looked at; the state, None where places were
    added up; the community that is looked at, None for all of them; the days over which sums go,
    None for the whole window; the log of the issues of the whole place, where it is made already.
    """

    settings: Settings
    sums: Summary
    state: State | None = None
    community: int | None = None
    days: int | None = None
    log: IssueLog | None = None

    @property
    def weeks(self) -> float:
        """Weeks of the window."""
        return self._days / WEEK_DAYS

    @property
    def years(self) -> float:
        """Years of the window."""
        return self._days / YEAR_DAYS

    @property
    def _days(self) -> int:
        return self.settings.horizon_days if self.days is None else self.days

    @property
    def over(self) -> bool:
        """Whether the run is at its end."""
        last = self.settings.warmup_days + self.settings.horizon_days
        return self.state is None or int(self.state.clock["day"][0]) >= last

    @property
    def counts(self) -> Integers:
        """What was counted in the window, by `Count`."""
        return self.sums.counts

    @property
    def departments(self) -> DepartmentSums:
        """Sums of the departments; a community has none. Raises ValueError."""
        if self.sums.departments is None:
            raise ValueError("departments are of a whole place")
        return self.sums.departments

    @property
    def street(self) -> StreetSums:
        """Sums of the offices of the street; a community has none. Raises ValueError."""
        if self.sums.street is None:
            raise ValueError("street offices are of a whole place")
        return self.sums.street

    @property
    def ticks(self) -> Integers:
        """Ticks by work, overtime included (works,)."""
        return self.sums.regular + self.sums.overtime

    @cached_property
    def worker_week_ticks(self) -> float:
        """Hours of all workers in all weeks, as ticks: what makes ticks hours per worker-week."""
        return HOUR_TICKS * self.sums.workers * self.weeks

    @cached_property
    def paid_hours(self) -> Reals:
        """Paid hours per worker-week (works,)."""
        return self.sums.regular / self.worker_week_ticks

    @cached_property
    def overtime_hours(self) -> Reals:
        """Hours of overtime per worker-week (works,)."""
        return self.sums.overtime / self.worker_week_ticks

    @cached_property
    def hours(self) -> Reals:
        """Hours per worker-week, overtime included (works,)."""
        return self.paid_hours + self.overtime_hours

    @cached_property
    def reported(self) -> dict[str, IssueGroup]:
        """Issues by group, days from first report; of a community those of OF_COMMUNITY."""
        groups = TRAIT_GROUPS if self.community is None else OF_COMMUNITY
        found = self.sums.issues
        return {
            name: IssueGroup(
                name, found.tallies[TRAIT_GROUPS[name]].sum(axis=0), found.since_report
            )
            for name in groups
        }

    @cached_property
    def arisen(self) -> dict[str, IssueGroup]:
        """Issues by group, days from onset; of a community there is `all` alone."""
        return {
            name: IssueGroup(name, group.counts, self.sums.issues.since_onset)
            for name, group in self.reported.items()
            if name in ONSET_GROUPS
        }

    @cached_property
    def by_person(self) -> PersonSums:
        """Issues of the whole place by group of residents; `one_place` measures alone have them."""
        if self.state is None or self.community is not None:
            raise ValueError("groups of residents are of one whole place")
        log = self.log or IssueLog.of(self.settings, self.state)
        return log.by_person(self.state.communities["habitat"])

    @cached_property
    def issues(self) -> Issues:
        """Columns of single issues by entity, as `sim.measures.issue_log.issues` has them.

        For measures that counts do not give; these are `one_place`.
        """
        if self.state is None:
            raise ValueError("places that were added up have no single issues")
        every = issues(self.state)
        if self.community is None:
            return every
        bounds = (self.community, self.community + 1)
        first, last = np.searchsorted(every["community"], bounds)
        return {name: column[first:last] for name, column in every.items()}
