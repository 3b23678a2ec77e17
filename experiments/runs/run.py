"""One run of the model: its identity, its execution and its record."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from experiments.runs.arrow_columns import column
from experiments.runs.compilation import compiled
from experiments.runs.environment import environment
from sim.measures import own
from sim.measures.own import MeasureError, OwnMeasure
from sim.settings import Settings
from sim.version import model_version

if TYPE_CHECKING:
    from sim.society import Society

_TIDY = [("measure", pa.string()), ("group", pa.string()), ("value", pa.float64())]
MEASURES = pa.schema([("community", pa.int32()), *_TIDY, ("unit", pa.string())])
SERIES = pa.schema([("day", pa.int32()), *_TIDY, ("unit", pa.string())])

Columns = Mapping[str, Any]
"""Columns of a frame by name."""
Detail = Literal["totals", "full"]
"""Detail kept of a run: measures of the whole place, or also of communities (districts of a city)
and days."""
GRACE = 3.0
"""Seconds that a day of the model may take beyond a time limit before its process is ended."""
COMPRESSED_BYTES = 1 << 20
"""Bytes of a frame above which it travels compressed; below, compressing takes longer."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the plan. Runs of equal settings, seed and model share `key` and are one run."""

    key: str
    scenario: str
    point: int
    replication: int
    seed: int


@dataclass(frozen=True, slots=True)
class Limit:
    """Seconds that a run may take, compiling not counted.

    It is looked at after each day of the model. Where it is `fatal`, the process ends if no day has
    come to an end so many seconds and GRACE later: a job for a process of its own.
    """

    seconds: float
    fatal: bool

    @property
    def last(self) -> float:
        """Seconds after which the process ends."""
        return self.seconds + GRACE

    @property
    def exceeded(self) -> str:
        """The message for a run that exceeded the limit."""
        return f"took longer than timeout={self.seconds:g} seconds"


class OverTime(Exception):
    """A run exceeded its time limit."""


@dataclass(frozen=True, slots=True)
class Job:
    """A run as it is sent to a worker: all that it needs.

    `threads` are districts of a city that run at the same time; `measures` are those of the user.
    """

    key: str
    seed: int
    settings: Settings
    detail: Detail
    limit: Limit | None = None
    threads: int = 1
    measures: tuple[OwnMeasure, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A finished run: its frames as Arrow streams (no series in totals), duration in seconds.

    `environment` is what it ran under, as JSON, and `made` when it ended (UTC, ISO 8601).
    """

    key: str
    seed: int
    model: str
    settings: str
    detail: Detail
    seconds: float
    environment: str
    made: str
    measures: bytes
    series: bytes

    def rows(self) -> pa.Table:
        """The measures."""
        return pa.ipc.open_stream(self.measures).read_all()


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that did not finish: one line of why, and the traceback where there is one."""

    key: str
    error: str
    trace: str = ""


def perform(
    jobs: Sequence[Job], watch: Callable[[int], object] | None = None
) -> list[Record | Failure]:
    """Run each job in turn. One that fails, or takes too long, does not stop the others.

    `watch` is called with the number of districts that are done while a city runs.
    """
    done: list[Record | Failure] = []
    for job in jobs:
        try:
            with _watched(job.limit):
                done.append(_perform(job, watch))
        except OverTime as error:
            done.append(Failure(job.key, str(error)))
        except MeasureError as error:
            done.append(Failure(job.key, str(error)))
        except MemoryError as error:
            done.append(Failure(job.key, f"not enough memory for such a society: {error}"))
        except (Exception, SystemExit) as error:  # code of users may end the process
            notes = [*getattr(error, "__notes__", ()), type(error).__name__]
            line = " ".join(f"{': '.join(notes)}: {error}".split())
            done.append(Failure(job.key, line, traceback.format_exc()))
    return done


def _perform(job: Job, watch: Callable[[int], object] | None) -> Record:
    start = time.perf_counter()
    own.adopt(job.measures)
    full = job.detail == "full"
    if job.settings.territory.districts > 1:
        of_window, of_days = _city(job, start, full, watch)
    else:
        of_window, of_days = _society(job, start, full)
    measures = encoded(of_window, MEASURES)
    series = encoded(of_days, SERIES) if full else b""
    return Record(
        job.key,
        job.seed,
        model_version(),
        job.settings.canonical(),
        job.detail,
        time.perf_counter() - start,
        environment(),
        now(),
        measures,
        series,
    )


def _society(job: Job, start: float, full: bool) -> tuple[Columns, Columns]:
    """Measures and, in full, series of one society. Raises OverTime.

    It begins where the warm-up of the same society ended, if that was run last. With a limit it
    runs day by day. Both give the same bits.
    """
    from sim.measures.series import series_columns
    from sim.measures.tables import measure_columns
    from sim.society import Society
    from sim.warm_start import keep, resumed

    society = resumed(job.settings, job.seed)
    if society is None:
        society = Society(job.settings, job.seed)
        _advance(society, job.settings.warmup_days, job.limit, start)
        keep(society)
    if job.limit is None:
        society.run()
    _advance(society, society.last_day, job.limit, start)
    of_place = society.settings, society.state
    of_window = measure_columns(*of_place, full, society.years)
    return of_window, series_columns(*of_place) if full else {}


def _advance(society: Society, until: int, limit: Limit | None, start: float) -> None:
    """All days before `until`, at once or, with a limit, one by one. Raises OverTime."""
    while society.day < until:
        society.advance(until if limit is None else society.day + 1)
        _refuse_over_time(limit, start)


def _city(
    job: Job, start: float, full: bool, watch: Callable[[int], object] | None
) -> tuple[Columns, Columns]:
    """Measures of a city and, in full, of its districts and by day. Raises OverTime."""
    from sim.city import City

    def look(done: int) -> None:
        _refuse_over_time(job.limit, start)
        if watch is not None:
            watch(done)

    city = City(job.settings, job.seed, job.threads).run(look)
    return city.measure_columns(full), city.series_columns() if full else {}


def _refuse_over_time(limit: Limit | None, start: float) -> None:
    """Raises OverTime for a run that began longer ago than a limit allows."""
    if limit is not None and time.perf_counter() - start > limit.seconds:
        raise OverTime(limit.exceeded)


@contextlib.contextmanager
def _watched(limit: Limit | None) -> Iterator[None]:
    """End this process if a job takes much longer than its limit.

    Code that does not return cannot be interrupted otherwise.
    """
    if limit is None:
        yield
        return
    compiled()
    if not limit.fatal:
        yield
        return
    with open(os.devnull, "w") as unread:  # noqa: PTH123 - os.devnull is a name, not a path
        faulthandler.dump_traceback_later(limit.last, exit=True, file=unread)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def now() -> str:
    """This moment in UTC, to the second, as ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def encoded(columns: Mapping[str, Any], schema: pa.Schema) -> bytes:
    """Tidy columns by name as an Arrow stream of that schema; NaN is stored as null.

    A large one is compressed.
    """
    arrays = [column(columns[field.name], field.type) for field in schema]
    table = pa.Table.from_arrays(arrays, schema=schema)
    sink = pa.BufferOutputStream()
    large = table.nbytes > COMPRESSED_BYTES
    options = pa.ipc.IpcWriteOptions(compression="zstd" if large else None)
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())
