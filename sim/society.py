"""A society: its arrays, levers and days. `sim/model.py` makes it a Mesa model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.coverage import active_levers
from sim.enums import YEAR_DAYS
from sim.facade import CompiledPlace
from sim.failed_code import place_of
from sim.initialization.capacity import (
    grow_issues,
    grow_jobs,
    grow_obligations,
    grow_outcomes,
    grow_tasks,
    grow_trace,
    keep_details,
)
from sim.initialization.fixed_time import set_counter, set_fixed_time
from sim.initialization.place import build
from sim.kernels.days import (
    DONE,
    MORE_ISSUES,
    MORE_JOBS,
    MORE_OBLIGATIONS,
    MORE_OUTCOMES,
    MORE_TASKS,
    MORE_TRACE,
    PREPARED,
    run_days,
)
from sim.kernels.state_ref import refer
from sim.settings import Settings, SettingsError
from sim.state import State
from sim.whole_number import whole_number

if TYPE_CHECKING:
    import pandas as pd

    from sim.measures.summary import Summary
    from sim.measures.years import Years

GROWTH = {
    MORE_TASKS: grow_tasks,
    MORE_ISSUES: grow_issues,
    MORE_JOBS: grow_jobs,
    MORE_OUTCOMES: grow_outcomes,
    MORE_TRACE: grow_trace,
}
COMMUNITY_DAYS = 5000
"""Days of communities that run in one call of compiled code, which no signal interrupts."""
ONE_DISTRICT_ONLY = "1 here; unburden.City runs several districts"


class Society:
    """A place with its communities, run to the evening of any day or to the last one.

    Parameters:
        settings: of the society.
        run_seed: a whole number, 0 or more; the same one gives the same run again.
        traced: a community of which `events()` and `segments()` give the events of its issues and
            the work of its workers; a trace changes no result.
        keep_outcomes: whether `outcomes()` is wanted, as it always is with a trace. Measures need
            less of an issue that has ended.
        state: where it goes on, of a society that was the same until then; built if None.

    The first `warmup_days` are not measured; levers start after them. Results do not depend on how
    days are split over calls of `advance`. Only methods that return a frame import pandas; Mesa is
    not imported. Raises TypeError or ValueError for a seed or a community that there is not,
    SettingsError for a city (`sim.city` runs it).
    """

    def __init__(
        self,
        settings: Settings,
        run_seed: int,
        traced: int | None = None,
        *,
        keep_outcomes: bool = False,
        state: State | None = None,
    ) -> None:
        if (number := settings.territory.districts) > 1:
            raise SettingsError("territory.districts", number, ONE_DISTRICT_ONLY)
        self.settings = settings
        self.run_seed = whole_number("run_seed", run_seed, least=0)
        self.last_day = settings.warmup_days + settings.horizon_days
        self.stretch = max(1, COMMUNITY_DAYS // settings.territory.communities)
        self.place = CompiledPlace(
            settings, build(settings, self.run_seed) if state is None else state
        )
        if keep_outcomes or traced is not None:
            self.place.state = keep_details(self.state)
        if traced is not None:
            if not 0 <= whole_number("traced", traced) < len(self.state.communities):
                raise ValueError(f"traced={traced}: 0 to {len(self.state.communities) - 1}")
            self.state.clock["traced"] = traced
        self._active_levers = active_levers(settings, self.state.keys)
        self._years: Years | None = None
        warmup = settings.warmup_days
        whole = settings.horizon_days // YEAR_DAYS
        whole = whole if whole > 1 else 0
        self.year_ends = frozenset(warmup + YEAR_DAYS * year for year in range(1, whole + 1))
        self._starts = [warmup + active.lever.start_day for active in self._active_levers]

    @property
    def state(self) -> State:
        """The arrays; the kernels write them."""
        return self.place.state

    @property
    def day(self) -> int:
        """The day to come, counted from the start of the warm-up."""
        return int(self.state.clock["day"][0])

    @property
    def covered(self) -> dict[str, list[int]]:
        """Communities that each lever and shock that is on reaches, by its path in settings."""
        return {active.path: list(active.communities) for active in self._active_levers}

    def run(self) -> None:
        """All days that are left."""
        self.advance(self.last_day)

    def advance(self, until: int) -> None:
        """All days before `until`, or before the last day, that are not over.

        Raises TypeError unless `until` is a whole number.
        """
        until = min(whole_number("until", until), self.last_day)
        while self.day < until:
            self._start_levers()
            later = [day for day in (*self._starts, *self.year_ends) if day > self.day]
            stop = min([until, self.day + self.stretch, *later])
            while (stopped_for := run_days(refer(self.state), stop)) != DONE:
                if stopped_for == PREPARED:
                    self._complete_preparations()
                elif stopped_for == MORE_OBLIGATIONS:
                    self.place.state = grow_obligations(self.state, self.settings)
                else:
                    self.place.state = GROWTH[stopped_for](self.state)
            if self.day in self.year_ends:
                self._end_year()

    def _end_year(self) -> None:
        if self._years is None:
            from sim.measures.years import Years  # runs of less than two years do without

            self._years = Years(self.settings)
        self._years.add(self.state)

    @property
    def years(self) -> list[Summary]:
        """Summaries of the years of the window that are over; none in runs of less than two."""
        return [] if self._years is None else self._years.sums

    def _start_levers(self) -> None:
        """Complete what was prepared, then apply levers and shocks that start this morning."""
        self._complete_preparations()
        if self.day not in self._starts:
            return
        for active, start in zip(self._active_levers, self._starts, strict=True):
            if start == self.day:
                try:
                    active.lever.apply(self.place, active.communities)
                except BaseException as error:
                    error.add_note(place_of(active.path, active.lever, error))
                    raise
        self._update_fixed_time()

    def _complete_preparations(self) -> None:
        if self.place.fulfil():
            self._update_fixed_time()

    def _update_fixed_time(self) -> None:
        """Fixed time depends on policies."""
        set_fixed_time(self.state, self.settings)
        set_counter(self.state, self.settings)

    def measures(self, by_community: bool = True) -> pd.DataFrame:
        """Measures of the window: community (empty for the whole), measure, group, value, unit."""
        from sim.measures.tables import measures

        return measures(self.settings, self.state, by_community, self.years)

    def series(self) -> pd.DataFrame:
        """Daily series of the whole place: day (from 1), measure, group, value, unit."""
        from sim.measures.series import series

        return series(self.settings, self.state)

    def outcomes(self) -> pd.DataFrame:
        """One row for each issue so far, hidden and open ones included.

        Raises RuntimeError if they were not to be kept.
        """
        from sim.measures.issue_log import outcomes

        return outcomes(self.state)

    def events(self) -> pd.DataFrame:
        """Events of issues of the traced community: day, minute, issue, happening, who."""
        from sim.traces import events

        return events(self.state)

    def segments(self) -> pd.DataFrame:
        """Stretches of work in the traced community: worker, day, start and end minute, work."""
        from sim.traces import segments

        return segments(self.state)
