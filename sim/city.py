"""A city: its districts, each a society of its own, run on threads and added up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, ThreadPoolExecutor, wait
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from sim.districts import District, divided
from sim.entropy import Entropy, entropy
from sim.measures.measure import Row
from sim.measures.observation import Observation
from sim.measures.place_summary import IssueLog, summaries
from sim.measures.series import DailySums, columns_of_days
from sim.measures.summary import Summary
from sim.measures.tables import columns_of, rows, totals
from sim.measures.years import year_rows
from sim.sample import raised, raised_days, weights, with_totals
from sim.settings import Settings
from sim.society import Society

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

POLL_SECONDS = 0.1


class Finished(NamedTuple):
    """What is kept of a district at the end of its days."""

    rows: list[Row]
    sums: Summary
    days: DailySums
    years: list[Summary]


class City:
    """A city of several districts, run to the last day.

    Parameters:
        settings: Settings of the whole city, or nested mappings of those that differ from the
            defaults; `territory.districts` is the number of districts.
        rng: of the run, as `sim.entropy` reads it; an integer is the run seed itself.
        threads: districts that are run, and are in memory, at the same time; all processors that
            this process may use unless given. Results do not depend on it.

    `districts` has the settings and the run seed of each; `GovernanceModel(*city.districts[0])` is
    the first of them alone, the same to the bit. Of a sample of the streets (`territory.sampled`
    below 1) totals are raised to all streets (`sim.sample`), those of districts too. Raises
    SettingsError, TypeError or ValueError for invalid arguments.
    """

    def __init__(
        self,
        settings: Settings | Mapping[str, Any],
        rng: Entropy | None = None,
        threads: int | None = None,
    ) -> None:
        if threads is not None:
            check_threads(threads)
        self.settings = settings if isinstance(settings, Settings) else Settings.read(settings)
        self.run_seed = entropy(rng)
        self.threads = threads or processors()
        self.districts = divided(self.settings, self.run_seed)
        self._rows: list[list[Row]] = []
        self._sums: tuple[Summary, DailySums] | None = None
        self._years: list[Summary] = []
        sampled = self.settings.territory.sampled < 1
        self._weights = weights(self.settings.territory) if sampled else ()
        self._year_rows: list[list[Row]] = []
        self._raised_days: npt.NDArray[np.float64] | None = None

    def run(self, watch: Callable[[int], object] | None = None) -> Self:
        """Run all districts.

        Parameters:
            watch: called several times a second, in the thread of the caller, with the number of
                districts that are done. What it raises ends the run, as an interruption does.
        """
        self._rows, self._sums = [], None
        self._year_rows, self._raised_days = [], None
        rows: list[list[Row]] = []
        added: tuple[Summary, DailySums] | None = None
        years: list[Summary] = []
        for district in self._finished(watch or (lambda done: None)):
            rows.append(self._raise(len(rows), district) if self._weights else district.rows)
            sums, days = district.sums, district.days
            pairs = zip(years, district.years, strict=True)
            years = [one + more for one, more in pairs] if added else district.years
            added = (sums, days) if added is None else (added[0] + sums, added[1] + days)
        self._rows, self._sums, self._years = rows, added, years
        return self

    def measures(self, by_district: bool = True) -> pd.DataFrame:
        """Measures of the window, one row a value.

        Times of the whole city are from days rounded to the minute, those of its districts are
        exact. Measures with `one_place=True`, none of the package's own, are of districts alone.

        Parameters:
            by_district: whether there are rows of each district, after those of the whole city.

        Returns:
            Columns community (the number of a district, missing for the whole city), measure,
            group, value and unit.
        """
        import pandas as pd

        return pd.DataFrame(self.measure_columns(by_district)).astype({"community": "Int32"})

    def measure_columns(self, by_district: bool = True) -> dict[str, list[Any]]:
        """The columns of the same frame by name."""
        sums, _ = self._done()
        whole = totals(self.settings, sums, self._years)
        if self._weights:
            whole = with_totals(whole, [*self._rows, *self._year_rows])
        return columns_of([whole, *(self._rows if by_district else [])])

    def series(self) -> pd.DataFrame:
        """Daily series of the whole city: day (from 1), measure, group, value, unit."""
        import pandas as pd

        return pd.DataFrame(self.series_columns())

    def series_columns(self) -> dict[str, Any]:
        """The columns of the same frame by name."""
        _, days = self._done()
        return columns_of_days(days, self._raised_days)

    def _raise(self, number: int, district: Finished) -> list[Row]:
        """Rows of a sampled district, raised; keeps its years and days for the whole city."""
        weight = self._weights[number]
        self._year_rows.append(raised(year_rows(self.settings, district.years), weight))
        days = raised_days(district.days, weight)
        self._raised_days = days if self._raised_days is None else self._raised_days + days
        return raised(district.rows, weight)

    def _done(self) -> tuple[Summary, DailySums]:
        if self._sums is None:
            raise RuntimeError("the city has not been run: call run() first")
        return self._sums

    def _finished(self, watch: Callable[[int], object]) -> Iterator[Finished]:
        """Yields districts in order, each once it and all before it are done.

        Floating-point sums depend on the order.
        """
        stop = Event()
        pool = ThreadPoolExecutor(self.threads, "district")
        try:
            running = {
                pool.submit(_run, district, stop): number
                for number, district in enumerate(self.districts)
            }
            done: dict[int, Finished] = {}
            first = 0
            while running:
                for future in wait(running, POLL_SECONDS, FIRST_COMPLETED).done:
                    done[running.pop(future)] = future.result()
                watch(len(self.districts) - len(running))
                while first in done:
                    yield done.pop(first)
                    first += 1
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)


def check_threads(threads: object) -> None:
    """Raises TypeError, ValueError."""
    if not isinstance(threads, int) or isinstance(threads, bool):
        raise TypeError(f"threads={threads!r}: a whole number, at least 1")
    if threads < 1:
        raise ValueError(f"threads={threads}: at least 1")


def processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _run(district: District, stop: Event) -> Finished:
    """Run a district and sum it up; nothing of its arrays is kept."""
    society = Society(*district)
    while society.day < society.last_day and not stop.is_set():
        society.advance(min(society.day + society.stretch, society.last_day))
    if stop.is_set():
        raise CancelledError
    log = IssueLog.of(society.settings, society.state)
    sums = next(summaries(society.settings, society.state, log=log))
    seen = Observation(society.settings, sums, society.state, log=log)
    years = [year.by_minute() for year in society.years]
    return Finished(list(rows(seen)), sums.by_minute(), DailySums.of(society.state), years)
